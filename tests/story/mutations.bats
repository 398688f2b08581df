# A plain table, and a hundred files that say the same as offices would write it: rows in any order, blanks and
# guards around cells, figures of either width, times and words in other forms, any separator and encoding,
# titles, blank rows and sums, quotes or none, headings of other systems. Each row of each is changed by chance.
load common

setup_file() {
  make_company
  svc-complaint import "$DEMO/complaints-2026-09.csv"
}
setup() { fresh_store; }

plain() { svc-complaint list -f tsv "$@" -c source,source_no,received_at,channel,category,customer,level,content; }

# mutate SEED SEPARATOR TITLED QUOTED: a file out of two lists, one of codes and one of words.
mutate() {
  awk -F '\t' -v seed="$1" -v sep="$2" -v titled="$3" -v quoted="$4" '
    function any(n) { return int(rand() * n) }
    function wide(text, out, i, c) {
      for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        out = out (c ~ /[0-9]/ ? figure[c + 1] : c)
      }
      return out
    }
    function around(text) { return blank[any(7) + 1] text blank[any(7) + 1] }
    function cell(text, column, kind) {
      if (text == "") return any(3) ? "" : " "
      if (column == 3) {
        kind = any(7)
        if (kind == 1) gsub(/-/, "/", text)
        if (kind == 2) gsub(/-/, ".", text)
        if (kind == 3) text = substr(text, 1, 4) "年" substr(text, 6, 2) "月" substr(text, 9, 2) "日" substr(text, 11)
        if (kind == 4) sub(/ /, "T", text)
        if (kind == 5) gsub(/[-: ]/, "", text)
        if (kind == 6) text = text ".0"
      }
      if ((column == 3 || column == 7) && !any(4)) text = wide(text)
      if (!any(4)) text = around(text)
      if (!any(6) && (column == 2 || column == 6)) text = any(2) || sep == "\t" || !quoted ? text : "\t" text
      if (quoted && !any(6) && column == 6 && text !~ /"/) return "=\"" text "\""
      if (quoted || index(text, sep) || text ~ /"/) { gsub(/"/, "\"\"", text); text = "\"" text "\"" }
      return text
    }
    BEGIN {
      srand(seed)
      split("０ １ ２ ３ ４ ５ ６ ７ ８ ９", figure, " ")
      split("|| | |  |　|\302\240|\342\200\203", blank, "|")
      split("来源系统 来源编号 受理时间 渠道 类别 客户号 级别 内容", chinese, " ")
      split("source source_no received_at channel category customer level content", ids, " ")
    }
    FNR == NR { for (i = 1; i <= 8; i++) code[FNR, i] = $i; rows = FNR; next }
    { for (i = 1; i <= 8; i++) word[FNR, i] = $i }
    END {
      for (i = 1; i <= rows; i++) order[i] = i
      for (i = rows; i > 1; i--) { j = any(i) + 1; t = order[i]; order[i] = order[j]; order[j] = t }
      none = ""
      for (i = 1; i < 8; i++) none = none sep
      if (titled) printf "2026年9月投诉台账%s\n%s\n", none, none
      for (i = 1; i <= 8; i++) {
        name = any(2) || titled ? chinese[i] : ids[i]
        if (!any(4)) name = around(name)
        printf "%s%s", (i == 1 ? "" : sep), (any(5) ? "" : "*") name
      }
      print ""
      for (n = 1; n <= rows; n++) {
        for (i = 1; i <= 8; i++)
          printf "%s%s", (i == 1 ? "" : sep), cell(any(2) ? code[order[n], i] : word[order[n], i], i)
        print ""
        if (!any(9)) print none
      }
      if (titled) printf "合计%s\n制表人：李静%s\n", none, none
    }' codes words
}

@test "a thousand rows that are changed by chance say what they said" {
  local seed sep quoted titled rows=0 bad=0 encoding
  plain -H >codes
  plain -H --words zh >words
  [ "$(wc -l <codes)" -eq 23 ]
  for ((seed = 1; seed <= 60; seed++)); do
    case $((seed % 3)) in 0) sep=, ;; 1) sep=';' ;; 2) sep=$'\t' ;; esac
    quoted=$((seed / 3 % 2)) titled=$((seed / 6 % 2)) encoding=UTF-8
    [ $((seed % 5)) -ne 0 ] || encoding=UTF-16
    [ $((seed % 5)) -ne 1 ] || [ "$titled" -eq 0 ] || encoding=GB18030
    mutate "$seed" "$sep" "$titled" "$quoted" | iconv -f UTF-8 -t "$encoding" >in.csv
    status=0
    svc-complaint import --dry-run -v in.csv >answer 2>&1 || status=$?
    rows=$((rows + 23))
    [ "$status" -eq 0 ] && grep -q 'read 23: 0 added, 0 updated, 23 unchanged, 0 rejected' answer && continue
    echo "seed $seed, separator '$sep', quoted $quoted, titled $titled, $encoding: $status"
    head -n 3 answer
    cp in.csv "bad$seed.csv"
    bad=$((bad + 1))
  done
  echo "$rows rows, $bad files read otherwise"
  [ "$bad" -eq 0 ] && [ "$rows" -ge 1000 ]
}
