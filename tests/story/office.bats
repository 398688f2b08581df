# What an office keeps its tables in: workbooks, pages that are called .xls, JSON lines.

load common

setup_file() {
  make_company
  svc-complaint import "$DEMO/complaints-2026-09.csv"
}
setup() { fresh_store; }

# -- workbooks made by hand -----------------------------------------------------------------------

MAIN='xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE='xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE=http://schemas.openxmlformats.org/officeDocument/2006/relationships

# part NAME: what is read, as a part of the workbook in `parts`.
part() {
  mkdir -p "parts/$(dirname "$1")"
  cat >"parts/$1"
}

# rows ROWS [BEHIND]: the parts of a workbook with one worksheet, 投诉, of these rows.
rows() {
  rm -rf parts
  part _rels/.rels <<<"<Relationships $PACKAGE><Relationship Id='a' Type='$OFFICE/officeDocument' Target='xl/workbook.xml'/></Relationships>"
  part xl/workbook.xml <<<"<workbook $MAIN xmlns:r='$OFFICE'><sheets><sheet name='投诉' sheetId='1' r:id='s1'/></sheets></workbook>"
  part xl/_rels/workbook.xml.rels <<<"<Relationships $PACKAGE><Relationship Id='s1' Type='$OFFICE/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='t' Type='$OFFICE/sharedStrings' Target='sharedStrings.xml'/><Relationship Id='f' Type='$OFFICE/styles' Target='/xl/styles.xml'/></Relationships>"
  part xl/worksheets/sheet1.xml <<<"<worksheet $MAIN><sheetData>$1</sheetData>${2-}</worksheet>"
}

# styles CODE…: formats, a style each from 1 on; a number is a format that no workbook spells out.
styles() {
  local id=200 formats="" styles="<xf numFmtId='0'/>" code
  for code; do
    case $code in
      [0-9] | [0-9][0-9]) styles+="<xf numFmtId='$code'/>" ;;
      *) formats+="<numFmt numFmtId='$((++id))' formatCode='$code'/>" styles+="<xf numFmtId='$id'/>" ;;
    esac
  done
  part xl/styles.xml <<<"<styleSheet $MAIN><numFmts>$formats</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>$styles</cellXfs></styleSheet>"
}

# strings TEXT…: the texts that cells share, each as XML inside of <si>.
strings() {
  part xl/sharedStrings.xml < <(printf '<sst %s>' "$MAIN" && printf '<si>%s</si>' "$@" && printf '</sst>')
}

pack() { rm -f w.xlsx && (cd parts && zip -q -r -X ../w.xlsx .); }

# text TEXT…: cells that hold their text themselves.
text() { printf "<c t='inlineStr'><is><t>%s</t></is></c>" "$@"; }

choose() { "$SVC_BUILD/libexec/svc/svc-xlsx-read" --worksheet "$1"; }
reader() { "$SVC_BUILD/libexec/svc/svc-xlsx-read"; }

# The reader refuses the workbook, and the last message has this text.
refuses() {
  pack
  expect 65 reader <w.xlsx
  says "$1"
  [ "$(wc -l <<<"$stderr")" -le 2 ]
}

# -- what is printed is read again ----------------------------------------------------------------

@test "a list is imported back from whatever it was printed as" {
  local kind
  svc-complaint list -o list.csv
  for kind in csv tsv jsonl xlsx html; do
    svc-complaint list -o "list.$kind"
    expect 0 svc-complaint import -v "list.$kind"
    says 'read 23: 0 added, 0 updated, 23 unchanged, 0 rejected'
    expect 0 svc-complaint import -v - <"list.$kind"
    says 'standard input'
    says '23 unchanged'
    head -c 1000000 "list.$kind" | svc-complaint import -v 2>&1 | grep -q '23 unchanged'
    svc-complaint list | cmp - list.csv
  done
}

@test "a file is known by what it holds, not by its name" {
  svc-complaint list -o list.xlsx
  mv list.xlsx list.csv
  expect 0 svc-complaint import -v list.csv
  says 'worksheet "投诉清单": read 23'
  expect 65 svc-complaint import -i csv list.csv
  says 'the control character'
}

@test "numbers of records are read from a workbook" {
  svc-complaint list --no C2026-000001,C2026-000002 -o some.xlsx
  svc-complaint reopen --reason 再来 - <some.xlsx
  [ "$(svc-complaint list --no C2026-000001,C2026-000002 -H -c round | sort -u)" = 2 ]
}

@test "what data entry looks at, draws from and reconciles may be workbooks" {
  rows "<row>$(text no operator)</row><row>$(text A1 甲)</row><row>$(text A2 乙)</row>"
  pack
  [ "$(svc-entry plan --seed x --ratio 1 -H -c no w.xlsx | sort | tr '\n' ' ')" = 'A1 A2 ' ]
  rows "<row>$(text receipt_no amount)</row><row><c t='str'><v>R1</v></c><c><v>1.5</v></c></row>"
  pack
  cp w.xlsx cash.xlsx && cp w.xlsx good.xlsx
  expect 0 svc-entry reconcile w.xlsx cash.xlsx good.xlsx
  sed -i 's/1.5/x/' parts/xl/worksheets/sheet1.xml
  pack
  expect 65 svc-entry reconcile cash.xlsx w.xlsx good.xlsx
  says 'w.xlsx: worksheet "投诉", cell B2: no number; nothing was done'
  rows "<row>$(text no phone)</row><row>$(text A1 没有)</row>"
  pack
  expect 1 svc-entry check --group basic w.xlsx
  expect 65 svc-entry check --group basic --worksheet 无 w.xlsx
}

@test "the event of an import keeps the digest of the rows that were received" {
  rows "<row>$(text 来源系统 来源编号 受理时间 渠道 类别 内容)</row><row>$(text crm 1 '2026-10-09 09:00' 客服热线 维修 漏气)</row>"
  pack
  svc-complaint import --receipt receipt.csv w.xlsx
  [ "$(value sha256 <receipt.csv)" = "$(reader <w.xlsx | sha256sum | cut -c 1-64)" ]
  [ "$(value file <receipt.csv)" = w.xlsx ]
  sqlite3 "$SVC_DB" 'SELECT change FROM event ORDER BY seq DESC LIMIT 1' | grep -q "$(value sha256 <receipt.csv)"
}

# -- cells ----------------------------------------------------------------------------------------

@test "days and times are told by the formats of their cells" {
  rows '<row>
    <c s="1"><v>46266</v></c><c s="2"><v>46266.378472222</v></c><c s="3"><v>46266.378553240</v></c>
    <c s="4"><v>0.378472222</v></c><c s="5"><v>0.378553240</v></c><c s="6"><v>1.104166667</v></c>
    <c s="7"><v>46266</v></c><c s="8"><v>46266.5</v></c><c s="9"><v>46266</v></c><c s="10"><v>0.5</v></c>
    <c s="11"><v>46266</v></c><c s="12"><v>46266</v></c><c s="13"><v>46266</v></c>
    <c s="14"><v>1</v></c><c s="14"><v>59</v></c><c s="14"><v>61</v></c><c s="1"><v>46266.25</v></c>
    </row>'
  styles 14 22 'yyyy/m/d h:mm:ss' 20 21 '[h]:mm' 31 'yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; h:mm' \
    '[$-804]yyyy&quot;年&quot;m&quot;月&quot;;@' '上午/下午h&quot;时&quot;mm&quot;分&quot;' \
    '0.00E+00' '#,##0&quot;d&quot;' '[Red]0.00' 'yyyy\-mm\-dd'
  pack
  [ "$(reader <w.xlsx | tr , '\n')" = '2026-09-01
2026-09-01 09:05:00
2026-09-01 09:05:07
09:05
09:05:07
26:30
2026-09-01
2026-09-01 12:00:00
2026-09-01
12:00
46266
46266
46266
1900-01-01
1900-02-28
1900-03-01
2026-09-01 06:00:00' ]
  sed -i 's/<sheets>/<workbookPr date1904="1"\/><sheets>/' parts/xl/workbook.xml
  part xl/worksheets/sheet1.xml <<<"<worksheet $MAIN><sheetData><row><c s='1'><v>44804</v></c><c s='1'><v>0.0</v></c></row></sheetData></worksheet>"
  pack
  [ "$(reader <w.xlsx)" = 2026-09-01,1904-01-01 ]
}

@test "texts, numbers, formulas and yes or no are taken as cells show them" {
  rows '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c>
    <c t="str"><f>A1</f><v>算</v></c><c><f>1+1</f><v>2</v></c><c s="1"><v>7</v></c><c><v>1.1000000000000001</v></c>
    <c><v>1E-5</v></c><c><v>-0.50</v></c><c><v>123456789012345</v></c><c t="d"><v>2026-09-01T09:05:00.000</v></c>
    <c t="inlineStr"><is><r><t>半</t></r><r><t xml:space="preserve"> 段</t></r></is></c></row>'
  styles 000
  strings '<t>a,&quot;b&quot;_x000D_&#10;c</t>' \
    '<r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r><rPh sb="0" eb="1"><t>fu</t></rPh>' '<t>_x005F_x0041_</t>'
  pack
  expect 0 reader <w.xlsx
  [ "$output" = '"a,""b""
c",富文本,_x0041_,yes,no,算,2,007,1.1,0.00001,-0.5,123456789012345,2026-09-01 09:05:00,半 段' ]
}

@test "a cell that is merged with those below fills the rows that hold something" {
  rows "<row r='1'><c r='A1' t='str'><v>部门</v></c><c r='B1' t='str'><v>单号</v></c></row>
    <row r='2'><c r='A2' t='str'><v>维修部</v></c><c r='B2'><v>1</v></c></row>
    <row r='3'><c r='A3' s='0'/><c r='B3'><v>2</v></c></row><row r='4'><c r='A4'/></row>
    <row r='6'><c r='B6'><v>3</v></c></row><row r='7'><c r='B7'><v>4</v></c></row>" \
    "<mergeCells><mergeCell ref='A2:A6'/><mergeCell ref='C1:D1'/></mergeCells>"
  pack
  [ "$(reader <w.xlsx)" = '部门,单号
维修部,1
维修部,2


维修部,3
,4' ]
}

@test "where cells are merged is told behind all of them, however many those are" {
  rows "$(awk 'BEGIN { for (i = 1; i <= 3000; i++)
    printf "<row><c t=\"str\"><v>部门 %d</v></c><c t=\"str\"><v>一二三四五六七八九十</v></c></row><row><c r=\"B%d\"><v>1</v></c></row>", i, 2 * i }')" \
    "<mergeCells><mergeCell ref='A5999:A6000'/><mergeCell ref='A1:A2'/></mergeCells>"
  pack
  reader <w.xlsx >file.csv
  reader <w.xlsx | cmp - file.csv
  [ "$(sed -n '2p;4p;6000p' file.csv)" = '部门 1,1
,1
部门 3000,1' ]
  [ "$(wc -l <file.csv)" -eq 6000 ]
}

@test "a fault names the worksheet and the row that the spreadsheet shows" {
  rows "<row r='1'>$(text 来源系统 来源编号 受理时间 渠道 类别 内容)</row>
    <row r='4'>$(text crm 1 '2026-10-09 09:00' 客服热线 维修 '两
行')</row><row r='9'>$(text crm 2 '2026-10-09 09:00' 喊话 维修 漏气)</row>"
  pack
  expect 65 svc-complaint import w.xlsx
  says 'svc-complaint: w.xlsx, worksheet "投诉":9: record 2, column "channel": '
  SVC_LANG=zh_CN expect 65 svc-complaint import w.xlsx
  says 'w.xlsx，工作表“投诉” 第9行（第2条记录）'
  expect 3 svc-complaint import --keep-good --rejects bad.csv w.xlsx
  [ "$(sqlite3 :memory: '.mode csv' '.import bad.csv t' 'SELECT _line FROM t')" = 9 ]
  [ "$(svc-complaint list --source crm -H -f jsonl -c content)" = '{"content":"两\n行"}' ]
}

# -- worksheets -----------------------------------------------------------------------------------

# Three sheets and one that is hidden, the first of them empty.
several() {
  local name n=1
  rows "<row r='3'><c r='A3' s='0'/></row>"
  for name in 隐 二 三; do
    n=$((n + 1))
    part "xl/worksheets/sheet$n.xml" <<<"<worksheet $MAIN><sheetData><row>$(text "$name")</row></sheetData></worksheet>"
    sed -i "s|</sheets>|<sheet name='$name' sheetId='$n' r:id='s$n'/></sheets>|" parts/xl/workbook.xml
    sed -i "s|</Rel|<Relationship Id='s$n' Type='$OFFICE/worksheet' Target='worksheets/sheet$n.xml'/></Rel|" parts/xl/_rels/workbook.xml.rels
  done
  sed -i "s|name='隐'|name='隐' state='hidden'|" parts/xl/workbook.xml
  pack
}

@test "the first worksheet that holds something is read, and what is left out is told" {
  several
  expect 0 reader <w.xlsx
  [ "$output" = 二 ]
  says 'worksheet "二" was read, and no other'
  says 'reads one of: 三'
  expect 65 svc-complaint import w.xlsx
  [[ $stderr == 'svc-complaint: w.xlsx: worksheet "二" was read, and no other'* ]]
}

@test "a worksheet is chosen by its name, also a hidden one" {
  several
  for name in 隐 二 三; do
    expect 0 choose "$name" <w.xlsx
    [ "$output" = "$name" ]
    [ -z "$stderr" ]
  done
  expect 65 svc-complaint import --worksheet 四 w.xlsx
  says 'w.xlsx: no worksheet "四"; nothing was done'
  says 'there are: 投诉, 二, 三'
  echo no >plain.csv
  expect 65 svc-complaint import --worksheet 四 plain.csv
  says 'it is no workbook'
}

# -- what is refused ------------------------------------------------------------------------------

@test "what a spreadsheet has lost or cannot tell is refused, the cell named" {
  local cell why
  while IFS='|' read -r cell why; do
    rows "<row r='7'><c r='F7' $cell</row>"
    styles 14
    strings '<t>x</t>'
    refuses "worksheet \"投诉\", cell F7: $why"
    expect 65 svc-complaint import w.xlsx
    says "svc-complaint: w.xlsx: worksheet \"投诉\", cell F7: $why"
    says 'nothing was done'
  done <<'END'
t='e'><v>#N/A</v></c>|the error #N/A
><v>5.10322E+17</v></c>|a number of more than 15 digits
><v>1234567890123456</v></c>|a number of more than 15 digits
><v>x</v></c>|no number
><v>0x10</v></c>|no number
t='s'><v>9</v></c>|names a text that the workbook lacks
t='s'><v>-1</v></c>|names a text that the workbook lacks
s='1'><v>-3</v></c>|a date that no spreadsheet shows
s='1'><v>60</v></c>|a date that is none
s='1'><v>99999999</v></c>|a date that no spreadsheet shows
t='inlineStr'><is><t>a_x0007_</t></is></c>|the control character U+0007
END
}

@test "places that no worksheet has are refused" {
  local row why
  while IFS='|' read -r row why; do
    rows "$row"
    refuses "$why"
  done <<'END'
<row r='1048577'/>|worksheets end at row 1048576
<row r='5'/><row r='5'/>|rows do not ascend
<row r='5'/><row r='4'/>|rows do not ascend
<row r='1'><c r='B1'/><c r='A1'/></row>|cell A1: stands where it cannot
<row r='1'><c r='B1'/><c r='B1'/></row>|cell B1: stands where it cannot
<row r='1'><c r='A2'/></row>|cell A2: stands where it cannot
<row r='1'><c r='XFE1'/></row>|is none of a worksheet
<row r='1'><c r='A0'/></row>|is none of a worksheet
<row r='1'><c r='11'/></row>|is none of a worksheet
<row r='1'><c r='A1B'/></row>|is none of a worksheet
<row r='99999999999999999999'/>|worksheets end at row 1048576
END
  rows '' "<mergeCells><mergeCell ref='A1:XFE2'/></mergeCells>"
  refuses 'merges cells whose place is none of a worksheet'
}

@test "XML that reaches out, unfolds or nests without end is refused" {
  local entity='<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
  rows ''
  part xl/worksheets/sheet1.xml <<<"$entity<worksheet><sheetData><row><c t='str'><v>&a;</v></c></row></sheetData></worksheet>"
  refuses 'declares a document type'
  rows ''
  part xl/workbook.xml <<<"<!DOCTYPE w SYSTEM 'http://example.com/a.dtd'><workbook/>"
  refuses 'declares a document type'
  rows "$(printf '<a>%.0s' {1..100000})"
  refuses 'is nested more than 64 levels deep'
  rows "<row><c r='$(seq 200000 | tr '\n' A)'/></row>"
  refuses 'a tag or comment of more than 1 MiB'
  rows '<row><c></row>'
  refuses 'is no well-formed XML'
  rows '<row><c t="str"><v>&b;</v></c></row>'
  refuses 'is no well-formed XML'
}

@test "a zip bomb is refused in little memory" {
  rows ''
  { printf '%s' "<worksheet $MAIN><sheetData>"; head -c 300000000 /dev/zero | tr '\0' ' '; } |
    part xl/worksheets/sheet1.xml
  pack
  rm -r parts
  (ulimit -d 40960; expect 65 reader <w.xlsx && says 'unfolds to more than 200 times its size')
}

@test "a million shared texts are read in 40 MiB of memory" {
  rows ''
  { printf '%s' "<sst $MAIN>"; seq -f '<si><t>燃气灶打不着火，第 %.0f 户，已经报修两次</t></si>' 1000000; printf '</sst>'; } |
    part xl/sharedStrings.xml
  { printf '%s' "<worksheet $MAIN><sheetData>"
    seq -f "<row><c t='s'><v>%.0f</v></c></row>" 0 7919 999999
    printf '</sheetData></worksheet>'; } | part xl/worksheets/sheet1.xml
  pack
  rm -r parts
  (ulimit -d 40960; expect 0 reader <w.xlsx && [ "${#lines[@]}" -eq 127 ] &&
    [ "${lines[126]}" = '燃气灶打不着火，第 997795 户，已经报修两次' ])
}

@test "cells that repeat one long text are bounded" {
  rows "$(printf "<row>%s</row>" "$(printf "<c t='s'><v>0</v></c>%.0s" {1..40})")"
  strings "<t>$(head -c 60000 /dev/zero | tr '\0' a)</t>"
  refuses 'cell A1: the row that begins here is larger than 1 MiB'
  rows "<row><c t='s'><v>0</v></c></row>"
  strings "<t>$(head -c 70000 /dev/zero | tr '\0' a)</t>"
  refuses 'a text larger than 64 KiB'
}

@test "workbooks of other kinds get one clear sentence" {
  printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1%2000s' '' >old.xls
  expect 65 svc-complaint import old.xls
  says 'svc-complaint: old.xls: a workbook of the kind that was written before 2007 (.xls, .et); nothing was done'
  says '  save it as .xlsx'
  { head -c 70000 old.xls; printf 'EncryptedPackage' | iconv -t utf-16le; printf '%70000s' ''; } >locked.xlsx
  expect 65 svc-complaint import locked.xlsx
  says 'protected by a password'
  rows '<row/>'
  mkdir plain && mv parts plain && (cd plain && zip -q -r ../other.zip .)
  expect 65 svc-complaint import other.zip
  says 'a zip file that is no workbook'
  for name in content.xml=OpenDocument word/document.xml=docx xl/workbook.bin=xlsb; do
    rm -rf parts && part "${name%=*}" <<<'<x/>' && pack
    expect 65 svc-complaint import w.xlsx
    says "${name#*=}"
  done
  rows '<row/>'
  pack
  printf '\1' | dd of=w.xlsx bs=1 seek=$(($(stat -c %s w.xlsx) - 18)) conv=notrunc status=none
  expect 65 reader <w.xlsx
  says 'a workbook in several pieces'
  says '  save it as one .xlsx file'
  rm w.xlsx && (cd parts && zip -q -r -P geheim ../w.xlsx .)
  expect 65 reader <w.xlsx
  says 'protected by a password'
}

@test "a workbook that is cut off or damaged is refused wherever that is" {
  local size at
  svc-complaint list -o whole.xlsx
  size=$(stat -c %s whole.xlsx)
  for at in 4 100 $((size / 2)) $((size - 30)) $((size - 1)); do
    head -c "$at" whole.xlsx >cut.xlsx
    expect 65 reader <cut.xlsx
    says 'cut off or damaged'
  done
  cp whole.xlsx bad.xlsx
  printf 'XXXX' | dd of=bad.xlsx bs=1 seek=$((size / 3)) conv=notrunc status=none
  expect 65 reader <bad.xlsx
}

# -- pages, and XML of 2003 -----------------------------------------------------------------------

@test "a page that is called .xls is read, in the encoding that it names" {
  cat >page.xls <<'END'
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>来源</title>
<style>td { mso-number-format: "\@" }</style></head><body><p>导出</p><table border=1>
<tr><th>来源系统<th>来源编号<th>受理时间<th>渠道<th>类别<th>内容
<tr><td rowspan=2>crm<td>1</td><td>2026-10-09&nbsp;</td><td>热线</td><td>报修</td><td>漏气<br>急 &amp;
  快</td></tr>
<tr><td>2</td><td>2026-10-09</td><td>热线</td><td>报修</td><td> 停<b>气</b> <table><tr><td>附</td></tr></table></td></tr>
<tr><td colspan=6>&nbsp;</td></tr>
</table><script>if (a<b) {}</script></body></html>
END
  iconv -f utf-8 -t gb18030 page.xls >gb.xls
  for file in page.xls gb.xls; do
    expect 0 "$SVC_BUILD/libexec/svc/svc-html-read" <"$file"
    [ "$output" = '来源系统,来源编号,受理时间,渠道,类别,内容
crm,1,2026-10-09,热线,报修,"漏气
急 & 快"
crm,2,2026-10-09,热线,报修,"停气
附"' ]
    expect 0 svc-complaint import -v "$file"
    says "$file: read 2: "
  done
  [ "$(svc-complaint list --source crm -H -c source_no | wc -l)" -eq 2 ]
  sed -e 's/charset=gb2312//' gb.xls >none.xls
  expect 65 svc-complaint import none.xls
  says 'add --encoding gb18030'
  expect 0 svc-complaint import --encoding gb18030 none.xls
}

@test "XML of 2003 is read with its spans, kinds and hidden worksheets" {
  cat >old.xls <<'END'
<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="藏"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="回访"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">客户回访汇总报表</Data></Cell><Cell><Data ss:Type="String">末</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">部</Data></Cell><Cell><Data ss:Type="DateTime">2026-09-01T09:05:00.000</Data></Cell><Cell ss:Index="4"><Data ss:Type="Number">7.50</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="DateTime">2026-09-01T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="DateTime">1899-12-31T09:05:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>
END
  expect 0 reader <old.xls
  [ "$output" = '客户回访汇总报表,,,末

部,2026-09-01 09:05:00,,7.5
部,2026-09-01,yes,09:05' ]
  expect 0 choose 藏 <old.xls
  [ "$output" = x ]
  # In whatever encoding it says, or has, or the caller names.
  sed 's/version="1.0"/& encoding="GBK"/' old.xls | iconv -f utf-8 -t gb18030 >gb.xls
  reader <old.xls >rows
  for encoding in gb2312 GBK utf-8; do
    sed "s/GBK/$encoding/" gb.xls | iconv -f gb18030 -t "${encoding/#[gG][bB]*/gb18030}" | reader | diff rows -
  done
  sed 's/version="1.0"/& encoding="GBK"/' old.xls | reader | diff rows -
  iconv -f utf-8 -t utf-16 <old.xls | reader | diff rows -
  iconv -f utf-8 -t gb18030 <old.xls >none.xls
  expect 65 reader <none.xls
  "$SVC_BUILD/libexec/svc/svc-xlsx-read" --encoding gb18030 <none.xls | diff rows -
  sed 's/GBK/x-none/' gb.xls >bad.xls
  expect 65 reader <bad.xls
  says 'the encoding "x-none", which is unknown here'
  { cat gb.xls; printf '\x81'; } >bad.xls
  expect 65 reader <bad.xls
  says 'not valid gb18030'
  sed 's/Number">7.50/Number">1234567890123456/' old.xls >bad.xls
  expect 65 svc-complaint import bad.xls
  says 'worksheet "回访", cell D3: a number of more than 15 digits'
  sed 's/Number">7.50/Error">#DIV\/0!/' old.xls >bad.xls
  expect 65 reader <bad.xls
  says 'cell D3: the error #DIV/0!'
  sed 's|<Data ss:Type="Number">7.50</Data>|&<Data ss:Type="String">"x"</Data>|' old.xls >bad.xls
  expect 65 reader <bad.xls
  says 'cell D3: stands where it cannot'
  sed 's/ss:Index="3"/ss:Index="1"/' old.xls >bad.xls
  expect 65 reader <bad.xls
  says 'rows do not ascend'
  sed 's/<?mso.*/<!DOCTYPE Workbook [<!ENTITY a "b">]>/' old.xls >bad.xls
  expect 65 reader <bad.xls
  says 'declares a document type'
}

# -- JSON lines -----------------------------------------------------------------------------------

@test "JSON lines are objects whose keys are columns" {
  cat >in.jsonl <<'END'
{"source":"crm","source_no":"1","received_at":"2026-10-09 09:00","channel":"hotline","category":"repair","content":"漏气"}

{"source":"crm","source_no":2,"content":"停气\n\"急\"","received_at":"2026-10-09","channel":"web","category":"repair","level":3,"customer":null}
END
  expect 0 svc-complaint import -v in.jsonl
  says 'in.jsonl: read 2: 2 added'
  printf '\n \n' | cat - in.jsonl >below.jsonl
  expect 0 svc-complaint import -v below.jsonl
  says 'below.jsonl: read 2: 0 added, 0 updated, 2 unchanged'
  [ "$(svc-complaint list --source crm --sort source_no -H -f jsonl -c source_no,content)" = '{"source_no":"1","content":"漏气"}
{"source_no":"2","content":"停气\n\"急\""}' ]
  sed -i s/web/xyz/ in.jsonl
  expect 65 svc-complaint import in.jsonl
  says 'in.jsonl:3: record 2, column "channel"'
}

@test "pages, XML and JSON lines in UTF-16 or GB18030 are the same files" {
  local kind
  svc-complaint list -n 3 -o list.html
  svc-complaint list -n 3 -o list.jsonl
  { echo '<?xml version="1.0"?><Workbook><Worksheet><Table>'
    svc-complaint list -n 3 -f tsv | sed 's|[^\t]*|<Cell><Data>&</Data></Cell>|g; s|^|<Row>|; s|$|</Row>|'
    echo '</Table></Worksheet></Workbook>'; } >list.xml
  for kind in html jsonl xml; do
    iconv -f utf-8 -t utf-16le "list.$kind" | sed '1s/^/\xff\xfe/' >small
    iconv -f utf-8 -t utf-16be "list.$kind" | sed '1s/^/\xfe\xff/' >big
    sed '1s/<meta charset="utf-8">//' "list.$kind" | iconv -f utf-8 -t gb18030 >gb
    for file in small big; do
      expect 0 svc-complaint import -v "$file"
      says 'read 3: 0 added, 0 updated, 3 unchanged'
      svc-complaint import -v - <"$file" 2>&1 | grep -q 'read 3: 0 added'
    done
    expect 65 svc-complaint import gb
    says 'encoding gb18030'
    expect 0 svc-complaint import -v --encoding gb18030 gb
    says 'read 3: 0 added, 0 updated, 3 unchanged'
  done
}

@test "what no flat object is, is refused with its line" {
  local line why
  while IFS='|' read -r line why; do
    printf '%s\n' '{"no":"C2026-000001"}' '' "$line" >in.jsonl
    expect 65 svc-complaint import in.jsonl
    says "svc-complaint: in.jsonl: line 3$why"
    says 'nothing was done'
  done <<'END'
{"no":["C2026-000001"]}|, "no": an object or list inside of the object
{"no":{"a":1}}|, "no": an object or list inside of the object
[1]|: a list, where an object is wanted
{"no":"1"|: no JSON object
{"no":"1"} x|: no JSON object
{"no":1,"no":2}|: the same key comes twice
{"no":12345678901234567890}|: a number that is too large
{"no":1.5e300}|, "no": a number of more than 15 digits
{"no":"\u0000"}|: no JSON object
{"no":"\ud800"}|: no JSON object
END
  printf '{"no":"%s"}' "$(head -c 1100000 /dev/zero | tr '\0' a)" >in.jsonl
  expect 65 svc-complaint import in.jsonl
  says 'the line is larger than 1 MiB'
}

# -- the programs beside the tools ----------------------------------------------------------------

@test "what reads an office's files can neither call out nor start a program" {
  local name
  several
  mkfifo hold
  for name in xlsx html json; do
    "$SVC_BUILD/libexec/svc/svc-$name-read" <hold >/dev/null 2>&1 &
    exec 4>hold
    until grep -q 'Seccomp:.*2' "/proc/$!/status"; do :; done
    grep -q 'NoNewPrivs:.*1' "/proc/$!/status"
    grep -q 'Max core file size *0' "/proc/$!/limits"
    [ "$(readlink "/proc/$!/fd/4")" = "" ]
    exec 4>&-
    wait $! || true
  done
}

@test "the core programs need no library for it" {
  local name
  for name in svc-complaint svc-admin svc-report; do
    ! ldd "$SVC_BUILD/bin/$name" | grep -E 'expat|zip|xml2|jansson|xlsxwriter' || return 1
  done
}

@test "a workbook that LibreOffice has written is read like the table that it was made of" {
  command -v soffice >/dev/null || skip 'no LibreOffice'
  svc-complaint list -o list.xlsx
  timeout 120 soffice --headless "-env:UserInstallation=file://$PWD/profile" --convert-to ods list.xlsx >/dev/null 2>&1 &&
    rm list.xlsx && timeout 120 soffice --headless "-env:UserInstallation=file://$PWD/profile" --convert-to xlsx list.ods >/dev/null 2>&1
  [ -s list.xlsx ] || skip 'LibreOffice did not write it'
  expect 0 svc-complaint import -v list.xlsx
  says 'read 23: 0 added, 0 updated, 23 unchanged, 0 rejected'
}
