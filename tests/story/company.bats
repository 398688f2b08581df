# A company's own words: its channels, categories, businesses, classes, levels and effects stand in
# its rule pack, and the month comes out the same.
# bats file_tags=slow

load common

setup_file() { make_company; }
setup() { fresh_store; }

# The shipped pack in $PACK, to be changed.
own_pack() {
  PACK=$BATS_TEST_TMPDIR/pack
  rm -rf "$PACK"
  cp -r "$SVC_BUILD/share/svc/policy" "$PACK"
}

# What another company calls the same: the word, its name, what it acts as.
own_words() {
  grep -v '^\(channel\|category\|business\|class\|customer_kind\|severity\|effect\|level\),' \
    "$PACK/words.csv" >words.csv
  cat >>words.csv <<'CSV'
channel,phone,电话热线,,1,hotline
channel,hall,服务大厅,,2,counter
channel,post,邮政信件,,3,letter
channel,site,官方网站,,4,web
channel,mayor,市长专线,,5,12345
channel,visitor,行风监督,,6,monitor
channel,self,企业自查,,7,internal
category,manner,文明服务,,1,conduct
category,money,气费问题,,2,billing
category,hookup,开户装表,,3,installation
category,mend,修理,,4,repair
category,visit,上门检查,,5,safety_check
category,told,告知,,6,information
category,net,网上业务,,7,online
category,gas,用气,,8,supply
category,ignite,点火业务,,9,gas_on
category,rest,杂项,,10,other
business,fix,修理,,1,repair
business,rush,险情,,2,emergency
business,look,入户检查,,3,safety_check
business,ignite,点火业务,,4,gas_on
business,hookup,开户装表,,5,install
business,misc,杂项,,6,other
class,flat,住宅,,1,resident
class,plant,工厂,,2,industrial
class,hotel,酒店,,3,commercial
customer_kind,house,民用户,,1,home
customer_kind,firm,单位户,,2,business
severity,light,轻微问题,,1,minor
severity,grave,严重问题,,2,major
effect,mark_c,本月评为C,,1,grade_c
effect,no_honour,不参加评先,,2,no_annual_award
effect,stand_down,停职,,3,suspension
effect,told_all,全公司通报,,4,notice
effect,rights_back,收回权限,,5,withdraw_rights
effect,board,上会,,6,committee
effect,own,部门自理,,7,internal
effect,year_points,扣年度得分,,8,annual_points
effect,dismissal,解除劳动合同,,9,employee_rules
level,1,特急,,1,
level,2,紧急,,2,
level,3,一般,,3,
level,4,轻微,,4,3
CSV
  mv words.csv "$PACK/words.csv"
  # legs name their effects by the company's words
  sed -i -e 's/grade_c/mark_c/g; s/no_annual_award/no_honour/g; s/suspension/stand_down/g' \
    -e 's/withdraw_rights/rights_back/g; s/annual_points/year_points/g; s/employee_rules/dismissal/g' \
    -e 's/committee;/board;/g' "$PACK/legs.csv"
  awk -F, -v OFS=, 'NR > 1 { n = split($9, e, ";"); $9 = ""
      for (i = 1; i <= n; i++) {
        if (e[i] == "notice") e[i] = "told_all"
        if (e[i] == "committee") e[i] = "board"
        if (e[i] == "internal") e[i] = "own"
        $9 = $9 (i > 1 ? ";" : "") e[i] } } 1' "$PACK/legs.csv" >legs.csv
  mv legs.csv "$PACK/legs.csv"
}

# The demo month as this company would have recorded it.
own_month() {
  cp -r "$ROOT/tests/demo" own
  sed -i 's/,hotline,/,phone,/; s/,counter,/,hall,/; s/,letter,/,post,/; s/,web,/,site,/; s/,12345,/,mayor,/; s/,monitor,/,visitor,/
    s/,conduct,/,manner,/; s/,billing,/,money,/; s/,installation,/,hookup,/; s/,repair,/,mend,/; s/,safety_check,/,visit,/
    s/,information,/,told,/; s/,online,/,net,/; s/,supply,/,gas,/; s/,gas_on,/,ignite,/; s/,other,/,rest,/' own/complaints-2026-09.csv
  sed -i 's/,repair,/,fix,/; s/,emergency,/,rush,/; s/,safety_check,/,look,/; s/,gas_on,/,ignite,/; s/,install,/,hookup,/' \
    own/callbacks-2026-09.csv
  sed -i -e 's/web,U0012,safety_check/site,U0012,visit/; s/web,U001\(.\),billing/site,U001\1,money/' \
    -e 's/"repair" : "safety_check"/"fix" : "look"/; s/,repair,02,/,fix,02,/; s/,gas_on,04,/,ignite,04,/; s/,emergency,02,/,rush,02,/' \
    -e 's/"business" : "home"/"firm" : "house"/; s/"industrial" : "resident"/"plant" : "flat"/' \
    -e 's/建议,抄表收费,/建议,money,/; s/问题,维修,/问题,mend,/; s/投诉,信息告知,/投诉,told,/' \
    -e 's/severity minor/severity light/; s/severity major/severity grave/; s/,wrong_value,major,/,wrong_value,grave,/' \
    -e "s|^svc-admin init|&; svc-policy load '$PACK' --from 2020-01-01 --reason 本公司用语|" own/month.sh
}

@test "a month in other words, to the same sheet" {
  cd "$BATS_TEST_TMPDIR"
  own_pack
  own_words
  own_month
  svc-policy check "$PACK"
  "$ROOT/tests/demo/month.sh" "$SVC_BUILD" "$BATS_TEST_TMPDIR/theirs" >theirs.out
  own/month.sh "$SVC_BUILD" "$BATS_TEST_TMPDIR/ours" >ours.out
  for sheet in open-dept.csv open-person.csv; do
    cut -d, -f1-20 "theirs/$sheet" >theirs.csv
    cut -d, -f1-20 "ours/$sheet" | diff theirs.csv -
  done
  lines() { SVC_DB=$BATS_TEST_TMPDIR/$1/svc.db svc-report explain -m 2026-09 -H -c dept,person,item,clause,points,amount,status,record; }
  lines theirs >theirs.csv
  [ "$(wc -l <theirs.csv)" -gt 20 ]
  lines ours | diff theirs.csv -
  # the forced grade is there, by its own name
  export SVC_DB=$BATS_TEST_TMPDIR/ours/svc.db
  svc-report sheet -m 2026-09 -H -c effects --words zh >effects
  grep -q 本月评为C effects
  # a case whose effect acts as a notice is made known
  known=$(svc-reward list --source_no C2026-000004 -H -c no)
  for staff in 1003 1001 1601 1002; do svc-reward sign --by "$staff" --evidence 档-40 "$known"; done
  svc-reward notice "$known" | grep -q 现予通报
  svc-reward notice -m 2026-09 | grep -q "$known"
  # and a sample is drawn by the ratios of the words that theirs act as
  sed s,/v1,/v2, theirs/plan.csv | diff - ours/plan.csv
  [ "$(svc-complaint list -H -c channel,category --words zh | sort -u | grep -c 电话热线)" -gt 1 ]
}

@test "a fourth level has its own limits, is determined, and is milder than the third" {
  own_pack
  sed -i 's/^level,3.*/&\nlevel,4,四级,四级投诉;建议类,4,/' "$PACK/words.csv"
  printf '%s\n' 'complaint,respond,4,,,3d,received,assumed' 'complaint,close,4,,,10d,received,assumed' >>"$PACK/limits.csv"
  svc-policy load "$PACK" --from 2026-09-01 --reason 四级投诉
  local no
  no=$(svc-complaint add -H --received_at '2026-09-07 09:00' --channel hotline --category repair \
    --content 建议早些上门 --level 建议类)
  expect 0 svc-complaint list --no "$no" -H -c level,respond_due,close_due
  [ "$output" = '4,2026-09-10 23:59:59,2026-09-17 23:59:59' ]
  expect 0 svc-complaint list --level 四级投诉 -H -c no
  [ "$output" = "$no" ]
  expect 0 svc-complaint list --no "$no" -H -c level --words zh
  [ "$output" = 四级 ]
  # before its day nobody knew a fourth level
  expect 65 svc-complaint import - <<<$'source,source_no,received_at,channel,category,content,level\nx,1,2026-08-20 09:00,hotline,repair,慢,4'
  says 'column "level": no word of 2026-08-20, must be one of 1|2|3'
  svc-complaint assign --dept 02 "$no"
  svc-complaint respond "$no"
  expect 0 svc-complaint determine --level 三级 --valid 有效 --responsible 有责 "$no"
  expect 0 svc-complaint list --no "$no" -H -c level,valid,responsible
  [ "$output" = '3,yes,yes' ]
  svc-complaint appeal --against level --by 1201 --reason 应为四级 "$no"
  expect 4 svc-complaint appeal-decide --outcome downgraded --level 2 --by 1601 --evidence 复核1 --reason 核实 "$no"
  expect 0 svc-complaint appeal-decide --outcome downgraded --level 四级 --by 1601 --evidence 复核1 --reason 核实 "$no"
  expect 0 svc-complaint list --no "$no" -H -c level
  [ "$output" = 4 ]
}

@test "a word is taken from the policy in force on the fact's day, and a withdrawn one stays readable" {
  own_pack
  sed -i '/^channel,letter,/d; s/^channel,web,网络,网上;/channel,web,互联网渠道,网络;网上;/; s/;互联网,4,/,4,/' "$PACK/words.csv"
  local old
  old=$(svc-complaint add -H --received_at '2026-09-07 09:00' --channel 来信 --category repair --content 信一)
  svc-policy load "$PACK" --from 2026-10-01 --reason 新渠道
  expect 2 svc-complaint add --received_at '2026-10-02 09:00' --channel 来信 --category repair --content 信二
  says 'no word of 2026-10-02'
  expect 0 svc-complaint add --received_at '2026-09-30 09:00' --channel 来信 --category repair --content 信三
  expect 0 svc-complaint list --no "$old" -H -c channel --words zh
  [ "$output" = 来信 ]
  expect 0 svc-complaint list --channel 来信 -H -c content
  [ "$output" = $'信一\n信三' ]
  # the record's other columns may still change
  expect 0 svc-complaint set "$old" --subject 来信一件 --reason 补主题
  expect 0 svc-complaint list --channel 网络 -H -c no
  expect 0 svc-complaint columns -f tsv -c column,values
  [[ $output != *'|letter|'* && $output == *'hotline|counter|web|'* ]]
}

@test "what a name means is told by the day, in one file" {
  own_pack
  sed -i 's/^\(category,repair,维修,\)报修;/\1/; s/^category,other,.*/&\ncategory,call_out,上门维修,报修,11,repair/' "$PACK/words.csv"
  svc-policy load "$PACK" --from 2026-10-01 --reason 上门维修分列
  printf '%s\n' 来源编号,受理时间,渠道,类别,内容 '1,2026-09-30 09:00,热线,报修,慢' '2,2026-10-01 09:10,热线,报修,慢' >office.csv
  expect 0 svc-complaint import --set source=crm office.csv
  expect 0 svc-complaint list --source crm -H -c category --sort source_no
  [ "$output" = $'repair\ncall_out' ]
  expect 0 svc-complaint list --source crm --category 维修 -H -c source_no
  [ "$output" = 1 ]
}

@test "a later label that an earlier version gave another word is refused, an old name is still asked by" {
  own_pack
  sed -i 's/^category,repair,维修,报修;/category,repair,检修,/; s/^category,supply,供气,/category,supply,报修,/' "$PACK/words.csv"
  expect 78 svc-policy load "$PACK" --from 2026-10-01 --reason 改名
  says '"报修" is supply in version 2, and repair in version 1'
  [ "$(svc-policy in-force -H | wc -l)" -gt 0 ]
  sed -i 's/^category,supply,报修,/category,supply,供气,/' "$PACK/words.csv"
  svc-complaint add --received_at '2026-09-07 09:00' --channel 热线 --category 维修 --content 慢 >/dev/null
  svc-policy load "$PACK" --from 2026-10-01 --reason 改名
  svc-complaint add --received_at '2026-10-07 09:00' --channel 热线 --category 检修 --content 慢 >/dev/null
  [ "$(svc-complaint list --category 维修 -H -c no)" = "$(svc-complaint list --category 检修 -H -c no)" ]
  [ "$(svc-complaint list --category 维修 -H -c no | wc -l)" -eq 2 ]
  # what is printed under the new label comes back as the same records
  svc-complaint list --header zh >zh.csv
  expect 0 svc-complaint import zh.csv
  svc-complaint list --header zh | diff zh.csv -
}

@test "app and WeChat are channels that act as the web" {
  printf '%s\n' 来源编号,受理时间,渠道,类别,内容 '1,2026-10-09 09:00,微信公众号,维修,慢' '2,2026-10-09 09:10,APP,维修,慢' >office.csv
  expect 0 svc-complaint import --set source=crm office.csv
  expect 0 svc-complaint list --source crm -H -c channel,level
  [ "$output" = $'wechat,3\napp,3' ]
}

@test "a list without words leaves its column free; a list of causes is kept to" {
  expect 0 svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair --content 漏 --cause 阀门
  own_pack
  printf '%s\n' cause,valve,阀门老化,阀门,1, cause,pipe,管道腐蚀,,2, >>"$PACK/words.csv"
  svc-policy load "$PACK" --from 2026-10-01 --reason 原因分类
  expect 0 svc-complaint add -H --received_at '2026-10-10 09:00' --channel hotline --category repair --content 漏 --cause 阀门
  expect 0 svc-complaint list --no "$output" -H -c cause
  [ "$output" = valve ]
  expect 2 svc-complaint add --received_at '2026-10-10 09:00' --channel hotline --category repair --content 漏 --cause 管道
  says 'did you mean 管道腐蚀=pipe?'
  says 'must be one of 阀门老化|管道腐蚀'
}

@test "a pack's words are checked: names that mean two words, unknown lists, what they act as" {
  own_pack
  printf '%s\n' 'channel,fax,传真机,传真,9,letter' 'channel,video,视频,,9,telephone' 'channel,hotline,热线,,9,web' \
    'colour,red,红,,1,' 'business,vip,投诉,,11,' 'level,0,零级,,4,' 'channel,bad code,坏,,12,' >>"$PACK/words.csv"
  expect 1 svc-policy check "$PACK"
  [[ $output == *'""传真"" stands already in line'* && $output == *'no rule acts on ""telephone""; '*'ne of hotline|counter|'* &&
    $output == *'""channel/hotline"" is there already'* && $output == *'list,an unknown word; '* &&
    $output == *'is what callback.business calls its built-in complaint'* &&
    $output == *'a level is a number of 1 to 9'* && $output == *'code,"""bad code"" is not'* ]]
  own_pack
  sed -i 's/^complaint,respond,3,/complaint,respond,7,/' "$PACK/limits.csv"
  sed -i '/^item,reward,/d' "$PACK/words.csv"
  sed -i 's/^level,3.*/&\nlevel,5,五级,,5,/' "$PACK/words.csv"
  expect 1 svc-policy check "$PACK"
  [[ $output == *'level ""5"" has no row in limits.csv and acts as none'* && $output == *'level,"no rule acts on ""7""; one of 1|2|3'* && $output == *'the list item lacks ""reward""'* ]]
}
