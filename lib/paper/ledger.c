#include "svc/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/form.h"
#include "svc/frame.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/sql.h"
#include "svc/text.h"
#include "svc/word.h"

static const char prefix[] = "ledger-";

/* -- the comment that a ledger begins with -------------------------------------------------- */

static const struct {
    const char *word;
    enum svc_type type;
    unsigned flags;
    const char *table;
} types[] = { { "text", SVC_TYPE_TEXT, 0, NULL }, { "code", SVC_TYPE_CODE, 0, NULL },
              { "said", SVC_TYPE_TEXT, SVC_STATED, NULL },
              { "int", SVC_TYPE_INT, 0, NULL }, { "points", SVC_TYPE_POINTS, SVC_SUMMED, NULL },
              { "index", SVC_TYPE_POINTS, 0, NULL }, /* of which a sum would say nothing */
              { "money", SVC_TYPE_MONEY, SVC_SUMMED, NULL }, { "time", SVC_TYPE_TIME, 0, NULL },
              { "day", SVC_TYPE_DAY, 0, NULL }, { "name", SVC_TYPE_LINE, SVC_NAME, NULL },
              { "phone", SVC_TYPE_PHONE, SVC_PHONE, NULL },
              { "clause", SVC_TYPE_CODE, 0, "policy_clause" },
              { "address", SVC_TYPE_LINE, SVC_ADDRESS, NULL },
              { "person", SVC_TYPE_CODE, 0, "person" }, { "dept", SVC_TYPE_CODE, 0, "dept" } };

/* `int`, `complaint.state`, `int/level`: a type, and the lists whose words it holds, of which a code
 * needs no type. */
static void read_type(struct svc_column *column, const char *text)
{
    const char *rest = text, *word;
    size_t len, at = 0, known = sizeof types / sizeof *types;
    svc_text_next(&rest, '/', &word, &len);
    while (at < known && (strlen(types[at].word) != len || memcmp(types[at].word, word, len) != 0))
        at++;
    column->type = at < known ? types[at].type : SVC_TYPE_CODE;
    column->flags = at < known ? types[at].flags : 0;
    column->table = at < known ? types[at].table : NULL;
    char *lists = svc_strdup(at < known ? rest : text);
    for (char *p = lists; (p = strchr(p, '/'));)
        *p = ' ';
    column->list = *lists ? lists : NULL;
}

static void add_column(struct svc_ledger *ledger, size_t *count, const char *id, const char *type,
                       const char *label)
{
    struct svc_column column = { .name = id, .label = label };
    if (!type || !label)
        svc_die(SVC_BUG, "ledger %s: column \"%s\" has no type or heading", ledger->name, id);
    read_type(&column, type);
    ledger->columns = svc_grow(ledger->columns, *count, sizeof *ledger->columns);
    ledger->columns[(*count)++] = column;
}

/* Takes one line `-- KEY: what`; any other is prose. */
static void take_line(struct svc_ledger *ledger, size_t *count, char *line)
{
    char *rest = line, *key = strsep(&rest, ":");
    if (!rest || *rest++ != ' ')
        return;
    if (strcmp(key, "-- title") == 0)
        ledger->title = rest;
    else if (strcmp(key, "-- about") == 0)
        ledger->about = rest;
    else if (strcmp(key, "-- period") == 0)
        ledger->period = rest;
    else if (strcmp(key, "-- column") == 0) {
        const char *id = strsep(&rest, " "), *type = strsep(&rest, " ");
        add_column(ledger, count, id, type, rest);
    }
}

static struct svc_ledger read_ledger(const struct svc_sql_file *file)
{
    struct svc_ledger ledger = { .name = strchr(file->name, '/') + 1 + strlen(prefix),
                                 .sql = file->sql };
    const char *text = file->sql, *line;
    size_t len, count = 0;
    add_column(&ledger, &count, "seq", "int", "序号");
    while (svc_text_next(&text, '\n', &line, &len) && strncmp(line, "--", 2) == 0)
        take_line(&ledger, &count, svc_strndup(line, len));
    if (!ledger.title || !ledger.about || !ledger.period)
        svc_die(SVC_BUG, "ledger %s: title, about or period is missing", ledger.name);
    ledger.columns = svc_grow(ledger.columns, count, sizeof *ledger.columns);
    ledger.columns[count] = (struct svc_column){ .name = NULL };
    return ledger;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct svc_ledger *)a)->name, ((const struct svc_ledger *)b)->name);
}

const struct svc_ledger *svc_ledgers(void)
{
    static struct svc_ledger *ledgers; /* kept for the process */
    size_t count = 0;
    if (ledgers)
        return ledgers;
    for (const struct svc_sql_file *file = NULL; (file = svc_sql_next(file, prefix));) {
        ledgers = svc_grow(ledgers, count, sizeof *ledgers);
        ledgers[count++] = read_ledger(file);
    }
    qsort(ledgers, count, sizeof *ledgers, by_name);
    ledgers = svc_grow(ledgers, count, sizeof *ledgers);
    ledgers[count] = (struct svc_ledger){ .name = NULL };
    return ledgers;
}

static const struct svc_ledger *find(const char *name)
{
    struct svc_buf known = { 0 }, words = { 0 };
    for (const struct svc_ledger *l = svc_ledgers(); l->name; l++) {
        if (strcmp(l->name, name) == 0 || strcmp(l->title, name) == 0)
            return l;
        svc_buf_word(&known, l->name);
        svc_buf_printf(&words, "%s%s:%s", words.len ? "|" : "", l->name, l->title);
    }
    const char *near = svc_word_meant(svc_buf_text(&words), name);
    if (near)
        svc_die(SVC_USAGE, "no ledger \"%s\"; did you mean %s?\nname one of: %s", name, near, svc_buf_text(&known));
    svc_die(SVC_USAGE, "no ledger \"%s\"\nname one of: %s", name, svc_buf_text(&known));
}

/* -- printing ----------------------------------------------------------------------------- */

/* A heading that stands above another column would lie. */
static void check_columns(const struct svc_ledger *ledger, struct svc_query *q, size_t count)
{
    if (svc_columns(q) != (int)count - 1)
        svc_die(SVC_BUG, "ledger %s: selects %d columns", ledger->name, svc_columns(q));
    for (int i = 0; i + 1 < (int)count; i++)
        if (strcmp(svc_column_name(q, i), ledger->columns[i + 1].name) != 0)
            svc_die(SVC_BUG, "ledger %s: selects \"%s\" for \"%s\"", ledger->name,
                    svc_column_name(q, i), ledger->columns[i + 1].name);
}

static int64_t print_rows(struct svc_call *call, const struct svc_ledger *ledger,
                          struct svc_query *q)
{
    size_t count = svc_column_count(ledger->columns);
    struct svc_value *row = svc_alloc(count * sizeof *row);
    int64_t rows = 0;
    check_columns(ledger, q, count);
    while (svc_next(q)) {
        row[0] = svc_value_number(++rows);
        for (size_t i = 1; i < count; i++) {
            int at = (int)i - 1;
            bool number = svc_kind_is_number(svc_column_kind(&ledger->columns[i]));
            row[i] = number && !svc_is_null(q, at) ? svc_value_number(svc_int(q, at))
                     : svc_value_text(svc_text(q, at));
        }
        svc_print_row(call, row);
    }
    free(row);
    return rows;
}

static void frame(struct svc_call *call, const struct svc_ledger *ledger, const char *period, const char *dept)
{
    struct svc_frame frame = { .dept = dept, .period = period, .keys = 2, .table = true };
    for (const struct svc_column *c = ledger->columns; c->name; c++) {
        frame.points = frame.points || c->type == SVC_TYPE_POINTS;
        frame.money = frame.money || c->type == SVC_TYPE_MONEY;
    }
    svc_frame(call, &frame);
}

void svc_ledger_print(struct svc_call *call, const char *name, const struct svc_period *period,
                      const char *dept)
{
    const struct svc_ledger *ledger = find(name);
    struct svc_period year;
    const char *why = svc_period_parse("this-year", &year);
    if (why)
        svc_die(SVC_BUG, "this-year: %s", why);
    const struct svc_period *of = period ? period : &year;
    svc_day today = svc_when_day(svc_now()), day = svc_when_day(of->until) - 1;
    bool of_day = strstr(ledger->sql, "?5") != NULL;
    char text[SVC_DAY_SIZE], title[SVC_PERIOD_SIZE];
    if (day > today)
        day = today;
    const char *when = of_day ? svc_form_date(svc_day_format(day, text), false) : svc_period_title(of, title);
    svc_print_title(call, "%s %s", when, ledger->title);
    frame(call, ledger, when, dept);
    svc_print_begin(call, ledger->columns);
    int64_t rows = print_rows(call, ledger,
                              svc_query(call->db, ledger->sql, of_day ? "wwwsd" : "wwws", of->from,
                                        of->until, svc_now(), dept, day));
    char *foot = svc_format("%s %s  共%lld条", when, ledger->title, (long long)rows);
    svc_print_foot(call, foot, NULL);
    free(foot);
}
