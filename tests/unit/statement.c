/* Statements: what is stored, what is said, and that all the tree composes can be said. */
#include "svc/statement.h"

#include <ctype.h>
#include <stdlib.h>

#include "svc/sql.h"
#include "svc/text.h"
#include "svc/when.h"
#include "svc/word.h"

#include "tap.h"

/* -- the templates --------------------------------------------------------------------------- */

/* Which values a text names: a bit each. */
static unsigned values_in(const char *text)
{
    unsigned all = 0;
    while ((text = strchr(text, '{')))
        all |= 1u << strtoul(++text, NULL, 10);
    return all;
}

/* Every built-in list that is named is there; a company's own has no dot. */
static bool are_lists(const char *names)
{
    const char *name;
    size_t len;
    while (svc_text_next(&names, ' ', &name, &len)) {
        const struct svc_word_lists *list = svc_word_lists;
        while (list->name && (strncmp(list->name, name, len) != 0 || list->name[len]))
            list++;
        if (memchr(name, '.', len) && !list->name)
            return false;
    }
    return true;
}

/* `{N}` or `{N:TYPE}` of a type that there is, closed; `[` and `]` in turn. */
static bool is_sound(const char *text)
{
    static const char *const types[] = { "time", "month", "length", "said", "if", "person", "dept",
                                         "clause", "matter", "typed", NULL };
    bool inside = false;
    for (; *text; text++) {
        char *rest, type[128] = "";
        if (*text == '[' || *text == ']') {
            if (inside == (*text == '['))
                return false;
            inside = !inside;
        }
        if (*text != '{')
            continue;
        strtoul(text + 1, &rest, 10);
        if (rest == text + 1 || !strchr(text, '}'))
            return false;
        if (*rest == ':')
            snprintf(type, sizeof type, "%.*s", (int)strcspn(rest + 1, "}"), rest + 1);
        bool known = !*type || (strncmp(type, "word ", 5) == 0 && are_lists(type + 5)) ||
                     (strncmp(type, "words ", 6) == 0 && are_lists(type + 6)) ||
                     (strncmp(type, "after ", 6) == 0 && isdigit((unsigned char)type[6]));
        for (const char *const *t = types; !known && *t; t++)
            known = strcmp(*t, type) == 0;
        if (!known)
            return false;
    }
    return !inside;
}

static void test_templates(void)
{
    size_t count = 0;
    for (const struct svc_template *t = svc_templates(); t->key; t++, count++) {
        const char *en = t->text[SVC_ENGLISH], *zh = t->text[SVC_CHINESE];
        ok(values_in(en) == values_in(zh), "%s: the same values in both languages", t->key);
        ok(is_sound(en) && is_sound(zh), "%s: sound", t->key);
        ok((*en && *zh) || strcmp(t->key, "all") == 0 || strcmp(t->key, "list") == 0 || strcmp(t->key, "series") == 0,
           "%s: both languages", t->key);
        for (const struct svc_template *o = svc_templates(); o < t; o++)
            if (strcmp(o->key, t->key) == 0)
                ok(false, "%s comes twice", t->key);
    }
    ok(count > 50, "there are templates");
}

/* -- what SQL composes ----------------------------------------------------------------------- */

/* The word at `p`, in capitals, of the SQL's own. */
static bool is_word(const char *p, const char *word)
{
    size_t len = strlen(word);
    return strncmp(p, word, len) == 0 && !isalnum((unsigned char)p[len]) && p[len] != '_' &&
           !isalnum((unsigned char)p[-1]) && p[-1] != '_';
}

/* How many values the expression that begins at the literal `p` has: the bars in its own literals,
 * up to what ends it. */
static size_t bars(const char *p)
{
    int depth = 0;
    size_t count = 0;
    for (; *p && depth >= 0; p++) {
        if (*p == '\'') {
            for (p++; *p && *p != '\''; p++)
                count += depth == 0 && *p == '|';
        } else if (*p == '(' || is_word(p, "CASE")) {
            depth++;
        } else if (*p == ')' || is_word(p, "END")) {
            depth--;
        } else if (depth == 0 && (*p == ',' || is_word(p, "AS") || is_word(p, "WHEN") ||
                                  is_word(p, "ELSE") || is_word(p, "FROM"))) {
            break;
        }
    }
    return count;
}

/* The key of a literal 'key|…, NULL when it is none. */
static const struct svc_template *template_at(const char *p, size_t *len)
{
    *len = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz_");
    for (const struct svc_template *t = svc_templates(); t->key; t++)
        if (strlen(t->key) == *len && strncmp(t->key, p + 1, *len) == 0)
            return t;
    return NULL;
}

/* The next literal of the SQL, none that a comment has; NULL behind the last. */
static const char *next_literal(const char *p)
{
    while (*p && *p != '\'')
        p = strncmp(p, "--", 2) == 0 ? p + strcspn(p, "\n") : p + 1;
    return *p ? p : NULL;
}

/* Behind its closing quote. */
static const char *behind(const char *p)
{
    p += 1 + strcspn(p + 1, "'");
    return p + (*p != '\0');
}

static void test_sql(void)
{
    size_t found = 0;
    for (const struct svc_sql_file *file = NULL; (file = svc_sql_next(file, ""));)
        for (const char *p = file->sql; (p = next_literal(p)); p = behind(p)) {
            size_t len;
            const struct svc_template *t = template_at(p, &len);
            if (len == 0 || p[1 + len] != '|')
                continue;
            found++;
            bool nested = strncmp(p, "'chosen|", 8) == 0; /* parted from what it is said behind */
            if (ok(t != NULL, "%s: %.*s is a key", file->name, (int)len, p + 1))
                ok(nested || bars(p) == t->values, "%s: %s has its %zu values", file->name, t->key,
                   t->values);
        }
    ok(found > 20, "SQL composes statements");
}

/* -- saying ---------------------------------------------------------------------------------- */

static void name(void *ctx, const char *type, const char *value, struct svc_buf *out)
{
    (void)ctx;
    svc_buf_printf(out, "<%s %s>", type, value);
}

static void says(const char *statement, const char *en, const char *zh)
{
    const struct svc_namer namer = { NULL, name };
    struct svc_buf out = { 0 };
    const char *wrong = svc_statement_say(statement, SVC_ENGLISH, &namer, &out);
    is_str(wrong ? wrong : svc_buf_text(&out), en, statement);
    svc_buf_clear(&out);
    wrong = svc_statement_say(statement, SVC_CHINESE, &namer, &out);
    is_str(wrong ? wrong : svc_buf_text(&out), zh, "... and in Chinese");
    svc_buf_free(&out);
}

static void test_saying(void)
{
    says("missed|2026-09-10 17:48:00|2026-09-10 18:30:00|",
         "due 2026-09-10 17:48:00, done 2026-09-10 18:30:00",
         "时限 2026-09-10 17:48，实际 2026-09-10 18:30（超时42分钟）");
    says("missed|2026-09-10 17:48:00|2026-09-12 18:48:00|",
         "due 2026-09-10 17:48:00, done 2026-09-12 18:48:00",
         "时限 2026-09-10 17:48，实际 2026-09-12 18:48（超时2天1小时）");
    says("missed|2026-09-10 17:48:00||provisional",
         "due 2026-09-10 17:48:00, not done, provisional: no calendar for that year, or no time of day",
         "时限 2026-09-10 17:48，尚未完成；暂定：该年度尚无工作日历，或未提供具体时刻");
    says("determined|reward-3.2.3-1@2026-09-03", "determined under reward-3.2.3-1",
         "经认定，适用<clause reward-3.2.3-1@2026-09-03>");
    says("special_inspections|2026Q3|0|1", "2026Q3: 0 of 1 special inspections",
         "2026年第3季度：专项检查应1次，已0次");
    says("no_routine|2026-01", "2026-01: no routine of its head with a summary",
         "2026年1月：部门主任未牵头例行检查并提交小结");
    says("case|R1|missed|2026-09-10 17:48:00||", "R1: due 2026-09-10 17:48:00, not done",
         "R1：时限 2026-09-10 17:48，尚未完成");
    says("no_plan", "there is no plan of the year", "本年度无服务改进计划");
}

static void test_texts(void)
{
    says("text|missed|2026-09-10|x|", "missed|2026-09-10|x|", "missed|2026-09-10|x|");
    says("text|a\\b", "a\\b", "a\\b");
    says("text|", "", "");
    says("milestone|2026-09-18||排|班", "排|班: due 2026-09-18, not done",
         "排|班：时间节点 2026-09-18，尚未完成");
    says("chosen|手|段|text|x", "an unknown key", "an unknown key");
    says("chosen|手\\|段|text|x", "x; 手|段", "x；手|段");
    says("nothing of the kind", "an unknown key", "an unknown key");
    says("missed|2026-09-10", "fewer values than its key has", "fewer values than its key has");
    says("no_plan|2026", "more values than its key has", "more values than its key has");
}

static void test_making(void)
{
    struct svc_buf one = { 0 }, list = { 0 };
    svc_statement(&one, "over_cap", "hhss", (int64_t)20001, (int64_t)20000, "2", "a|b\\c");
    is_str(one.data, "over_cap|200.01|200.00|2|a|b\\c", "the last value stands as it is");
    svc_statement_join(&list, one.data);
    is_str(list.data, one.data, "one of a list is itself");
    svc_statement_join(&list, "no_plan");
    says(list.data, "200.01 is over the cap of 200.00 for 2 a|b\\c; there is no plan of the year",
         "200.01元超过金额上限200.00元（<word base.fact a|b\\c>2）；本年度无服务改进计划");
    svc_buf_clear(&one);
    svc_statement_join(&one, "gone");
    svc_statement_join(&one, list.data);
    says(one.data, "no longer there; 200.01 is over the cap of 200.00 for 2 a|b\\c; "
                   "there is no plan of the year",
         "已不存在；200.01元超过金额上限200.00元（<word base.fact a|b\\c>2）；本年度无服务改进计划");
    svc_buf_clear(&one);
    svc_statement_list(&one, "gone");
    svc_statement_list(&one, "no_plan");
    says(one.data, "no longer there;there is no plan of the year", "已不存在；本年度无服务改进计划");
    svc_buf_clear(&one);
    svc_statement(&one, "condition_in", "sss", "a|b", "c\\", "d");
    says(one.data, "a|b is c\\, not in d", "<word base.fact tier.tier verb.yes_no business a|b>为“<word base.fact tier.tier verb.yes_no business c\\>”，应为“<words base.fact tier.tier verb.yes_no business d>”之一");
    svc_buf_free(&one);
    svc_buf_free(&list);
}

int main(void)
{
    test_templates();
    test_sql();
    test_saying();
    test_texts();
    test_making();
    return done_testing();
}
