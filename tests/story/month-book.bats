# A month as a book: pages that link to each other, for people without a terminal.

load common

setup_file() {
  make_month
  svc-report book -m 2026-09 -o "$BATS_FILE_TMPDIR/book"
  export BOOK=$BATS_FILE_TMPDIR/book
}
setup() { fresh_store; }

# Every link of a folder's pages, `FILE HREF` a line.
links() { (cd "$1" && grep -oE 'href="[^"]*"' -- *.html | sed -E 's/^([^:]*):href="(.*)"$/\1 \2/'); }

# The links that lead nowhere: to no file, or to no part of it.
lost() {
  local file href name id
  links "$1" | sort -u | while read -r file href; do
    name=${href%%#*} id=
    [[ $href != *#* ]] || id=${href#*#}
    name=${name:-$file}
    if [ ! -f "$1/$name" ] || { [ -n "$id" ] && ! grep -q "id=\"$id\"" "$1/$name"; }; then echo "$file: $href"; fi
  done
}

# The text of a page, without its tags.
words() { sed -E 's/<[^>]*>/ /g' "$1"; }

@test "from the front page one comes to every page, and no link leads nowhere" {
  [ "$(links "$BOOK" | wc -l)" -gt 100 ]
  [ -z "$(lost "$BOOK")" ]
  # the pages that are reached, from the front page on
  echo index.html >reached
  while true; do
    links "$BOOK" | awk 'NR == FNR { there[$1]; print; next } $1 in there && $2 ~ /html/ { sub(/#.*/, "", $2); print $2 }' reached - |
      sort -u >further
    cmp -s reached further && break
    mv further reached
  done
  (cd "$BOOK" && ls -- *.html) | sort | diff reached -
}

@test "every cell of the sheet leads to its lines, and they add up to it" {
  local dept cell sum
  svc-report sheet -m 2026-09 -c subject,complaint -H | while IFS=, read -r dept cell; do
    [ "$cell" != 0.00 ] || continue
    grep -q "<a href=\"dept-$dept.html#complaint\">$cell</a>" "$BOOK/index.html"
    sum=$(sed -n '/<section id="complaint">/,/<\/section>/p' "$BOOK/dept-$dept.html" | grep '<th scope="row"' |
      grep 已生效 | grep -oE '<td class="n">-?[0-9.]+' | sed -n 's/.*>//p' | awk 'NR % 3 == 1 { sum += $1 } END { printf "%.2f", sum }')
    [ "$sum" = "$cell" ] || { echo "$dept: $sum for $cell"; return 1; }
  done
  grep -q 'href="record-C2026-000020.html"' "$BOOK/dept-02.html"
}

@test "a record's page has its deadlines step by step, and what its clauses say by which version" {
  local page=$BOOK/record-C2026-000020.html
  svc-complaint explain C2026-000020 -c step -H | sort | uniq -c | awk '$2 == "counted" { print $1 }' >counted
  [ "$(grep -c '计入' "$page")" -ge "$(cat counted)" ]
  words "$page" | grep -q '未在规定时限内响应客户'
  words "$page" | grep -q '2026-09-28 13:15'
}

@test "the pages are valid HTML in Chinese, with a heading, headed tables and no script of need" {
  local page
  for page in "$BOOK"/*.html; do
    tidy -q -e -utf8 "$page" || { echo "$page"; return 1; }
    [ "$(grep -c '<h1>' "$page")" -eq 1 ]
    grep -q '^<html lang="zh-CN">' "$page"
    [ "$(wc -c <"$page")" -le 204800 ]
  done
  [ "$(grep -L '<script' "$BOOK"/*.html | wc -l)" -gt 30 ]
  ! grep -hE '<th[ >]' "$BOOK"/*.html | grep -E '<th>|<th class' || false
}

@test "a book is made whole or not at all, and what says the same keeps its time" {
  svc-report book -m 2026-09 -o book
  [ "$(stat -c %a book)" = 700 ]
  [ "$(find book -type f ! -perm 600)" = '' ]
  (cd book && sha256sum --quiet -c SHA256SUMS)
  touch -d '2026-01-01' book/dept-02.html
  svc-complaint set C2026-000020 --reason 更正 --people 2
  svc-report book -m 2026-09 -o book
  [ "$(stat -c %Y book/dept-02.html)" = "$(date -d 2026-01-01 +%s)" ]
  grep -q '投诉人数' book/record-C2026-000020.html
  [ -z "$(find . -maxdepth 1 -name '.svc-*')" ]
  mkdir other
  touch other/mine
  expect 74 svc-report book -m 2026-09 -o other
  says 'is no book'
  [ "$(ls other)" = mine ]
}

@test "a folder of a close, one with a folder in it, and what a stranger put beside a page are not taken for a book's" {
  mkdir closed
  svc-report close -m 2026-09 --yes --carry-pending -o closed
  (cd closed && find . -type f | sort | xargs sha256sum) >before
  expect 74 svc-report book -m 2026-09 -o closed
  says 'is no book'
  (cd closed && find . -type f | sort | xargs sha256sum) | cmp before -
  svc-report book -m 2026-09 -o book --base '../上一册, "8月"'
  expect 0 svc-report verify -m 2026-09 --book book
  mkdir book/more
  expect 1 svc-report verify -m 2026-09 --book book -H -c part,same
  [ "$(grep ,no <<<"$output")" = more,no ]
  expect 74 svc-report book -m 2026-09 -o book
  says 'is no book'
  [ -d book/more ]
  rmdir book/more
  expect 0 svc-report book -m 2026-09 -o book
}

@test "a page tells its own digest" {
  local told
  told=$(grep -oE '[0-9a-f]{64}' "$BOOK/dept-02.html")
  [ "$(sed -E 's/[0-9a-f]{64}/0000000000000000000000000000000000000000000000000000000000000000/' "$BOOK/dept-02.html" | sha256sum | cut -c 1-64)" = "$told" ]
}

@test "who makes a book stands in the audit" {
  svc-report book -m 2026-09 -o book
  [ "$(sqlite3 "$SVC_DB" "SELECT tool || ' ' || verb || ' ' || change FROM event ORDER BY seq DESC LIMIT 1")" = 'svc-report book {"period":"2026-09"}' ]
  act_as clerk
  expect 77 svc-report book -m 2026-09 -o other
  [ ! -e other ]
}

@test "the book of a closed month is the same bytes for ever, whatever becomes of records, people and words" {
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report book -m 2026-09 -o book
  cp -p "$SVC_DB" closed.db
  grep -q '已封存' book/index.html
  svc-complaint set C2026-000020 --reason 更正 --people 7
  svc-admin set persons 1203 --name 李改名 --reason 更名
  svc-admin set depts 02 --name 抢险中心 --reason 更名
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^category,repair,维修,/category,repair,检修,维修;/' pack/words.csv
  svc-policy load --from 2026-01-01 --reason 改词 pack
  export SVC_NOW='2026-11-20 10:00'
  svc-complaint add -H --received_at '2026-11-19 09:00' --channel hotline --category repair --content 报修 \
    --dept 02 >/dev/null
  svc-report book -m 2026-09 -o again
  diff -r book again
  SVC_LANG=zh_CN LC_ALL=C.UTF-8 svc-report book -m 2026-09 -o chinese
  diff -r book chinese
  [ "$(svc-report verify -m 2026-09 -H -c part,same | grep '^pages')" = pages,yes ]
}

@test "a page of a closed month that was changed behind the tools is found" {
  forges_rows
  svc-report close -m 2026-09 --yes --carry-pending
  behind "UPDATE month_page SET text = replace(text, '98.00', '99.00')"
  expect 1 svc-report verify -m 2026-09 -H -c part,same
  [[ $output == *pages,no* ]]
}

@test "the front page has indicators, what changed and pictures; rules, days, ledgers and all pages are chapters" {
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  svc-report book -m 2026-09 -o book
  grep -q '<section id="changes">' book/index.html
  grep -q '<td class="red">' book/index.html
  [ "$(grep -c '<svg ' book/index.html)" -eq 2 ]
  grep -q 'href="rules.html#clause-reward-3_2e2_2e3-1"' book/dept-01.html || grep -q 'href="rules.html#clause-' book/dept-02.html
  words book/calendar.html | grep -q '2026-09-25'
  words book/ledger-complaint.html | grep -q 'C2026-000020'
  [ "$(grep -c '<tr><th scope="row"' book/search.html)" -eq "$(($(find book -name '*.html' | wc -l) - 1))" ]
  [ -z "$(lost book)" ]
  for page in index rules calendar search ledger-complaint; do tidy -q -e -utf8 "book/$page.html"; done
}

@test "a department's book tells of it alone, and links to the book before" {
  svc-report book -m 2026-09 -o book --dept 02 --base ../2026-08
  lost book >lost
  refute grep -v '../2026-08/index.html' lost
  grep -q '<a href="../2026-08/index.html">上一册</a>' book/dept-02.html
  [ "$(ls book/dept-*)" = book/dept-02.html ]
  refute grep -l '市场发展部' book/*.html
  [ -f book/person-1203.html ]
  [ ! -e book/person-1502.html ]
  [ ! -e book/record-C2026-000003.html ]
  expect 5 svc-report book -m 2026-09 -o other --dept 77
}

@test "nothing personal and nothing that people wrote is in a book, and with --text no long number" {
  local plant
  forges_rows
  { sqlite3 "$SVC_DB" 'SELECT tbl, col FROM personal'
    for column in subject content solution plan; do echo "complaint|$column"; done
    for column in remark question; do echo "callback|$column"; done
  } | sort -u >columns
  mapfile -t plant < <(canaries columns)
  [ "${#plant[@]}" -gt 6 ]
  behind "${plant[@]}"
  svc-report book -m 2026-09 -o book
  refute grep -rl '庚辛\|12345678\|1234-5678' book
  svc-report book -m 2026-09 -o told --text
  grep -rq '己\*\*\*\*庚辛' told
  refute grep -rl '12345678\|1234-5678' told
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report book -m 2026-09 -o closed
  refute grep -rl '庚辛\|12345678\|1234-5678' closed
  expect 2 svc-report book -m 2026-09 -o told --text
}

@test "verify tells which file of a book is not as it was made" {
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report book -m 2026-09 -o book --dept 02
  expect 0 svc-report verify -m 2026-09 --book book -H -c part,same
  [ "$(grep -c ,yes <<<"$output")" -gt 10 ]
  sed -i 's/98.00/99.00/' book/dept-02.html
  (cd book && sha256sum -- *.html book.c* search.js >SHA256SUMS)
  touch book/more.html
  expect 1 svc-report verify -m 2026-09 --book book -H -c part,same
  [ "$(grep ,no <<<"$output" | cut -d, -f1 | sort | tr '\n' ' ')" = 'SHA256SUMS dept-02.html more.html ' ]
}

@test "a year's book has its months side by side, and links to their books beside it" {
  mkdir books
  svc-report book -m 2026-09 -o books/2026-09
  svc-report book -m 2026 -o books/2026
  grep -q '<a href="../2026-09/index.html">2026-09</a>' books/2026/index.html
  refute grep -q 'href="../2026-08' books/2026/index.html
  words books/2026/index.html | grep -q '98.00'
  tidy -q -e -utf8 books/2026/index.html
  expect 2 svc-report book -m 2026 -o books/2026 --dept 02
}
