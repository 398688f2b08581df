# bats file_tags=slow
# Papers as the printer gives them out: laid out by a browser and by an office, and measured. A manager
# signs what stands on paper, not what stands in a file.

load common

setup_file() {
  command -v pdftotext >/dev/null || skip "pdftotext is not installed"
  # shellcheck source=/dev/null # see common.bash
  "$ROOT/tests/demo/month.sh" "$SVC_BUILD" "$BATS_FILE_TMPDIR/month" >/dev/null
  export SVC_DB="$BATS_FILE_TMPDIR/month/svc.db" SVC_NOW='2026-10-12 09:00'
}

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

# The font sizes on the pages of a PDF, in points, smallest first.
sizes() { pdftohtml -xml -i -stdout -zoom 1 "$1" | sed -n 's/.*<fontspec.* size="\([0-9]*\)".*/\1/p' | sort -n; }
pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }

browse() {
  timeout 60 chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
    --user-data-dir="$PWD/browser" --print-to-pdf="${1%.html}.pdf" "$1" >/dev/null 2>&1
}

@test "a browser prints each page of a form on a sheet of its own, in letters to be read" {
  command -v chromium >/dev/null || skip "chromium is not installed"
  # shellcheck disable=SC2046 # numbers
  svc-inspect form $(svc-inspect list sheets -H -c no) $(svc-inspect list notices -H -c no) -o forms.html
  sqlite3 "$SVC_DB" ".backup '$PWD/svc.db'"
  chmod 600 svc.db
  export SVC_DB=$PWD/svc.db
  text=$(for i in {1..40}; do printf '第%d条：客户来电反映燃气灶具打不着火，工作人员上门更换电池并检查阀门，未见泄漏。' "$i"; done)
  no=$(svc-improve add -H projects --title 长 --proposed_on 2026-10-12 --route department --dept 02 --owner 1203 \
    --starts_on 2026-10-12 --ends_on 2026-12-31 --situation "$text" --goal "$text" --method "$(seq -s / 200)")
  svc-improve form "$no" -o long.html
  for form in forms long; do
    browse "$form.html"
    [ "$(pages "$form.pdf")" -eq "$(grep -c '<section>' "$form.html")" ]
    [ "$(sizes "$form.pdf" | head -n 1)" -ge 8 ]
    for ((page = 1; page <= $(pages "$form.pdf"); page++)); do
      pdftotext -f "$page" -l "$page" -layout "$form.pdf" - | grep -qE '第[0-9]+页 *共[0-9]+页'
    done
  done
  # a sheet's last record and its sums are where it is signed, not on a page before
  awk 'BEGIN { print "dept,name"; for (i = 1; i <= 40; i++) printf "D%02d,第%d片区\n", i, i }' | svc-admin import depts -
  svc-report sheet -m 2026-10 -o sheet.html
  browse sheet.html
  pdftotext -f "$(pages sheet.pdf)" -layout sheet.pdf - >last
  for text in D40 合计 审核人：; do grep -q "$text" last; done
  # a notice has all that is signed on one sheet
  pdftotext -f "$(pages forms.pdf)" -layout forms.pdf - >notice
  for text in 整改通知书 签发人 签收人 '（盖章）' 整改部门 验收人; do grep -q "$text" notice; done
}

@test "an office prints workbooks in letters to be read, and no page of signatures alone" {
  command -v soffice >/dev/null || skip "LibreOffice is not installed"
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  svc-report kpi -m 2026-09 -o kpi.xlsx
  svc-report year -m 2026 -o year.xlsx
  svc-report sheet -m 2026-09 -o sheet.xlsx
  svc-report ledger reward -m 2026Q3 -o reward.xlsx
  timeout 60 soffice "-env:UserInstallation=file://$PWD/office" --headless --convert-to pdf ./*.xlsx >/dev/null 2>&1
  for book in *.xlsx; do
    pdf=${book%.xlsx}.pdf
    [ "$(sizes "$pdf" | head -n 1)" -ge 8 ] || { echo "$book: $(sizes "$pdf" | head -n 1)"; return 1; }
    pdftotext -layout "$pdf" words
    [ "$(grep -cE '第[0-9]+页 *共[0-9]+页' words)" -eq "$(pages "$pdf")" ]
    # each page has rows, and who signs stands on one
    for ((page = 1; page <= $(pages "$pdf"); page++)); do
      pdftotext -f "$page" -l "$page" -layout "$pdf" - | grep -qE '^ *([0-9]|.*(供气|客户服务部))'
    done
    [ "$(grep -c 审核人： words)" -eq 1 ]
  done
  [ "$(pages sheet.pdf)" -eq 1 ]
}
