# Departments and persons by name, wherever their code is taken.

load common

setup_file() {
  make_company
  # 王伟 works in two departments, two of 02 are called 李娜; one 张敏 has left, another came later;
  # the name of the last is another's number.
  svc-admin import persons - <<'END'
person,name,dept,post,roles,joined,left_on
2001,王伟,02,维修工,staff,2020-01-01,
2002,王伟,03,安检员,staff,2020-01-01,
2003,李娜,02,维修工,staff,2020-01-01,
2004,李娜,02,维修工,staff,2020-01-01,
2005,张敏,04,市场专员,staff,2015-01-01,2026-08-31
2006,张敏,05,抄表员,staff,2026-09-15,
2007,1203,05,抄表员,staff,2020-01-01,
END
}

setup() { fresh_store; }

# rows LINE…: complaints of another system, `n,受理时间,部门,责任人` each.
rows() {
  echo '来源系统,来源编号,受理时间,渠道,类别,内容,部门,责任人'
  local line
  for line in "$@"; do
    echo "crm,${line%%,*},$(cut -d, -f2 <<<"$line"),热线,维修,报修,$(cut -d, -f3- <<<"$line")"
  done
}

# takes CODE LINE…: imports these rows.
takes() {
  local code=$1
  shift
  rows "$@" >in.csv
  expect "$code" svc-complaint import in.csv
}

# whose: department and person of each complaint.
whose() { svc-complaint list -H -c dept,person | paste -sd' '; }

@test "a file may hold names where codes are, under either heading" {
  takes 0 '1,2026-10-09 09:00,维修抢险部,李大勇' '2,2026-10-09 09:00,02,1203' \
    '3,2026-10-09 09:00,维修抢险部,1203' '4,2026-10-09 09:00,02,李大勇'
  [ "$(whose)" = '02,1203 02,1203 02,1203 02,1203' ]
  expect 0 svc-complaint import - <<'END'
source,source_no,received_at,channel,category,content,dept,person
crm,9,2026-10-09 09:00,hotline,repair,报修,安全检查部,吴桂兰
END
  [ "$(svc-complaint list --source_no 9 -H -c dept,person)" = '03,1302' ]
}

@test "the same file with names and with codes is the same" {
  takes 0 '1,2026-10-09 09:00,维修抢险部,李大勇'
  rows '1,2026-10-09 09:00,02,1203' >codes.csv
  expect 0 svc-complaint import codes.csv -v
  says '0 added, 0 updated, 1 unchanged'
}

@test "a name is sought in the row's department first" {
  takes 0 '1,2026-10-09 09:00,维修抢险部,王伟' '2,2026-10-09 09:00,03,王伟' \
    '3,2026-10-09 09:00,计量收费部,李大勇'
  [ "$(whose)" = '02,2001 03,2002 05,1203' ]
}

@test "a name of several is refused with their numbers" {
  takes 65 '1,2026-10-09 09:00,02,李娜'
  says 'in.csv:2: record 1, column "responsible_person": is the name of several: 2003 (02), 2004 (02); write the number'
  takes 65 '1,2026-10-09 09:00,05,王伟'
  says 'is the name of several: 2001 (02), 2002 (03); write the number'
  takes 65 '1,2026-10-09 09:00,,王伟'
  says 'is the name of several: 2001 (02), 2002 (03); write the number'
  [ -z "$(whose)" ]
}

@test "who had left by the day of the fact is not meant, who was there is" {
  takes 0 '1,2026-08-31 09:00,市场发展部,张敏' '2,2026-09-15 09:00,04,张敏'
  [ "$(whose)" = '04,2005 04,2006' ]
  takes 65 '3,2026-09-10 09:00,04,张敏'
  says '2005 (04) left on 2026-08-31, 2006 (05) joins on 2026-09-15; if it is meant all the same, write the number'
  takes 65 '3,2026-09-10 09:00,04,2005'
  says 'left on 2026-08-31 and takes no work'
}

@test "an exact number wins over a name" {
  takes 0 '1,2026-10-09 09:00,计量收费部,1203'
  [ "$(whose)" = 05,1203 ]
}

@test "number and name in one cell must belong together" {
  takes 0 '1,2026-10-09 09:00,02 维修抢险部,1203 李大勇' \
    '2,2026-10-09 09:00,维修抢险部（02）,李娜（2004）' '3,2026-10-09 09:00,维修抢险部(02),2003　李娜'
  [ "$(whose)" = '02,1203 02,2004 02,2003' ]
  takes 65 '4,2026-10-09 09:00,02 安全检查部,1203 李娜'
  says 'column "dept": "02 安全检查部": code and name differ: 02 is 维修抢险部'
  says 'column "responsible_person": number and name differ: 1203 is 李大勇'
}

@test "an unknown name is refused with what is near; a person's is not repeated" {
  takes 65 '1,2026-10-09 09:00,维修部,李大永'
  says 'column "dept": "维修部": is not registered; near it: 02 维修抢险部'
  says 'column "responsible_person": is not registered; near it: 1203 (02) 李大勇'
  if says 李大永 >/dev/null; then return 1; fi
  takes 65 '1,2026-10-09 09:00,锅炉房,欧阳锋'
  says 'column "dept": "锅炉房": is not registered'
  if says near >/dev/null; then return 1; fi
}

@test "blanks around a name are none of it" {
  takes 0 '1,2026-10-09 09:00,02, 李大勇　'
  [ "$(whose)" = 02,1203 ]
}

@test "where the file has neither day nor department, the stored record decides" {
  takes 0 '1,2026-08-31 09:00,04,' '2,2026-10-09 09:00,03,'
  svc-complaint close --solution 修 --at '2026-10-12 09:00' "$(svc-complaint list --source_no 1 -H -c no)" # over: nobody is handed it
  printf '%s\n' source,source_no,person crm,1,张敏 crm,2,王伟 >who.csv
  expect 0 svc-complaint import --update who.csv
  [ "$(whose)" = '04,2005 03,2002' ]
  printf '%s\n' source,source_no,person crm,2,李娜 >who.csv
  expect 65 svc-complaint import --update who.csv
  says 'who.csv:2: record 1, column "person": is the name of several: 2003 (02), 2004 (02)'
}

@test "a bad name goes to the rejects with its reason, the others are taken" {
  rows '1,2026-10-09 09:00,02,李娜' '2,2026-10-09 09:00,02,王伟' '3,2026-10-09 09:00,,王伟' >in.csv
  expect 3 svc-complaint import --keep-good --rejects bad.csv in.csv
  [ "$(whose)" = 02,2001 ]
  [ "$(grep -c 'is the name of several' bad.csv)" -eq 2 ]
}

@test "--set takes names: each row finds its own" {
  printf '%s\n' source_no,received_at,dept 1,'2026-10-09 09:00',02 2,'2026-10-09 09:00',安全检查部 >in.csv
  expect 0 svc-complaint import --set source=crm,channel=热线,category=维修,content=报修,person=王伟 in.csv
  [ "$(whose)" = '02,2001 03,2002' ]
  printf '%s\n' source_no,received_at,person 3,'2026-10-09 09:00',王伟 >in.csv
  expect 0 svc-complaint import --set source=crm,channel=热线,category=维修,content=报修,dept=维修抢险部 in.csv
  [ "$(svc-complaint list --source_no 3 -H -c dept,person)" = 02,2001 ]
  expect 2 svc-complaint import --set source=crm,channel=热线,category=维修,content=报修,dept=锅炉房 in.csv
  says 'option --set, column "dept": is not registered'
}

@test "a month is enough of a day" {
  printf '%s\n' 工号,月份,应发工资 张敏,2026-08,5000 李大勇,2026-08,6000 >w.csv
  expect 0 svc-admin import wages w.csv
  [ "$(svc-admin list wages -H -c person | paste -sd' ')" = '2005 1203' ]
  printf '%s\n' 工号,月份,应发工资 张敏,2026-09,5000 >w.csv
  expect 0 svc-admin import wages w.csv
  [ "$(svc-admin list wages --period 2026-09 -H -c person)" = 2006 ]
}

@test "lists of persons and departments take names" {
  expect 0 svc-inspect plan -H --planned_at 2026-10-12 --level company --kind special \
    --method on_site --scope '维修抢险部;03' --inspectors '沈文;1602' --scheme FA-1
  [ "$(svc-inspect list -H -c scope,inspectors)" = '02;03,1601;1602' ]
  expect 2 svc-inspect plan -H --planned_at 2026-10-12 --level company --kind special \
    --method on_site --scope 02 --inspectors '沈文;李娜' --scheme FA-1
  says 'option --inspectors: number 2 of the list is the name of several: 2003 (02), 2004 (02)'
}

@test "the head of a department may be named, also before anybody is registered" {
  expect 0 svc-admin add depts --dept 07 --name 新源分公司 --head 李大勇 --leader 欧阳锋
  [ "$(svc-admin list depts --dept 07 -H -c leader,head)" = 欧阳锋,1203 ]
  [ "$(svc-admin list depts --head 李大勇 -H -c dept)" = 07 ]
  expect 1 svc-admin check references
  [[ $output == *'department 07 names leader ""欧阳锋"", who is not registered'* ]]
}

@test "add and set take names" {
  complaint dept=维修抢险部 person=王伟
  [ "$(whose)" = 02,2001 ]
  expect 2 svc-complaint add --received_at '2026-10-09 09:00' --channel hotline --category repair \
    --content 报修 --person 王伟
  says 'option --person: is the name of several: 2001 (02), 2002 (03); write the number'
  says 'nothing was registered'
  first=$(svc-order add -H --accepted_at '2026-08-20 09:00' --business repair --dept 市场发展部 --finished_at '2026-08-20 11:00')
  second=$(svc-order add -H --accepted_at '2026-10-09 09:00' --business repair --dept 03)
  expect 0 svc-order set --person 王伟 --reason 更正 "$second"
  expect 0 svc-order set --person 张敏 --reason 更正 "$first"
  [ "$(svc-order list -H -c person | paste -sd' ')" = '2005 2002' ]
  expect 2 svc-order set --person 李娜 --reason 更正 "$second"
  says "$second: option --person: is the name of several"
  says 'nothing was applied'
}

@test "options take names, those of who is there on the day of the step" {
  no=$(complaint)
  expect 0 svc-complaint assign --dept 维修抢险部 --person 王伟 "$no"
  [ "$(whose)" = 02,2001 ]
  expect 0 svc-complaint determine --person 李大勇 --valid yes "$no"
  [ "$(svc-complaint list -H -c person,responsible_person)" = 2001,1203 ]
  expect 2 svc-complaint determine --person 王伟 "$no"
  says '"王伟" is the name of several: 2001 (02), 2002 (03); write the number; nothing was done'
  expect 5 svc-complaint determine --person 李大永 "$no"
  says 'no such person: "李大永"; nothing was done'
  says 'near it: 1203 (02) 李大勇'
  expect 5 svc-complaint assign --dept 维修部 "$no"
  says 'no such department: "维修部"; nothing was done'
  says 'near it: 02 维修抢险部'
  expect 0 svc-complaint determine --person 张敏 "$no"
  [ "$(svc-complaint list -H -c responsible_person)" = 2006 ]
  svc-admin set persons --left_on 2026-10-01 --reason 离职 2006
  expect 2 svc-complaint determine --person 张敏 "$no"
  says '2005 (04) left on 2026-08-31, 2006 (05) left on 2026-10-01'
}

@test "a filter by a name finds all who ever bore it" {
  takes 0 '1,2026-10-09 09:00,02,王伟' '2,2026-10-09 09:00,03,王伟' '3,2026-08-01 09:00,04,张敏' \
    '4,2026-10-09 09:00,04,张敏' '5,2026-10-09 09:00,02,1203'
  numbers() { svc-complaint list "$@" -H -c source_no | paste -sd' '; }
  [ "$(numbers --person 王伟)" = '1 2' ]
  [ "$(numbers --person 张敏)" = '3 4' ]
  [ "$(numbers --person 王伟,李大勇)" = '1 2 5' ]
  [ "$(numbers --dept 维修抢险部,03)" = '1 2 5' ]
  [ "$(numbers --person 1203)" = 5 ]
  [ "$(numbers --person '2002 王伟')" = 2 ]
  [ "$(numbers --person 罗军)" = '' ]
  expect 5 svc-complaint list --dept 维修部
  says 'option --dept: "维修部" is not registered'
  says 'near it: 02 维修抢险部'
}

@test "what is asked of one department or person takes its name" {
  no=$(complaint dept=02)
  svc-complaint assign --dept 02 "$no"
  expect 0 svc-complaint due --within 9d --dept 维修抢险部 -H -c no
  [ "${lines[0]}" = "$no" ]
  expect 0 svc-report sheet -m 2026-09 --dept 维修抢险部 -H -c subject
  [ "${lines[0]}" = 02 ]
  expect 0 svc-report explain -m 2026-09 --person 李大勇
  expect 2 svc-report explain -m 2026-09 --person 王伟
  says 'is the name of several: 2001 (02), 2002 (03); write the number'
  expect 0 svc-report explain -m 2026-09 --dept 03 --person 王伟
}

@test "persons and departments themselves are shown, listed and changed by name" {
  [ "$(svc-admin list persons --person 王伟 -H -c person | paste -sd' ')" = '2001 2002' ]
  [ "$(svc-admin list depts --dept 维修抢险部,03 -H -c dept | paste -sd' ')" = '02 03' ]
  [ -z "$(svc-admin list persons --person 9999 -H)" ]
  expect 0 svc-admin set persons 李大勇 --post 班长 --dept 安全检查部 --reason 调动
  [ "$(svc-admin list persons --person 1203 -H -c dept,post)" = 03,班长 ]
  expect 0 svc-admin role 李大勇 --roles 班组长 --reason 任命
  svc-admin show persons 李大勇 | grep -q '^1203,next_roles,将任角色,team_leader'
  expect 2 svc-admin set persons 王伟 --post 班长 --reason 调动
  says '"王伟" is the name of several: 2001 (02), 2002 (03); write the number'
  expect 5 svc-admin set persons 李大永 --post 班长 --reason 调动
  says '李大永: no such person'
}

@test "persons who share a reward are named" {
  expect 0 svc-reward propose -H --clause reward-3.1.1-2 --dept 维修抢险部 --facts 抢险 \
    --evidence 1 --shares '李大勇=100,孙磊=100' --reason 情节较重
  [ "$(svc-reward list -H -c dept | sort -u)" = 02 ]
  expect 5 svc-reward propose -H --clause reward-3.1.1-2 --dept 03 --facts 抢险 --evidence 1 \
    --shares '李娜=100' --reason 情节较重
  says 'person "李娜" is the name of several: 2003 (02), 2004 (02)'
}

@test "persons are in post or have left, and what a list says of it must fit their days" {
  [ "$(svc-admin list persons --state 离职 -H -c person,state)" = 2005,left ]
  [ "$(svc-admin list persons --person 2005 --words zh -H -c state)" = 离职 ]
  [ "$(svc-admin show persons 2006 | grep -c ',state,状态,active')" -eq 1 ]
  SVC_NOW='2026-09-10 09:00' expect 0 svc-admin list persons --state 待入职 -H -c person
  [ "$output" = 2006 ]
  cat >p.csv <<'END'
工号,姓名,部门,角色,入职日期,离职日期,状态
3001,郝仁,维修抢险部,员工,2020-01-01,2026-06-30,离职
3002,郝义,02,员工,2020-01-01,,在职
END
  expect 0 svc-admin import persons p.csv
  expect 0 svc-admin import persons p.csv -v
  says '0 added, 0 updated, 2 unchanged'
  [ "$(svc-admin list persons --name 郝仁,郝义 -H -c state | paste -sd' ')" = 'left active' ]
  expect 65 svc-admin import persons - <<'END'
工号,姓名,部门,角色,入职日期,离职日期,状态
3003,郝礼,02,员工,2020-01-01,,离职
3004,郝智,02,员工,2020-01-01,2026-12-31,离职
3005,郝信,02,员工,2020-01-01,2026-01-31,在职
END
  says 'record 1, column "state": says that the person has left, and there is no last day; give it in the column left_on (离职日期)'
  says 'record 2, column "state": says that the person has left, and the last day, 2026-12-31, is not over'
  says 'record 3, column "state": says that the person has not left, and the last day was 2026-01-31'
  printf '%s\n' 工号,状态 3002,离职 >p.csv
  expect 65 svc-admin import persons --update p.csv
  says 'there is no last day'
  printf '%s\n' 工号,离职日期,状态 3002,2026-10-01,离职 >p.csv
  expect 0 svc-admin import persons --update p.csv
  [ "$(svc-admin list persons --person 3002 -H -c state,left_on)" = left,2026-10-01 ]
  expect 0 svc-admin verify
}

@test "a code that is somebody's name is refused, and a name that lists would part" {
  expect 65 svc-admin import persons - <<<$'person,name,dept,roles,joined\n李大勇,x,02,staff,2026-10-01'
  says 'column "person": is a name that is borne already'
  expect 2 svc-admin add depts --dept 维修抢险部 --name 新部
  says 'option --dept: is a name that is borne already'
  expect 2 svc-admin add persons --person 3100 --name '甲;乙' --dept 02 --roles staff
  says 'option --name: has a comma or semicolon'
}
