# bats file_tags=slow
# What is printed for people to read, sign and file is Chinese: words by their names, persons and
# departments beside their codes.

load common

setup_file() {
  # shellcheck source=/dev/null # see common.bash
  "$ROOT/tests/demo/month.sh" "$SVC_BUILD" "$BATS_FILE_TMPDIR/month" >/dev/null
  export SVC_DB="$BATS_FILE_TMPDIR/month/svc.db" SVC_NOW='2026-10-12 09:00'
}

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

part() { sqlite3 :memory: "SELECT data FROM zipfile('$1') WHERE name = '$2'"; }

# Latin words of more than a letter that are none of: numbers of records and customers, the mark of the
# chain's head, clauses, standards, VIP, QC, APP; files and their digests; what a customer's own system
# calls itself. The login of who runs the story is none of them.
latin() {
  sed -E 's/[^ ]*\.csv//g; s/审计链头 #[0-9]+ [0-9A-F-]+//; s/\b[A-Z]+[0-9]*[0-9-]*[0-9]\b//g; s/\b[a-z]+-[0-9][0-9.-]*\b//g
    s/\b(VIP|QC|APP|GB|CJJ)\b//g; s/SHA-256//; s/\b[0-9a-f]*[0-9][0-9a-f]*\b//g
    s/\b(hotline|counter|letter|web|monitor|media|callcentre|dispatch|crm)\b//g' "$@" |
    grep -oE '[A-Za-z]{2,}.*' || true
}

@test "what is said of a case has its days on paper as all others there, 年月日" {
  for no in $(svc-reward list -H -c no); do svc-reward form "$no"; done >forms
  [ -n "$no" ]
  grep -q '到场时限 2026年9月5日 13:00，实际 2026年9月5日 14:30' forms
  if grep -E '[0-9]{4}-[0-9]{2}-[0-9]{2}' forms; then return 1; fi
}

@test "no form, notice or page of the month has a word in Latin letters" {
  # a case that is made known to all, once it is signed
  known=$(svc-reward list --source_no C2026-000004 -H -c no)
  for staff in 1003 1001 1601 1002; do svc-reward sign --by "$staff" --evidence 档-40 "$known"; done
  {
    for no in $(svc-reward list -H -c no); do
      svc-reward form "$no"
      svc-reward notice "$no" 2>/dev/null || [ $? -eq 4 ]
    done
    for no in $(svc-inspect list sheets -H -c no; svc-inspect list notices -H -c no); do
      svc-inspect form "$no"
    done
    svc-auth form "$(svc-auth list -H -c no | head -n 1)"
    for no in $(svc-improve list -H -c no); do svc-improve form "$no"; done
    for no in $(svc-monitor list -H -c monitor; svc-monitor list opinions -H -c no; svc-monitor list meetings -H -c no); do
      svc-monitor form "$no"
    done
    for kind in report indices questionnaire sample; do svc-survey form --kind "$kind" SV2026-000001; done
    for no in $(svc-entry list -H -c no; svc-entry list reconciliations -H -c no; svc-entry list rights -H -c no); do svc-entry form "$no"; done
    svc-monitor form J01 --kind feedback
    svc-monitor form --kind roster
    svc-report digest -m 2026-09
  } >papers
  [ "$(grep -c 审批表 papers)" -gt 10 ]
  grep -q 现予通报 papers
  [ -z "$(latin papers)" ]
  # The same as a page.
  svc-report digest -m 2026-09 -f html | sed -E '/^<style>/,/^<.style>/d; s/<[^>]*>/ /g' >page
  [ -z "$(latin page)" ]
}

@test "no ledger of the month has a word in Latin letters where people read it" {
  for name in $(svc-report ledger -H -c name); do
    svc-report ledger "$name" -m 2026Q3 -f table >ledger
    [ -z "$(latin ledger)" ] || { echo "$name"; latin ledger | head -n 3; false; }
  done
  [ -n "$name" ]
  # who has no name but his login signs with the pen
  svc-report ledger notice -m 2026-09 -H | grep -q ",$(id -un),"
  svc-report ledger callback -m 2026-09 -f table | grep -q '02 维修抢险部.*1203 李大勇.*接通.*满意.*是'
  svc-report ledger callback -m 2026-09 -H | grep -q ',02,1203,.*,reached,.*,satisfied,yes,'
  [ "$(svc-report ledger 客户投诉台账 -m 2026-09 -H)" = "$(svc-report ledger complaint -m 2026-09 -H)" ]
}

@test "the pictures of the month have Chinese names" {
  for chart in pareto trend compare; do
    svc-report chart "$chart" -m 2026-09 -f script | grep -E "^set title|^[0-9]+	\"" >picture
    [ -z "$(sed -E 's/^set title//' picture | sed 's|NaN||g' | latin)" ]
  done
  svc-report chart 帕累托图 -m 2026-09 -f script | grep -q "set title '投诉类别帕累托图（2026年9月）'"
  svc-report chart pareto --by 类别 -m 2026-09 -f script | grep -q '"抄表收费"'
  svc-report chart 趋势控制图 --measure 响应及时率 -m 2026-09 -f script | grep -q '响应及时率 % p 控制图'
}

# What a verb prints of the month, a line for each cell that is a bare word: tool, verb, column, word.
bare() {
  local help period=
  help=$("$1" "$2" --help)
  [[ $help == *--words* ]] || return 0
  [[ $help == *--period* ]] && period='-m 2026-09'
  # shellcheck disable=SC2086 # an option and its value
  "$1" "$2" ${3:+"$3"} $period --words zh -f tsv 2>/dev/null </dev/null | awk -F '\t' -v of="$1 $2" '
    NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
    { for (i = 1; i <= NF; i++) if ($i ~ /^[a-z_;>]*[a-z]$/ && length($i) > 2) print of, name[i], $i }'
}

@test "no cell of a closed set is a code when words are asked for" {
  set -f
  # Names of things that the company or the machine gives: rule books, keys of the pack, matters of
  # authority, source systems, logins and verbs.
  local own=' (book|key|file|source|recorded_by|login|person|proposer|matter|column|verb|name|item|table|note|value|values|meaning|procedure|finding|register|replied_by|checked_by|answered_by|caller|stratum|owner|reviewer|noted_by|plan|customer|uid|store|digest) '
  for line in 'complaint due' 'complaint list' 'complaint stats' 'order overdue' 'order rate' \
    'order stats' 'order visits O2026-000001' 'order limits O2026-000004' 'callback list' 'callback queue' 'callback kpi' \
    'callback raise' 'inspect due' 'inspect count' 'inspect archive' 'inspect list' 'inspect stats' \
    'improve due' 'improve list' 'improve rank' 'improve stats' 'improve plan' 'improve award' \
    'improve archive G2026-000001' 'auth audit' 'auth matrix' 'auth stats' 'auth list' 'reward list' \
    'reward waiting' 'reward thresholds' 'reward award' 'reward stats' 'tier duties' 'tier check' 'tier stats' \
    'tier list' 'policy clauses' 'policy books' 'policy calendar' 'report kpi' 'report explain' \
    'report sheet' 'report diff' 'report review' 'report verify' 'admin whoami' 'admin check' \
    'complaint explain C2026-000004' 'complaint columns' 'order columns'; do
    # shellcheck disable=SC2086 # tool, verb, operand
    set -- $line
    bare "svc-$1" "$2" ${3:+"$3"} >>cells
  done
  [ -z "$(grep -vE "$own" cells | sort -u)" ] || { grep -vE "$own" cells | sort -u; false; }
}

@test "an option takes its word in Chinese" {
  svc-inspect due --kind 整改通知 -H | cmp - <(svc-inspect due --kind notice -H)
  svc-complaint stats -m 2026-09 --by 部门,类别 | cmp - <(svc-complaint stats -m 2026-09 --by dept,category)
  svc-auth audit -m 2026-09 --verdict 越权,缺签批 | cmp - <(svc-auth audit -m 2026-09 --verdict exceeded,missing_signature)
  svc-report sheet -m 2026-09 --by 个人 | cmp - <(svc-report sheet -m 2026-09 --by person)
  svc-improve stats -m 2026 --by 改进途径 | cmp - <(svc-improve stats -m 2026 --by route)
  svc-tier check -m 2026-09 --verdict 未兑现 | cmp - <(svc-tier check -m 2026-09 --verdict missed)
  expect 2 svc-tier check -m 2026-09 --verdict 不知道
  says 'must be one of kept|not_proven|missed|open'
}

@test "the sheet is a paper: company, whose, when, in what unit, sums, and who signs" {
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^company,,/company,安泰燃气有限公司,/' pack/params.csv
  svc-policy load --from 2026-10-12 pack >/dev/null
  svc-report sheet -m 2026-10 -o sheet.html
  sed 's/<span class="day">//g; s/<.span>//g; s/<[^>]*>/|/g' sheet.html | tr -s '|' '\n' >words
  for text in 安泰燃气有限公司 '2026年10月 部门服务考核表' 填报部门： 统计期间：2026年10月 单位：元、分 合计; do
    grep -q "^$text" words
  done
  grep -q '^制表人：.*审核人：.*批准人：.*制表日期：2026年10月12日$' words
  grep -q 'content: "第" counter(page) "页 共" counter(pages) "页"' sheet.html
  # what it is read for comes first, and what is zero for everybody stays in the CSV alone
  [ "$(sed -n 's/^<thead>//p' sheet.html | sed 's/<[^>]*>/ /g' | xargs | cut -d' ' -f1-5)" = '对象 名称 得分 最终等级 基础分' ]
  svc-report sheet -m 2026-10 --header zh | head -n 1 | grep -q '外委'
  ! grep -q '外委' sheet.html || return 1
  # a sum is that of its column
  [ "$(svc-report sheet -m 2026-09 -f html | grep 'class="total"' | sed 's/<[^>]*>/ /g' | xargs | cut -d' ' -f2)" = \
    "$(svc-report sheet -m 2026-09 -H -c complaint | awk '{ s += $1 } END { printf "%.2f", s }')" ]
  # of a closed sheet he who closed it, on that day
  SVC_NOW='2027-01-01 09:00' svc-report sheet -m 2026-09 -f html | sed "s|<[^>]*>||g" | grep -q '制表日期：2026年10月12日'
}

@test "a workbook that is handed in says so above and below its cells" {
  svc-report ledger reward -m 2026-09 -o reward.xlsx
  part reward.xlsx xl/worksheets/sheet1.xml >sheet.xml
  grep -q '2026年9月 服务管理奖惩台账$' sheet.xml
  grep -q '统计期间：2026年9月　　单位：元、分</oddHeader>' sheet.xml
  grep -q '&amp;C第&amp;P页 共&amp;N页</oddFooter>' sheet.xml
  grep -q 'hidden="1"' sheet.xml
  part reward.xlsx xl/worksheets/sheet1.xml | grep -q '>合计<'
}

@test "nothing on a page is smaller than 8 points, and a wide record takes several lines" {
  for name in $(svc-report ledger -H -c name); do
    svc-report ledger "$name" -m 2026Q3 -o "$name.html"
    [ -z "$(grep -oE 'font-size: [0-9.]+pt' "$name.html" | awk '$2 + 0 < 8')" ]
  done
  [ "$(grep '^<thead>' complaint.html | grep -o '<tr>' | wc -l)" -ge 2 ]
  [ "$(grep -c '^<tbody>' complaint.html)" -eq "$(svc-report ledger complaint -m 2026Q3 -H | wc -l)" ]
  # the numbers stand beside all lines of the record
  grep '^<tbody>' complaint.html | head -n 1 | grep -q 'rowspan="2" class="n">1</td><td colspan="[0-9]*" rowspan="2">C2026-'
}

@test "a notice to all bears the office's own number, says whom it goes to, and has room for the seal" {
  known=$(svc-reward list --source_no C2026-000004 -H -c no)
  for staff in 1003 1001 1601 1002; do
    svc-reward sign --by "$staff" --evidence 档-40 "$known" || [ $? -eq 4 ]
  done
  svc-reward notice "$known" >notice
  number=${known#R2026-}
  grep -q "^ *服管通〔2026〕$((10#$number))号$" notice
  ! grep -q '编号：' notice || return 1
  for text in 主送 抄送 '现予通报。' "附：奖惩审批表 $known" '服务管理办公室（盖章）' '2026年10月12日'; do grep -q "$text" notice; done
  svc-reward notice "$known" -f html | grep -q '<p class="no">服管通〔2026〕'
}

@test "slips tell money in capital figures, notices have room for seal and receipt" {
  svc-auth form "$(svc-auth list -H -c no | head -n 1)" | grep -q '60.00元（人民币陆拾元整）'
  svc-inspect form "$(svc-inspect list notices -H -c no | head -n 1)" >notice
  for text in '编号：N2026-' 签发人 签收人 '服务管理办公室（盖章）' 检查人 违反条款; do grep -q "$text" notice; done
}

@test "each form of a stack counts its own pages, and a long one says on each whose it is" {
  sqlite3 "$SVC_DB" ".backup '$PWD/svc.db'"
  chmod 600 svc.db
  export SVC_DB=$PWD/svc.db
  # shellcheck disable=SC2046 # numbers
  svc-reward form $(svc-reward list -H -c no) -o stack.html
  [ "$(grep -c '<section>' stack.html)" -eq "$(svc-reward list -H -c no | wc -l)" ]
  [ "$(grep -o '第[0-9]*页 共[0-9]*页' stack.html | sort -u)" = '第1页 共1页' ]
  # the larger type where it has room, a smaller one where the form would not be one page
  grep -q '<div class="wide">' stack.html
  svc-inspect form "$(svc-inspect list sheets -H -n 1 -c no)" -f html | grep -q '<div class="dense">'
  svc-inspect form "$(svc-inspect list notices -H -n 1 -c no)" -f html | grep -q '第1页 共1页'
  text=$(for i in {1..60}; do printf '第%d条：客户来电反映燃气灶具打不着火，工作人员上门更换电池并检查阀门，未见泄漏。' "$i"; done)
  no=$(svc-improve add -H projects --title 长 --proposed_on 2026-10-12 --route department --dept 02 --owner 1203 \
    --starts_on 2026-10-12 --ends_on 2026-12-31 --situation "$text" --goal "$text")
  svc-improve form "$no" -o long.html
  pages=$(grep -c '<section>' long.html)
  [ "$pages" -gt 2 ]
  [ "$(grep -o '第[0-9]*页 共[0-9]*页' long.html | tr '\n' ' ')" = "$(printf "第%d页 共${pages}页 " $(seq "$pages"))" ]
  [ "$(grep -c "编号：$no" long.html)" -eq "$pages" ]
  # nothing of the text is lost where a row goes on
  [ "$(sed 's/<[^>]*>//g' long.html | tr -d '\n' | grep -oE '第[0-9]+条：' | sort | uniq -c | grep -c ' 2 ')" -eq 60 ]
}

@test "every table that is handed in is a paper: indicators, the review, the year, the plan of improvement" {
  cp -r "$ROOT/lib/share/policy" pack2
  sed -i 's/^company,,/company,安泰燃气有限公司,/' pack2/params.csv
  svc-policy load --from 2026-10-11 pack2 >/dev/null
  svc-report kpi -m 2026-10 -o kpi.html
  svc-report review -m 2026-10 -o review.html
  svc-report year -m 2026 -o year.html
  svc-improve plan --year 2026 -o plan.html
  for page in kpi review year plan; do
    for text in '<small>安泰燃气有限公司</small>' 填报部门： 统计期间：2026年 审核人： 批准人：; do
      grep -q "$text" "$page.html" || { echo "$page: $text"; return 1; }
    done
  done
  grep -q '2026年 服务改进年度计划' plan.html
  # months that nobody has a score of stay in the CSV
  ! grep -q '12月得分' year.html || return 1
}

@test "a day is written as 年月日 wherever the tools write it, and stands on one line" {
  {
    svc-report digest -m 2026-09
    svc-improve form "$(svc-improve list -H -c no | head -n 1)"
    for kind in report indices sample; do svc-survey form --kind "$kind" SV2026-000001; done
    for no in $(svc-monitor list opinions -H -c no; svc-monitor list meetings -H -c no); do svc-monitor form "$no"; done
    svc-monitor form --kind roster
    svc-entry form "$(svc-entry list audits -H -c no | head -n 1)"
  } >papers
  ! grep -E '[0-9]{4}-[0-9]{2}-[0-9]{2}' papers || return 1
  svc-monitor form --kind roster -f html | grep -q '<span class="day">2026年[0-9]*月[0-9]*日</span>'
  svc-report ledger complaint -m 2026-09 -f html >ledger.html
  grep -q '<time datetime="2026-09-01 09:12:00"><span class="day">2026年9月1日</span> 09:12</time>' ledger.html
  svc-report ledger vip -m 2026-09 -f html | grep -q '<title>2026年9月30日 VIP客户台账</title>'
}

@test "a workbook prints in 8 points at least: what a page has no room for goes on on the next" {
  svc-report sheet -m 2026-09 -o sheet.xlsx
  svc-report sheet -m 2026-09 --by person -o persons.xlsx
  for name in complaint order reward callback; do svc-report ledger "$name" -m 2026Q3 -o "$name.xlsx"; done
  for book in *.xlsx; do
    part "$book" xl/worksheets/sheet1.xml | sed 's/></>\n</g' >sheet.xml
    # a page holds 1455 of what a column of N digits takes 9.35 × N + 5, where the font has such wide ones
    scale=$(sed -n 's/.*<pageSetup.* scale="\([0-9]*\)".*/\1/p' sheet.xml)
    [ "${scale:-73}" -ge 73 ]
    [ "$scale" = 73 ] || {
      grep '<col ' sheet.xml | grep -v hidden | sed 's/"/ /g' |
        awk '{ s += ($7 * 9.35 + 5) * ($5 - $3 + 1) } END { exit s > 1455 }'
    } || { echo "$book"; grep '<col \|<pageSetup' sheet.xml; return 1; }
  done
}

@test "what stands under a workbook's rows is not a page of its own, nor on every page beside another" {
  # 46 records are one page more than those that fit; the last of them goes with who signs
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  svc-report kpi -m 2026-09 -o kpi.xlsx
  part kpi.xlsx xl/worksheets/sheet1.xml | sed 's/></>\n</g' >sheet.xml
  last=$(sed -n 's/.*<brk id="\([0-9]*\)".*/\1/p' sheet.xml)
  sign=$(grep -n '制表人：' sheet.xml | cut -d: -f1)
  [ -z "$last" ] || [ "$(head -n "$sign" sheet.xml | grep -o '<row r="[0-9]*"' | tail -n 1 | tr -dc 0-9)" -gt "$((last + 1))" ]
  # a code of a machine is left out where its name stands beside it; whoever asks for it has it
  ! grep -q answer_speed sheet.xml || return 1
  svc-report kpi -m 2026-09 -H | grep -q answer_speed
  svc-report kpi -m 2026-09 -f html -c indicator,value | grep -q answer_speed
  # a clause is cited by its book
  svc-report ledger reward -m 2026-09 -f html | grep -q '《服务管理奖惩办法》3.2.3(1)'
  svc-report ledger reward -m 2026-09 | grep -q ',reward-3.2.3-1,'
  svc-report ledger reward -m 2026-09 -o reward.xlsx
  part reward.xlsx xl/worksheets/sheet1.xml | grep -q '<c r="C[0-9]*"[^>]*><is><t>制表人：'
}

@test "a paper of a column or two that somebody chose is one as well" {
  for columns in indicator indicator,value; do
    svc-report kpi -m 2026-09 -c "$columns" -o few.html
    svc-report kpi -m 2026-09 -c "$columns" -o few.xlsx
    grep -q 制表人： few.html
  done
}

# What a page lacks of a paper, a line each: paper COMMAND…, which printed it into `page`.
lacks() {
  local words
  grep -q '<small>安泰燃气有限公司</small>' page || echo "$*: no company"
  grep -qE 'content: "第" counter\(page\) "页 共" counter\(pages\) "页"|<span>第1页 共[0-9]+页</span>' page ||
    echo "$*: no page numbers"
  grep -oE 'font-size: [0-9.]+pt' page | awk -v of="$*" '$2 + 0 < 8 { print of ": " $0 }'
  words=$(sed -E '/^<style>/,/^<.style>/d; s/<[^>]*>/ /g' page | latin | grep -oE '[A-Za-z]{4,}' | head -n 3 | tr '\n' ' ')
  [ -z "$words" ] || echo "$*: $words"
}

@test "every paper that a program prints has the company, page numbers, Chinese and letters to be read" {
  sqlite3 "$SVC_DB" ".backup '$PWD/svc.db'"
  chmod 600 svc.db
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^company,.*,企业/company,安泰燃气有限公司,企业/' pack/params.csv
  export SVC_DB=$PWD/svc.db
  svc-policy load --from 2026-10-10 pack >/dev/null
  # forms, of whatever record a program keeps
  form() {
    local no
    no=$("$1" list "${@:2}" -H -n 1 2>/dev/null | cut -d, -f1) || :
    [ -n "$no" ] && "$1" form "$no" -f html >page 2>/dev/null || return 0
    echo "$1" >>printed
    lacks "$1" form "$no" >>missing
    grep -q '<p class="no">编号：' page || echo "$1 $2: no number" >>missing
    grep -qE '签名：|（盖章）' page || echo "$1 $2: nobody signs" >>missing
  }
  each_register form
  forms() { [ "$2" != form ] || grep -qx "$1" printed || echo "$1: no form was printed" >>missing; }
  each_verb forms
  # ledgers, and each table that is framed as a paper
  for name in $(svc-report ledger -H -c name); do
    svc-report ledger "$name" -m 2026Q3 -f html >page
    grep -q '<p class="sign">制表人：.*审核人：.*批准人：.*制表日期：' page || echo "$name: nobody signs" >>missing
    lacks ledger "$name" >>missing
  done
  [ -n "$name" ]
  framed() {
    local period=2026-10
    [[ $("$1" "$2" --help) == *' --period '* ]] || return 0
    [ "$2" != year ] || period=2026
    "$1" "$2" -m "$period" -f html >page 2>/dev/null </dev/null || return 0
    grep -q '<p class="sign">' page || return 0
    echo "$1 $2" >>tables
    lacks "$1" "$2" >>missing
  }
  each_verb framed
  grep -qx 'svc-report sheet' tables
  grep -qx 'svc-report kpi' tables
  [ ! -s missing ] || { cat missing; return 1; }
}

@test "a sum stands where something was summed" {
  ! svc-report ledger survey -m 2026Q3 -f html | grep -q 合计 || return 1
  # a number of another column is none
  ! svc-report ledger improve -m 2026Q3 -f html | grep -q 合计 || return 1
  svc-report ledger reward -m 2026Q3 -f html | grep -q 合计
}
