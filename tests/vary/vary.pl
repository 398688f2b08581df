# vary: a natural file written in as many ways as offices write it, and what is to come of each.
#
#   vary.pl FIRST COUNT DIR    writes DIR/plain-NOUN.csv, and for each number from FIRST on a file; DIR/list says
#                              NUMBER, TOOL, FILE, options, what is asked, parted by tabs
#
# What is asked is `equal READ` (all of it is known from the plain file already, after so many rows were read) or
# `refused TEXT`, a pattern of the reason. A number gives the same file every time.
use strict;
use warnings;
use utf8;
use Encode qw(encode);
use IO::Compress::Zip qw(zip $ZipError :constants);

my ($first, $count, $dir) = @ARGV;
my ($seed, $longer);

# A generator of our own: that of perl is not the same everywhere.
sub below {
    my ($n) = @_;
    $seed = ($seed * 1103515245 + 12345) % 2147483648;
    return int(($seed >> 8) % 8388608 * $n / 8388608);
}
sub one { return $_[below(scalar @_)] }
sub chance { return below(100) < $_[0] }
sub shuffle {
    my @all = @_;
    for (my $i = $#all; $i > 0; $i--) { my $j = below($i + 1); @all[$i, $j] = @all[$j, $i] }
    return @all;
}

# -- the natural tables ------------------------------------------------------------------------

# column, type, headings; `must`: a row of sums has nothing there.
my %table = (
    complaint => {
        tool => 'svc-complaint', options => '--set source=crm',
        columns => [
            ['source_no', 'code', '来源编号', '工单编号', '工单号'], ['received_at', 'time', '受理时间', '来电时间', '受理日期'],
            ['channel', 'word', '渠道', '受理渠道'], ['category', 'word', '类别', '投诉类别', '问题分类'],
            ['caller', 'text', '联系人', '来电人', '姓名'], ['phone', 'phone', '电话', '联系电话', '来电号码'],
            ['address', 'text', '地址', '用户地址', '事发地址'], ['content', 'text', '内容', '诉求内容', '主要内容'],
            ['dept', 'dept', '部门', '承办单位', '处理部门'], ['closed_at', 'time', '办结时间', '完成时间', '结案时间'],
            ['valid', 'yes', '是否有效', '是否属实'] ],
        rows => [
            ['G0001', '2026-09-01 09:05:00', 'hotline', 'repair', '王芳', '13800000001', '和平路（东）３号楼', "灶具打不着火，\n来过一次", '02', '2026-09-03 15:30:00', 'yes'],
            ['G0002', '2026-09-01 14:00:00', 'wechat', 'billing', '刘强', '02367890000', '人民路1号', '账单"寄错"了', '05', '', ''],
            ['0003', '2026-09-02 00:30:00', 'counter', 'safety_check', '', '', '', '安检未约', '03', '2026-09-05 11:00:00', 'no'],
            ['G-4/甲', '2026-09-03 23:59:59', '12345', 'gas_on', '张三', '13912345678', '', '通气慢; 没人接电话', '04', '', ''],
            ['000000000000000005', '2026-09-04 08:00:00', 'letter', 'conduct', '李四', '13700000000', '解放路2-3', '态度不好', '01', '2026-09-10 17:30:00', 'yes'],
            ['G0006', '2026-09-04 08:00:00', 'internal', 'other', '', '', '', '其他', '01', '', ''],
            ['G0007', '2026-09-10 12:00:00', 'web', 'supply', '赵六', '13600000000', '新区1栋', '停气未通知<两次>&', '01', '2026-09-11 00:00:00', 'yes'] ],
        words => {
            hotline => ['热线', '客服热线', '服务热线'], wechat => ['微信', '公众号'], counter => ['营业厅', '窗口'], 12345 => ['市长热线', '12345热线'],
            letter => ['来信', '书面'], internal => ['内部'], web => ['网络', '网上', '网站'], repair => ['维修', '报修'], billing => ['抄表收费', '账单'],
            safety_check => ['安检', '入户安检'], gas_on => ['通气', '点火'], conduct => ['服务行为', '服务态度'], other => ['其他', '其它'],
            supply => ['供气', '停气'] },
        must => [1, 3, 7],
    },
    order => {
        tool => 'svc-order', options => '--set source=dispatch',
        columns => [
            ['source_no', 'code', '来源编号', '工单编号', '报修单号'], ['business', 'word', '业务类型', '工单类型', '报修类型'],
            ['accepted_at', 'time', '受理时间', '报修时间', '创建时间'], ['arrived_at', 'time', '到场时间', '上门时间', '签到时间'],
            ['finished_at', 'time', '完工时间', '结单时间'], ['person', 'person', '处理人', '维修员', '维修工'],
            ['dept', 'dept', '部门', '维修部门'], ['result', 'word', '处理结果'], ['content', 'text', '内容', '故障描述'],
            ['contract_day', 'day', '合同期限', '合同约定日期'] ],
        rows => [
            ['P1', 'repair', '2026-09-01 09:00:00', '2026-09-01 10:00:00', '2026-09-01 11:15:00', '1203', '02', 'done', '漏水, 已换', '2026-10-01'],
            ['P2', 'emergency', '2026-09-02 22:10:00', '2026-09-02 22:31:00', '2026-09-03 01:00:00', '1203', '02', 'done', '', ''],
            ['P3', 'safety_check', '2026-09-03 09:00:00', '2026-09-04 14:00:00', '', '1301', '03', 'no_access', '无人', ''],
            ['P4', 'gas_on', '2026-09-05 08:30:00', '', '', '', '04', '', '待通气', '2026-12-31'],
            ['P5', 'install', '2026-09-06 12:00:00', '', '', '', '04', '', '新装', '2027-01-05'] ],
        words => {
            repair => ['维修', '报修'], emergency => ['抢修', '抢险'], safety_check => ['安检', '入户安检'], gas_on => ['通气', '点火'],
            install => ['安装', '报装'], done => ['已完成', '完工'], no_access => ['到访不遇', '无人在家'] },
        must => [1, 2],
    },
    customer => {
        tool => 'svc-tier', options => '', register => 'customers',
        columns => [
            ['customer', 'code', '客户号', '户号', '客户编号'], ['name', 'text', '客户名称', '户名'], ['kind', 'word', '客户性质'],
            ['customer_kind', 'word', '客户类别', '客户类型'], ['address', 'text', '地址', '用气地址'], ['phone', 'phone', '电话', '联系电话', '手机号'],
            ['meter', 'code', '表号', '表具编号'], ['daily_gas_m3', 'int', '日用气量', '日均用气量'] ],
        rows => [
            ['0000123', '张三', 'person', 'home', '和平路（东）３号楼', '13800000001', '0009', '2'],
            ['0000124', '和平饭店', 'unit', 'business', '人民路1号', '02367890000', 'M-77', '850'],
            ['U3', '机械厂', 'unit', 'business', '', '', '', '12000'],
            ['622202000000000004', '李四', 'person', 'home', '新区', '13912345678', '0010', ''] ],
        words => { person => ['个人'], unit => ['单位', '企业'], home => ['居民', '民用'], business => ['非居民', '工商户'] },
        must => [],
    },
);
my %dept = ('01' => '客户服务部', '02' => '维修抢险部', '03' => '安全检查部', '04' => '市场发展部', '05' => '计量收费部');
my %person = ('1203' => '李大勇');

# -- a cell in another shape -------------------------------------------------------------------

sub wide { my ($t) = @_; $t =~ tr/0-9A-Za-z:\-\/ /０-９Ａ-Ｚａ-ｚ：－／　/; return $t }

sub day_shape {
    my ($y, $m, $d) = @_;
    my ($m1, $d1) = (0 + $m, 0 + $d);
    return one("$y-$m-$d", "$y/$m1/$d1", "${y}年${m1}月${d1}日", "$y.$m1.$d1", "$y$m$d", "$y/$m/$d", "${y}年${m}月${d}日", "$y-$m1-$d1");
}

sub time_shape {
    my ($text) = @_;
    my ($y, $m, $d, $h, $i, $s) = $text =~ /(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)/;
    my $h1 = 0 + $h;
    return "$y$m$d$h$i$s" if chance(8);
    return "$y-$m-${d}T$h:$i:$s" . one('', '+08:00', '.0', '.000+08:00') if chance(15);
    return "$y-$m-$d $h:$i:$s.0" if chance(8);
    my $clock = $s eq '00' ? one("$h:$i", "$h1:$i", "$h:$i:$s", "${h1}时${i}分", "$h1:$i:$s", "${h1}点${i}分") : one("$h:$i:$s", "$h1:$i:$s", "${h1}时${i}分${s}秒");
    if ($h1 >= 13 && chance(30)) { $clock = ($h1 < 18 ? '下午' : '晚上') . ($h1 - 12) . ":$i" . ($s eq '00' ? '' : ":$s") }
    my $day = day_shape($y, $m, $d);
    $day = "$y-$m-$d" if $day eq "$y$m$d";
    return $day . one(' ', ' ', '  ', '　') . $clock;
}

sub phone_shape {
    my ($t) = @_;
    return $t =~ /^1(..)(....)(....)$/ ? one($t, "1$1 $2 $3", "+86 $t", "1$1-$2-$3") : $t =~ /^(023)(.*)/ ? one($t, "$1-$2", "($1)$2", "（$1）$2") : $t;
}

# The text of a value in a natural shape.
sub shape {
    my ($of, $column, $value) = @_;
    my $type = $column->[1];
    return $value if $value eq '';
    my $text = $type eq 'time' ? time_shape($value)
        : $type eq 'day' ? day_shape($value =~ /(\d+)-(\d+)-(\d+)/)
        : $type eq 'word' ? one($value, @{$of->{words}{$value}})
        : $type eq 'yes' ? ($value eq 'yes' ? one('yes', '是', '√', 'Y', '对') : one('no', '否', '×', 'N'))
        : $type eq 'dept' ? one($value, $dept{$value}, $dept{$value}, "$value $dept{$value}", "$dept{$value}（$value）")
        : $type eq 'person' && $person{$value} ? one($value, $person{$value}, "$person{$value}($value)", "$value $person{$value}")
        : $type eq 'phone' ? phone_shape($value) : $value;
    $text = wide($text) if $type =~ /^(time|day|int|phone)$/ && chance(8);
    return $text;
}

# What exports put around a value; `guards`: ones that a kind of file can hold.
sub around {
    my ($text, $guards) = @_;
    return $text if $text eq '';
    $text = one(' ', "\x{3000}", "\x{a0}", '  ') . $text if chance(8);
    $text .= one(' ', "\x{3000}", "\x{a0}", '   ') if chance(10);
    return $text if !$guards || $text =~ /"/;
    return "\t$text" if chance(6);
    return "=\"$text\"" if chance(5);
    return $text;
}

sub heading {
    my ($column) = @_;
    my $text = one(@{$column}[2 .. $#$column], $column->[0]);
    $text = "*$text" if chance(8);
    $text .= one(' ', "\x{3000}") if chance(8);
    $text = substr($text, 0, 2) . ' ' . substr($text, 2) if chance(5) && $text =~ /^\p{Han}{3}/;
    return $text;
}

# -- a whole file ------------------------------------------------------------------------------

# Bytes of a text between separators.
sub delimited {
    my ($rows, $sign, $always, $end) = @_;
    return join '', map { join($sign, map { /["\n\r\t,;|]/ || /^\s|\s$/ || $always ? '"' . s/"/""/gr . '"' : $_ } @$_) . $end } @$rows;
}

sub xml { return $_[0] =~ s/&/&amp;/gr =~ s/\n/&#10;/gr =~ s/</&lt;/gr =~ s/>/&gt;/gr =~ s/\t/&#9;/gr }

sub html {
    my ($rows, $title) = @_;
    my $out = '<html><head><meta charset="utf-8"></head><body>' . one('', '<p>导出</p>') . '<table border=1>';
    $out .= '<tr><td colspan="' . scalar(@{$rows->[0]}) . '">' . xml($_) . '</td></tr>' for @$title;
    for my $row (@$rows) { $out .= '<tr>' . join('', map { '<td>' . (xml($_) =~ s/\x{a0}/&nbsp;/gr =~ s/&#10;/<br>/gr) . '</td>' } @$row) . "</tr>\n" }
    return "$out</table></body></html>";
}

sub sheetml {
    my ($rows, $title) = @_;
    my $out = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sheet1"><Table>';
    $out .= '<Row><Cell ss:MergeAcross="' . ($#{$rows->[0]}) . '"><Data ss:Type="String">' . xml($_) . '</Data></Cell></Row>' for @$title;
    for my $row (@$rows) { $out .= '<Row>' . join('', map { $_ eq '' ? '<Cell/>' : '<Cell><Data ss:Type="String">' . xml($_) . '</Data></Cell>' } @$row) . '</Row>' }
    return "$out</Table></Worksheet></Workbook>";
}

sub letters { my ($n) = @_; return $n < 26 ? chr(65 + $n) : chr(64 + int($n / 26)) . chr(65 + $n % 26) }

# Equal neighbours of a column are merged downwards where `merge` has the column.
sub xlsx {
    my ($rows, $title, $merge, $path) = @_;
    my $main = 'http://schemas.openxmlformats.org';
    my (@merged, $body);
    my @all = ((map { [$_] } @$title), map { [@$_] } @$rows);
    push @merged, 'A' . ($_ + 1) . ':' . letters($#{$rows->[0]}) . ($_ + 1) for 0 .. $#$title;
    for my $c (@$merge) {
        for (my $r = @$title + 1; $r < @all; $r++) {
            my $last = $r;
            $last++ while $last + 1 < @all && defined $all[$last + 1][$c] && $all[$r][$c] ne '' && $all[$last + 1][$c] eq $all[$r][$c];
            next if $last == $r;
            push @merged, letters($c) . ($r + 1) . ':' . letters($c) . ($last + 1);
            $all[$_][$c] = '' for $r + 1 .. $last;
            $r = $last;
        }
    }
    for my $row (@all) {
        $body .= '<row>' . join('', map { $_ eq '' ? '<c/>' : /^=([\d.]+)$/ ? "<c><v>$1</v></c>" : /^@([\d.]+)$/ ? "<c s=\"1\"><v>$1</v></c>"
            : '<c t="inlineStr"><is><t xml:space="preserve">' . xml($_) . '</t></is></c>' } @$row) . '</row>';
    }
    my $merges = @merged ? '<mergeCells>' . join('', map { "<mergeCell ref=\"$_\"/>" } @merged) . '</mergeCells>' : '';
    my @part = (
        '_rels/.rels' => "<Relationships xmlns='$main/package/2006/relationships'><Relationship Id='a' Type='$main/officeDocument/2006/relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        'xl/workbook.xml' => "<workbook xmlns='$main/spreadsheetml/2006/main' xmlns:r='$main/officeDocument/2006/relationships'><sheets><sheet name='Sheet1' sheetId='1' r:id='s'/></sheets></workbook>",
        'xl/_rels/workbook.xml.rels' => "<Relationships xmlns='$main/package/2006/relationships'><Relationship Id='s' Type='$main/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='f' Type='$main/officeDocument/2006/relationships/styles' Target='styles.xml'/></Relationships>",
        'xl/styles.xml' => "<styleSheet xmlns='$main/spreadsheetml/2006/main'><cellXfs><xf numFmtId='0'/><xf numFmtId='22'/></cellXfs></styleSheet>",
        'xl/worksheets/sheet1.xml' => "<worksheet xmlns='$main/spreadsheetml/2006/main'><sheetData>$body</sheetData>$merges</worksheet>");
    my $zip;
    while (my ($name, $text) = splice @part, 0, 2) {
        my $bytes = encode('UTF-8', $text);
        $zip = $zip ? do { $zip->newStream(Name => $name, Time => 946684800); $zip } : IO::Compress::Zip->new($path, Name => $name, Time => 946684800) or die $ZipError;
        $zip->print($bytes);
    }
    $zip->close;
}

sub json_text { return '"' . ($_[0] =~ s/([\\"])/\\$1/gr =~ s/\t/\\t/gr =~ s/\n/\\n/gr) . '"' }

# Days since 1899-12-30, as spreadsheets count them.
sub serial {
    my ($y, $m, $d, $h, $i, $s) = $_[0] =~ /(\d+)-(\d+)-(\d+)(?: (\d+):(\d+):(\d+))?/;
    my ($a, $yy, $mm) = (int((14 - $m) / 12), 0, 0);
    ($yy, $mm) = ($y + 4800 - $a, $m + 12 * $a - 3);
    my $days = $d + int((153 * $mm + 2) / 5) + 365 * $yy + int($yy / 4) - int($yy / 100) + int($yy / 400) - 32045 - 2415019;
    return sprintf '%.10f', $days + (($h // 0) * 3600 + ($i // 0) * 60 + ($s // 0)) / 86400;
}

# What a wrong file is, and the reason that is to be told: a change of the plain values before they are shaped, or
# of the shaped cells.
sub spoil {
    my ($of, $rows, $heads, $kind, $form) = @_;
    my $row = below(scalar @$rows);
    my %at = map { $of->{columns}[$_][1] => $_ } reverse 0 .. $#{$of->{columns}};
    my $name = sub { return $of->{columns}[$_[0]][0] };
    if ($kind eq 'time' && defined $at{time}) {
        $rows->[$row][$at{time}] = one('2026-02-30 09:00', '昨天', '2026-13-01 08:00', '2026-09-01 25:00', '46293.5');
        return 'record \d+, column "' . $name->($at{time}) . '": ';
    }
    if ($kind eq 'word' && defined $at{word}) {
        $rows->[$row][$at{word}] = one('不存在的词', 'nowhere');
        return 'record \d+, column "' . $name->($at{word}) . '": "(不存在的词|nowhere)": an unknown word';
    }
    if ($kind eq 'code') {
        $rows->[$row][$at{code}] = wide('GD77');
        return 'record \d+, column "' . $name->($at{code}) . '".*U\+FF27';
    }
    if ($kind eq 'rounded' && defined $at{phone}) {
        $rows->[$row][$at{phone}] = '1.38E+10';
        return 'record \d+, column "phone": .*(rounded|not a phone|spreadsheet)';
    }
    if ($kind eq 'long' && $form eq 'xlsx') {
        $rows->[$row][$at{code}] = '=123456789012345678';
        return 'cell [A-Z]+\d+: a number of more than 15 digits';
    }
    if ($kind eq 'ragged' && $form =~ /^(csv|semicolon|bar)$/) {
        $longer = $row;
        return 'record \d+: has \d+ cells, the header';
    }
    if ($kind eq 'masked' && defined $at{phone}) {
        $rows->[$row][$at{phone}] = '139****9999';
        return 'record \d+, column "phone": is masked';
    }
    if ($kind eq 'missing' && @{$of->{must}}) {
        my $at = one(@{$of->{must}});
        $rows->[$row][$at] = one('', ' ');
        return 'record \d+, column "' . $name->($at) . '": is required';
    }
    if ($kind eq 'heading') {
        $heads->[below(scalar @$heads)] = '天气情况';
        return 'unknown columns: "天气情况"';
    }
    if ($kind eq 'contradicts') {
        my @copy = @{$rows->[$row]};
        my $text = (grep { $of->{columns}[$_][1] eq 'text' } 0 .. $#copy)[0];
        $copy[$text] = '另一个说法';
        push @$rows, \@copy;
        return 'has the same key as record \d+';
    }
    my $text = (grep { $of->{columns}[$_][1] eq 'text' } 0 .. $#{$rows->[0]})[0];
    $rows->[$row][$text] = '另一个说法';
    return 'record \d+, column "' . $name->($text) . '": differs from the stored record|has the same key as record'; # where it is there twice
}

sub make {
    my ($number) = @_;
    $seed = $number * 7919 + 17;
    $longer = undef;
    below(2) for 1 .. 5;
    my $noun = one(sort keys %table);
    my $of = $table{$noun};
    my $form = one(qw(csv csv csv csv semicolon tab bar xlsx xlsx html sheetml jsonl utf16 gb18030));
    my $spoilt = chance(22) ? one(qw(time word code rounded heading contradicts differs long ragged masked missing)) : '';
    my @rows = map { [@$_] } @{$of->{rows}};
    my $guards = $form =~ /^(csv|semicolon|tab|bar|utf16|gb18030)$/;
    my $serials = $form eq 'xlsx' && chance(40);

    @rows = shuffle(@rows) if chance(60);
    push @rows, [@{$rows[below(scalar @rows)]}] if chance(15);   # one that is there twice
    for my $row (@rows) {
        $row = [map {
            my ($column, $value) = ($of->{columns}[$_], $row->[$_]);
            $serials && $column->[1] =~ /^(time|day)$/ && $value ne '' ? '@' . serial($value)
                : $serials && $column->[1] eq 'int' && $value ne '' ? "=$value" : around(shape($of, $column, $value), $guards)
        } 0 .. $#$row];
    }
    my @heads = map { heading($_) } @{$of->{columns}};
    my $asked = $spoilt ? 'refused ' . spoil($of, \@rows, \@heads, $spoilt, $form) : 'equal ' . @rows;
    my @width = shuffle(0 .. $#heads);
    @width = 0 .. $#heads if chance(50);
    my @merge = $form eq 'xlsx' && chance(50) ? grep { $of->{columns}[$width[$_]][1] eq 'dept' } 0 .. $#width : ();
    @heads = @heads[@width];
    $_ = [@$_[@width]] for @rows;
    my $wrong = defined $longer ? $rows[$longer] : undef;
    my $n = 0;
    if (chance(40)) { # rows are numbered
        unshift @heads, one('序号', '编号序号', '序号');
        $heads[0] = '序号';
        unshift @$_, ++$n for @rows;
        $_++ for @merge;
    }
    if (chance(20)) { push @heads, ('') x (1 + below(3)); push @$_, ('') x (@heads - @$_) for @rows }
    my $blank = [('') x @heads];
    if ($form ne 'jsonl' && chance(30) && !@merge) { splice @rows, below(@rows + 1), 0, $blank for 0 .. below(3) }
    if ($form ne 'jsonl' && chance(40)) {
        my %must = map { $_ => 1 } @{$of->{must}};
        my @sum = ('') x @heads;
        @sum[0, 1] = (one('合计', '总计', '小计'), $n || '') if @heads > 1;
        $sum[1] = '';
        push @rows, [@sum];
        push @rows, [one('制表人：李静', '审核人：', '制表日期：2026-10-08'), ('') x (@heads - 1)] if chance(50);
    }
    my @title = $form ne 'jsonl' && chance(45) ? ("2026年9月台账", chance(40) ? ('单位：示例燃气　统计时间：2026-09') : ()) : ();
    my $options = join ' ', grep { length } $of->{register} // '', $of->{options};

    my ($ext, $bytes) = ('csv', undef);
    my $path = sub { return "$dir/$number." . $_[0] };
    my $end = chance(30) ? "\r\n" : "\n";
    if ($form eq 'xlsx') {
        xlsx([\@heads, @rows], \@title, \@merge, $path->($ext = 'xlsx'));
    } elsif ($form eq 'html') {
        ($ext, $bytes) = (one('xls', 'html'), encode('UTF-8', html([\@heads, @rows], \@title)));
    } elsif ($form eq 'sheetml') {
        ($ext, $bytes) = (one('xls', 'xml'), encode('UTF-8', sheetml([\@heads, @rows], \@title)));
    } elsif ($form eq 'jsonl') {
        $ext = 'jsonl';
        $bytes = encode('UTF-8', join '', map { my $row = $_; '{' . join(',', map { json_text($heads[$_]) . ':' . ($row->[$_] eq '' ? one('null', '""') : json_text($row->[$_])) }
            grep { $heads[$_] ne '' } 0 .. $#heads) . "}\n" } @rows);
    } else {
        my $sign = $form eq 'semicolon' ? ';' : $form =~ /^(tab|utf16)$/ ? "\t" : $form eq 'bar' ? '|' : ',';
        my @all = ((map { [$_, ('') x $#heads] } @title), \@heads, @rows);
        if (chance(15)) { # two exports behind each other; the second one's heading is that of the first
            my $from = below(scalar @rows);
            splice @all, @title + 1 + $from, 0, \@heads;
        }
        if (chance(15)) { push @$_, ('') x (1 + below(3)) for grep { chance(40) } @rows } # longer by nothing
        $wrong->[@$wrong > @heads ? @$wrong : @heads] = '多余' if $wrong;
        $_ //= '' for map { @$_ } @rows;
        my $text = delimited(\@all, $sign, chance(25), $end);
        $text =~ s/\r?\n\z// if chance(15);
        $text .= $end x (1 + below(2)) if chance(15);
        $options .= " --delimiter $sign" if $form eq 'bar';
        $ext = 'txt' if $sign eq "\t";
        my $gb = $form eq 'gb18030' && !grep({ /\x{a0}/ } map { @$_ } @rows);
        $bytes = $form eq 'utf16' ? "\xff\xfe" . encode('UTF-16LE', $text) : $gb ? encode('cp936', $text)
            : (chance(30) ? "\xef\xbb\xbf" : '') . encode('UTF-8', $text);
        $options .= ' --encoding gb18030' if $gb && grep({ !/\p{Han}/ } grep { length } @heads) > @heads / 3;
    }
    if (defined $bytes) { open my $out, '>:raw', $path->($ext) or die; print $out $bytes; close $out or die }
    return join("\t", $number, $of->{tool}, "$number.$ext", $options =~ s/^ //r, $asked) . "\n";
}

binmode STDOUT, ':utf8';
for my $noun (sort keys %table) {
    my $of = $table{$noun};
    open my $out, '>:utf8', "$dir/plain-$noun.csv" or die;
    print $out delimited([[map { $_->[0] } @{$of->{columns}}], @{$of->{rows}}], ',', 0, "\n");
    close $out or die;
    print join("\t", 0, $of->{tool}, "plain-$noun.csv", join(' ', grep { length } $of->{register} // '', $of->{options}), 'plain'), "\n";
}
print make($_) for $first .. $first + $count - 1;
