#include "svc/num.h"

#include "tap.h"

static void says(int64_t fen, const char *words)
{
    struct svc_buf out = { 0 };
    char number[SVC_NUM_SIZE];
    svc_yuan_words(fen, &out);
    is_str(out.data, words, svc_hundredths_format(fen, number));
    svc_buf_free(&out);
}

static void capital_figures(void)
{
    says(0, "零元整");
    says(5, "伍分");
    says(50, "伍角整");
    says(105, "壹元零伍分");
    says(1000, "壹拾元整");
    says(6000, "陆拾元整");
    says(100530, "壹仟零伍元叁角整");
    says(140950, "壹仟肆佰零玖元伍角整");
    says(600714, "陆仟零柒元壹角肆分");
    says(168032, "壹仟陆佰捌拾元叁角贰分");
    says(1640902, "壹万陆仟肆佰零玖元零贰分");
    says(10700053, "壹拾万柒仟元伍角叁分");
    says(1000000500, "壹仟万零伍元整");
    says(10000000000, "壹亿元整");
    says(10000000500, "壹亿零伍元整");
    says(10000100000, "壹亿零壹仟元整");
    says(100000000000000, "壹万亿元整");
    says(-12345, "负壹佰贰拾叁元肆角伍分");
    says(INT64_MAX, "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分");
}

int main(void)
{
    capital_figures();
    return done_testing();
}
