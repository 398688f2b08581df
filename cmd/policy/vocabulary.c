/* Every word that a pack may use where the tools act on it, asked from the tools themselves. */
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "svc/mem.h"
#include "svc/pack.h"
#include "svc/print.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

static const struct svc_column columns[] = {
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "类型",
      .help = "event, counted, selector, matter, clock, case, start, quantity, chain, parameter, subject, indicator,"
              " or a list of words.csv",
      .list = "policy.vocabulary" },
    { .name = "of", .type = SVC_TYPE_CODE, .label = "所属",
      .help = "whose it is: svc-complaint, svc-order ...; empty: everybody's" },
    { .name = "word", .type = SVC_TYPE_CODE, .label = "词",
      .help = "the word; ending in _: the beginning of many" },
    { .name = "label", .type = SVC_TYPE_CODE, .label = "含义", .help = "what it is called" },
    { 0 }
};

static void tell(struct svc_call *call, const char *kind, const char *of, const char *words)
{
    struct svc_word word;
    while (svc_word_next(&words, &word)) {
        char *code = svc_strndup(word.code, word.code_len);
        char *label = svc_strndup(word.label, word.label_len);
        struct svc_value row[] = { svc_value_text(kind), svc_value_text(of), svc_value_text(code),
                                   svc_value_text(label) };
        svc_print_row(call, row);
        free(code);
        free(label);
    }
}

/* The lists NOUN.kind of the commands. */
static void tell_lists(struct svc_call *call, const char *kind)
{
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++) {
        size_t len = strcspn(list->name, ".");
        char *of = svc_format("svc-%.*s", (int)len, list->name);
        if (strcmp(list->name + len + 1, kind) == 0)
            tell(call, kind, of, list->words);
        free(of);
    }
}

int policy_vocabulary(struct svc_call *call)
{
    static const char *const kinds[] = { "event", "counted", "selector", "matter", "clock", "case",
                                         "start", "quantity", "chain" };
    const char *name, *lists = SVC_WORD_LISTS;
    size_t len;
    svc_print_begin(call, columns);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        tell_lists(call, kinds[i]);
    tell(call, "quantity", NULL, svc_word_list("paper.late"));
    tell(call, "subject", NULL, svc_word_list("paper.subject"));
    tell(call, "indicator", NULL, svc_word_list("report.measure"));
    tell(call, "tier", NULL, svc_word_list("tier.tier"));
    for (size_t n = 0; (name = svc_pack_parameter(n)); n++)
        tell(call, "parameter", NULL, name);
    while (svc_text_next(&lists, '|', &name, &len)) {
        char *list = svc_strndup(name, len);
        tell(call, list, NULL, svc_words(list, svc_when_day(svc_now())));
        free(list);
    }
    return svc_finish(call);
}
