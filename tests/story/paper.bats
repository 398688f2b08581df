# Signatures on paper: they are not one clerk's to give, and whoever stands there may say that he did not sign.

load common

setup_file() { make_company; }
setup() { fresh_store; }

# Becomes another person of the company: be NO.
be() {
  sqlite3 "$SVC_DB" "UPDATE person SET login = NULL WHERE login = '$(id -un)';
    UPDATE person SET login = '$(id -un)' WHERE person = '$1'"
}

# A store of many persons, whose time is the machine's own.
as_host() {
  unset SVC_NOW
  sqlite3 "$SVC_DB" "UPDATE meta SET value = 'host' WHERE name = 'mode'"
}

by_hand() {
  run sqlite3 "$SVC_DB" "$2"
  [ "$status" -ne 0 ] || { echo "done: $2"; return 1; }
  [[ $output == *"$1"* ]] || { echo "$2: $output"; return 1; }
}

# A case by hand: propose OPTION… prints its number.
propose() { svc-reward propose -H --evidence E-1 --clause reward-3.2.2-1 --person 1202 --facts 爽约 "$@"; }
paper() { svc-reward sign "$1" --by "$2" --evidence "P-$2" "${@:3}"; }
state() { svc-reward list --no "$1" -H -c state; }
kept() { [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE record = '$1' AND change LIKE '{\"refused\":%$2%'")" -gt 0 ]; }

@test "on a host nobody enters a signature of what he proposed, recorded for another, or is about" {
  as_host
  be 1602
  no=$(propose)
  expect 4 paper "$no" 1201
  says '"1602" proposed it and enters no signature of it'
  kept "$no" 'enters no signature of it'
  be 1601
  expect 0 paper "$no" 1201
  by_hand signature_enterer "INSERT INTO signature SELECT tbl, no, chain, round, 2, 'deputy_gm', '1003', NULL, '1602',
    'P', 'signed', NULL, signed_at, event FROM signature WHERE no = '$no'"
  by_hand signature_enterer "INSERT INTO signature SELECT tbl, no, chain, round, 2, 'deputy_gm', '1003', NULL, '1202',
    'P', 'signed', NULL, signed_at, event FROM signature WHERE no = '$no'"
  # Whom it is about enters nothing, nor who acts for the signer.
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'clerk' WHERE person IN ('1202', '1203')"
  be 1202
  expect 4 paper "$no" 1003
  says '"1202" is a subject of it and enters no signature of it'
  be 1003
  svc-auth delegate 1203 --scope all --until_day "$(date -d '+9 days' +%F)" --reason 出差 >/dev/null
  be 1203
  expect 4 paper "$no" 1003
  says '"1203" acts for the signer or a subject of it'
}

@test "who recorded another's proposal enters no signature of it on a host" {
  as_host
  be 1602
  no=$(propose --by 1101)
  expect 4 paper "$no" 1201
  says '"1602" recorded its proposal and enters no signature of it'
  SVC_LANG=zh_CN expect 4 paper "$no" 1201
  says '“1602”登记了其提出'
  be 1601
  expect 0 paper "$no" 1201
}

@test "where one person keeps the store it is said and listed, not refused" {
  be 1602
  no=$(propose)
  expect 0 paper "$no" 1201 -v
  says 'on a host this would be refused'
  expect 0 paper "$no" 1003
  [ -z "$stderr" ]
  paper "$no" 1601
  paper "$no" 1001
  expect 0 svc-admin check signatures cases -H
  expect 1 svc-admin check papers -H
  [ "$output" = "papers,${no}: 1602 entered all of its signatures from paper
papers,\"${no}: 1602, whom it serves, entered a signature of it from paper\"" ]
  expect 0 svc-admin check signatures cases events links -H
  sqlite3 "$SVC_DB" "UPDATE meta SET value = 'host' WHERE name = 'mode'"
  expect 1 svc-admin check -H -c check
  [[ $output == *papers* ]]
}

@test "the policy may refuse papers of those who have a login" {
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^paper_with_login,yes/paper_with_login,no/' pack/params.csv
  svc-policy load pack --from 2026-10-01 --reason 试 --replace || svc-policy load pack --from 2026-10-01 --reason 试
  be 1602
  no=$(propose)
  sqlite3 "$SVC_DB" "UPDATE person SET login = 'chief' WHERE person = '1201'"
  expect 4 paper "$no" 1201
  says '"1201" has a login and signs himself'
  kept "$no" 'has a login'
  sqlite3 "$SVC_DB" "UPDATE person SET login = NULL WHERE person = '1201'"
  expect 0 paper "$no" 1201
}

@test "a delegation on paper has no force on a host before another confirms it" {
  as_host
  be 1602
  until=$(date -d '+9 days' +%F)
  delegate() { svc-auth delegate "$1" --by 1201 --evidence P-1 --scope all --until_day "$until" --reason 出差 -H; }
  expect 0 delegate 1203
  no=$output
  says 'has no force before 1201 or another clerk confirms it'
  case=$(propose)
  be 1203
  expect 77 svc-reward sign "$case"
  be 1602
  expect 4 svc-auth confirm "$no"
  says '"1602" recorded it and cannot confirm it'
  be 1203
  expect 77 svc-auth confirm "$no"
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'clerk' WHERE person = '1203'"
  expect 4 svc-auth confirm "$no"
  says '"1203" is given it and cannot confirm it'
  expect 4 svc-auth delegate 1203 --by 1301 --evidence P-2 --scope all --until_day "$until" --reason 出差
  says '"1203" is given it and cannot record it'
  by_hand delegation_unconfirmed "INSERT INTO delegation SELECT 'D9', '1301', '1302', 'all', NULL, from_day, until_day, why,
    recorded_at, '1602', digest, event, 'P', '1602' FROM delegation WHERE no = '$no'"
  by_hand delegation_confirmed "UPDATE delegation SET confirmed_by = '1203'"
  be 1201
  expect 0 svc-auth confirm "$no"
  expect 4 svc-auth confirm "$no"
  says 'was confirmed by 1201 already'
  by_hand delegation_confirmed 'UPDATE delegation SET confirmed_by = NULL'
  be 1203
  expect 0 svc-reward sign "$case"
  [ "$(svc-auth list delegations -H -c recorded_by,confirmed_by)" = 1602,1201 ]
}

@test "where one person keeps the store a delegation on paper counts at once" {
  be 1602
  expect 0 svc-auth delegate 1203 --by 1201 --evidence P-1 --scope all --until_day 2026-10-20 --reason 出差
  [ -z "$stderr" ]
  [ "$(svc-auth list delegations -H -c confirmed_by)" = 1602 ]
}

# A case of September whose four signatures clerk 1602 entered, and 1201 has a login.
entered() {
  be 1101
  no=$(SVC_NOW='2026-10-09 08:00' propose --at '2026-10-08 09:00')
  be 1602
  for person in 1201 1003 1601 1001; do SVC_NOW='2026-10-09 09:00' paper "$no" "$person"; done
  [ "$(state "$no")" = approved ]
  be 1201
}
lines() { svc-reward score -m 2026-10 -H -c status | sort -u; }

@test "who did not sign what stands in his name says so in time, and the case does not count until it is decided" {
  entered
  expect 0 svc-reward waiting --mine -H -c no,stage,signers,lacks,recorded_at
  [ "$output" = "$no,1,1201,paper,2026-10-09 09:00:00" ]
  [ "$(svc-reward waiting --header zh --mine -c lacks)" = $'尚缺\n纸面签字由本人核对' ]
  expect 0 svc-report digest -m 2026-10 -f html
  [[ $output == *"$no 第1环节：马志强的签字由唐敏按纸面录入"* ]]
  [ "$(lines)" = final ]
  expect 77 svc-reward dispute "$no" --stage 2 --reason 没签过
  says 'signed in the name of 1003, who alone disputes it'
  expect 4 svc-reward dispute "$no" --stage 9 --reason 没签过
  expect 0 svc-reward dispute "$no" --stage 1 --reason 没签过
  [ "$(lines)" = suspended ]
  [ -z "$(svc-reward waiting --mine -H)" ]
  expect 4 svc-reward dispute "$no" --stage 1 --reason 没签过
  says 'is disputed already'
  # Nobody lifts it meanwhile; the committee decides, but neither who signed or entered nor whom it is about.
  be 1601
  expect 4 svc-reward suspend "$no" --lift --reason x
  says 'is disputed, or was found to be none'
  for person in 1201 1602 1202; do
    be "$person"
    sqlite3 "$SVC_DB" "UPDATE person SET roles = 'committee;clerk' WHERE person = '$person'"
    expect 4 svc-reward decide "$no" --stage 1 --decision stands --reason x
    expect 4 svc-reward decide "$no" --stage 1 --decision void --reason x
  done
  be 1402
  expect 77 svc-reward decide "$no" --stage 1 --decision stands --reason x
  be 1002
  expect 2 svc-reward decide "$no" --stage 1 --decision maybe --reason x
  expect 0 svc-reward decide "$no" --stage 1 --decision stands --reason 笔迹属实
  [ "$(lines)" = final ]
  expect 4 svc-reward decide "$no" --stage 1 --decision void --reason x
  says 'is not disputed, or it is decided'
  for table in paper_dispute paper_decision; do
    by_hand append_only "UPDATE $table SET reason = 'x'"
    by_hand append_only "DELETE FROM $table"
  done
  expect 0 svc-admin check events cases signatures references -H
}

@test "a signature that was none stops the case, and an approved one is reversed by whom that takes" {
  entered
  svc-reward dispute "$no" --stage 1 --reason 没签过
  be 1002
  expect 0 svc-reward decide "$no" --stage 1 --decision void --reason 笔迹不符
  says "propose its reversal: svc-reward reverse $no"
  [ "$(lines)" = suspended ]
  be 1601
  expect 4 svc-reward suspend "$no" --lift --reason x
  back=$(svc-reward reverse "$no" --evidence E-2 --reason 签字不实 -H | cut -d, -f1)
  [ "$(svc-reward list --no "$back" -H -c reverses)" = "$no" ]
  # On its way a case ends there.
  be 1602
  no=$(propose --person 1203 --at '2026-10-09 10:00')
  be 1601
  paper "$no" 1201
  be 1201
  svc-reward dispute "$no" --stage 1 --reason 没签过
  [ "$(svc-reward list --no "$no" -H -c suspended_at)" = '2026-10-12 09:00:00' ]
  be 1002
  expect 0 svc-reward decide "$no" --stage 1 --decision void --reason 笔迹不符
  [ "$(state "$no")" = withdrawn ]
}

@test "after the policy's working days nobody disputes any more, and no answer leaves the signature" {
  entered
  # Entered on Friday the 9th; Saturday the 10th is a working day, so that the fifth one is the 15th.
  export SVC_NOW='2026-10-15 17:30'
  [ "$(svc-reward waiting --mine -H -c no)" = "$no" ]
  expect 0 svc-reward dispute "$no" --stage 1 --reason 没签过 --dry-run
  SVC_NOW='2026-10-15 17:31'
  [ -z "$(svc-reward waiting --mine -H)" ]
  expect 4 svc-reward dispute "$no" --stage 1 --reason 没签过
  says 'could be disputed until 2026-10-15 17:30'
  [ "$(lines)" = final ]
}
