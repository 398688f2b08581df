/* Words: found by every name, told by their labels; and the lists that are built in. */
#include <string.h>

#include "svc/actor.h"
#include "svc/word.h"
#include "tap.h"

#define LIST "open:待派单;新建|closed:已办结;办结|12345:12345热线;市长热线"

static void test_finding(void)
{
    struct svc_word word;
    ok(svc_word_find(LIST, "closed", 6, &word) && word.code_len == 6, "by its code");
    ok(svc_word_find(LIST, "办结", strlen("办结"), &word) && strncmp(word.code, "closed", 6) == 0,
       "by a synonym");
    ok(!svc_word_find(LIST, "办", strlen("办"), &word), "not by a part of one");
    ok(svc_word_nearest(LIST, "close", 5, &word) && strncmp(word.code, "closed", 6) == 0,
       "the nearest code");
    ok(svc_word_nearest(LIST, "市长电话热线", strlen("市长电话热线"), &word) &&
           strncmp(word.code, "12345", 5) == 0, "the nearest name");
    ok(!svc_word_nearest(LIST, "telegram", 8, &word), "and none when nothing is near");
    ok(svc_word_nearest("deputy|dept", "dep", 3, &word) && word.code_len == 4,
       "of words that begin alike the one that lacks least");
}

static void test_labels(void)
{
    struct svc_buf out = { 0 };
    svc_word_labels(LIST, "open;gone;12345", 15, &out);
    is_str(svc_buf_text(&out), "待派单;gone;12345热线", "a word that no list has stays readable");
    svc_buf_free(&out);
    svc_word_labels(LIST, "-open;closed@2026-09;-gone", 26, &out);
    is_str(svc_buf_text(&out), "撤销待派单;已办结（2026年9月）;-gone",
           "one that is taken back, one of another month, and none of them");
    svc_buf_free(&out);
    is_int((long long)svc_word_back("-open", 5), 1, "taken back by a minus sign");
    is_int((long long)svc_word_back("撤销待派单", strlen("撤销待派单")), (long long)strlen("撤销"),
           "and in Chinese");
    is_int((long long)svc_word_back("open", 4), 0, "or not at all");
}

/* No text means two words of a list; where two have one, its name. */
static const char *doubtful(const struct svc_word_lists *list)
{
    struct svc_word word, found;
    bool read = strcmp(list->name, "verb.told") != 0; /* what events say is never read back */
    for (const char *rest = list->words; svc_word_next(&rest, &word);) {
        const char *name = word.names, *end = name + word.names_len;
        for (const char *stop; name < end; name = stop + 1) {
            stop = memchr(name, ';', (size_t)(end - name));
            stop = stop ? stop : end;
            if (!svc_word_find(list->words, name, (size_t)(stop - name), &found) ||
                (read && found.code != word.code))
                return list->name;
        }
        if (word.names_len == 0)
            return list->name;
    }
    return NULL;
}

static void test_lists(void)
{
    size_t count = 0;
    const char *bad = NULL, *twice = NULL;
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++, count++) {
        const char *one = doubtful(list);
        bad = one ? one : bad;
        for (const struct svc_word_lists *other = svc_word_lists; other != list; other++)
            twice = strcmp(other->name, list->name) == 0 ? list->name : twice;
    }
    ok(count > 50, "the program's own lists are there");
    is_str(bad ? bad : "", "", "no two words of one share a label or another name");
    is_str(twice ? twice : "", "", "the rows of a list stand together");
}

/* A role has its word, and a word its role. */
static void test_roles(void)
{
    struct svc_buf codes = { 0 };
    svc_word_codes(svc_word_list("verb.role"), &codes);
    is_str(svc_buf_text(&codes), SVC_ROLES, "every role has its word");
    svc_buf_free(&codes);
}

int main(void)
{
    test_roles();
    test_finding();
    test_labels();
    test_lists();
    return done_testing();
}
