# What a system's files look like is said once: in a profile, for one register or for both halves of a file.
load common

setup_file() { make_company; }
setup() { fresh_store; }

# An export of the city's hotline: five rows, one of them a consultation; three were called back.
export_file() {
  cat <<'FILE'
市民热线工单导出
序号,工单编号,来电时间,受理渠道,来电类别,问题分类名称,主要内容,承办单位,来电号码,联系方式,办理截止时间,延期后截止日期,办结时间,回访时间,是否接通电话,问题是否解决,最终满意度,回访意见
1,W1,2026-09-01 09:05:00,电话,投诉,维修,灶具不着火,维修抢险部,13800000001,,2026-09-08,,2026-09-02 10:00:00,2026-09-03 10:00:00,是,是,非常满意,很快
2,W2,2026-09-01 10:05:00,电话,咨询,信息,怎么开户,客户服务部,13800000002,,2026-09-08,,2026-09-01 11:00:00,,,,,
3,W3,2026.9.2 10:05,网络,举报,收费,多收费,客户服务部,,13800000003,2026-09-09,2026-09-16,2026-09-04 10:00:00,2026-09-05 10:00:00,是,否,不满意,没退
4,W4,2026-09-03 10:05:00,电话,投诉,维修,漏气,维修抢险部,13800000004,,2026-09-10,,2026-09-04 12:00:00,2026-09-05 12:00:00,否,,未评价,
5,W5,2026-09-03 11:05:00,电话,投诉,维修,没人来,维修抢险部,13800000005,,2026-09-10,,,,,,,
合计,5,,,,,,,,,,,,,,,,
FILE
}
complaints() { svc-complaint list -H --sort source_no -c source,source_no,channel,category,dept,external_due; }
last_change() { sqlite3 "$SVC_DB" 'SELECT change FROM event ORDER BY seq DESC LIMIT 1'; }
small() { printf '%s\n' '单号,时间,内容,种类' 'A1,2026-10-09 09:05,灶具不着火,投诉' 'A2,2026-10-09 09:06,谢谢,表扬'; }
# profile ROW…: a profile of these rows, in p.csv.
profile() { printf '%s\n' register,kind,heading,column,value,word "$@" >p.csv; }
base() {
  profile complaints,map,单号,source_no,, complaints,map,时间,received_at,, complaints,set,,source,crm, \
    complaints,set,,channel,hotline, complaints,set,,category,repair, "$@"
}

@test "one export of the city's hotline feeds complaints and call-backs, as it is" {
  export_file | iconv -f UTF-8 -t GB18030 >w.csv
  expect 0 svc-complaint import -v --profile 12345 --set plan=服务应急预案 --receipt r.csv w.csv
  says 'read 4: 4 added'
  says 'w.csv: 1 rows left out by'
  says 'profile/12345.csv:2, keep 来电类别'
  [ "$(value left_out <r.csv),$(value read <r.csv)" = 1,4 ]
  diff - <(complaints) <<'ROWS'
12345,W1,12345,repair,02,2026-09-08 23:59:59
12345,W3,12345,billing,01,2026-09-16 23:59:59
12345,W4,12345,repair,02,2026-09-10 23:59:59
12345,W5,12345,repair,02,2026-09-10 23:59:59
ROWS
  [ "$(svc-complaint list -H --pii full --reason 核对 --source_no W3 -c phone)" = 13800000003 ]
  expect 0 svc-callback import -v --profile 12345 w.csv
  says 'read 2: 2 added'
  diff - <(svc-callback list -H --sort source_no -c source_no,register,business,dept,overall,solved,comment) <<'ROWS'
W1,complaint,complaint,02,10,yes,很快
W3,complaint,complaint,01,3,no,没退
ROWS
  [ "$(svc-callback list -H --sort source_no -c record)" = "$(svc-complaint list -H --source_no W1,W3 --sort source_no -c no)" ]
  # Both again: nothing new.
  expect 0 svc-complaint import -v --profile 12345 --set plan=服务应急预案 w.csv
  says 'read 4: 0 added, 0 updated, 4 unchanged'
  expect 0 svc-callback import -v --profile 12345 w.csv
  says 'read 2: 0 added, 0 updated, 2 unchanged'
}

@test "the event has the profile's digest and how many rows each condition left out, and no more of them" {
  base complaints,keep,种类,,'投诉|举报',
  small >f.csv
  expect 0 svc-complaint import --profile ./p.csv --receipt r.csv f.csv
  [ -z "$stderr" ]
  local digest
  digest=$(sha256sum p.csv | cut -c 1-64)
  [ "$(value profile <r.csv)" = "$digest" ]
  last_change | grep -qF "\"profile\":\"$digest\",\"left_out\":{\"7\":1}}"
  expect 0 svc-complaint import --dry-run -v --profile p.csv f.csv
  says '1 rows left out by p.csv:7, keep 种类'
  says 'read 1: 0 added, 0 updated, 1 unchanged'
}

@test "rows are kept or dropped by what stands there, by nothing too; every condition must agree" {
  small >f.csv
  printf '%s\n' 'A3,2026-10-09 09:07,空,' 'A4,2026-10-09 09:07,举,　举报　' >>f.csv
  local rest want
  while IFS=: read -r rest want; do
    base "$rest"
    expect 0 svc-complaint import --dry-run -v --profile p.csv f.csv
    says "read $want:"
  done <<'CASES'
complaints,keep,种类,,投诉,:1
complaints,keep,种类,,投诉|举报,:2
complaints,keep,种类,,投诉|举报|,:3
complaints,drop,种类,,,:3
complaints,drop,种类,,表扬|,:2
complaints,keep,类型|种类,,表扬,:1
CASES
  base complaints,drop,种类,,表扬, complaints,drop,内容,,空,
  expect 0 svc-complaint import --dry-run -v --profile p.csv f.csv
  says 'read 2:'
  base complaints,keep,类别,,投诉,
  expect 65 svc-complaint import --profile p.csv f.csv
  says 'f.csv: no column "类别", by which p.csv:7 chooses rows'
}

@test "a word of theirs stands for one of ours, or for nothing; what no row says is read as ever" {
  printf '%s\n' '单号,时间,内容,类' 'A1,2026-10-09 09:05,一,灶 具' 'A2,2026-10-09 09:05,二,账单' 'A3,2026-10-09 09:05,三,？' >f.csv
  profile complaints,map,单号,source_no,, complaints,map,时间,received_at,, complaints,set,,source,crm, \
    complaints,set,,channel,hotline, complaints,map,类,category,, complaints,value,,category,'灶 具',维修 complaints,value,,category,?,
  expect 65 svc-complaint import --profile p.csv f.csv
  says 'f.csv:4: record 3, column "category": is required'
  profile complaints,map,单号,source_no,, complaints,map,时间,received_at,, complaints,set,,source,crm, \
    complaints,set,,channel,hotline, complaints,map,类,category,, complaints,value,,category,'灶 具',维修 complaints,value,,category,?,other
  expect 0 svc-complaint import --profile p.csv f.csv
  [ "$(svc-complaint list -H --sort source_no -c category | xargs)" = 'repair billing other' ]
}

@test "options beat the profile" {
  small >f.csv
  base complaints,ignore,种类,,,
  expect 0 svc-complaint import --profile p.csv --set source=erp,channel=web f.csv
  [ "$(svc-complaint list -H -c source,channel | sort -u)" = erp,web ]
  # A heading that is renamed, one that is given for all, one that is passed over.
  expect 0 svc-complaint import --dry-run -v --profile p.csv --map 种类=subject f.csv
  says 'read 2: 2 added'
  expect 0 svc-complaint import --dry-run --profile p.csv --set received_at=2026-10-01 f.csv
  expect 65 svc-complaint import --profile p.csv --ignore 时间 f.csv
  says 'required column "received_at" is missing'
  # Another heading of the same column takes the place of the profile's.
  base 'complaints,map,种类|类别,subject,,'
  expect 0 svc-complaint import --dry-run --profile p.csv --map 种类=subject f.csv
  expect 0 svc-complaint import --dry-run --profile p.csv --map 种类=cause f.csv
  # What a profile gives and the file has, too, is nobody's to choose.
  base complaints,ignore,种类,,,
  printf '%s\n' '单号,时间,内容,来源系统' 'A1,2026-10-09 09:05,灶具不着火,web' >g.csv
  expect 65 svc-complaint import --profile p.csv g.csv
  says 'p.csv:4: the file has a column "source" of its own'
  expect 0 svc-complaint import --profile p.csv --ignore 来源系统 g.csv
}

@test "what was said once is saved, and says the same" {
  small >f.csv
  expect 0 svc-complaint import --map 单号=source_no,时间=received_at --set source=crm,channel=hotline,category=repair \
    --ignore 种类 --save-profile mine.csv f.csv
  diff - mine.csv <<'ROWS'
register,kind,heading,column,value,word
complaints,map,单号,source_no,,
complaints,map,时间,received_at,,
complaints,set,,source,crm,
complaints,set,,channel,hotline,
complaints,set,,category,repair,
complaints,ignore,种类,,,
ROWS
  expect 0 svc-complaint import -v --profile mine.csv f.csv
  says '2 unchanged'
  # A file that is there stays; what is said on top is saved with the rest, other registers' rows as they are.
  expect 2 svc-complaint import --profile mine.csv --save-profile mine.csv f.csv
  echo x >there.csv
  expect 74 svc-complaint import --profile mine.csv --save-profile there.csv f.csv
  [ "$(cat there.csv)" = x ]
  printf '%s\n' 'callbacks,set,,source,crm,' 'complaints,drop,种类,,表扬,' >>mine.csv
  expect 0 svc-complaint import --profile mine.csv --set category=billing,source=erp --save-profile more.csv f.csv
  { sed '/,set,,source,crm,$/{/^complaints/d};/,category,/d' mine.csv; printf 'complaints,set,,%s,\n' category,billing source,erp; } |
    sort | diff - <(sort more.csv)
  expect 2 svc-complaint import --save-profile none.csv f.csv
  says 'there is nothing to save'
  # Of a file that is refused nothing is saved.
  expect 65 svc-complaint import --set source=crm --save-profile bad.csv f.csv
  [ ! -e bad.csv ]
}

@test "a name is looked for in the person's own folder and in what came with the tools" {
  small >f.csv
  mkdir -p home/.config/svc/profile config/svc/profile
  base complaints,ignore,种类,,,
  cp p.csv home/.config/svc/profile/crm.csv
  sed 's/source,crm/source,erp/' p.csv >config/svc/profile/crm.csv
  HOME=$PWD/home expect 0 svc-complaint import --profile crm f.csv
  HOME=$PWD/home XDG_CONFIG_HOME=$PWD/config expect 0 svc-complaint import --profile crm f.csv
  [ "$(svc-complaint list -H -c source | sort -u | xargs)" = 'crm erp' ]
  HOME=$PWD/home expect 2 svc-complaint import --profile cmr f.csv
  says 'option --profile: no "cmr" in'
  says 'known: crm'
  says ' 12345'
  expect 65 svc-complaint import --profile ./crm f.csv
  says 'cannot read "./crm"'
}

@test "a fault of a profile is told with its file and line" {
  small >f.csv
  local row why
  while IFS='~' read -r row why; do
    base "$row"
    expect 65 svc-complaint import --profile p.csv f.csv
    says "p.csv:7: $why"
    [ "$(svc-complaint list -H | wc -l)" = 0 ]
  done <<'CASES'
complaints,mpa,种类,subject,,~kind "mpa" is none of map, set, ignore, value, keep, drop
complaints,map,种类,,,~map needs a column
complaints,map,,subject,,~map needs a heading
complaints,map,种类,subject,x,~map has no value
complaints,map,种类,subjekt,,~complaints has no column "subjekt" that a file may bring (near it: subject
complaints,map,种类,state,,~complaints has no column "state" that a file may bring
complaints,map,单号,source_no,,~says again what line 2 says
complaints,ignore,单号,,,~says again what line 2 says
complaints,set,,source,a,~says again what line 4 says
complaints,set,,level,9,~column "level": out of range
complaints,value,,category,灶具,灶具~column "category": an unknown word
complaints,keep,,,投诉,~keep needs a heading
complaints,drop,种类,subject,表扬,~drop has no column
,drop,种类,,表扬,~register is missing
callbacks,mpa,种类,subject,,~kind "mpa" is none of
complaints,drop,种类~has not as many cells as the header
CASES
  printf '%s\n' register,kind,name complaints,map,x >p.csv
  expect 65 svc-complaint import --profile p.csv f.csv
  says 'p.csv:1: the columns of a profile are register,kind,heading,column,value,word'
  : >p.csv
  expect 65 svc-complaint import --profile p.csv f.csv
  says 'p.csv: no header line'
  expect 65 svc-admin import persons --profile 12345 f.csv
  says 'says nothing about persons'
  says 'it is about: complaints callbacks'
}

@test "profiles are for records: neither steps nor a survey's wide table take one" {
  expect 2 svc-complaint import steps --profile 12345 -
  says 'steps are taken all or none, as the file has them'
  expect 2 svc-survey import answers --wide --set survey=Y2026-000001 --profile 12345 -
  says 'profiles are for records'
}

@test "what came with the tools is whole: each profile takes a file of its system" {
  local file reg tool
  for file in "$SVC_BUILD"/share/svc/profile/*.csv; do
    while read -r reg; do
      tool=svc-${reg%s}
      expect 65 "$tool" import --profile "$(basename "$file" .csv)" /dev/null
      says 'no header line'
    done < <(sed 1d "$file" | cut -d , -f 1 | sort -u)
  done
  printf '%s\n' '工单编号,报修类型,状态,报修人,维修工,创建时间,派单时间,到场时间,完工时间,处理时长(分钟),是否返工,故障描述' \
    'D1,灶具维修,已完成,王芳,李大勇,2026-09-01 09:00,2026-09-01 09:10,2026-09-01 09:40,2026-09-01 10:00,20,否,打不着火' >d.csv
  expect 0 svc-order import --profile dispatch d.csv
  [ "$(svc-order list -H -c source,source_no,business,person,arrived_at)" = 'dispatch,D1,repair,1203,2026-09-01 09:40:00' ]
  printf '%s\n' '工单编号,来电时间,来电号码,坐席工号,工单类型,问题类型,工单内容,处理部门,处理结果,通话时长' \
    'K1,2026-09-01 09:00,13800000001,7,投诉,维修,来晚了,维修抢险部,,60' 'K2,2026-09-01 09:00,13800000001,7,报修,维修,漏气,维修抢险部,,60' >k.csv
  expect 0 svc-complaint import -v --profile call-centre k.csv
  says 'read 1: 1 added'
  printf '%s\n' '任务编号,关联工单,业务类型,任务时间,呼叫时间,接听时间,呼叫结果,满意度,坐席工号' \
    'T1,D1,维修,2026-09-02 09:00,2026-09-02 10:00,2026-09-02 10:00,接通,五星,7' 'T2,D1,维修,2026-09-02 09:00,2026-09-02 10:00,,语音信箱,,7' >t.csv
  expect 0 svc-callback import --set source=call-centre --ignore 坐席工号 --profile call-centre t.csv
  [ "$(svc-callback list -H --sort source_no -c disposition,overall | xargs)" = 'reached,10 no_answer,' ]
  # The words of satisfaction alone; one that lies between is nobody's to guess.
  printf '%s\n' '来源编号,业务类型,计划时间,回访时间,总体评分' '1,维修,2026-09-02 09:00,2026-09-02 10:00,基本满意' '2,维修,2026-09-02 09:00,2026-09-02 10:00,★★★' >s.csv
  expect 0 svc-callback import --set source=crm --profile satisfaction s.csv
  [ "$(svc-callback list -H --source crm --sort source_no -c overall | xargs)" = '7 6' ]
  sed -i 's/基本满意/一般/' s.csv
  expect 65 svc-callback import --set source=crm2 --profile satisfaction s.csv
}
