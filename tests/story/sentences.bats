# Sentences are made when they are printed: what is stored is key and values, and a closed month
# prints what it said at its close, in either language.

load common

setup_file() { make_month; }
setup() { fresh_store; }

stored() { sqlite3 "$SVC_DB" "$1"; }

# Everything that a closed September prints in Chinese and with codes, into a folder.
print_september() {
  mkdir "$1"
  svc-report explain -m 2026-09 >"$1/explain.csv"
  svc-report explain -m 2026-09 --header zh >"$1/explain-zh.csv"
  svc-report explain -m 2026-09 --words zh -f jsonl >"$1/explain-zh.jsonl"
  svc-report explain -m 2026-09 -o "$1/explain.html"
  for by in dept person; do
    svc-report sheet -m 2026-09 --by $by >"$1/$by.csv"
    svc-report sheet -m 2026-09 --by $by --header zh >"$1/$by-zh.csv"
    svc-report sheet -m 2026-09 --by $by -f table --header zh >"$1/$by-zh.table"
    svc-report sheet -m 2026-09 --by $by -o "$1/$by.html"
  done
  svc-report close -m 2026-09 --yes -o "$1"
}

@test "a reason is said in the language of the words" {
  svc-complaint score -m 2026-09 -H -f tsv -c record,reason | sort -u >en
  svc-complaint score -m 2026-09 -H -f tsv -c record,reason --words zh | sort -u >zh
  grep -q $'^C2026-000009\tdue 2026-09-10 17:48:00, done 2026-09-10 18:30:00$' en
  grep -q $'^C2026-000009\t时限 2026-09-10 17:48，实际 2026-09-10 18:30（超时42分钟）$' zh
  grep -q $'^C2026-000012\tdetermined under reward-3.2.3-1$' en
  grep -q $'^C2026-000012\t经认定，适用《服务管理奖惩办法》3.2.3(1)$' zh
  grep -q $'^C2026-000020\t3 counted complaints of 1202 in 2026$' en
  grep -q $'^C2026-000020\t孙磊（1202）2026年度内累计有责投诉3次$' zh
  # words follow the heading; xlsx, html and paper are Chinese
  svc-complaint score -m 2026-09 --header zh | grep -q 经认定
  svc-complaint score -m 2026-09 --header zh --words code | grep -q 'determined under'
  svc-complaint score -m 2026-09 -f html | grep -q 经认定
  svc-complaint score -m 2026-09 -f jsonl | grep -q '"reason":"determined under reward-3.2.3-1"'
}

@test "a case made of score lines stores what was found, not what was printed, in whichever language" {
  svc-complaint score -m 2026-09 | svc-reward propose --suspension standby - >/dev/null
  [[ $(stored "SELECT facts FROM reward_case WHERE source_no = 'C2026-000012'") == 'determined|reward-3.2.3-1@2026-09-'* ]]
  [ "$(stored "SELECT COUNT(*) FROM reward_case WHERE facts LIKE '% %'")" -eq 0 ]
  [ "$(stored "SELECT COUNT(*) FROM reward_case WHERE evidence NOT LIKE 'record|%'")" -eq 0 ]
  stored 'SELECT source_no, clause, facts, evidence FROM reward_case ORDER BY 1, 2' >first
  mv store used
  fresh_store
  svc-complaint score -m 2026-09 --header zh | svc-reward propose --suspension standby - >/dev/null
  stored 'SELECT source_no, clause, facts, evidence FROM reward_case ORDER BY 1, 2' | cmp first -
  no=$(svc-reward list --source_no C2026-000012 -H -c no)
  [ "$(svc-reward list --no "$no" -H -f tsv -c facts,evidence)" = \
    $'determined under reward-3.2.3-1\tcomplaint C2026-000012' ]
  svc-reward form "$no" >form
  grep -q '经认定，适用《服务管理奖惩办法》3.2.3(1)' form
  grep -q '来源：投诉 C2026-000012' form
  grep -q '投诉 C2026-000012' form
  refute grep -E '[a-z]{3,} [a-z]{2,}' form # no English prose
  svc-report ledger reward -m 2026-09 --header zh | grep -q '经认定，适用《服务管理奖惩办法》3.2.3(1),投诉 C2026-000012'
  svc-reward show "$no" -H -f tsv -c column,value | grep -q $'^facts\tdetermined under'
  svc-reward show "$no" -H -f tsv -c column,value --words zh | grep -q $'^facts\t经认定'
}

@test "what a person wrote is printed as it was written, whatever it looks like" {
  for text in 'missed|2026-09-10 17:48:00|2026-09-10 18:30:00|' 'no_plan' 'text|x' 'all|gone|gone' \
    $'a\\|b\\' '经认定，适用《x》1' 'determined under reward-3.2.1-1'; do
    no=$(svc-reward propose -H --clause reward-3.2.1-1 --person 1202 --facts "$text" --evidence "$text" --also x \
      --at '2026-10-11 09:00')
    [ "$(svc-reward list --no "$no" -H -f jsonl -c facts | jq_text facts)" = "$text" ]
    [ "$(svc-reward list --no "$no" -H -f jsonl -c evidence --words zh | jq_text evidence)" = "$text" ]
    svc-reward form -f html "$no" | sed 's/<[^>]*>//g' | grep -qF "$text"
    [ "$(svc-reward score -m 2026-10 -f jsonl | grep -cF "$(printf %s "$text" | sed 's/\\/\\\\/g')")" -gt 0 ]
    svc-reward set "$no" --facts "另：$text" --reason 补正
    [ "$(svc-reward list --no "$no" -H -f jsonl -c facts | jq_text facts)" = "另：$text" ]
  done
}

# One text of one object a line.
jq_text() { sed "s/^{\"$1\":\"//; s/\"}\$//; s/\\\\\\\\/\\\\/g"; }

@test "a reason that somebody changed on its way is what he wrote" {
  svc-complaint score -m 2026-09 | sed 's/determined under reward-3.2.3-1/missed|x|y|/' |
    svc-reward propose --suspension standby - >/dev/null
  no=$(svc-reward list --source_no C2026-000012 -H -c no)
  [ "$(svc-reward list --no "$no" -H -c facts)" = 'missed|x|y|' ]
  [ "$(stored "SELECT facts FROM reward_case WHERE no = '$no'")" = 'text|missed|x|y|' ]
}

@test "lines from a file are read with any reason" {
  svc-report explain -m 2026-09 --header id >lines.csv
  svc-report sheet -m 2026-09 -H -c subject,score >own
  svc-report sheet -m 2026-09 -H -c subject,score --lines lines.csv | cmp own -
  svc-report explain -m 2026-09 --words zh >zh.csv
  svc-report sheet -m 2026-09 -H -c subject,score --lines zh.csv | cmp own -
}

@test "a closed month prints the same bytes in both languages, whatever is called otherwise by then" {
  svc-report close -m 2026-09 --yes --carry-pending
  print_september before
  svc-admin import depts --update - <<<$'dept,name\n05,计量收费中心\n02,抢险维修部'
  svc-admin import persons --update - <<<$'person,name\n1202,孙小磊\n1502,新名'
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/客户投诉管理办法/客户投诉处理规定/; s/服务管理奖惩办法/奖惩规定/' pack/books.csv
  sed -i 's/未在规定时限内办结/逾期未办结/' pack/clauses.csv
  sed -i 's/^item,complaint,投诉,/item,complaint,客诉,/; s/^effect,no_annual_award,取消年度评优,/effect,no_annual_award,无评优资格,/' pack/words.csv
  svc-policy load pack --from 2026-10-12 >/dev/null
  # and what a store never does by itself
  stored "UPDATE policy_book SET title = '另一办法'; UPDATE policy_clause SET article = '9.9'"
  print_september after
  diff -r before after
  # what is not closed has the new ones
  svc-complaint score -m 2026-09 --words zh -H -c item | grep -qx 客诉
  svc-complaint score -m 2026-09 --words zh | grep -q '经认定，适用《另一办法》9.9'
  svc-complaint score -m 2026-09 --words zh | grep -q '孙小磊（1202）'
}

@test "the manifest vouches for what is stored in Chinese, and for the statements" {
  svc-report close -m 2026-09 --yes --carry-pending
  [ "$(svc-report verify -m 2026-09 -H -c part,same | grep '^words')" = words,yes ]
  stored 'DROP TRIGGER month_line_no_update; DROP TRIGGER month_sheet_no_update'
  cp store/svc.db kept.db
  for change in "month_line SET reason_zh = '按时' WHERE place = 1" "month_line SET reason = 'gone' WHERE place = 1" \
    "month_line SET status_zh = '作废' WHERE place = 1" "month_sheet SET csv = '' WHERE words = 'zh' AND kind = 'dept'"; do
    cp kept.db store/svc.db
    stored "UPDATE $change"
    expect 1 svc-report verify -m 2026-09 -H -c part,same
    [ "${lines[5]}" = words,no ]
  done
  cp kept.db store/svc.db
  stored "UPDATE month_line SET reason_en = 'in time' WHERE place = 1"
  expect 1 svc-report verify -m 2026-09 -H -c part,same
  [ "${lines[2]}" = lines,no ]
}

@test "what waits for its correction is told in both languages" {
  svc-report close -m 2026-09 --yes --carry-pending
  svc-complaint determine --valid no --responsible no C2026-000008
  [ "$(svc-report diff -m 2026-09 --words zh -H -c record,reason 2>/dev/null)" = \
    'C2026-000008,时限 2026-09-16 17:30，实际 2026-09-17 10:00（超时16小时30分钟）；经root（root）认定投诉不成立' ]
  svc-report adjust -m 2026-10 --from 2026-09
  svc-report explain -m 2026-10 -H -c item,reason | grep -q '^adjust,2026-09: no longer counted$'
  svc-report explain -m 2026-10 -H -c item,reason --words zh | grep -q '^更正,2026年9月：不再计入$'
  [ "$(stored 'SELECT reason FROM adjustment')" = 'settled|2026-09|counts_no_longer' ]
}

@test "no finished sentence is stored: every one has a key" {
  svc-complaint score -m 2026-09 | svc-reward propose --suspension standby - >/dev/null
  svc-auth use vip_maintenance_fee --person 1203 --facts tier=general --amount 60 --exceeded 老客户 >/dev/null
  svc-report close -m 2026-09 --yes --carry-pending
  tail -n +2 "$ROOT/lib/base/statements.csv" | cut -d, -f1 | sort >keys
  for column in reward_case.facts reward_case.evidence authority_use.finding month_line.reason; do
    stored "SELECT ${column#*.} FROM ${column%.*} WHERE ${column#*.} IS NOT NULL" | cut -d'|' -f1 | sort -u >used
    [ -s used ]
    comm -23 used keys | tee unknown
    [ ! -s unknown ]
  done
}

@test "every statement that C composes in SQL has a key" {
  tail -n +2 "$ROOT/lib/base/statements.csv" | cut -d, -f1 | sort >keys
  grep -rhoE "'[a-z_]+\|" "$ROOT"/cmd/*/*.c "$ROOT"/lib/*/*.c | tr -d "'|" | sort -u >used
  [ "$(wc -l <used)" -gt 5 ]
  comm -23 used keys | tee unknown
  [ ! -s unknown ]
}

@test "a deadline is explained in Chinese" {
  svc-complaint explain C2026-000022 --words zh -H -f tsv -c clock,step,at,weekday,note >zh
  grep -q $'\t自受理起5个工作日：依据 limits.csv 投诉/办结/三级；依据类别 暂定；制度版本1$' zh
  grep -q $'\t周三\t次日起算$' zh
  grep -q $'\t周日\t周末不计$' zh
  grep -q $'\t调休上班$' zh
  grep -q $'\t未到期$' zh
  svc-policy calendar -m 2026-10 --words zh | grep -q '周六,上班,国庆节,调休上班'
  svc-policy calendar explain '2026-09-30 15:00' 5wd --words zh -H -c weekday,note | head -n 1 | grep -qx 周三,次日起算
}

@test "authority is judged in Chinese" {
  svc-auth use vip_maintenance_fee --person 1203 --facts tier=general --amount 60 --exceeded 老客户 >/dev/null
  [ "$(stored 'SELECT finding FROM authority_use')" = 'condition_in|tier|general|vip;key' ]
  svc-auth audit -m 2026-10 --words zh -H -c reason >zh
  grep -q '^服务等级为“一般客户”，应为“VIP、关键客户”之一$' zh
  grep -Eq '^处理单待第1环节 经办人 .*签批$' zh
  [ "$(svc-auth list -H -c finding)" = '"tier is general, not in vip;key"' ]
  svc-auth score -m 2026-10 --words zh -H -c reason | grep -q '^VIP及关键客户维护费减免：越权，服务等级为“一般客户”'
  # a message stays a message
  expect 4 svc-auth use vip_maintenance_fee --person 1203 --facts tier=general --amount 60
  says 'tier is general, not in vip;key'
}

@test "a tier's ground is the rule's statement, or what somebody wrote" {
  printf '%s\n' customer,name,class,daily_gas_m3 V1,甲厂,industrial,1100 V2,乙局,government, V3,丙厂,industrial,5 |
    svc-tier import -
  svc-tier propose >list.csv
  grep -q 'V1,general,vip,,1100,,,,"1100 m3 a day, at least 1000"' list.csv
  svc-tier propose --words zh >zh.csv
  grep -q '日用气量1100立方米，不低于1000立方米' zh.csv
  grep -q '类别：政府机关' zh.csv
  printf 'V3,general,vip,,,,,1001,gas_enough|1|2\n' >>list.csv
  be_another
  svc-tier review --reason 评审 list.csv >/dev/null
  [ "$(stored 'SELECT customer, why FROM tier_change ORDER BY 1')" = \
    $'V1|gas_enough|1100|1000\nV2|class|government\nV3|text|gas_enough|1|2' ]
  [ "$(svc-tier history V3 -H -c why --words zh | tail -n 1)" = 'gas_enough|1|2' ]
  svc-tier history V1 -H -c why --words zh | grep -q '^日用气量1100立方米，不低于1000立方米$'
}

# A person who may review what 1001 proposed.
be_another() {
  sqlite3 "$SVC_DB" "UPDATE person SET login = NULL WHERE login = '$(id -un)';
    UPDATE person SET login = '$(id -un)' WHERE person = '1002'"
}

@test "what is due, honours and footers are said in Chinese" {
  svc-inspect due --words zh -H -c what >due
  grep -q '^2026年1月：部门主任未牵头例行检查并提交小结$' due
  grep -q '^2026年第3季度：专项检查应1次，已0次$' due
  grep -q '^2026年第3季度：未被专项检查覆盖$' due
  svc-improve due --words zh -H -c what | grep -q '^本年度无服务改进计划$'
  svc-improve due -H -c what | grep -q '^there is no plan of the year$'
  svc-report sheet -m 2026-09 -f table | grep -q '^2026-09  head #'
  svc-report sheet -m 2026-09 -f table | grep -qx 'local mode: identity not isolated'
  svc-report sheet -m 2026-09 -f table --header zh | grep -q '^2026-09  审计链头 #'
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report sheet -m 2026-09 -f table --header zh | grep -q '^2026年9月 已封存，第1版  审计链头 #'
  svc-report digest -m 2026-09 >digest
  tr -d '\n |' <digest | grep -q '满3次适用《服务管理奖惩办法》3.2.4(4)'
  grep -q '单机模式：登录身份未隔离，仅供内部使用' digest
  refute grep -q 'head #' digest
}
