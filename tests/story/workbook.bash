# A workbook out of the rows of a table, as spreadsheets save them; for stories that need a real one.
# shellcheck shell=bash

# workbook FILE [RANGE…] <ROWS: cells are parted by tabs, and each is text; a cell of `=N` is the number N. A
# range is of cells that are merged.
workbook() {
  local file=$1 main=http://schemas.openxmlformats.org parts merges=""
  shift
  parts=$(mktemp -d)
  mkdir -p "$parts/_rels" "$parts/xl/_rels" "$parts/xl/worksheets"
  echo "<Relationships xmlns='$main/package/2006/relationships'><Relationship Id='a' Type='$main/officeDocument/2006/relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>" >"$parts/_rels/.rels"
  echo "<workbook xmlns='$main/spreadsheetml/2006/main' xmlns:r='$main/officeDocument/2006/relationships'><sheets><sheet name='Sheet1' sheetId='1' r:id='s'/></sheets></workbook>" >"$parts/xl/workbook.xml"
  echo "<Relationships xmlns='$main/package/2006/relationships'><Relationship Id='s' Type='$main/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet1.xml'/></Relationships>" >"$parts/xl/_rels/workbook.xml.rels"
  [ "$#" -eq 0 ] || merges="<mergeCells>$(printf "<mergeCell ref='%s'/>" "$@")</mergeCells>"
  {
    echo "<worksheet xmlns='$main/spreadsheetml/2006/main'><sheetData>"
    sed 's/&/\&amp;/g; s/</\&lt;/g' | awk -F'\t' '{ printf "<row>"
      for (i = 1; i <= NF; i++)
        if ($i ~ /^=[0-9.]+$/) printf "<c><v>%s</v></c>", substr($i, 2)
        else if ($i == "") printf "<c/>"
        else printf "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">%s</t></is></c>", $i
      print "</row>" }'
    echo "</sheetData>$merges</worksheet>"
  } >"$parts/xl/worksheets/sheet1.xml"
  rm -f "$file"
  (cd "$parts" && zip -q -r -X - .) >"$file"
  rm -r "$parts"
}
