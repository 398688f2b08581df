# Who types one of a known list nearly right is told what may have been meant, wherever that is.
load common

setup_file() { make_month; }
setup() { fresh_store; }

# asks CODE HINT COMMAND…
asks() {
  local code=$1 hint=$2
  shift 2
  expect "$code" "$@"
  says "$hint"
}

@test "a check, a matter, a book, a chart, an indicator, a template, a score file" {
  asks 2 'unknown check "colums"; did you mean columns?' svc-admin check colums
  asks 5 'no such matter: "vip_maintenence_fee"; did you mean vip_maintenance_fee?' svc-auth can vip_maintenence_fee --person 1203
  asks 5 'did you mean vip_maintenance_fee?' svc-auth use vip_maintenance_fe --person 1203 --amount 3
  asks 5 'did you mean ' svc-policy contents "$(svc-policy contents -H -c book | head -n 1)x"
  asks 2 'which chart?; did you mean pareto?' svc-report chart paretto -m 2026-09
  asks 2 'which chart?; did you mean matrix?' svc-survey chart matrx --survey X2026-000001
  asks 2 'no template "propertty"; did you mean property?' svc-inspect sheet --template propertty --dept 02 --inspectors 1602
  asks 65 'kind "mapp" is none of' svc-complaint import --profile <(printf '%s\n' register,kind,heading,column,value,word complaints,mapp,a,content,,) /dev/null
}

@test "a format, an encoding, a profile, a worksheet, a column of a pack" {
  asks 2 'unknown format "cvs"; did you mean csv?' svc-complaint list -f cvs
  asks 2 'unknown encoding "gb18300"; did you mean gb18030?' svc-complaint import --encoding gb18300 /dev/null
  asks 2 'did you mean dispatch?' svc-order import --profile dispach /dev/null
  svc-complaint list -n 1 -o c.xlsx
  asks 65 'did you mean ' svc-complaint import --worksheet 投诉单据 c.xlsx
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i '1s/value/valu/' pack/params.csv
  asks 78 'unknown column "valu"; did you mean value?' svc-policy check pack
}

@test "a record that a list is asked for by its own number has to be there" {
  asks 5 'option --no: no such complaint: "C2026-000999"' svc-complaint list --no C2026-000001,C2026-000999
  [ -z "$output" ]
  asks 5 'option --dept: "99" is not registered' svc-admin list depts --dept 99
  printf '%s\n' customer,kind U300001,unit | svc-tier import customers -
  asks 5 'no such customer: "U300002"; did you mean U300001?' svc-tier list customers --customer U300002
  expect 0 svc-complaint list --no C2026-000001 --state open
  expect 0 svc-complaint list --no ''
}
