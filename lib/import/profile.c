/* A profile: what --map, --set and --ignore say, kept in a file, and what no option says: which rows are meant
 * and which words stand for which. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/heading.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/tidy.h"
#include "svc/value.h"
#include "svc/word.h"

/* What each kind of row says: h(eading), c(olumn), v(alue), w(ord); capital where it has to be given. */
static const struct {
    const char *name, *cells;
} kinds[SVC_SAID_KINDS] = {
    [SVC_SAID_MAP] = { "map", "HC" },     [SVC_SAID_SET] = { "set", "CV" },   [SVC_SAID_IGNORE] = { "ignore", "h" },
    [SVC_SAID_VALUE] = { "value", "CVw" }, [SVC_SAID_KEEP] = { "keep", "Hv" }, [SVC_SAID_DROP] = { "drop", "Hv" }
};

const char *svc_said_kind(enum svc_said_kind kind)
{
    return kinds[kind].name;
}

enum { REGISTER, KIND, HEADING, COLUMN, VALUE, WORD, CELLS };
static const char *const names[CELLS] = { "register", "kind", "heading", "column", "value", "word" };

struct profile {
    struct svc_said *said;
    const struct svc_register *reg;
    struct svc_reader *reader;
    size_t at[CELLS]; /* where the file has them, SIZE_MAX: nowhere */
    bool about;       /* a row is about the register */
    struct svc_buf registers; /* about which its rows are */
};

/* -- where it is ------------------------------------------------------------------------------- */

/* The names of what is there, as a message tells them. */
static void add_names(struct svc_buf *out, const char *where)
{
    char **there = svc_file_names(where, ".csv", true);
    for (size_t i = 0; there && there[i]; i++) {
        svc_buf_printf(out, "%s%s", out->len ? " " : "", there[i]);
        free(there[i]);
    }
    free(there);
}

/* Among names that blanks part. */
static const char *meant(const struct svc_buf *there, const char *name)
{
    struct svc_buf words = { 0 };
    for (size_t i = 0; i < there->len; i++)
        svc_buf_putc(&words, (char)(there->data[i] == ' ' ? '|' : there->data[i]));
    const char *hint = svc_word_hint(svc_buf_text(&words), name);
    svc_buf_free(&words);
    return hint;
}

static int open_named(struct svc_said *said, const char *name)
{
    struct svc_buf known = { 0 }, sought = { 0 };
    for (size_t n = 0; n < SVC_CONFIGURED; n++) {
        char *where = svc_configured("profile", n), *path = svc_format("%s/%s.csv", where, name);
        int fd = *where ? svc_file_shipped(path) : -1;
        if (fd < 0 && *where && errno != ENOENT && errno != ENOTDIR)
            svc_die(SVC_BADINPUT, "option --profile: cannot read \"%s\": %s; nothing was done", path,
                    svc_lang_error(errno));
        if (fd >= 0) {
            said->profile = path;
            return fd;
        }
        if (*where) {
            add_names(&known, where);
            svc_buf_printf(&sought, "%s%s", sought.len ? ", " : "", n == 2 ? "share/svc/profile" : where);
        }
        free(path);
        free(where);
    }
    svc_die(SVC_USAGE, "option --profile: no \"%s\" in %s; nothing was done%s\n"
            "a file is named with its ending or its folder; known: %s", name, svc_buf_text(&sought), meant(&known, name),
            svc_buf_text(&known));
}

/* What has an ending or a folder is a file, else a name. */
static int open_profile(struct svc_said *said, const char *name)
{
    if (!strpbrk(name, "/."))
        return open_named(said, name);
    int fd = svc_file_read(name);
    if (fd < 0)
        svc_die(SVC_BADINPUT, "option --profile: cannot read \"%s\": %s; nothing was done", name, svc_lang_error(errno));
    said->profile = name;
    return fd;
}

/* -- its rows ------------------------------------------------------------------------------------ */

_Noreturn static void fault(const struct profile *p, size_t line, const char *why)
{
    svc_die(SVC_BADINPUT, "%s:%zu: %s; nothing was read further", p->said->profile, line, why);
}

static void read_header(struct profile *p)
{
    struct svc_row row;
    if (!svc_reader_header(p->reader, &row))
        svc_die(SVC_BADINPUT, "%s: %s; nothing was read further", p->said->profile,
                svc_reader_error(p->reader) ? svc_reader_error(p->reader) : _("no header line"));
    for (size_t n = 0; n < CELLS; n++)
        p->at[n] = SIZE_MAX;
    for (size_t i = 0; i < row.count; i++) {
        size_t n = 0;
        while (n < CELLS && !(row.cells[i].text && svc_heading_same(row.cells[i].text, row.cells[i].len, names[n])))
            n++;
        if (n == CELLS || p->at[n] != SIZE_MAX)
            fault(p, row.line, _("the columns of a profile are register,kind,heading,column,value,word"));
        p->at[n] = i;
    }
    if (p->at[REGISTER] == SIZE_MAX || p->at[KIND] == SIZE_MAX)
        fault(p, row.line, _("the columns of a profile are register,kind,heading,column,value,word"));
}

/* The cell without what is around it; "" for none. To be freed. */
static char *text_of(const struct profile *p, const struct svc_row *row, size_t n)
{
    static struct svc_buf room;
    if (p->at[n] == SIZE_MAX || !row->cells[p->at[n]].len)
        return svc_strdup("");
    size_t len = row->cells[p->at[n]].len;
    const char *text = svc_tidy(row->cells[p->at[n]].text, &len, &room);
    return svc_strndup(text, len);
}

static enum svc_said_kind kind_of(const struct profile *p, size_t line, const char *text)
{
    struct svc_buf known = { 0 };
    for (int kind = 0; kind < SVC_SAID_KINDS; kind++) {
        if (strcmp(kinds[kind].name, text) == 0)
            return (enum svc_said_kind)kind;
        svc_buf_printf(&known, "%s%s", kind ? ", " : "", kinds[kind].name);
    }
    fault(p, line, svc_format(_("kind \"%s\" is none of %s%s"), text, svc_buf_text(&known),
                             svc_word_hint("map|set|ignore|value|keep|drop", text)));
}

/* Each kind has cells of its own: one that says nothing would be passed over unseen. */
static void check_cells(const struct profile *p, const struct svc_said_row *row)
{
    const char *const texts[] = { row->heading, row->column, row->value, row->word };
    const char *cells = kinds[row->kind].cells;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool needed = strchr(cells, "HCVW"[i]), may = needed || strchr(cells, "hcvw"[i]);
        if (needed && !*texts[i])
            fault(p, row->line, svc_format(_("%s needs a %s"), kinds[row->kind].name, names[HEADING + i]));
        if (!may && *texts[i])
            fault(p, row->line, svc_format(_("%s has no %s"), kinds[row->kind].name, names[HEADING + i]));
    }
}

/* The register's column, by its name or heading. */
static void find_column(const struct profile *p, struct svc_said_row *row)
{
    int at = svc_heading_find(p->reg, row->column, strlen(row->column));
    const char *near = at < 0 ? svc_heading_near(p->reg, row->column) : NULL;
    if (at < 0 || p->reg->columns[at].flags & (SVC_INNER | SVC_OWN))
        fault(p, row->line, near ? svc_format(_("%s has no column \"%s\" that a file may bring (near it: %s)"),
                                              p->reg->name, row->column, near)
                                 : svc_format(_("%s has no column \"%s\" that a file may bring"), p->reg->name,
                                              row->column));
    row->at = at;
    svc_text_set(&row->column, p->reg->columns[at].name);
}

static void check_word(const struct profile *p, const struct svc_said_row *row)
{
    struct svc_buf room = { 0 };
    struct svc_value value;
    const struct svc_column *column = &p->reg->columns[row->at];
    const char *text = row->kind == SVC_SAID_SET ? row->value : row->word;
    const char *why = svc_value_read(column, SVC_WORDS_EVER, text, strlen(text), &value, &room);
    if (why)
        fault(p, row->line, svc_format(_("column \"%s\": %s%s"), column->name, why,
                                       svc_value_choice(column, SVC_WORDS_EVER, text, _(", "))));
    svc_buf_free(&room);
}

/* Values are kept as cells are compared; those of a condition each by itself. */
static void bare_values(struct svc_said_row *row)
{
    struct svc_buf out = { 0 }, tidy = { 0 }, narrow = { 0 };
    bool several = row->kind != SVC_SAID_VALUE;
    for (const char *p = row->value;; p++) {
        size_t len = several ? strcspn(p, "|") : strlen(p), left = len;
        char *one = svc_strndup(p, len);
        const char *text = left ? svc_tidy(one, &left, &tidy) : "";
        text = left ? svc_tidy_narrow(text, &left, &narrow) : "";
        svc_buf_add(&out, text, left);
        free(one);
        p += len;
        if (!*p)
            break;
        svc_buf_putc(&out, '|');
    }
    svc_text_set(&row->value, svc_buf_text(&out));
    svc_buf_free(&out);
    svc_buf_free(&tidy);
    svc_buf_free(&narrow);
}

/* Whether the two say something of the same. */
static bool is_twice(const struct svc_said_row *a, const struct svc_said_row *b)
{
    bool headed = (a->kind == SVC_SAID_MAP || a->kind == SVC_SAID_IGNORE) &&
                  (b->kind == SVC_SAID_MAP || b->kind == SVC_SAID_IGNORE) &&
                  svc_heading_same(a->heading, strlen(a->heading), b->heading);
    if (headed && a->kind == SVC_SAID_MAP && b->kind == SVC_SAID_MAP)
        return a->at == b->at; /* one heading may be two columns */
    return headed || (a->kind == b->kind && a->at == b->at &&
                      (a->kind == SVC_SAID_SET || (a->kind == SVC_SAID_VALUE && strcmp(a->value, b->value) == 0)));
}

static void check_row(const struct profile *p, struct svc_said_row *row)
{
    check_cells(p, row);
    if (*row->column)
        find_column(p, row);
    if (row->kind == SVC_SAID_SET || row->kind == SVC_SAID_VALUE)
        check_word(p, row);
    if (row->kind == SVC_SAID_VALUE || row->kind == SVC_SAID_KEEP || row->kind == SVC_SAID_DROP)
        bare_values(row);
    for (const struct svc_said_row *other = p->said->row; other < row; other++)
        if (other->line && !other->other && is_twice(other, row))
            fault(p, row->line, svc_format(_("says again what line %zu says"), other->line));
}

static void read_row(struct profile *p, const struct svc_row *row)
{
    if (row->ragged)
        fault(p, row->line, _("has not as many cells as the header"));
    char *kind = text_of(p, row, KIND);
    struct svc_said_row *said = svc_said_add(p->said, kind_of(p, row->line, kind), row->line);
    char **const texts[CELLS] = { [REGISTER] = &said->reg, [HEADING] = &said->heading, [COLUMN] = &said->column,
                                  [VALUE] = &said->value, [WORD] = &said->word };
    for (size_t n = 0; n < CELLS; n++)
        if (texts[n]) {
            free(*texts[n]);
            *texts[n] = text_of(p, row, n);
        }
    free(kind);
    if (!*said->reg)
        fault(p, row->line, _("register is missing"));
    said->other = strcmp(said->reg, p->reg->name) != 0;
    p->about = p->about || !said->other;
    if (!svc_text_in(svc_buf_text(&p->registers), ' ', said->reg))
        svc_buf_printf(&p->registers, "%s%s", p->registers.len ? " " : "", said->reg);
    if (said->other)
        check_cells(p, said);
    else
        check_row(p, said);
}

void svc_profile_read(struct svc_said *said, const struct svc_register *reg)
{
    struct profile p = { .said = said, .reg = reg };
    struct svc_row row;
    int fd = open_profile(said, svc_shared.profile);
    p.reader = svc_reader_open(fd, said->profile, &(struct svc_reader_options){ .format = SVC_INPUT_AUTO });
    read_header(&p);
    while (svc_reader_next(p.reader, &row))
        read_row(&p, &row);
    if (svc_reader_error(p.reader))
        svc_die(SVC_BADINPUT, "%s: %s; nothing was read further", said->profile, svc_reader_error(p.reader));
    if (!p.about)
        svc_die(SVC_BADINPUT, "%s: says nothing about %s; nothing was read further\nit is about: %s", said->profile,
                reg->name, svc_buf_text(&p.registers));
    memcpy(said->digest, svc_reader_digest(p.reader), sizeof said->digest);
    svc_reader_close(p.reader);
    svc_buf_free(&p.registers);
    close(fd);
}
