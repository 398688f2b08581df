# The house grows by what is new and by nothing else. A column and a command are made in a copy of the
# tree, and then used.
# bats file_tags=slow

load common

setup() {
  copy_tree
  cd "$TREE" || return 1
  export SVC_DB=$BATS_TEST_TMPDIR/store/svc.db
}

# Runs a command with the programs of the copy: grown COMMAND…
grown() { PATH=$TREE/build/bin:$PATH "$@"; }

# The company with the complaints of September, made by whatever programs are found.
company() {
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  svc-complaint import "$DEMO/complaints-2026-09.csv"
}

# What was there before and is another file now.
changed() { diff -rq -x build -x .git "$ROOT" . | grep -v '^Only in ' || true; }

# Leaves the copy these programs and their pages, for stories that go over all there are: only TOOL…
only() {
  local tool
  mkdir only only/bin only/man only/man/zh_CN
  cp -r build/share only
  cp build/bin/svc only/bin
  for tool in "$@"; do
    cp "build/bin/$tool" only/bin
    mv "man/$tool.1" only/man
    mv "man/zh_CN/$tool.1" only/man/zh_CN
  done
  rm man/svc-*.1 man/zh_CN/svc-*.1
  cp -r only/man .
}

# These tests of a story, with the programs that are left: story FILE PATTERN
story() { grown env SVC_BUILD="$TREE/only" bats "tests/story/$1" -f "$2"; }

# put FILE PATTERN LINE…: the lines before the one line that the pattern finds.
put() {
  [ "$(grep -c -- "$2" "$1")" -eq 1 ]
  local file=$1 pattern=$2
  shift 2
  printf '%s\n' "$@" >lines
  sed -i -e "/$pattern/{" -e 'e cat lines' -e '}' "$file"
  rm lines
}

@test "a column of complaints is told in seven places, and every stock verb has it" {
  put lib/store/schema/complaint.sql '^    content   ' '    spot           {TEXT},'
  sed -i 's/C_CONTENT,/C_SPOT, &/' cmd/complaint/complaint.h
  put cmd/complaint/register.c '^    \[C_CONTENT\]' \
    '    [C_SPOT] = { .name = "spot", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "位置",' \
    '                 .help = "where on the premises" },'
  put man/svc-complaint.1 '^\.It Fl -content ' '.It Fl -spot Pq 位置' 'Where on the premises.'
  put man/zh_CN/svc-complaint.1 '^\.It Fl -content ' '.It Fl -spot Pq 位置' '在用气场所的何处。'
  printf '%s\n' '' 'msgid "where on the premises"' 'msgstr "在用气场所的何处"' >>cmd/complaint/zh_CN.po
  remake all
  grown company
  sqlite3 "$SVC_DB" .schema >tests/golden/schema.sql
  [ "$(changed | wc -l)" -eq 7 ]

  # import under either heading, list, filter, heading, set, add, show, log
  printf '%s\n' 来源系统,来源编号,受理时间,渠道,类别,内容,位置 x,1,2026-10-09,web,repair,漏气,厨房 |
    grown svc-complaint import -
  no=$(grown svc-complaint list --spot 厨房 -H -c no)
  [ "$(grown svc-complaint list --no "$no" --header zh -c no,spot,content)" = "编号,位置,内容
$no,厨房,漏气" ]
  grown svc-complaint set "$no" --spot 阳台 --reason 更正
  [ "$(grown svc-complaint show "$no" -H -c column,value | grep ^spot)" = spot,阳台 ]
  grown svc-complaint log "$no" -H -c change | grep -q '""spot"":\[""厨房"",""阳台""\]'
  other=$(PATH=$TREE/build/bin:$PATH complaint spot=楼道)
  [ "$(grown svc-complaint list --sort spot:desc -n 2 -H -c no,spot | sort)" = "$no,阳台
$other,楼道" ]
  grown svc-admin check
  grown svc-admin verify

  # All else is as without it.
  grown svc-complaint score -m 2026-09 >score
  shown=$(SVC_DB=$BATS_TEST_TMPDIR/none columns_of svc-complaint | paste -sd,)
  grown svc-complaint list -m 2026-09 -c "$shown" >list
  export SVC_DB=$BATS_TEST_TMPDIR/before/svc.db
  company
  svc-complaint score -m 2026-09 | cmp score -
  svc-complaint list -m 2026-09 | cmp list -

  only svc-complaint
  story contract.bats 'schema is|description is|bears'
  story manpage.bats 'told once'
  tests/manual svc-complaint.1
  tests/messages check cmd/complaint
}

@test "a command is not built before it has its Chinese: each sentence, and its page" {
  cp -r "$ROOT/tests/data/roster/." .
  remake build/told/roster
  cp cmd/roster/zh_CN.po whole
  rm build/told/roster
  sed -i '/^msgid "the day of duty"/,+1{s/^msgstr .*/msgstr ""/}' cmd/roster/zh_CN.po
  ! remake build/told/roster >said 2>&1 || return 1
  grep -q 'cmd/roster/zh_CN.po:.*untranslated' said
  rm cmd/roster/zh_CN.po
  ! remake build/told/roster >said 2>&1 || return 1
  grep -q 'cmd/roster/zh_CN.po' said
  mv whole cmd/roster/zh_CN.po
  mv man/zh_CN/svc-roster.1 page
  ! remake build/told/roster >said 2>&1 || return 1
  grep -q 'man/zh_CN/svc-roster.1' said
  mv page man/zh_CN/svc-roster.1
  remake build/told/roster
}

@test "a command needs its own files and no other" {
  cp -r "$ROOT/tests/data/roster/." .
  remake all
  [ -z "$(changed)" ]
  tests/house build
  only svc-admin svc-roster
  story svc-roster.bats .
  story contract.bats 'help|usage errors|standard output|description is|bears|letter|schema'
  story manpage.bats 'examples|its page|told once|its entry|without a warning'
  story manpage-zh.bats 'examples|sister|terminal|so does|whatis'
}
