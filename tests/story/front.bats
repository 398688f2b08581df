# Files as offices keep them: titles above the headings, sums and signatures below, headings of other
# systems, any separator and encoding. Nothing is recoded by hand, and what was passed over is told.
load common

setup_file() { make_company; }
setup() { fresh_store; }

# A dispatch system's export, as it is printed.
export_file() {
  cat <<'FILE'
2026年10月投诉台账,,,,,,
单位：示例燃气　统计时间：2026-10,,,,,,
序号,*工单编号,"受理
时间",渠道,投诉类别,诉求内容（摘要）,
1,G1,2026.10.9 9:05,热线,维修,灶具不着火,
,,,,,,
2,G2,2026年10月9日9时30分,微信,账单,账单寄错,
合计,2,,,,,
制表人：李静,审核人：王强,,日期：2026-10-31,,,
FILE
}
plain() { svc-complaint import -v --set source=dispatch "$@"; }
take() { plain --map '诉求内容(摘要)=content' "$@"; }
rows() { svc-complaint list -H --sort source_no -c source_no,received_at,channel,category,content; }
both() {
  printf '%s\n' 'G1,2026-10-09 09:05:00,hotline,repair,灶具不着火' 'G2,2026-10-09 09:30:00,wechat,billing,账单寄错'
}

@test "an export is taken as it is: title, blank row, number column, sums and signatures are passed over and told" {
  export_file >in.csv
  expect 0 take --receipt r.csv in.csv
  says 'in.csv: read 2: 2 added, 0 updated, 0 unchanged, 0 rejected'
  says 'passed over: 2 rows above the heading, 1 blank, 2 of sums or signatures, 2 columns'
  diff <(both) <(rows)
  [ "$(value read <r.csv),$(value passed_over <r.csv),$(value encoding <r.csv)" = 2,5,utf-8 ]
  # A wrong cell is told by its line in the file.
  export_file | sed 's/^2,G2,[^,]*/2,G3,昨天/' >bad.csv
  expect 65 take bad.csv
  says 'bad.csv:7: record 2, column "received_at": not a date'
}

@test "whatever parts the cells, and whichever encoding they are in" {
  export_file | sed 's/,/;/g' >semicolon.csv
  export_file | tr , '\t' >tab.csv
  export_file | sed 's/,/|/g' >bar.csv
  expect 0 take semicolon.csv
  says '2 added'
  expect 65 take bar.csv
  expect 0 take --delimiter '|' bar.csv
  says '2 unchanged'
  export_file | tr , ';' | iconv -f UTF-8 -t GB18030 >gb.csv
  expect 0 take gb.csv
  says '2 unchanged'
  says 'gb.csv: read as gb18030'
  export_file | tr , '\t' | iconv -f UTF-8 -t UTF-16 >unicode.txt
  expect 0 take unicode.txt
  says '2 unchanged'
  says 'unicode.txt: read as utf-16'
  diff <(both) <(rows)
  # Our own TSV has no line end in a cell.
  export_file | tr , '\t' | sed -z 's/"受理\n时间"/受理时间/' >plain.tsv
  expect 0 take plain.tsv
  says '2 unchanged'
  for sign in '' ab '"' a 1; do expect 2 take --delimiter "$sign" bar.csv; done
  expect 2 take -i xml bar.csv
}

@test "cells in quotes between tabs are known by the heading, and by what our own table has not" {
  local head=$'来源系统\t来源编号\t受理时间\t渠道\t类别\t内容' row=$'2026-10-09　09:00\t热线\t报修'
  contents() { svc-complaint list -f jsonl --sort source_no -c content; }
  # A heading in quotes.
  printf '%s\n' "$head" "crm"$'\t'"1"$'\t'"$row"$'\t'"甲,乙" | sed 's/[^\t]*/"&"/g' >a.txt
  # A line end in quotes, which breaks our rows; a quote that is doubled.
  printf '%s\n' "$head" "crm"$'\t'"2"$'\t'"$row"$'\t'$'"第一行\n第二行"' "crm"$'\t'"3"$'\t'"$row"$'\t'丙 >b.txt
  printf '%s\n' "$head" "crm"$'\t'"4"$'\t'"$row"$'\t''"说""急"""' >c.txt
  # Quotes around most cells.
  { echo "$head"; printf '%s\n' "crm"$'\t'"8"$'\t'"$row"$'\t'"甲" | sed 's/[^\t]*/"&"/g'; } >h.txt
  # A spreadsheet's text in GB18030.
  printf '%s\n' "$head" "crm"$'\t'"5"$'\t'"$row"$'\t''"甲,乙"' | iconv -f UTF-8 -t GB18030 >d.txt
  # Ours: quotes are text, line ends are written with a backslash.
  printf '%s\n' "$head" "crm"$'\t'"6"$'\t'"$row"$'\t''"急"' "crm"$'\t'"7"$'\t'"$row"$'\t''一\n二' >e.tsv
  iconv -f UTF-8 -t GB18030 <e.tsv | sed 's/\t[67]\t/\t1&/; s/\t1\t/\t1/' >f.tsv
  for file in a.txt b.txt c.txt d.txt e.tsv f.tsv h.txt; do expect 0 svc-complaint import "$file"; done
  diff - <(contents) <<'ROWS'
{"content":"甲,乙"}
{"content":"\"急\""}
{"content":"一\n二"}
{"content":"第一行\n第二行"}
{"content":"丙"}
{"content":"说\"急\""}
{"content":"甲,乙"}
{"content":"\"急\""}
{"content":"一\n二"}
{"content":"甲"}
ROWS
  [ "$(svc-complaint list -H -c received_at | sort -u)" = '2026-10-09 09:00:00' ]
  # Who knows better says so.
  sed 's/crm/erp/' c.txt >g.tsv
  expect 0 svc-complaint import -i tsv g.tsv
  [ "$(svc-complaint list --source erp -H -f tsv -c content)" = '"说""急"""' ]
}

@test "GB18030 is not guessed where headings are ASCII, or where a line is UTF-8 after all" {
  printf '%s\n' source,source_no,received_at,channel,category,content 'crm,1,2026-10-09 09:00,web,other,报修电话' |
    iconv -f UTF-8 -t GB18030 >ascii.csv
  expect 65 svc-complaint import ascii.csv
  says 'add --encoding gb18030'
  { export_file | iconv -f UTF-8 -t GB18030; export_file | tail -1; } >mixed.csv
  expect 65 take mixed.csv
  says 'not valid UTF-8'
}

@test "where the heading stands may be said, and is asked for where none is known" {
  { echo '编号,时间'; export_file; } >in.csv # looks like a heading, and is none
  expect 0 take --heading-row 4 in.csv
  says 'passed over: 3 rows above the heading'
  expect 65 take --heading-row 5 in.csv
  says 'in.csv: line 5: no row begins here'
  expect 65 take --heading-row 99 in.csv
  printf '%s\n' '甲,乙,丙' '1,2,3' >none.csv
  expect 65 svc-complaint import none.csv
  says 'no heading is known: "甲", "乙", "丙"'
  says 'say where it stands with --heading-row'
}

@test "unknown headings are told together, each with the nearest known one in both languages" {
  printf '%s\n' source,source_no,received_time,channel,category,content,渠道商,颜色 'crm,1,2026-10-09,web,other,x,y,z' >in.csv
  expect 65 svc-complaint import in.csv
  says 'unknown columns: "received_time" (near it: received_at 受理时间), "渠道商" (near it: channel 渠道), "颜色"'
}

@test "a row of sums is passed over only where nothing that is asked for stands in it" {
  local head='工单编号,受理时间,渠道,投诉类别,诉求内容'
  printf '%s\n' "$head" 'G1,2026-10-09 09:00,热线,维修,报修' '合计,2026-10-09 09:00,热线,维修,又报修' >in.csv
  expect 0 plain in.csv
  [ "$(svc-complaint list -H -c source_no --source_no 合计)" = 合计 ]
  printf '%s\n' "$head" 'G2,2026-10-09 09:00,热线,维修,报修' '总计：1,,,,' '小计,12,3.5,,' >in.csv
  expect 0 plain in.csv
  says 'passed over: 0 rows above the heading, 0 blank, 2 of sums or signatures, 0 columns'
}

@test "below an empty heading nothing may stand" {
  printf '%s\n' '工单编号,受理时间,渠道,投诉类别,诉求内容,' 'G1,2026-10-09 09:00,热线,维修,报修,' 'G2,2026-10-09 09:00,热线,维修,报修,什么' >in.csv
  expect 65 plain in.csv
  says 'in.csv:3: record 2: cell 6 stands below no heading'
  expect 0 plain --ignore '""' in.csv
  says '2 added'
}

@test "date and time may stand in two columns, codes in a spreadsheet's quotes" {
  printf '%s\n' '工单编号,来电日期,时刻,渠道,投诉类别,诉求内容' '="0012",2026/10/9,下午 3:05,热线,维修,报修' >in.csv
  expect 0 plain --map '来电日期+时刻=received_at' in.csv
  [ "$(rows)" = '0012,2026-10-09 15:05:00,hotline,repair,报修' ]
  expect 65 plain --map '来电日期+时间=received_at' in.csv
  says 'no column for --map'
}

@test "numbers come with titles above them and blanks around them, and steps under foreign headings" {
  export_file >in.csv
  take in.csv
  no=$(svc-complaint list -H -c no --source_no G1)
  printf '%s\n' '待办清单,' '编号,级别' $'\t'"$no 　,1" >list.csv
  [ "$(svc-complaint show - -H <list.csv | grep -c "$no")" -ge 1 ]
  printf '%s\n' '　十月处理,,,' '编号 ,*操作,时间,部门' "$no,assign,2026.10.9 10:00,02" >steps.csv
  expect 0 svc-complaint import steps --reason 补录 steps.csv
  [ "$(svc-complaint list -H -c state --no "$no")" = assigned ]
}

@test "no heading of another system means two columns, or one that is called otherwise" {
  local tool register bad=0 seen=0
  for tool in $(tools); do
    for register in $(listed "$tool" registers) ''; do
      "$tool" columns ${register:+"$register"} -f tsv -H -c column,label,also >columns.tsv 2>/dev/null || continue
      awk -F '\t' '{ print $1 FS $2; n = split($3, name, ";"); for (i = 1; i <= n; i++) print $1 FS name[i] }' \
        columns.tsv | sort -u | cut -f 2 | sort | uniq -d >twice
      [ ! -s twice ] || { echo "in $tool $register"; cat twice; bad=1; }
      seen=$((seen + $(awk -F '\t' '$3 != ""' columns.tsv | wc -l)))
    done
  done
  [ "$bad" -eq 0 ] && [ "$seen" -gt 100 ]
}
