# Workbooks and pages: the same rows as everywhere, as a spreadsheet or a browser wants them.

load common

setup_file() { make_month; }
setup() { fresh_store; }

# One part of a workbook; a worksheet's cells as `A1 kind value`, a line each.
part() { sqlite3 :memory: "SELECT data FROM zipfile('$1') WHERE name = '$2'"; }
cells() {
  part "$1" "xl/worksheets/sheet${2:-1}.xml" | grep -oE '<c r="[^"]*"[^>]*>(<is><t[^>]*>[^<]*</t></is>|<v>[^<]*</v>)' |
    sed -E 's/<c r="([^"]*)"[^>]*t="inlineStr">.*<t[^>]*>([^<]*)<.*/\1 text \2/; s/<c r="([^"]*)"[^>]*><v>([^<]*)<.*/\1 number \2/'
}
names() { part "$1" xl/workbook.xml | grep -o '<sheet name="[^"]*"' | cut -d'"' -f2; }

@test "codes stay text, numbers and dates are such, and what looks like a formula is text" {
  svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair --customer 00123 \
    --content '=1+1' --phone 075512345678 --plan '=HYPERLINK("http://x")' --subject '-3' --people 3 >no
  svc-complaint list --no "$(cat no)" -c no,customer,content,plan,people,received_at,phone,subject \
    --pii full --reason 核对 -o c.xlsx
  diff - <(cells c.xlsx) <<'END'
A1 text 编号
B1 text 客户号
C1 text 内容
D1 text 应急预案
E1 text 投诉人数
F1 text 受理时间
G1 text 电话
H1 text 主题
A2 text C2026-000024
B2 text 00123
C2 text =1+1
D2 text =HYPERLINK("http://x")
E2 number 3
F2 number 46304.375
G2 text 075512345678
H2 text -3
END
  ! part c.xlsx xl/worksheets/sheet1.xml | grep '<f>' || return 1
  svc-report explain -m 2026-09 --dept 02 -c points,occurred_at -o e.xlsx
  [ "$(cells e.xlsx | sed -n '3p;8p' | tr '\n' ' ')" = 'A2 number -1 B4 number 46293.55208333333 ' ]
  svc-improve list -c no,title -o empty.xlsx
  [ "$(cells empty.xlsx | tr '\n' ' ')" = 'A1 text 编号 B1 text 项目名称 ' ]
}

@test "a workbook is printed on A4 below a frozen heading that filters" {
  svc-complaint list -c no,state,content -o c.xlsx
  part c.xlsx xl/worksheets/sheet1.xml >sheet.xml
  grep -q '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' sheet.xml
  grep -q '<autoFilter ref="A1:C24"/>' sheet.xml
  grep -q '<pageSetup paperSize="9" fitToHeight="0" orientation="portrait"/>' sheet.xml
  grep -q '<oddHeader>&amp;C投诉清单</oddHeader>' sheet.xml
  part c.xlsx xl/workbook.xml | grep -q '_xlnm.Print_Titles.*[$]1:[$]1</definedName>'
  svc-complaint list -o wide.xlsx
  part wide.xlsx xl/worksheets/sheet1.xml | grep -q 'scale="73".*orientation="landscape"'
  svc-complaint list -c no -H -o bare.xlsx
  [ "$(cells bare.xlsx | head -n 1)" = 'A1 text C2026-000001' ]
  ! part bare.xlsx xl/worksheets/sheet1.xml | grep -qE 'pane|autoFilter' || return 1
  svc-complaint list -c no --header id -o id.xlsx
  [ "$(cells id.xlsx | head -n 1)" = 'A1 text no' ]
}

@test "equal rows give equal bytes, whenever and in whatever zone they are written" {
  svc-complaint list -o a.xlsx
  SVC_NOW='2027-03-01 10:00' TZ=America/New_York svc-complaint list -f xlsx >b.xlsx
  cmp a.xlsx b.xlsx
  svc-complaint list -o a.html
  SVC_NOW='2027-03-01 10:00' LC_ALL=C.UTF-8 svc-complaint list -f html >b.html
  cmp a.html b.html
}

@test "all rows, then a worksheet per department, in order, by a column that may be left out" {
  svc-complaint list -c no,level --sheets dept -o d.xlsx
  [ "$(names d.xlsx | tr '\n' ' ')" = '投诉清单 01 02 03 04 05 ' ]
  [ "$(cells d.xlsx 1 | wc -l)" -eq 48 ]
  [ "$(cells d.xlsx 5 | grep -o 'C2026.*' | tr '\n' ' ')" = 'C2026-000003 C2026-000017 ' ]
  [ "$(svc-complaint list --dept 04 -H -c no | tr '\n' ' ')" = 'C2026-000003 C2026-000017 ' ]
  [ "$(part d.xlsx xl/worksheets/sheet5.xml | grep -c 'ref="A1:B3"')" -eq 1 ]
  svc-report sheet -m 2026-09 --by person --sheets dept -o p.xlsx
  [ "$(names p.xlsx | tail -n +2 | tr '\n' ' ')" = '01 02 03 04 05 06 ' ]
  [ "$(cells p.xlsx 3 | grep -oE '^A[2-4] text [0-9]+' | cut -d' ' -f3 | tr '\n' ' ')" = '1201 1202 1203 ' ]
  expect 2 svc-complaint list --sheets dept -f csv
  says '--sheets goes with the format xlsx'
  expect 2 svc-complaint list --sheets nonsense -o x.xlsx
  expect 2 svc-complaint list --sheets digest -o x.xlsx
  [ ! -e x.xlsx ]
}

@test "worksheets have names that a spreadsheet takes" {
  local subject
  for subject in 'a/b' 'A?B' "'q'" '[x]:*' "$(printf '甲%.0s' {1..40})" "$(printf '甲%.0s' {1..41})"; do
    complaint subject="$subject" >/dev/null
  done
  svc-complaint list --since 2026-10-01 --sheets subject -c no -o n.xlsx
  names n.xlsx | tail -n +2 >names
  [ "$(sort names | tr '\n' ' ')" = "$(printf '%s\n' "A_B" "_q_" "_x___" "a_b~2" "$(printf '甲%.0s' {1..28})" \
    "$(printf '甲%.0s' {1..28})~2" | sort | tr '\n' ' ')" ]
}

@test "the department sheet has its chart and stays the same file once the month is closed" {
  svc-report sheet -m 2026-09 -o open.xlsx
  part open.xlsx xl/charts/chart1.xml | grep -qF "'2026年9月 部门服务考核表'!\$B\$2:\$B\$7"
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report sheet -m 2026-09 -o closed.xlsx
  svc-report sheet -m 2026-09 --by person -o closed.html
  cells closed.xlsx | grep -q 'text 2026年9月 已封存，第1版  审计链头 #'
  svc-complaint reopen C2026-000001 --reason 又坏了
  SVC_NOW='2026-12-01 09:00' svc-report sheet -m 2026-09 -f xlsx | cmp - closed.xlsx
  SVC_NOW='2026-12-01 09:00' svc-report sheet -m 2026-09 --by person -f html | cmp - closed.html
}

@test "a page is whole by itself and shows text as text" {
  complaint content='<script>alert("1 & 2")</script>' >/dev/null
  svc-complaint list -c no,level,content,received_at -o c.html
  grep -qF '>&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;</td>' c.html
  [ "$(grep '<thead>' c.html | sed 's/<[^>]*>/ /g' | xargs)" = '编号 级别 内容 受理时间' ]
  [ "$(grep -c '^<tbody>.*>C2026-' c.html)" -eq 24 ]
  ! grep -qE 'https?:|src=|@import' c.html || return 1
  svc-report sheet -m 2026-09 -o s.html
  grep -q '<h1>2026年9月 部门服务考核表</h1>' s.html
  grep -qE '<footer>2026-09  审计链头 #[0-9]+ ' s.html
  # an empty rate is a dash to a reader, in a workbook an empty cell
  svc-complaint stats -m 2026-09 -c measure,value -f html | grep -q '每千件工单投诉件数</td><td colspan="[0-9]*" class="n">–<'
  svc-complaint stats -m 2026-09 -c measure,value -o st.xlsx
  cells st.xlsx | grep -qx 'B4 number 65.22'
  svc-complaint stats -m 2026-09 -c measure,value -f jsonl | grep -qxF '{"measure":"respond_in_time","value":65.22}'
  ! cells st.xlsx | grep -q '–' || return 1
}

@test "what does not go with a workbook or a page" {
  expect 2 svc-complaint list -f xlsx --excel
  expect 2 svc-complaint list -f html --output-encoding gb18030
  says '--output-encoding does not go with xlsx and html'
  expect 2 svc-complaint list -o list.ods
  says 'use .csv, .tsv, .jsonl, .xlsx, .html or .table'
  script -qec 'svc-complaint list -f xlsx; echo "code $?"' /dev/null </dev/null >screen
  grep -q 'a workbook is nothing for a terminal' screen
  grep -q 'code 2' screen
  complaint content="$(printf 'x%32766sx' '')" >/dev/null
  expect 4 svc-complaint list -o long.xlsx
  says 'a text of more than 32767 characters does not fit'
  [ ! -e long.xlsx ]
}

@test "without its helper a tool says so, and the file that was there stays" {
  mkdir bin
  cp "$SVC_BUILD/bin/svc-complaint" bin
  echo before >list.xlsx
  expect 78 bin/svc-complaint list -o list.xlsx
  says 'cannot run'
  [ "$(cat list.xlsx)" = before ]
  TMPDIR=/nonexistent expect 74 svc-complaint list -o list.xlsx
  says 'TMPDIR can name another directory'
  [ "$(cat list.xlsx)" = before ]
  expect 74 sh -c 'svc-complaint list -f xlsx >/dev/full'
  expect 0 svc-complaint list -o list.xlsx
  [ "$(cells list.xlsx | head -n 1)" = 'A1 text 编号' ]
}

@test "the helpers take nothing but a whole typed sheet" {
  local helper=$SVC_BUILD/libexec/svc
  for kind in xlsx html; do
    printf 'title\tx\ncolumn\t甲\ttext\nrow\ty\nend\n' >sheet
    expect 0 "$helper/svc-$kind" <sheet
    [ -n "$output" ]
    head -n 3 sheet >half
    expect 74 "$helper/svc-$kind" <half
    says 'ends before its sheet does'
    for line in 'row\ty\tz' 'row' 'nonsense' 'column\tx' 'column\tx\tblob' 'split\t7' 'chart\tx'; do
      { printf 'title\tx\ncolumn\t甲\ttext\n'; printf '%b\nend\n' "$line"; } >bad
      expect 70 "$helper/svc-$kind" <bad
      says 'is not of a typed sheet'
    done
    expect 70 "$helper/svc-$kind" <<<'title	x'$'\nend'
  done
}

@test "a spreadsheet program opens it with everything as it was" {
  command -v libreoffice >/dev/null || skip 'LibreOffice is not installed'
  svc-complaint add -H --received_at '2026-10-09 09:00:05' --channel hotline --category repair --customer 00123 \
    --phone 075512345678 --content $'=1+1\n"A" <b> & _x0041_' --subject '2026-03-01' >/dev/null
  svc-complaint list -c no,customer,phone,content,subject,level,received_at --since 2026-10-01 \
    --pii full --reason 核对 -o c.xlsx
  HOME=$BATS_TEST_TMPDIR libreoffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' c.xlsx >/dev/null 2>&1
  diff - c.csv <<'END'
编号,客户号,电话,内容,主题,级别,受理时间
C2026-000024,00123,075512345678,"=1+1
""A"" <b> & _x0041_",2026-03-01,三级,2026-10-09 09:00:05
END
}

@test "rows that were edited in a spreadsheet come back, and only they change" {
  svc-complaint list --header zh --excel -o out.csv
  if command -v libreoffice >/dev/null; then
    # opened by LibreOffice, edited there in its own format, saved as CSV again
    office() { HOME=$BATS_TEST_TMPDIR libreoffice --headless "$@" >/dev/null 2>&1; }
    office --infilter='Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' --convert-to fods out.csv
    sed -i 's/<text:p>热水器点不着火</<text:p>点火困难, 已换</' out.fods
    office --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' --outdir back out.fods
  else
    mkdir back
    sed 's/,热水器点不着火,/,"点火困难, 已换",/' out.csv >back/out.csv
  fi
  # who opens a file must not change the records
  svc-complaint import --excel -v out.csv 2>receipt
  grep -q 'read 23: 0 added, 0 updated, 23 unchanged, 0 rejected' receipt
  expect 65 svc-complaint import --excel back/out.csv
  says 'read 23: 0 added, 0 updated, 22 unchanged, 1 rejected'
  svc-complaint import --excel --update -v back/out.csv 2>receipt
  grep -q 'read 23: 0 added, 1 updated, 22 unchanged, 0 rejected' receipt
  [ "$(svc-complaint log C2026-000001 -H -c change | tail -n 1)" = \
    '"{""subject"":[""热水器点不着火"",""点火困难, 已换""]}"' ]
}

@test "a page and a workbook say what they are, and of which time" {
  title() { "$@" -f html | grep -o '<title>[^<]*' | cut -d'>' -f2; }
  [ "$(title svc-report explain -m 2026-09)" = '2026年9月 考核明细' ]
  [ "$(title svc-report year -m 2026)" = '2026年 部门年度考核汇总' ]
  [ "$(title svc-report ledger complaint -m 2026-09)" = '2026年9月 客户投诉台账' ]
  [ "$(title svc-complaint stats -m 2026-09)" = '2026年9月 投诉统计' ]
  [ "$(title svc-admin list persons)" = '人员清单' ]
  [ "$(title svc-callback queue)" = '现在可以回访的任务，时限最早的在前' ]
  [ "$(title svc-report digest -m 2026-09)" = 客户服务月度摘要 ]
  # a department's page of the workbook stands alone
  svc-report sheet -m 2026-09 --by person --sheets dept -o p.xlsx
  part p.xlsx xl/worksheets/sheet3.xml | grep -q '<oddHeader>&amp;C2026年9月 个人服务考核表  02'
}

@test "red, amber and green are seen" {
  printf '%s\n' indicator,name,grp,kind,unit,times,direction,target,amber,measure \
    r,x,service,month,%,100,up,100,95,complaint_respond_in_time \
    a,x,service,month,%,100,up,70,60,complaint_respond_in_time \
    g,x,service,month,%,100,up,60,50,complaint_respond_in_time | svc-report import indicators -
  svc-report kpi -m 2026-09 -c indicator,status -o k.html
  [ "$(grep -oE 'class="(red|amber|green)">[^<]*' k.html | cut -d'"' -f2- | tr '\n' ' ')" = \
    'amber">预警 green">达标 red">未达标 ' ]
  svc-report kpi -m 2026-09 -c indicator,status -o k.xlsx
  # three cells, three fillings of their own
  [ "$(part k.xlsx xl/worksheets/sheet1.xml | grep -oE '<c r="B[234]" s="[0-9]+"' | cut -d'"' -f4 | sort -u | wc -l)" -eq 3 ]
  part k.xlsx xl/styles.xml | grep -q 'FFF4B0A0'
}

@test "three hundred departments have a worksheet each" {
  awk 'BEGIN { print "dept,name"; for (i = 1; i <= 300; i++) printf "D%03d,部门%d\n", i, i }' | svc-admin import depts -
  svc-report sheet -m 2026-09 --sheets subject -o many.xlsx
  [ "$(names many.xlsx | wc -l)" -eq 308 ] # and the picture
  awk 'BEGIN { print "dept,name"; for (i = 301; i <= 500; i++) printf "D%03d,部门%d\n", i, i }' | svc-admin import depts -
  expect 4 svc-report sheet -m 2026-09 --sheets subject -o more.xlsx
  says 'more than 400 worksheets'
}
