# The first day: a folder of the files that an office has becomes the company's store, and its first sheet prints.
load common
load workbook

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  export SVC_DB=$BATS_TEST_TMPDIR/store/svc.db
  mkdir -m 700 store
}

# The files as they lie there: whatever program wrote them, nobody has touched them since.
office() {
  mkdir 资料
  printf '%s\n' '公司基本信息,' '项目,内容' '企业名称,远山燃气有限公司' '文号代字,远燃服' >资料/公司.csv
  printf '%s\n' '远山燃气有限公司部门一览表,,,,' '序号,部门编码,部门名称,部门类型,部门负责人' '1,01,客户服务部,业务,林秀英' \
    '2,02,维修抢险部,业务,赵志强' '3,06,服务管理办公室,职能,孙慧' '合计,3,,,' | iconv -f UTF-8 -t GB18030 >资料/部门表.csv
  # A department stands in its first cell alone, merged downwards.
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' '员工花名册' '' '' '' '' '' 序号 工号 姓名 所属部门 职务 入职日期 \
    =1 1101 林秀英 客户服务部 部门主任 2012.7.2 =2 1102 何佳 '' 客服代表 2015-06-01 \
    =3 1201 赵志强 维修抢险部 部门主任 2009年3月1日 =4 1203 李大勇 '' 维修工 20160301 =5 1204 王强 '' 班长 2016/3/1 \
    =6 1601 孙慧 服务管理办公室 部门主任 2011-01-04 =7 1001 周明远 '' 总经理 2008-01-01 合计 =7 '' '' '' '' |
    workbook '资料/2026年员工花名册（最新）.xlsx' A1:F1 D3:D4 D5:D7 D8:D9
  printf '%s\t%s\t%s\t%s\t%s\n' 户号 户名 客户性质 用气地址 联系电话 \
    0000123 张三 个人 和平路（东）３号楼 $'13800000001' 0000124 和平饭店 单位 '人民路1号' '023-67890000' |
    iconv -f UTF-8 -t UTF-16 >资料/客户档案.txt
  echo 会议纪要 >资料/纪要.docx
}

# The city's hotline, complaints and what came of calling back in one export, as a page that is called .xls.
hotline() {
  {
    echo '<html><body><table><tr><td colspan="12">市民热线工单导出</td></tr>'
    while IFS=, read -r -a cell; do
      printf '<tr>' && printf '<td>%s</td>' "${cell[@]}" && echo '</tr>'
    done <<'ROWS'
序号,工单编号,来电时间,来电类别,问题分类名称,主要内容,承办单位,办理截止时间,办结时间,回访时间,是否接通电话,最终满意度
1,W1,2026-09-01 09:05:00,投诉,维修,灶具不着火,维修抢险部,2026-09-08,2026-09-14 10:00:00,2026-09-15 10:00:00,是,满意
2,W2,2026-09-01 10:05:00,咨询,信息,怎么开户,客户服务部,2026-09-08,2026-09-01 11:00:00,,,
3,W3,2026.9.2 10:05,投诉,收费,多收费,客户服务部,2026-09-09,2026-09-04 10:00:00,2026-09-05 10:00:00,是,不满意
合计,3,,,,,,,,,,
ROWS
    echo '</table></body></html>'
  } >工单.xls
}

@test "a company out of a folder, and its first sheet, without touching a file" {
  office
  hotline
  expect 0 svc-admin init -v --company 资料 -c found,what,subject,records
  says '部门表.csv: read as gb18030'
  says '部门表.csv: passed over: 1 rows above the heading, 0 blank, 1 of sums or signatures, 1 columns'
  says '客户档案.txt: read as utf-16'
  says 'made the store'
  diff - <(grep -v ^missing <<<"$output") <<'TOLD'
found,what,subject,records
taken,persons,2026年员工花名册（最新）.xlsx,7
taken,company,公司.csv,2
taken,customers,客户档案.txt,2
taken,depts,部门表.csv,3
passed_over,,纪要.docx,
TOLD
  # Heads that were named by name are told by their codes, and held the office ever since.
  diff - <(svc-admin list depts -H -c dept,name,kind,head) <<'DEPTS'
01,客户服务部,business,1101
02,维修抢险部,business,1201
06,服务管理办公室,support,1601
DEPTS
  [ "$(svc-admin history depts -H | wc -l)" -eq 3 ]
  diff - <(svc-admin list persons -H -c person,name,dept,roles,joined --person 1101,1102,1203,1204,1001) <<'PERSONS'
1001,周明远,06,gm,2008-01-01
1101,林秀英,01,dept_head,2012-07-02
1102,何佳,01,agent,2015-06-01
1203,李大勇,02,staff,2016-03-01
1204,王强,02,team_leader,2016-03-01
PERSONS
  [ "$(svc-tier list customers -H -c customer,kind | tr '\n' ' ')" = '0000123,person 0000124,unit ' ]
  # The month's complaints and call-backs are both in one export.
  expect 0 svc-complaint import -v --profile 12345 --set plan=服务应急预案,level=3,valid=yes,responsible=yes 工单.xls
  says 'read 2: 2 added'
  says '1 rows left out'
  expect 0 svc-callback import -v --profile 12345 工单.xls
  says 'read 2: 2 added'
  expect 0 svc-report sheet -m 2026-09 -f html
  [[ $output == *远山燃气有限公司* && $output == *维修抢险部* ]]
  [ "$(svc-report sheet -m 2026-09 -H --dept 02 -c complaint)" != 0.00 ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "what is missing is told with the command that adds it" {
  mkdir leer
  expect 0 svc-admin init --company leer --header none -c what,subject,records,command
  diff - <(echo "$output") <<'TOLD'
company,,,svc-policy new DIR; svc-policy load DIR --from DATE
depts,,,svc-admin import depts FILE
persons,,,svc-admin import persons FILE --roles staff
customers,,,svc-tier import customers FILE
policy,,,svc-policy new DIR; svc-policy load DIR --from DATE
TOLD
  office
  rm store/svc.db 资料/部门表.csv
  printf '%s\n' 部门编码,部门名称,部门负责人 01,客户服务部,林秀英 02,维修抢险部,钱多多 06,服务管理办公室, >资料/部门.csv
  sed -i '/企业/d' 资料/公司.csv
  SVC_NOW='2026-11-03 09:00' expect 0 svc-admin init --company 资料 -H -c what,subject,records,command
  local line
  for line in company,,,svc-policy 'calendar,2027,,svc-policy load DIR' \
    'head,02 维修抢险部,,svc-admin set depts 02 --head PERSON --reason TEXT' \
    'head,06 服务管理办公室,,svc-admin set depts 06 --head PERSON --reason TEXT' \
    'signer,' 'login,,7,svc-admin set persons PERSON --login LOGIN --reason TEXT'; do
    grep -qF "$line" <<<"$output" || { echo "no $line in: $output"; return 1; }
  done
  [[ $output != *head,01* ]]
}

@test "all of it or nothing: a file that cannot be taken in makes no store, and is told" {
  office
  echo '3,07,,业务,' | iconv -f UTF-8 -t GB18030 >>资料/部门表.csv
  expect 65 svc-admin init --company 资料
  says '资料/部门表.csv:7: record 5, column "name": is required'
  says '"资料/部门表.csv" was not taken in; no store was made'
  [ -z "$(ls -A store)" ]
  rm 资料/部门表.csv
  expect 65 svc-admin init --company 资料
  says '.xlsx" was not taken in; no store was made'
  [ -z "$(ls -A store)" ]
  expect 65 svc-admin init --company nirgends
  says 'no store was made'
  # A store that is there is never touched.
  svc-admin init
  expect 78 svc-admin init --company 资料
}

@test "the company's parameters are checked as those of a pack, and told by their own lines" {
  office
  printf '%s\n' 参数,值 公司名称,远山燃气 monthclosing_day,25 base_score,hundert >资料/公司.csv
  expect 78 svc-admin init --company 资料
  says '资料/公司.csv:3: parameter: "monthclosing_day" is no parameter of the pack; did you mean month_closing_day?'
  says '资料/公司.csv:4: value:'
  says 'no store was made'
  [ -z "$(ls -A store)" ]
  printf '%s\n' 参数,值 公司名称,远山燃气 考核截止日,25 base_score,120 >资料/公司.csv
  expect 0 svc-admin init --company 资料
  [ "$(sqlite3 "$SVC_DB" "SELECT value FROM policy_param WHERE name IN ('base_score', 'company', 'month_closing_day') ORDER BY name" |
    tr '\n' ' ')" = '120 远山燃气 25 ' ]
  printf '%s\n' 名,值 公司名称,远山燃气 >资料/公司.csv
  rm store/svc.db
  expect 65 svc-admin init --company 资料
  says 'has no columns parameter and value'
}

@test "a folder of rules is completed by what came with the tools" {
  office
  mkdir 资料/规章
  sed 's/^base_score,100,/base_score,200,/' "$SVC_BUILD/share/svc/policy/params.csv" >资料/规章/params.csv
  expect 0 svc-admin init --company 资料 -H
  grep -q '^taken,policy,规章,' <<<"$output"
  [[ $output != *missing,policy* ]]
  [ "$(sqlite3 "$SVC_DB" "SELECT value FROM policy_param WHERE name IN ('base_score', 'company') ORDER BY name" | tr '\n' ' ')" = '200 远山燃气有限公司 ' ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) > 20 FROM policy_limit')" = 1 ]
  rm store/svc.db
  mkdir 资料/规则
  expect 65 svc-admin init --company 资料
  says 'are taken for the same'
  rmdir 资料/规则
  expect 2 svc-admin init --company 资料 --policy "$SVC_BUILD/share/svc/policy"
}

@test "posts bring roles, and what is said of a post goes before what it is called" {
  office
  expect 0 svc-admin init --company 资料 --roles '维修工=staff;clerk,班长=staff,agent'
  diff - <(svc-admin list persons -H -c person,roles --person 1102,1201,1203,1204) <<'ROLES'
1102,agent
1201,dept_head
1203,staff;clerk
1204,staff
ROLES
  expect 2 svc-admin init --roles 班长=staff
  rm store/svc.db
  expect 2 svc-admin init --company 资料 --roles 班长=chef
  says 'option --roles: "班长=chef"'
  [ -z "$(ls -A store)" ]
}

@test "names of heads are told by their codes once the persons are there; who is not one of them stays a name" {
  svc-admin init
  printf '%s\n' dept,name,head,leader '01,客户服务部,林秀英,周明远' '02,维修抢险部,王强,王强' '03,市场部,张三,' | svc-admin import depts -
  printf '%s\n' 工号,姓名,部门,职务 1101,林秀英,客户服务部,主任 1202,王强,02,主任 1302,王强,03,工 1001,周明远,01,总经理 >p.csv
  expect 65 svc-admin import persons p.csv
  expect 0 svc-admin import persons --roles staff p.csv
  [ "$(svc-admin list depts -H -c dept,head,leader | tr '\n' ' ')" = '01,1101,1001 02,1202,1202 03,张三, ' ]
  expect 0 svc-admin import persons -v --roles staff p.csv
  says '4 unchanged'
  expect 2 svc-admin import depts --roles staff p.csv
  expect 0 svc-admin verify
}

@test "a pack's file is as a spreadsheet leaves it: a mark at its beginning, Chinese headings, cells and rows of nothing" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  {
    printf '\xef\xbb\xbf'
    sed -e '1s/.*/名称 ,取值,内容,依据,待建/' -e 's/$/,,\r/' pack/params.csv
    printf ',,,,,,\r\n,,,,,,\r\n'
  } >params.csv
  mv params.csv pack/params.csv
  expect 0 svc-policy check pack
  [ "$(wc -l <<<"$output")" -eq 1 ]
  svc-policy diff "$SVC_BUILD/share/svc/policy" pack -H >changes.csv
  [ ! -s changes.csv ]
  sed -i '2s/,,\r$/,,多余\r/' pack/params.csv
  expect 1 svc-policy check pack
  [[ $output == *'has too few or too many cells'* ]]
}
