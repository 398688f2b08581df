# Small inputs of the kinds that real offices keep: each is read as it is meant, or refused for the right reason.
load common

setup_file() { make_company; }
setup() { fresh_store; }

take() { svc-complaint import -v --set source=x,channel=hotline,category=repair,dept=02 "$@"; }
rows() { svc-complaint list -H --sort source_no -c "$1"; }

@test "Chinese days and times, with and without a blank, of the afternoon, of one figure" {
  printf '%s\n' source_no,received_at,content '1,2026年10月9日 9:05,a' '2,2026年10月9日9:05,b' \
    '3,2026年10月9日 9时05分,c' '4,2026/10/9 下午 3:05,d' '5,2026-10-09 9:5,e' '6,2026年10月9日 上午9时5分,f' \
    '7,2026-10-09  9:05:07,as long as what is stored' '8,2026-10-9   9:05:07,g' '9,2026-10-09 01:05:7Z,h' >in.csv
  expect 0 take in.csv
  diff <(rows source_no,received_at) - <<'END'
1,2026-10-09 09:05:00
2,2026-10-09 09:05:00
3,2026-10-09 09:05:00
4,2026-10-09 15:05:00
5,2026-10-09 09:05:00
6,2026-10-09 09:05:00
7,2026-10-09 09:05:07
8,2026-10-09 09:05:07
9,2026-10-09 09:05:07
END
}

@test "seconds with a fraction, as databases export them" {
  printf '"%s","%s","%s","%s","%s"\n' source_no received_at closed_at content solution \
    1 '2026-10-09 09:05:33.0' '2026-10-09 16:00:00.000' 路灯不亮 已修 >in.csv
  expect 0 take in.csv
  [ "$(rows received_at,closed_at)" = '2026-10-09 09:05:33,2026-10-09 16:00:00' ]
}

@test "a day without a time costs nobody points" {
  printf '%s\n' source_no,received_at,level,assigned_at,responded_at,closed_at,content,solution \
    '1,2026-10-09,2,2026-10-09 08:40,2026-10-09 09:10,2026-10-09 16:00,只有日期,已处理' >in.csv
  expect 0 take in.csv
  [ -n "$(rows undated)" ]
  [ "$(svc-complaint score -m 2026-10 -H -c status | grep -c final)" -eq 0 ]
}

@test "closed on the day of receipt or after it, by the day alone, is no contradiction" {
  printf '%s\n' source_no,received_at,closed_at,content,solution '1,2026-10-09 09:32,2026-10-09,报修,已处理' \
    '2,2026-10-09 09:32,2026-10-10,报修,已处理' >in.csv
  expect 0 take in.csv
  [ "$(rows state | sort -u)" = closed ]
}

@test "a comma at the end of each line, and lines of nothing but commas" {
  printf '%s\r\n' source_no,received_at,content, '1,2026-10-09 09:05,灶具打不着火,' ,,, '2,2026-10-09 10:05,账单寄错,' ,,, >in.csv
  expect 0 take in.csv
  says '2 added'
  expect 0 take --ignore '""' in.csv
  says '2 unchanged'
}

@test "a number followed by what nobody sees is the same number, or refused like a blank" {
  local sign=(' ' $'\xc2\xa0' $'\xe3\x80\x80' $'\xe2\x80\x8b' $'\xef\xbb\xbf' $'\xe2\x80\xaa') i
  printf '%s\n' source_no,received_at,content 'GD1,2026-10-09 09:05,x' >in.csv
  expect 0 take in.csv
  for i in "${sign[@]}"; do
    printf '%s\n' source_no,received_at,content "\"GD1$i\",2026-10-09 09:05,x" "\"${i}GD1\",2026-10-09 09:05,x" >in.csv
    status=0
    take in.csv >/dev/null 2>&1 || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 65 ]
    [ "$(rows source_no)" = GD1 ]
  done
}

@test "blanks around times, words and telephones are none of them" {
  printf '%s\n' source_no,received_at,channel,category,phone,content '1,2026-10-09 09:05 ,热线 , repair,"13812340001 ",x' >in.csv
  expect 0 svc-complaint import -v --set source=x,dept=02 in.csv
  [ "$(rows received_at,channel,category,phone)" = '2026-10-09 09:05:00,hotline,repair,138****0001' ]
}

@test "an export of GB18030 with lines above its heading, padded cells, guards and a comma at the end" {
  printf '%s\n' ------------ 导出信息： '受理工单导出  起始时间:[2026-10-01 00:00:00]' 共1笔记录 ------------ \
    '受理时间            ,工单编号                ,诉求内容                ,来电号码      ,' \
    $'2026-10-09 21:32:14 ,20261009001100010301\t,灶具打不着火            ,13812340001\t,' | iconv -f UTF-8 -t GB18030 >in.csv
  expect 0 take in.csv
  says 'read 1: 1 added'
  [ "$(rows source_no,received_at,content,phone)" = '20261009001100010301,2026-10-09 21:32:14,灶具打不着火,138****0001' ]
}
