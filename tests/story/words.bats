# Words in Chinese and as codes, both ways.

load common

setup_file() { make_month; }
setup() { fresh_store; }

# Every word of every register, a line each: tool, register, column, code, label, other names.
all_words() {
  of_register() {
    "$1" columns "${@:2}" -H -f tsv -c column,words | awk -F '\t' -v of="$1,${2:-}" '$2 != "" {
      n = split($2, word, "|")
      for (i = 1; i <= n; i++) {
        colon = index(word[i], ":")
        code = colon ? substr(word[i], 1, colon - 1) : word[i]
        m = split(colon ? substr(word[i], colon + 1) : word[i], name, ";")
        printf "%s,%s,%s,%s", of, $1, code, name[1]
        for (k = 2; k <= m; k++) printf ",%s", name[k]
        print ""
      } }'
  }
  each_register of_register
}

@test "no two words of a column share a label or another name, and each has a label" {
  all_words >words
  [ "$(wc -l <words)" -gt 200 ]
  awk -F, '{ for (k = 4; k <= NF; k++) {
      key = $1 "," $2 "," $3 "," $k
      if (k > 4 && $k == $4) { print "a code among its names: " $0; bad = 1 }
      if (key in code && code[key] != $4) { print "two words are called so: " key; bad = 1 }
      code[key] = $4 }
    if ($5 == "") { print "no label: " $0; bad = 1 } }
    END { exit bad }' words
}

@test "every word is found by its label and by its code" {
  local tool register column code label count=0
  all_words >words
  while IFS=, read -r tool register column code label _; do
    case $("$tool" list ${register:+"$register"} --help) in *" --$column "*) ;; *) continue ;; esac
    "$tool" list ${register:+"$register"} "--$column" "$label" -H >by-label
    "$tool" list ${register:+"$register"} "--$column" "$code" -H | cmp by-label -
    count=$((count + 1))
  done <words
  [ "$count" -gt 200 ]
}

@test "a file is written with words in Chinese and read back as the same records" {
  svc-complaint list --header zh >zh.csv
  head -n 2 zh.csv | grep -q 客服热线
  svc-complaint list --header zh --words code | head -n 2 | grep -q hotline
  svc-complaint list --words zh -c no,channel,category,state -H | head -n 1 | grep -q '^C2026-000001,客服热线,'
  expect 0 svc-complaint import --update zh.csv
  svc-complaint list --header zh | diff zh.csv -
}

@test "what an office writes is taken by any of its names" {
  printf '%s\n' '来源编号,受理时间,渠道,类别,内容' '1,2026-10-09 09:00,热线,报修,打不着火' \
    '2,2026-10-09 09:10,市长热线,停气,没有气' >office.csv
  expect 0 svc-complaint import --set source=crm office.csv
  expect 0 svc-complaint list --source crm -H -c channel,category
  [ "$output" = $'hotline,repair\n12345,supply' ]
  expect 0 svc-complaint add -H --received_at '2026-10-09 09:00' --channel 营业厅 --category 维修 --content 报修
  no=$output
  expect 0 svc-complaint list --no "$no" -H -c channel,category
  [ "$output" = counter,repair ]
  expect 0 svc-complaint list --category 维修,停气 --channel 营业厅 -H -c no
  [ "$output" = "$no" ]
}

@test "an option's word is taken in Chinese" {
  expect 0 svc-improve rank --direction 客户热点
  expect 2 svc-improve rank --direction 顾客们
  says 'must be one of customer|staff|'
}

@test "an unknown word is told with the codes it may be" {
  expect 2 svc-complaint list --channel 电报
  says 'one of 客服热线|营业厅|来信|'
  expect 2 svc-complaint list --channel hotlin
  says 'did you mean 客服热线=hotline?'
  says 'one of hotline|counter|letter|'
}

@test "a code that is one of some words is asked by its name, too" {
  [ "$(svc-callback list --tier 一般客户 -H | wc -l)" = "$(svc-callback list --tier general -H | wc -l)" ]
  svc-complaint score -m 2026-09 | svc-reward propose - >/dev/null
  [ "$(svc-reward list --source 投诉 -H -c no)" = "$(svc-reward list --source complaint -H -c no)" ]
  [ -n "$(svc-reward list --source 投诉 -H -c no)" ]
}

@test "a word that was withdrawn stays readable" {
  sqlite3 "$SVC_DB" "UPDATE complaint SET cause = 'c', channel = 'telegram' WHERE no = 'C2026-000001'"
  expect 0 svc-complaint list --no C2026-000001 --words zh -H -c channel
  [ "$output" = telegram ]
}
