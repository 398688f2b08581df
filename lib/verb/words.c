#include "svc/words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/file.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/read.h"
#include "svc/num.h"
#include "svc/text.h"
#include "svc/value.h"
#include "svc/word.h"

struct version {
    int64_t number;
    svc_day from, until; /* in force on from ≤ day < until */
};

enum { EVER = 0 }; /* versions begin with 1 */

/* A word of one version that acts as a built-in one. */
struct acting {
    int64_t version;
    char *list, *code, *as;
};

/* The words of some lists in one version or ever, made when they are first asked for. */
struct text {
    const char *lists;
    const char *asked; /* the same where a column asked for it last, which names its lists for good */
    int64_t version;
    char *words;
};

static struct {
    struct svc_db *db;
    struct version *versions;
    size_t version_count;
    struct text *texts;
    size_t text_count;
    struct acting *acting;
    size_t acting_count;
    bool acting_loaded;
} known;

void svc_words_open(struct svc_db *db)
{
    memset(&known, 0, sizeof known); /* what was read before stays where it is borrowed */
    known.db = db;
}

bool svc_words_are_own(const char *lists)
{
    const char *name;
    size_t len;
    while (svc_text_next(&lists, ' ', &name, &len))
        if (!memchr(name, '.', len))
            return true;
    return false;
}

/* -- versions ----------------------------------------------------------------------------- */

static svc_day day_or(const char *text, const char *ever, svc_day otherwise)
{
    svc_day day = otherwise;
    if (strcmp(text, ever) != 0)
        svc_day_parse(text, &day);
    return day;
}

static void load_versions(void)
{
    struct svc_query *q = svc_query(known.db, "SELECT version, from_day, until_day FROM"
                                    " policy_version ORDER BY from_day DESC, version DESC", NULL);
    while (svc_next(q)) {
        known.versions = svc_grow(known.versions, known.version_count, sizeof *known.versions);
        known.versions[known.version_count++] =
            (struct version){ svc_int(q, 0), day_or(svc_text(q, 1), "0001-01-01", INT32_MIN),
                              day_or(svc_text(q, 2), "9999-12-31", INT32_MAX) };
    }
}

/* The version in force on the day; EVER where none is, as before the first. */
static int64_t version_on(svc_day day)
{
    if (!known.db || day == SVC_WORDS_EVER)
        return EVER;
    if (!known.version_count)
        load_versions();
    for (size_t i = 0; i < known.version_count; i++)
        if (day >= known.versions[i].from && day < known.versions[i].until)
            return known.versions[i].number;
    return EVER;
}

/* -- texts -------------------------------------------------------------------------------- */

static void add_word(struct svc_buf *out, const char *code, const char *label, const char *synonyms)
{
    svc_buf_printf(out, "%s%s:%s%s%s", out->len ? "|" : "", code, label, synonyms ? ";" : "",
                   synonyms ? synonyms : "");
}

/* The company's words of a list, those of the newest version first. A word stands again behind
 * itself where an earlier version called it otherwise: its label is the first, all names find it. */
static void add_stored(struct svc_buf *out, const char *list, int64_t version)
{
    struct svc_buf had = { 0 }, one = { 0 };
    struct svc_query *q = svc_query(known.db,
        "SELECT w.code, w.label, w.synonyms FROM policy_word w"
        "  JOIN policy_version v ON v.version = w.version"
        " WHERE w.list = ?1 AND ?2 IN (w.version, 0)"
        " ORDER BY v.from_day DESC, v.version DESC, w.\"order\", w.code", "si", list, version);
    while (svc_next(q)) {
        svc_buf_clear(&one);
        add_word(&one, svc_text(q, 0), svc_text(q, 1), svc_text(q, 2));
        if (had.len && svc_text_in(had.data, '|', one.data))
            continue;
        svc_buf_printf(&had, "%s%s", had.len ? "|" : "", one.data);
        svc_buf_printf(out, "%s%s", out->len ? "|" : "", one.data);
    }
    svc_buf_free(&had);
    svc_buf_free(&one);
}

/* The same of the pack that came with the tools, whose rows stand in order. */
static void add_shipped(struct svc_buf *out, const char *list)
{
    char *path = svc_installed("policy/words.csv");
    struct svc_reader_options opt = { .format = SVC_INPUT_CSV };
    struct svc_row row;
    int fd = svc_file_shipped(path);
    if (fd < 0)
        svc_die(SVC_CONFIG, "cannot read \"%s\"", path);
    struct svc_reader *reader = svc_reader_open(fd, path, &opt);
    svc_reader_header(reader, &row);
    while (svc_reader_next(reader, &row))
        if (row.count > 3 && row.cells[0].text && strcmp(row.cells[0].text, list) == 0)
            add_word(out, row.cells[1].text, row.cells[2].text, row.cells[3].text);
    svc_reader_close(reader);
    close(fd);
    free(path);
}

static char *make_text(const char *lists, int64_t version)
{
    struct svc_buf out = { 0 };
    const char *name;
    size_t len;
    while (svc_text_next(&lists, ' ', &name, &len)) {
        char *list = svc_strndup(name, len);
        if (strchr(list, '.'))
            svc_buf_printf(&out, "%s%s", out.len ? "|" : "", svc_word_list(list));
        else if (known.db)
            add_stored(&out, list, version);
        else
            add_shipped(&out, list);
        free(list);
    }
    return svc_buf_take(&out);
}

/* Where the name of lists lies tells which they are when it stays there for good, and never otherwise. */
static const char *words_of(const char *lists, svc_day day, bool for_good)
{
    int64_t version = version_on(day);
    for (struct text *t = known.texts; t < known.texts + known.text_count; t++)
        if (t->version == version && ((for_good && t->asked == lists) || strcmp(t->lists, lists) == 0)) {
            t->asked = for_good ? lists : t->asked;
            return t->words;
        }
    known.texts = svc_grow(known.texts, known.text_count, sizeof *known.texts);
    known.texts[known.text_count] = (struct text){ svc_strdup(lists), for_good ? lists : NULL, version,
                                                         make_text(lists, version) };
    return known.texts[known.text_count++].words;
}

const char *svc_words(const char *lists, svc_day day)
{
    return words_of(lists, day, false);
}

const char *svc_column_words(const struct svc_column *column, svc_day day)
{
    const char *words = column->list ? words_of(column->list, day, true) : column->values;
    return words && *words ? words : NULL;
}

bool svc_words_find(const char *words, const char *text, size_t len, struct svc_word *out)
{
    enum { PLACES = 256, LONGEST = 24 };
    static struct {
        const char *words;
        size_t len;
        char text[LONGEST];
        struct svc_word word;
    } found[PLACES], *at;
    size_t sum = (size_t)(uintptr_t)words;
    for (size_t i = 0; i < len; i++)
        sum = 31 * sum + (unsigned char)text[i];
    at = &found[sum % PLACES];
    if (at->words != words || at->len != len || memcmp(at->text, text, len) != 0) {
        if (!svc_word_find(words, text, len, out))
            return false;
        if (len > LONGEST)
            return true;
        at->words = words;
        at->len = len;
        memcpy(at->text, text, len);
        at->word = *out;
    }
    *out = at->word;
    return true;
}

const char *svc_column_label(const struct svc_column *column)
{
    return column->label ? column->label : svc_words_text(column->list, column->name);
}

void svc_words_label(const char *lists, const char *codes, struct svc_buf *out)
{
    if (codes)
        svc_word_labels(svc_words(lists, SVC_WORDS_EVER), codes, strlen(codes), out);
}

const char *svc_words_text(const char *lists, const char *codes)
{
    struct svc_buf out = { 0 };
    svc_words_label(lists, codes, &out);
    return codes ? svc_buf_take(&out) : NULL;
}

const char *svc_words_told(const char *lists, const char *codes)
{
    struct svc_buf out = { 0 };
    const char *word;
    size_t len;
    if (svc_lang() == SVC_ENGLISH)
        return codes;
    while (svc_text_next(&codes, ';', &word, &len)) {
        char *code = svc_strndup(word, len);
        svc_buf_puts(&out, out.len ? "、" : "");
        svc_words_label(lists, code, &out);
        free(code);
    }
    return svc_buf_take(&out);
}

/* -- a record's ----------------------------------------------------------------------------- */

static svc_day fact_day(const struct svc_register *reg, const struct svc_value *values)
{
    svc_when when;
    int at = reg->fact ? svc_column_at(reg->columns, reg->fact) : -1;
    if (at < 0 || values[at].is != SVC_IS_TEXT || svc_when_parse(values[at].text, &when))
        return svc_when_day(svc_now());
    return svc_when_day(when);
}

/* Every word of the value is one of the day's. */
static bool all_known(const struct svc_column *column, const struct svc_value *value, svc_day day)
{
    const char *words = svc_column_words(column, day), *list, *one;
    char number[SVC_NUM_SIZE] = "";
    struct svc_word word;
    size_t len;
    if (value->is == SVC_IS_NUMBER)
        number[svc_int_digits(value->number, number)] = '\0';
    list = value->is == SVC_IS_NUMBER ? number : value->text;
    if (!words)
        return true;
    if (column->type != SVC_TYPE_WORDS)
        return svc_words_find(words, list, strlen(list), &word);
    while (svc_text_next(&list, ';', &one, &len))
        if (!svc_word_find(words, one, len, &word))
            return false;
    return true;
}

const struct svc_column *svc_words_refused(const struct svc_register *reg,
                                           const struct svc_value *before,
                                           const struct svc_value *values, svc_day *day)
{
    *day = SVC_WORDS_EVER;
    for (size_t i = 0; reg->columns[i].name; i++) {
        const struct svc_column *column = &reg->columns[i];
        if (!column->list || !svc_value_given(&values[i]) || !svc_words_are_own(column->list) ||
            (before && svc_value_same(&before[i], &values[i])))
            continue;
        if (*day == SVC_WORDS_EVER)
            *day = fact_day(reg, values);
        if (!all_known(column, &values[i], *day))
            return column;
    }
    return NULL;
}

/* -- acting ------------------------------------------------------------------------------- */

static void load_acting(void)
{
    struct svc_query *q = svc_query(known.db, "SELECT version, list, code, acts_as FROM policy_word"
                                    " WHERE acts_as IS NOT NULL", NULL);
    known.acting_loaded = true;
    while (svc_next(q)) {
        known.acting = svc_grow(known.acting, known.acting_count, sizeof *known.acting);
        known.acting[known.acting_count++] =
            (struct acting){ svc_int(q, 0), svc_strdup(svc_text(q, 1)), svc_strdup(svc_text(q, 2)),
                             svc_strdup(svc_text(q, 3)) };
    }
}

const char *svc_word_acting(const char *list, const char *code, svc_day day)
{
    int64_t version = version_on(day);
    if (!known.acting_loaded)
        load_acting();
    for (const struct acting *a = known.acting; a < known.acting + known.acting_count; a++)
        if (a->version == version && strcmp(a->list, list) == 0 && strcmp(a->code, code) == 0)
            return a->as;
    return code;
}

bool svc_words_act(const char *list, const char *words, const char *built_in, svc_day day)
{
    const char *one;
    size_t len, most = strlen(built_in);
    bool many = built_in[most - 1] == '_';
    while (words && svc_text_next(&words, ';', &one, &len)) {
        char *code = svc_strndup(one, svc_word_measured(one, len));
        const char *as = svc_word_acting(list, code, day);
        bool acts = many ? strncmp(as, built_in, most) == 0 : strcmp(as, built_in) == 0;
        free(code);
        if (acts)
            return true;
    }
    return false;
}

const char *svc_word_acted(const char *list, const char *built_in, svc_day day)
{
    const char *words = svc_words(list, day), *other = NULL;
    struct svc_word word = { 0 };
    for (const char *rest = words; svc_word_next(&rest, &word);)
        if (word.code_len == strlen(built_in) && memcmp(word.code, built_in, word.code_len) == 0)
            return built_in;
    for (const char *rest = words; svc_word_next(&rest, &word);) {
        const char *code = svc_strndup(word.code, word.code_len);
        const char *acting = svc_word_acting(list, code, day);
        if (strcmp(acting, built_in) == 0)
            return code;
        if (strcmp(acting, "other") == 0 || strcmp(list, "level") == 0)
            other = code;
    }
    return other ? other : built_in;
}
