#include "svc/told.h"

#include <string.h>

#include "svc/json.h"
#include "svc/lang.h"
#include "svc/num.h"
#include "svc/say.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

struct telling {
    struct svc_db *db;
    const struct svc_register *reg; /* of the table, NULL for one beside all of them */
    bool chinese;
};

/* One value of a change, and what it is a value of; column NULL: of none of the register. */
struct told_value {
    const char *key;
    const struct svc_column *column;
    struct svc_buf old, new;
    bool was_text, is_text;
};

/* The words of a column that a table beside the registers' has: of the lists of all commands called so the
 * one that knows the code, where no other calls it otherwise. NULL when there is none. */
static const char *words_beside(const char *key, const struct svc_buf *value)
{
    static const char *const called[][2] = { { "register", "verb.linked" }, { "with_register", "verb.linked" },
                                             { "origin", "verb.link_origin" }, { "subject", "paper.subject" },
                                             { "effect", "effect" } };
    const char *found = NULL;
    struct svc_word word, other;
    for (size_t i = 0; i < sizeof called / sizeof *called; i++)
        if (strcmp(called[i][0], key) == 0)
            return svc_words(called[i][1], SVC_WORDS_EVER);
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++) {
        const char *dot = strchr(list->name, '.');
        if (!dot || strcmp(dot + 1, key) != 0 || !svc_word_find(list->words, svc_buf_text(value), value->len, &word))
            continue;
        if (found && svc_word_find(found, svc_buf_text(value), value->len, &other) &&
            (other.label_len != word.label_len || memcmp(other.label, word.label, word.label_len) != 0))
            return NULL;
        found = list->words;
    }
    return found;
}

/* Rows are kept with hundredths as texts, records that were read with the number as it is printed. */
static bool in_hundredths(const struct told_value *of, bool text, const char *value)
{
    bool counted = of->column ? svc_column_kind(of->column) == SVC_KIND_HUNDRED
                              : strcmp(of->key, "amount") == 0 || strcmp(of->key, "points") == 0;
    return counted && text && value[strspn(value, "-0123456789")] == '\0';
}

static void tell_value(const struct telling *of, const struct told_value *told, bool text,
                       const struct svc_buf *value, struct svc_buf *out)
{
    const char *words = !of->chinese   ? NULL
                        : told->column ? svc_column_words(told->column, SVC_WORDS_EVER)
                                       : words_beside(told->key, value);
    char room[SVC_NUM_SIZE];
    int64_t hundredths;
    if (told->column && told->column->flags & SVC_STATED && value->len)
        svc_say(of->db, of->chinese ? SVC_CHINESE : SVC_ENGLISH, svc_buf_text(value), out);
    else if (words && strchr(words, ':'))
        svc_word_labels(words, svc_buf_text(value), value->len, out);
    else if (in_hundredths(told, text, svc_buf_text(value)) && !svc_int_parse(svc_buf_text(value), &hundredths))
        svc_buf_puts(out, svc_hundredths_format(hundredths, room));
    else
        svc_buf_add(out, svc_buf_text(value), value->len);
}

static void tell_one(struct svc_json *in, const struct telling *of, const char *key, struct svc_buf *out)
{
    int at = of->reg ? svc_column_find(of->reg->columns, key) : -1;
    struct told_value told = { .key = key, .column = at >= 0 ? &of->reg->columns[at] : NULL };
    bool pair = svc_json_takes(in, '[');
    if (pair) {
        told.was_text = svc_json_value(in, &told.old);
        svc_json_must(in, ',');
    }
    told.is_text = svc_json_value(in, &told.new);
    if (pair)
        svc_json_must(in, ']');
    if (!of->reg && strcmp(key, "tbl") == 0) /* what is signed is the record itself */
        return;
    const char *label = !of->chinese  ? key
                        : told.column ? svc_column_label(told.column)
                                      : svc_words_text("verb.told", key);
    svc_buf_printf(out, "%s%s%s", out->len ? of->chinese ? "；" : "; " : "", label, of->chinese ? "：" : ": ");
    tell_value(of, &told, told.was_text, &told.old, out);
    svc_buf_puts(out, told.old.len ? " → " : "");
    if (told.new.len)
        tell_value(of, &told, told.is_text, &told.new, out);
    else
        svc_buf_puts(out, of->chinese ? svc_words_text("verb.told", "none") : "none");
    svc_buf_free(&told.old);
    svc_buf_free(&told.new);
}

/* The register of the tool whose table it is, the one asked for before all others; NULL for a table beside
 * them. */
static const struct svc_register *register_of(const struct svc_call *call, const char *table)
{
    const struct svc_register *const *reg = call->command->registers;
    if (!table || strcmp(call->reg->table, table) == 0)
        return call->reg;
    while (*reg && strcmp((*reg)->table, table) != 0)
        reg++;
    return *reg;
}

void svc_change_tell(const struct svc_call *call, const char *table, const char *change,
                     enum svc_language language, struct svc_buf *out)
{
    struct svc_json in = { .p = change };
    const struct telling of = { call->db, register_of(call, table), language == SVC_CHINESE };
    struct svc_buf told = { 0 }, key = { 0 };
    svc_json_must(&in, '{');
    while (!in.bad && *in.p != '}') {
        svc_buf_clear(&key);
        svc_json_value(&in, &key);
        svc_json_must(&in, ':');
        tell_one(&in, &of, svc_buf_text(&key), &told);
        svc_json_takes(&in, ',');
    }
    svc_json_must(&in, '}');
    svc_buf_puts(out, in.bad || *in.p ? change : svc_buf_text(&told));
    svc_buf_free(&told);
    svc_buf_free(&key);
}
