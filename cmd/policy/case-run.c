/* The programs that load a case's rows into a store of its own, and what they say of them. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case.h"
#include "svc/child.h"
#include "svc/closing.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/scratch.h"
#include "svc/spool.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

extern char **environ;

/* -- running ---------------------------------------------------------------------------------- */

enum { WORDS = 80 };

/* What ran, and what came of it. */
struct ran {
    int out, err; /* files in memory */
    int code;
};

/* The tools' own settings would change what they print. */
static bool is_ours(const char *setting)
{
    return strncmp(setting, "SVC_DB=", 7) == 0 || strncmp(setting, "SVC_NOW=", 8) == 0 ||
           strncmp(setting, "SVC_FORMAT=", 11) == 0;
}

static char **environment_at(const char *store, svc_when now)
{
    size_t count = 0, kept = 0;
    char text[SVC_WHEN_SIZE];
    while (environ[count])
        count++;
    char **out = svc_alloc((count + 3) * sizeof *out);
    for (size_t i = 0; i < count; i++)
        if (!is_ours(environ[i]))
            out[kept++] = environ[i];
    out[kept++] = svc_format("SVC_DB=%s", store);
    out[kept++] = svc_format("SVC_NOW=%s", svc_when_format(now, text));
    return out;
}

static void free_environment(char **environment)
{
    for (size_t i = 0; environment[i]; i++)
        if (is_ours(environment[i]))
            free(environment[i]);
    free(environment);
}

static char *tool_path(const char *tool)
{
    char *folder = svc_installed_tools();
    char *path = svc_format("%s/%s", folder ? folder : ".", tool);
    free(folder);
    return path;
}

/* `words`, ended by NULL, begin with the tool's name. */
static struct ran run(const char *const words[], const char *input, const char *store, svc_when now)
{
    char *argument[WORDS] = { NULL };
    struct ran ran = { svc_memory_file(NULL, 0), svc_memory_file(NULL, 0), SVC_OK };
    int in = svc_memory_file(input, input ? strlen(input) : 0);
    char **environment = environment_at(store, now), *path = tool_path(words[0]);
    for (size_t i = 1; words[i] && i < WORDS - 1; i++)
        argument[i] = (char *)words[i];
    argument[0] = path;
    int status = svc_child_run(argument, (int[]){ in, ran.out, ran.err }, environment);
    if (status == -1)
        svc_die(SVC_CONFIG, "cannot run \"%s\": %s\ninstall svc whole", path, svc_lang_error(errno));
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : SVC_IO;
    free_environment(environment);
    free(path);
    close(in);
    if (lseek(ran.out, 0, SEEK_SET) != 0 || lseek(ran.err, 0, SEEK_SET) != 0)
        svc_die(SVC_IO, "cannot read what %s said: %s", words[0], svc_lang_error(errno));
    return ran;
}

static void end_run(struct ran *ran)
{
    close(ran->out);
    close(ran->err);
}

static void read_all(int fd, struct svc_buf *out)
{
    char piece[4096];
    for (ssize_t n; (n = read(fd, piece, sizeof piece)) > 0;)
        svc_buf_add(out, piece, (size_t)n);
}

/* -- what a program said ------------------------------------------------------------------------ */

#define STDIN _("standard input")

enum { MARK = '\x01' };

/* The text up to a mark, to be freed with what is behind it. */
static char *up_to_mark(char *text)
{
    text[strcspn(text, (const char[]){ MARK, '\0' })] = '\0';
    return text;
}

/* What stands before what a message says, in the language of now: the places of the one record of the input. */
static struct places {
    char *column, *record, *input, *sums;
    size_t named; /* of the first, what begins the name of a column */
} places_of_input(void)
{
    const char mark[] = { MARK, '\0' };
    char *named = up_to_mark(svc_format(_("column \"%s\": %s"), mark, ""));
    struct places places = {
        .column = up_to_mark(svc_format(_("%s:%zu: record %zu, column \"%s\": %s"), STDIN, (size_t)2,
                                        (size_t)1, mark, "")),
        .record = svc_format(_("%s:%zu: record %zu: %s"), STDIN, (size_t)2, (size_t)1, ""),
        .input = svc_format(_("%s: %s"), STDIN, ""),
        .sums = svc_format(_("%s: read %zu: %zu added, %zu updated, %zu unchanged, %zu rejected%s; sha256 %s"),
                           STDIN, (size_t)0, (size_t)0, (size_t)0, (size_t)0, (size_t)0, "", ""),
        .named = strlen(named)
    };
    places.sums[strcspn(places.sums, "0")] = '\0';
    free(named);
    return places;
}

static bool starts(const char *line, const char *end, const char *with)
{
    size_t len = strlen(with);
    return (size_t)(end - line) >= len && memcmp(line, with, len) == 0;
}

/* A line without the places that are the program's own: its name, its input, the record there; empty
 * for one that tells only what became of the input. */
static const char *said(const char *line, const char *tool, size_t *len)
{
    static struct places places;
    const char *end = line + *len;
    size_t own = strlen(tool);
    if (!places.input)
        places = places_of_input();
    if (*len > own + 2 && strncmp(line, tool, own) == 0 && line[own] == ':')
        line += own + 2;
    if (starts(line, end, places.sums) || starts(line, end, _("nothing was applied")))
        end = line;
    else if (starts(line, end, places.column))
        line += strlen(places.column) - places.named;
    else if (starts(line, end, places.record))
        line += strlen(places.record);
    else if (starts(line, end, places.input))
        line += strlen(places.input);
    *len = (size_t)(end - line);
    return line;
}

/* Each message again, at this place; with its remedy. */
static void tell(const struct ran *ran, const char *tool, const char *place)
{
    struct svc_buf text = { 0 }, message = { 0 };
    enum svc_code code = ran->code >= SVC_BUG ? (enum svc_code)ran->code : SVC_BADINPUT;
    const char *list, *line;
    size_t len, told = svc_err_count();
    read_all(ran->err, &text);
    for (list = svc_buf_text(&text); svc_text_next(&list, '\n', &line, &len);) {
        bool remedy = strncmp(line, "  ", 2) == 0;
        if (message.len && !remedy)
            svc_fail(code, "%s: %s", place, message.data);
        if (!remedy)
            svc_buf_clear(&message);
        else if (!message.len)
            continue; /* of what was left out */
        line = remedy ? line + 2 : line;
        len -= remedy ? 2 : 0;
        line = remedy ? line : said(line, tool, &len);
        svc_buf_printf(&message, "%s%.*s", remedy ? "\n" : "", (int)len, line);
    }
    if (message.len)
        svc_fail(code, "%s: %s", place, message.data);
    if (svc_err_count() == told)
        svc_fail(code, "%s: %s ended with %d", place, tool, ran->code);
    svc_buf_free(&text);
    svc_buf_free(&message);
}

/* -- loaders ---------------------------------------------------------------------------------- */

static struct loader **known;
static size_t known_count;

/* No store: the names of columns are the program's own. */
static struct ran ask(const struct loader *loader, const char *verb)
{
    const char *words[] = { loader->tool, verb, loader->word, NULL, NULL, NULL, NULL, NULL };
    size_t n = loader->word ? 3 : 2;
    char *store = svc_format("%s/none", svc_scratch());
    if (strcmp(verb, "columns") == 0)
        memcpy(words + n, (const char *[]){ "-f", "csv", "-c", "column,label" }, 4 * sizeof *words);
    struct ran ran = run(words, NULL, store, svc_now());
    free(store);
    return ran;
}

static int is_tool(const struct dirent *entry)
{
    return strncmp(entry->d_name, "svc-", 4) == 0;
}

/* The tool beside this one whose name is most like it, for a message. */
static char *near_tool(const char *noun)
{
    struct dirent **entry;
    struct svc_buf nouns = { 0 };
    struct svc_word near;
    char *folder = svc_installed_tools();
    int count = folder ? scandir(folder, &entry, is_tool, alphasort) : 0;
    for (int i = 0; i < count; i++)
        svc_buf_printf(&nouns, "%s%s", i ? "|" : "", entry[i]->d_name + 4);
    bool found = svc_word_nearest(svc_buf_text(&nouns), noun, strlen(noun), &near);
    char *text = found ? svc_format(_("; did you mean \"%.*s\"?"), (int)near.code_len, near.code)
                       : svc_format(_("; one of %s"), svc_buf_text(&nouns));
    svc_buf_free(&nouns);
    free(folder);
    return text;
}

static bool has_tool(const char *tool)
{
    char *path = tool_path(tool);
    bool has = access(path, X_OK) == 0;
    free(path);
    return has;
}

/* What an import brings that is no record. */
static bool is_of_steps(const struct loader *loader)
{
    return loader->word && strcmp(loader->word, "steps") == 0;
}

static const char *ask_columns(struct loader *loader)
{
    char *why = NULL;
    struct ran ran = ask(loader, "columns");
    if (ran.code == SVC_OK)
        loader->columns = sheet_read(ran.out, loader->tool, &why);
    bool read = ran.code == SVC_OK && !why && loader->columns.rows > 1;
    end_run(&ran);
    loader->listed = read && !is_of_steps(loader);
    if (read || !loader->word)
        return read ? NULL : _("no register alone: name it behind, as svc-NOUN --help lists them");
    ran = ask(loader, "help");
    loader->verb = ran.code == SVC_OK;
    end_run(&ran);
    return loader->verb ? NULL : _("no register or verb of that name, see svc-NOUN --help");
}

static const char *learn(struct loader *loader, const char *name)
{
    size_t len = strcspn(name, " ");
    const char *word = name[len] ? name + len + strspn(name + len, " ") : "";
    *loader = (struct loader){ .name = svc_strdup(name), .noun = svc_strndup(name, len),
                               .word = *word ? svc_strdup(word) : NULL };
    loader->tool = svc_format("svc-%s", loader->noun);
    if (!len || strchr(loader->noun, '/') || !has_tool(loader->tool))
        return svc_format(_("names no tool%s"), near_tool(loader->noun));
    return ask_columns(loader);
}

const struct loader *loader_find(const char *name, const char **why)
{
    for (size_t i = 0; i < known_count; i++)
        if (strcmp(known[i]->name, name) == 0)
            return known[i];
    struct loader *loader = svc_alloc(sizeof *loader);
    const char *fault = learn(loader, name);
    if (fault) {
        *why = svc_format("\"%s\": %s", name, fault);
        return NULL;
    }
    known = svc_grow(known, known_count, sizeof *known);
    known[known_count++] = loader;
    return loader;
}

const char *loader_column(const struct loader *loader, const char *name)
{
    for (size_t i = 1; i < loader->columns.rows; i++) {
        char **cell = loader->columns.cell[i];
        if (strcmp(cell[0], name) == 0 || (cell[1] && strcmp(cell[1], name) == 0))
            return cell[0];
    }
    return NULL;
}

/* -- the store of a company ---------------------------------------------------------------------- */

/* A company with the pack and nothing but its people, one for each folder of cases. */
struct company {
    const char *folder;
    char *store;
};
static struct company *companies;
static size_t company_count;

static void must_run(const char *const words[], const char *store, svc_when now, const char *place)
{
    struct ran ran = run(words, NULL, store, now);
    if (ran.code != SVC_OK) {
        tell(&ran, words[0], place);
        svc_die(svc_worst(), "nothing was tested");
    }
    end_run(&ran);
}

static void load_people(const char *folder, const char *store, svc_when now)
{
    static const char *const files[][3] = { { "depts.csv", "svc-admin", "depts" },
                                            { "persons.csv", "svc-admin", "persons" },
                                            { "customers.csv", "svc-tier", "customers" } };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = svc_format("%s/%s", folder, files[i][0]);
        bool customers = strcmp(files[i][2], "customers") == 0;
        const char *words[] = { files[i][1], "import", files[i][2], path, customers ? "--initial" : NULL, NULL };
        if (access(path, F_OK) == 0)
            must_run(words, store, now, path);
        free(path);
    }
}

static bool has_people(const char *folder)
{
    char *path = svc_format("%s/depts.csv", folder);
    bool has = access(path, F_OK) == 0;
    free(path);
    return has;
}

static const char *company_of(const struct cases *cases, const char *folder)
{
    for (size_t i = 0; i < company_count; i++)
        if (strcmp(companies[i].folder, folder) == 0)
            return companies[i].store;
    char *store = svc_format("%s/company-%zu.db", svc_scratch(), company_count);
    const char *words[] = { "svc-admin", "init", "--trust-filesystem", cases->dir ? "--policy" : NULL,
                            cases->dir, NULL };
    must_run(words, store, cases->first, cases->dir ? cases->dir : _("the pack"));
    char *shipped = svc_installed("policy/cases");
    load_people(has_people(folder) ? folder : shipped, store, cases->first);
    free(shipped);
    companies = svc_grow(companies, company_count, sizeof *companies);
    companies[company_count++] = (struct company){ folder, store };
    return store;
}

const char *cases_store(void)
{
    static char *store;
    if (!store)
        store = svc_format("%s/case.db", svc_scratch());
    return store;
}

static svc_when began; /* long before any moment that the loaded case tells */

/* Nothing comes of a case before its own time: to ask for all the periods since ever takes as long. */
static void find_beginning(const struct case_file *file, const struct one_case *one)
{
    enum { BEFORE = 92 * 24 * 3600 }; /* seconds; a limit counts back from a moment */
    static const struct svc_column time = { .name = "time", .type = SVC_TYPE_TIME };
    struct svc_buf room = { 0 };
    struct svc_value value;
    svc_when at;
    began = one->now;
    for (size_t i = 0; i < one->count; i++)
        for (size_t c = 0; c < file->width; c++) {
            const char *text = one->row[i]->cell[c];
            if (text && !svc_value_read(&time, SVC_WORDS_EVER, text, strlen(text), &value, &room) &&
                value.is == SVC_IS_TEXT && !svc_when_parse(value.text, &at) && at < began)
                began = at;
        }
    began -= BEFORE;
    svc_buf_free(&room);
}

struct svc_lines cases_lines(struct svc_db *db)
{
    const struct svc_period since = { .from = began, .until = svc_now() + 1 };
    return svc_score_lines(db, NULL, &since);
}

struct svc_db *cases_open(const struct one_case *one, enum svc_db_use use)
{
    svc_now_set(one->now);
    struct svc_db *db = svc_db_open(cases_store(), use);
    svc_words_open(db);
    svc_closings_open(db);
    return db;
}

/* -- loading ---------------------------------------------------------------------------------- */

static void add_cell(struct svc_buf *out, const char *text)
{
    svc_buf_putc(out, '"');
    for (; text && *text; text++) {
        if (*text == '"')
            svc_buf_putc(out, '"');
        svc_buf_putc(out, *text);
    }
    svc_buf_putc(out, '"');
}

/* The row as a file of one record. */
static char *record_of(const struct case_file *file, const struct case_row *row)
{
    struct svc_buf head = { 0 }, line = { 0 };
    char *source_no = case_source_no(file, row);
    for (size_t i = 0; i < file->width; i++) {
        const struct heading *h = &file->heading[i];
        if (!h->name || h->expects || !row->cell[i])
            continue;
        svc_buf_puts(&head, head.len ? "," : "");
        svc_buf_puts(&line, line.len ? "," : "");
        add_cell(&head, h->name);
        add_cell(&line, row->cell[i]);
    }
    if (source_no && !case_fact(file, row, "source")) {
        svc_buf_puts(&head, ",source");
        svc_buf_puts(&line, "," CASE_SOURCE);
    }
    if (source_no && !case_fact(file, row, "source_no")) {
        svc_buf_puts(&head, ",source_no");
        svc_buf_printf(&line, ",%s", source_no);
    }
    char *text = svc_format("%s\n%s\n", head.data, line.data);
    svc_buf_free(&head);
    svc_buf_free(&line);
    free(source_no);
    return text;
}

/* Facts of a verb are its options; `no` is what it is about. */
static void add_options(const struct case_file *file, const struct case_row *row, const char *words[WORDS],
                        size_t n)
{
    for (size_t i = 0; i < file->width && n < WORDS - 3; i++) {
        const struct heading *h = &file->heading[i];
        if (!h->name || h->expects || !row->cell[i])
            continue;
        if (strcmp(h->name, "no") != 0)
            words[n++] = h->option;
        words[n++] = row->cell[i];
    }
}

static struct ran load(const struct case_file *file, const struct case_row *row)
{
    const struct loader *loader = row->loader;
    const char *words[WORDS] = { loader->tool };
    size_t n = 1;
    if (!loader->verb)
        words[n++] = "import";
    if (loader->word)
        words[n++] = loader->word;
    char *input = loader->verb ? NULL : record_of(file, row);
    if (loader->verb)
        add_options(file, row, words, n);
    else
        words[n] = "-";
    struct ran ran = run(words, input, cases_store(), row->now);
    free(input);
    return ran;
}

bool cases_load(const struct cases *cases, const struct case_file *file, const struct one_case *one)
{
    static const char *const beside[] = { "-journal", "-wal", "-shm" };
    bool good = true;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        char *path = svc_format("%s%s", cases_store(), beside[i]);
        unlink(path);
        free(path);
    }
    svc_scratch_copy(company_of(cases, file->folder), cases_store());
    find_beginning(file, one);
    for (size_t i = 0; i < one->count && good; i++) {
        if (case_only_asks(file, one->row[i]))
            continue;
        struct ran ran = load(file, one->row[i]);
        good = ran.code == SVC_OK;
        if (!good) {
            char *place = svc_format("%s:%zu: %s", file->path, one->row[i]->line, one->row[i]->loader->name);
            tell(&ran, one->row[i]->loader->tool, place);
            free(place);
        }
        end_run(&ran);
    }
    return good;
}

struct sheet cases_list(const struct loader *loader, const struct one_case *one)
{
    const char *words[] = { loader->tool, "list", loader->word, NULL, NULL, NULL };
    char *why;
    memcpy(words + (loader->word ? 3 : 2), (const char *[]){ "-f", "csv" }, 2 * sizeof *words);
    struct ran ran = run(words, NULL, cases_store(), one->now);
    if (ran.code != SVC_OK) {
        tell(&ran, loader->tool, loader->name);
        svc_die(svc_worst(), "nothing more was tested");
    }
    struct sheet sheet = sheet_read(ran.out, loader->tool, &why);
    if (why)
        svc_die(SVC_BUG, "%s list: %s", loader->tool, why);
    end_run(&ran);
    return sheet;
}
