# svc-report chart: pictures that gnuplot draws, from scripts that can be read.

load common

setup_file() { make_month; }
setup() { fresh_store; }

# The rows of a chart's data, as its script has them.
rows() { svc-report chart "$@" -f script | sed -n '/^.data <</,/^EOD$/p' | sed '1d;$d'; }

# So many complaints of each month of a year, in department 02, from 2025-10 on.
year_of() {
  local month=0 n=0 count
  {
    echo source,source_no,received_at,channel,category,content,dept,responded_at
    for count in "$@"; do
      local first
      first=$(printf '%d-%02d' $((2025 + (month + 9) / 12)) $(((month + 9) % 12 + 1)))
      for _ in $(seq "$count"); do
        n=$((n + 1))
        echo "crm,$n,$first-10 09:00,hotline,repair,x,02,$first-10 10:00"
      done
      month=$((month + 1))
    done
  } | svc-complaint import -
}

@test "pareto: most first, shares summed exactly, the last is 100" {
  svc-complaint list -m 2026-09 -H -f tsv -c category | sort | uniq -c | sort -k1,1nr -k2 |
    while read -r count code; do
      echo "$count $(svc-complaint list --category "$code" --words zh -H -c category | head -n 1)"
    done |
    awk '{ n[NR] = $1; word[NR] = $2; all += $1 }
      END { for (i = 1; i <= NR; i++) { sum += n[i]; printf "%d\t\"%s\"\t%d\t%.2f\n", i, word[i], n[i], 100 * sum / all } }' >wanted
  rows pareto -m 2026-09 | diff wanted -
  rows pareto -m 2026-09 | head -n 3 | diff - <(printf '%s\n' '1	"抄表收费"	4	17.39' \
    '2	"维修"	4	34.78' '3	"信息告知"	3	47.83')
  [ "$(rows pareto -m 2026-09 | tail -n 1)" = '9	"供气"	2	100.00' ]
  svc-report chart pareto -m 2026-09 -f script | grep -q '80 axes x1y2'
}

@test "pareto by cause, of a period and of one department; the withdrawn are left out" {
  svc-complaint set --cause late --reason 分析 C2026-000001
  svc-complaint set --cause late --reason 分析 C2026-000004
  svc-complaint set --cause attitude --reason 分析 C2026-000012
  # two of the department's nine; what is not known stands last
  [ "$(rows pareto -m 2026Q3 --by cause --dept 02)" = "$(printf '%s\n' '1	"late"	2	22.22' '2	"未填写"	7	100.00')" ]
  [ "$(rows pareto -m 2026 --by cause | head -n 2)" = "$(printf '%s\n' '1	"late"	2	8.70' '2	"attitude"	1	13.04')" ]
  svc-complaint withdraw --reason 撤诉 C2026-000019
  [ "$(rows pareto -m 2026-09 --by cause | tail -n 1)" = '3	"未填写"	19	100.00' ]
  svc-report chart pareto -m 2026-09 --dept 02 -f script | grep -qF "set title '投诉类别帕累托图（2026年9月） 02 维修抢险部'"
}

@test "trend: twelve months with the limits of a c-chart" {
  # September's 23 and these: 12 months, 156 complaints, mean 13, limits 13 ± 3·√13
  year_of 12 12 12 12 12 12 12 12 25 12 0 0
  [ "$(rows trend -m 2026-09 | wc -l)" -eq 12 ]
  [ "$(rows trend -m 2026-09 | head -n 1)" = '1	"2025-10"	12	13.00	2.18	23.82	NaN' ]
  [ "$(rows trend -m 2026-09 | sed -n 9p)" = '9	"2026-06"	25	13.00	2.18	23.82	25' ]
  [ "$(rows trend -m 2026-09 | sed -n 11p)" = '11	"2026-08"	0	13.00	2.18	23.82	0' ]
  [ "$(rows trend -m 2026-09 | tail -n 1)" = '12	"2026-09"	23	13.00	2.18	23.82	NaN' ]
  # the month before shows eleven: nothing is known from before the first complaint
  [ "$(rows trend -m 2026-08 | head -n 1 | cut -f2)" = '"2025-10"' ]
  [ "$(rows trend -m 2026-08 | wc -l)" -eq 11 ]
  [ "$(rows trend -m 2026-09 --dept 05 | cut -f3 | tr '\n' ' ')" = "0 0 0 0 0 0 0 0 0 0 0 $(svc-complaint list -m 2026-09 --dept 05 -H -c no | wc -l) " ]
}

@test "trend: a rate has limits of its own for each month, and no point without a denominator" {
  year_of 0 0 0 0 0 0 0 0 0 0 77
  # 15 of 23 in September, 77 of 77 in August: 92 of 100; 0.92 ± 3·√(0.92·0.08/n)
  [ "$(rows trend -m 2026-09 --measure respond_in_time)" = "$(printf '%s\n' \
    '1	"2026-08"	100.00	92.00	82.72	100.00	NaN' '2	"2026-09"	65.22	92.00	75.03	100.00	65.22')" ]
  # as svc-complaint stats has it
  for measure in respond_in_time close_in_time satisfied received verified; do
    [ "$(rows trend -m 2026-09 --measure $measure | tail -n 1 | cut -f3)" = \
      "$(svc-complaint stats -m 2026-09 -H -f tsv -c measure,value | awk -v m=$measure '$1 == m { print $2 }')" ]
  done
  # nothing was due yet in October
  [ "$(SVC_NOW='2026-10-12 09:00' rows trend -m 2026-10 --measure close_in_time | tail -n 1)" = \
    '3	"2026-10"	NaN	NaN	NaN	NaN	NaN' ]
}

@test "a reopened complaint counts for its limits in both rounds" {
  svc-complaint reopen --reason 仍未解决 C2026-000001
  [ "$(rows trend -m 2026-09 --measure respond_in_time | cut -f3)" = \
    "$(svc-complaint stats -m 2026-09 -H -f tsv -c measure,value | awk '$1 == "respond_in_time" { print $2 }')" ]
}

@test "compare: the sheet's scores in order of code, with the grades' lower limits" {
  svc-report sheet -m 2026-09 -H -f tsv -c subject,name,score,final_grade |
    awk -F'\t' '{ printf "%d\t\"%s %s\"\t%s\t\"%s %s\"\n", NR, $1, $2, $3, $3, $4 }' >wanted
  [ "$(wc -l <wanted)" -eq 6 ]
  rows compare -m 2026-09 | diff wanted -
  [ "$(sed -n 5p wanted)" = '5	"05 计量收费部"	95.00	"95.00 A"' ]
  svc-report chart compare -m 2026-09 -f script >script
  [ "$(grep -oE "'[ABC] ≥ [0-9.]+'" script | tr '\n' ' ')" = "'A ≥ 95.00' 'B ≥ 85.00' 'C ≥ 70.00' " ]
}

@test "compare shows a closed month as it was closed" {
  rows compare -m 2026-09 >before
  svc-report close -m 2026-09 --yes --carry-pending
  svc-complaint withdraw --reason 撤诉 C2026-000019
  rows compare -m 2026-09 | diff before -
}

@test "SVG and PNG are drawn, the same for the same input, whole or not at all" {
  for kind in pareto trend compare; do
    svc-report chart "$kind" -m 2026-09 >a.svg
    svc-report chart "$kind" -m 2026-09 -o b.svg
    cmp a.svg b.svg
    grep -q '^<svg' a.svg
    grep -qE '投诉|得分' a.svg
    [ "$(tail -n 2 a.svg | tr -d '\n')" = '</svg>' ]
    svc-report chart "$kind" -m 2026-09 -o a.png
    svc-report chart "$kind" -m 2026-09 -f png | cmp a.png -
    [ "$(head -c 8 a.png | od -An -tx1)" = ' 89 50 4e 47 0d 0a 1a 0a' ]
    # the script runs by itself to the same picture, also later
    SVC_NOW='2026-10-12 17:00' svc-report chart "$kind" -m 2026-09 -o c.gp
    gnuplot -d c.gp | cmp a.svg -
  done
  echo before >a.png
  mkdir broken
  printf '#!/bin/sh\nprintf "\\n%%s\\n" ^ "Bad terminal" >&2\nexit 1\n' >broken/gnuplot
  chmod +x broken/gnuplot
  expect 74 env PATH="$PWD/broken:$PATH" svc-report chart pareto -m 2026-09 -o a.png
  says 'gnuplot failed: Bad terminal'
  [ "$(cat a.png)" = before ]
}

@test "a picture without anything to show says so" {
  expect 0 svc-report chart pareto -m 2024
  [[ $output == *没有数据* ]]
  expect 0 svc-report chart trend -m 2024-05
  [[ $output == *没有数据* ]]
  expect 0 svc-report chart trend -m 2026-09 --measure satisfied --dept 06
  [[ $output == *没有数据* ]]
}

# shellcheck disable=SC2016 # a shell's words are the data here
@test "nothing that a store holds becomes a command of gnuplot" {
  printf 'dept,name\n07,"x""'"'"'`touch owned`"\n08,EOD\n09,"\\n$data %%s @x <b>&"\n' | svc-admin import depts -
  sqlite3 "$SVC_DB" "UPDATE dept SET name = 'a
EOD
system(''touch owned'')' WHERE dept = '08'"
  svc-complaint set --cause '`touch owned`' --reason 分析 C2026-000001
  svc-complaint assign --dept 07 C2026-000019
  svc-report chart compare -m 2026-09 -o a.svg
  svc-report chart compare -m 2026-09 -o a.png
  svc-report chart trend -m 2026-09 --dept 07 -o b.svg
  svc-report chart pareto -m 2026-09 --by cause --dept 07 -o c.svg
  svc-report chart pareto -m 2026-09 --by cause -o d.svg
  [ ! -e owned ]
  grep -q 'x＂＇｀touch owned｀' a.svg
  grep -q 'x＂＇｀touch owned｀' b.svg
  grep -q '>09 ＼n$data ％s @x &lt;b' a.svg
  grep -qF '>08 a＼nEOD＼nsystem(' a.svg
  grep -q '｀touch owned｀' d.svg
  [ "$(rows compare -m 2026-09 | wc -l)" -eq 9 ]
}

@test "start-up files and the environment change no picture" {
  svc-report chart compare -m 2026-09 -o a.svg
  mkdir home
  echo 'set title "other"; set terminal dumb' | tee home/.gnuplot >home/.gnuplotrc
  HOME=$PWD/home GNUTERM=dumb GNUPLOT_LIB=/nowhere GNUPLOT_DEFAULT_GDFONT=x LC_ALL=zh_CN.UTF-8 TZ=UTC \
    svc-report chart compare -m 2026-09 -o b.svg
  cmp a.svg b.svg
}

@test "without gnuplot the script is still there" {
  expect 78 env PATH=/nonexistent "$SVC_BUILD/bin/svc-report" chart pareto -m 2026-09
  says 'cannot run gnuplot'
  says 'install gnuplot-nox, or use -f script'
  [ -z "$output" ]
  expect 0 env PATH=/nonexistent "$SVC_BUILD/bin/svc-report" chart pareto -m 2026-09 -f script
}

@test "nobody waits for gnuplot: the store is free while it draws" {
  mkdir slow
  # one that writes to the store before it draws nothing
  printf "#!/bin/sh\nexport SVC_DB='%s' SVC_NOW=2026-10-12 PATH='%s' ASAN_OPTIONS='%s'\n%s\n" "$SVC_DB" "$PATH" \
    "${ASAN_OPTIONS:-}" 'svc-complaint withdraw --reason x C2026-000019' >slow/gnuplot
  chmod +x slow/gnuplot
  expect 74 env PATH="$PWD/slow:$PATH" svc-report chart pareto -m 2026-09
  says 'gnuplot failed: it drew nothing'
  [ "$(svc-complaint list --no C2026-000019 -H -c state)" = withdrawn ]
}

@test "no PNG to a terminal" {
  expect 2 script -qec 'svc-report chart pareto -m 2026-09 -f png' /dev/null
  [[ $output == *'a PNG does not go to a terminal'* ]]
  expect 0 script -qec 'svc-report chart pareto -m 2026-09 -f png -o a.png' /dev/null
  [ -s a.png ]
}

@test "which chart, which format, which month" {
  expect 2 svc-report chart -m 2026-09
  says 'name one of: pareto trend compare'
  expect 2 svc-report chart pie -m 2026-09
  expect 2 svc-report chart pareto trend -m 2026-09
  expect 2 svc-report chart pareto
  says 'needs a period'
  expect 2 svc-report chart trend -m 2026
  says 'is not one month'
  expect 2 svc-report chart compare -m 2026Q3
  expect 4 svc-report chart compare -m 2026-11
  says '2026-11 has not begun'
  expect 2 svc-report chart compare -m 2026-09 --dept 02
  says 'option --dept means nothing to compare'
  expect 2 svc-report chart trend -m 2026-09 --by cause
  expect 2 svc-report chart pareto -m 2026-09 --measure received
  expect 2 svc-report chart trend -m 2026-09 --measure score
  expect 2 svc-report chart pareto -m 2026-09 -f pdf
  expect 2 svc-report chart pareto -m 2026-09 -o chart.pdf
  says 'no picture for a file that ends in ".pdf"'
  [ ! -e chart.pdf ]
  expect 5 svc-report chart pareto -m 2026-09 --dept 99
}

@test "many departments make a wider picture, which is printed on A4 in 8 points" {
  svc-report chart compare -m 2026-09 -f script | grep -q 'size 1000,600'
  awk 'BEGIN { print "dept,name"; for (i = 1; i <= 40; i++) printf "D%02d,部门%d\n", i, i }' | svc-admin import depts -
  [ "$(svc-report chart compare -m 2026-09 -f script | grep '^set terminal' | tail -n 1 | grep -o 'size [0-9,]*')" = 'size 1270,800' ]
  svc-report chart compare -m 2026-09 -o wide.svg
  grep -q 'width="1270" height="800"' wide.svg
  # 785 points across of a page for 1270 of these are 8 of 13; a name of 40 and its number stand on end
  [ "$(grep -o 'font-size="[0-9.]*"' wide.svg | sort -u)" = 'font-size="13.00"' ]
  [ "$(grep -c 'rotate(-90' wide.svg)" -ge 92 ]
}

@test "a workbook's picture of many departments is a page of its own, each with its name" {
  awk 'BEGIN { print "dept,name"; for (i = 1; i <= 40; i++) printf "D%02d,部门%d\n", i, i }' | svc-admin import depts -
  svc-report sheet -m 2026-09 -o many.xlsx
  sheet() { sqlite3 :memory: "SELECT data FROM zipfile('many.xlsx') WHERE name = '$1'"; }
  sheet xl/workbook.xml | grep -q '<sheet name="得分"'
  sheet xl/charts/chart1.xml | sed 's/></>\n</g' >chart
  grep -q '<c:barDir val="bar"/>' chart
  grep -q '<c:tickLblSkip val="1"/>' chart
  [ "$(grep -o 'sz="[0-9]*"' chart | sort -u)" = 'sz="1000"' ]
  sheet xl/worksheets/sheet2.xml | grep -q '<pageSetup paperSize="9" orientation="portrait"/>'
}

@test "a closed month's picture has the grades of its own policy" {
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report chart compare -m 2026-09 -f script >before
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^A,95,/A,99,/' pack/grades.csv
  grep -q '^A,99,' pack/grades.csv
  svc-policy load pack --from 2026-09-20 --reason 补录
  svc-report chart compare -m 2026-09 -f script | cmp - before
  svc-report chart compare -m 2026-10 -f script | grep -q 'A ≥ 99.00'
}
