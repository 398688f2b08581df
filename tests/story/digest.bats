# svc-report digest: the page a manager reads.

load common

setup_file() { make_month; }
setup() { fresh_store; }

# The lines of one part of the page, without the borders.
part() {
  local label=$1
  shift
  svc-report digest "$@" | awk -F'|' -v label="$label" '
    /^\+/ { on = 0; next }
    $2 ~ "^ *" label " *$" { on = 1 }
    on { gsub(/^ +| +$/, "", $3); print $3 }'
}

# The cells of the departments' lines, tab-separated.
standings() {
  svc-report digest "$@" | awk -F'|' '/^\| 部门 .*得分/ { on = 1; getline; next } /^\+/ { on = 0 }
    on { for (i = 2; i < NF; i++) { gsub(/^ +| +$/, "", $i); printf "%s%s", $i, i < NF - 1 ? "\t" : "\n" } }'
}

# A cell of the numbers: its two lines in one.
number() {
  local label=$1 column=$2
  shift 2
  svc-report digest "$@" | awk -F'|' -v label="$label" -v column="$column" '
    /^\+/ { if (on) exit; next }
    { for (i = 2; i < NF; i++) if ($i ~ "^ *" label " *$") { on = 1; at = i + column } }
    on { gsub(/^ +| +$/, "", $at); printf "%s%s", $at, " " }'
}

@test "the month's numbers stand beside those of the month before, with what they are of" {
  # by hand: 23 of September, 18 of them closed in it, 17 valid and responsible
  [ "$(number 受理投诉 1)" = '23 ' ]
  [ "$(number 受理投诉 2)" = '0 ' ]
  [ "$(number 办结投诉 1 -m 2026-09)" = '18 ' ]
  [ "$(number 办结投诉 1 -m 2026-10)" = '3 ' ]
  [ "$(number 责任投诉 1)" = '17  ' ]
  [ "$(number 响应及时率 1)" = '65.22% 15/23 ' ]
  [ "$(number 响应及时率 2)" = '–  ' ]
  [ "$(number 办结及时率 1)" = '86.36% 19/22 ' ]
  [ "$(number 回访满意率 1)" = '73.68% 14/19 ' ]
  # October has none yet, and September before it; what is past its limit counts by now
  [ "$(number 受理投诉 2 -m 2026-10)" = '23 ' ]
  [ "$(number 回访满意率 2 -m 2026-10)" = '73.68% 14/19 ' ]
  [ "$(number 受理投诉 1 --dept 05)" = "$(svc-complaint list -m 2026-09 --dept 05 -H -c no | wc -l) " ]
}

@test "departments, the lowest score first, beside the month before" {
  [ "$(standings)" = "$(printf '%s\n' '05 计量收费部	95.00	100.00	A	A	1' '02 维修抢险部	98.00	100.00	A	A	3' \
    '03 安全检查部	98.00	100.00	A	A	1' '04 市场发展部	98.00	100.00	A	A	0' \
    '01 客户服务部	100.00	100.00	A	A	1' '06 服务管理办公室	100.00	100.00	A	A	0')" ]
  [ "$(standings --dept 03)" = '03 安全检查部	98.00	100.00	A	A	1' ]
  [ "$(standings -m 2026-10 --dept 05 | cut -f2-4)" = "$(svc-report sheet -m 2026-10 --dept 05 -H -f tsv -c score)	95.00	A" ]
  # a closed month as it was closed
  svc-report close -m 2026-09 --yes --carry-pending
  svc-complaint withdraw --reason 撤诉 C2026-000019
  [ "$(standings --dept 05)" = '05 计量收费部	95.00	100.00	A	A	0' ]
  svc-report digest | grep -q '2026年9月（已封存）'
}

@test "what changed: grades, cases, settlements, closed months" {
  [ "$(part 月初至今)" = 无 ]
  # six answers of October too late, a point each: department 04 has 94.00
  for i in 1 2 3 4 5 6; do
    complaint dept=04 level=3 source=crm source_no=$i responded_at='2026-10-11 09:00' \
      closed_at='2026-10-12 08:00' >/dev/null
  done
  svc-complaint score -m 2026-09 | svc-reward propose --suspension standby - >/dev/null
  svc-reward reject --reason 证据不足 --by 1201 --evidence 单1 R2026-000003
  svc-report close -m 2026-09 --yes --carry-pending
  svc-complaint determine --valid no --responsible no C2026-000008
  svc-report adjust -m 2026-10 --from 2026-09
  export SVC_NOW='2026-11-20 09:00'
  [ "$(part 月初至今 -m 2026-10)" = "$(printf '%s\n' '04 市场发展部：等级 A → B' \
    '新奖惩案件 6 件：待签 5，已批 0，其他 1' '更正2026年9月计入2026年10月：1 行' '封存2026年9月，2026年10月12日')" ]
  [ "$(part 月初至今 -m 2026-10 --dept 03)" = "$(printf '%s\n' \
    '新奖惩案件 1 件：待签 1，已批 0，其他 0' '封存2026年9月，2026年10月12日')" ]
  [ "$(part 月初至今 -m 2026-11)" = '04 市场发展部：等级 B → A' ]
}

@test "a policy version that came into force is told" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i '/^A,/s/,95,/,94,/' pack/grades.csv
  svc-policy load pack --from 2026-10-10
  part 月初至今 | grep -qx '制度版本 2 自2026年10月10日起施行'
  [ "$(SVC_NOW='2026-10-09 09:00' part 月初至今)" = 无 ]
}

@test "what is overdue, of every register, the longest first" {
  # Nobody inspected anything: three quarters are over with six departments each, nine months likewise;
  # there is no plan of the year, and none that could be adjusted.
  [ "$(part 已逾期 | head -n 2)" = "$(printf '%s\n' 'C2026-000019 响应 05 计量收费部 线上服务：9月26日，逾期16天' \
    'C2026-000019 办结 05 计量收费部 线上服务：10月9日，逾期3天')" ]
  [ "$(part 已逾期 | tail -n +3 | tr -d '\n')" = \
    '未完成：专项检查次数 3、专项检查覆盖 18、部门例行检查 54、年度改进计划 1、年中调整 1' ]
  [ "$(svc-inspect due --kind routine -H -c kind | wc -l)" -eq 54 ]
  [ "$(part 已逾期 --dept 02)" = '未完成：专项检查覆盖 3、部门例行检查 9' ]
  printf 'source,source_no,business,dept,accepted_at\nd,1,repair,02,2026-10-01 09:00\n' | svc-order import -
  svc-inspect plan --planned_at 2026-10-12 --level company --kind special --method on_site \
    --scope 02 --inspectors '1601;1602' --scheme FA >/dev/null
  svc-inspect sheet I2026-000001 >/dev/null
  svc-inspect find K2026-000001 --item 3.3.1 --severity major --facts 超时 >/dev/null
  svc-inspect notice Q2026-000001 --demand 明确值班人 --deadline 2026-10-16 >/dev/null
  svc-improve add --proposed_on 2026-10-09 --title 热线接通 --route department --dept 02 --owner 1202 \
    --starts_on 2026-10-12 --ends_on 2026-12-31 --goal 三声内接听 >/dev/null
  svc-improve add milestones --project G2026-000001 --due_on 2026-10-14 --title 排班 --standard 试行 >/dev/null
  svc-improve approve --by 1201 --evidence 1 G2026-000001
  svc-improve approve --by 1601 --evidence 1 G2026-000001
  export SVC_NOW='2026-10-20 09:00'
  [ "$(part 已逾期 --dept 02 | head -n 4)" = "$(printf '%s\n' \
    'O2026-000001 到场 02 维修抢险部 维修：10月1日，逾期19天' \
    'C2026-000022 办结 02 维修抢险部 通气：10月13日，逾期7天' \
    'M2026-000001 时间节点 02 维修抢险部 排班：10月14日，逾期6天' \
    'N2026-000001 整改通知 02 维修抢险部 明确值班人：10月16日，逾期4天')" ]
  svc-callback attempt B2026-000018 --disposition reached --caller 1102
  svc-callback answer B2026-000018 --overall 2
  svc-callback issue
  export SVC_NOW='2026-12-01 09:00'
  [ "$(part 已逾期 --dept 02 | tail -n +5 | tr -d ' \n')" = \
    '未完成：专项检查覆盖3、部门例行检查11另有2项；投诉共1、工单时限共1、服务检查共15、服务改进共1、回访共2' ]
}

@test "who is near a threshold: by one record, or by the points of grade_near" {
  # two counted complaints of 1302 and of 1402; department 05 stands on A's lower limit
  [ "$(part 临近界限)" = "$(printf '%s\n' '1302 吴桂兰：计入投诉2次，满3次适用《服务管理奖惩办法》3.2.4(4)' \
    '1402 徐静：计入投诉2次，满3次适用《服务管理奖惩办法》3.2.4(4)' '05 计量收费部：得分 95.00，高于 A 级下限 0.00')" ]
  svc-reward thresholds -H -f tsv -c person,count,reached | grep -c '2	no' | grep -qx 2
  # one under appeal does not count; two that came over the limit are no longer near it
  no=$(svc-complaint list --person 1302 --valid yes --responsible yes -H -c no | head -n 1)
  svc-complaint determine --valid yes --responsible yes "$no"
  svc-complaint appeal --against responsible --by 1302 --reason 不属实 "$no"
  [ "$(part 临近界限 --dept 03)" = 无 ]
  # another policy: nobody is near
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i '/^grade_near,/d' pack/params.csv
  sed -i '/complaint.counted/s/,3,/,9,/' pack/thresholds.csv
  svc-policy load pack --from 2026-09-30
  [ "$(part 临近界限)" = 无 ]
}

@test "one major notice costs the award with the second" {
  svc-inspect plan --planned_at 2026-10-12 --level company --kind special --method on_site \
    --scope 04 --inspectors '1601;1602' --scheme FA >/dev/null
  svc-inspect sheet I2026-000001 >/dev/null
  svc-inspect find K2026-000001 --item 3.3.1 --severity major --facts 超时 >/dev/null
  svc-inspect notice Q2026-000001 --demand 整改 --deadline 2026-10-16 >/dev/null
  [ "$(part 临近界限 -m 2026-10 --dept 04 | grep 通知)" = '04 市场发展部：重大问题通知1次，满2次适用《服务检查管理办法》8.1' ]
}

@test "what waits for signatures, and since when" {
  proposed=$(svc-report explain -m 2026-09 -H -c status | grep -c proposed)
  [ "$(part 等待签字)" = "待批得分行 $proposed" ]
  svc-complaint score -m 2026-09 | svc-reward propose --suspension standby - >/dev/null
  svc-auth use vip_maintenance_fee --person 1203 --facts tier=general --amount 60 --handler 1203 \
    --exceeded 投诉多次 >/dev/null
  svc-inspect plan --planned_at 2026-10-12 --level company --kind special --method on_site \
    --scope 02 --inspectors '1601;1602' --scheme FA >/dev/null
  svc-inspect sheet I2026-000001 >/dev/null
  SVC_NOW='2026-10-13 09:00' part 等待签字 | sed 's/^ *//' | tr -d '\n' >waits
  grep -qF '奖惩案件 6（自2026年10月12日）' waits
  grep -qF '授权处理单 1（自2026年10月12日）' waits
  grep -qF '检查表 1（自2026年10月12日）' waits
  [ "$(svc-reward list --state proposed -H -c no | wc -l)" -eq 6 ]
  [ "$(part 等待签字 --dept 06)" = 无 ]
  [ "$(part 等待签字 --dept 03 | head -n 1)" = '奖惩案件 1（自2026年10月12日）' ]
}

@test "text and HTML say the same, on one page each, with the audit's head" {
  svc-report digest -f html >a.html
  svc-report digest -o b.html
  cmp a.html b.html
  [ "$(grep -c '<section>' a.html)" -eq 1 ]
  svc-report digest >a.txt
  [ "$(grep -c $'\f' a.txt || true)" -eq 0 ]
  [ "$(wc -l <a.txt)" -le 60 ]
  grep -q '^审计链头 #' a.txt
  for text in '05 计量收费部' '1302 吴桂兰：计入投诉2次' 'C2026-000019 响应 05 计量收费部' '73.68%'; do
    grep -qF "$text" a.txt
    grep -qF "$text" a.html
  done
}

@test "a company with much to tell still gets one page" {
  for i in 10 11 12 13 14 15 16 17; do echo "$i,维修$i部"; done | { echo dept,name; cat; } | svc-admin import depts -
  {
    echo source,source_no,received_at,channel,category,content,dept
    for i in $(seq 40); do echo "crm,$i,2026-10-0$((i % 9 + 1)) 09:00,hotline,repair,x,1$((i % 8))"; done
  } | svc-complaint import -
  export SVC_NOW='2026-11-20 09:00'
  [ "$(svc-report digest -m 2026-10 | wc -l)" -le 60 ]
  [ "$(standings -m 2026-10 | wc -l)" -eq 7 ]
  [ "$(standings -m 2026-10 | tail -n 1 | cut -f1)" = '另有 8 个部门' ]
  [ "$(part 月初至今 -m 2026-10 | wc -l)" -eq 5 ]
}

@test "a hostile text stays a text" {
  printf 'dept,name\n07,"<b>&""x"""\n' | svc-admin import depts -
  svc-report digest --dept 07 -f html >a.html
  grep -qF '07 &lt;b&gt;&amp;' a.html
  [ "$(grep -cF '<b>' a.html || true)" -eq 0 ]
}

@test "which month, which department, which format" {
  expect 4 svc-report digest -m 2026-11
  says '2026-11 has not begun'
  expect 2 svc-report digest -m 2026
  expect 5 svc-report digest --dept 99
  says 'no such department: "99"'
  expect 2 svc-report digest -f csv
  expect 0 svc-report digest -m 2026-10
  [[ $output == *'| 2026年10月 '* ]]
  [ "$(svc-report digest | grep -c '| 2026年9月 ')" -eq 1 ]
}
