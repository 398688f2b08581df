/* Loading a pack: CSV files into a new version of the policy. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/read.h"
#include "svc/rules.h"

#define REQ SVC_REQUIRED
#define COLUMN(name, type, flags, values) { name, SVC_TYPE_##type, flags, "", "", values, NULL }
#define END { NULL, 0, 0, NULL, NULL, NULL, NULL }
#define BASIS COLUMN("basis", WORD, REQ, "seed|external|assumed")

static const struct svc_column books[] = {
    COLUMN("book", CODE, REQ, NULL), COLUMN("title", CODE, REQ, NULL),
    COLUMN("trial_from", DAY, 0, NULL), COLUMN("trial_months", INT, 0, NULL),
    COLUMN("approval", CODE, 0, NULL), BASIS, END
};
static const struct svc_column clauses[] = {
    COLUMN("clause", CODE, REQ, NULL), COLUMN("book", CODE, REQ, NULL),
    COLUMN("article", CODE, REQ, NULL),
    COLUMN("kind", WORD, REQ, "score|threshold|penalty|reward|internal"),
    COLUMN("text", TEXT, REQ, NULL), BASIS, END
};
static const struct svc_column legs[] = {
    COLUMN("clause", CODE, REQ, NULL),
    COLUMN("subject", WORD, REQ, "person|head|dept|contractor"), COLUMN("sign", WORD, REQ, "+|-"),
    COLUMN("points_min", POINTS, 0, NULL), COLUMN("points_max", POINTS, 0, NULL),
    COLUMN("amount_min", MONEY, 0, NULL), COLUMN("amount_max", MONEY, 0, NULL), BASIS,
    COLUMN("effect", WORDS, 0,
           "grade_c|no_annual_award|suspension|notice|withdraw_rights|committee|internal|"
           "annual_points|employee_rules"),
    COLUMN("effect_basis", WORD, 0, "seed|external|assumed"),
    COLUMN("approval", CODE, REQ, NULL), END
};
static const struct svc_column limits[] = {
    COLUMN("matter", CODE, REQ, NULL), COLUMN("clock", CODE, REQ, NULL),
    COLUMN("level", WORD, 0, "1|2|3"), COLUMN("tier", CODE, 0, NULL),
    COLUMN("customer_kind", CODE, 0, NULL), COLUMN("length", CODE, REQ, NULL),
    COLUMN("start", CODE, REQ, NULL), BASIS, END
};
static const struct svc_column chains[] = {
    COLUMN("chain", CODE, REQ, NULL), COLUMN("stage", INT, REQ, NULL),
    COLUMN("role", CODE, REQ, NULL), COLUMN("scope", CODE, REQ, NULL),
    COLUMN("condition", CODE, 0, NULL), BASIS, END
};
static const struct svc_column ratios[] = {
    COLUMN("business", CODE, REQ, NULL), COLUMN("customer_kind", CODE, 0, NULL),
    COLUMN("tier", CODE, 0, NULL), COLUMN("ratio", CODE, REQ, NULL), COLUMN("min", INT, REQ, NULL),
    COLUMN("window_from", CODE, 0, NULL), COLUMN("window_to", CODE, 0, NULL), BASIS, END
};
static const struct svc_column authority[] = {
    COLUMN("matter", CODE, REQ, NULL), COLUMN("class", CODE, REQ, NULL),
    COLUMN("text", TEXT, REQ, NULL), COLUMN("grantee", CODE, REQ, NULL),
    COLUMN("amount_cap", MONEY, 0, NULL), COLUMN("amount_unit", CODE, 0, NULL),
    COLUMN("signers", CODE, 0, NULL), BASIS, END
};
static const struct svc_column conditions[] = {
    COLUMN("matter", CODE, REQ, NULL), COLUMN("key", CODE, REQ, NULL),
    COLUMN("op", WORD, REQ, "=|in|<=|>=|after"), COLUMN("value", CODE, REQ, NULL),
    COLUMN("text", TEXT, REQ, NULL), BASIS, END
};
static const struct svc_column params[] = {
    COLUMN("name", CODE, REQ, NULL), COLUMN("value", CODE, 0, NULL),
    COLUMN("text", TEXT, REQ, NULL), BASIS, END
};
static const struct svc_column calendar[] = {
    COLUMN("day", DAY, REQ, NULL), COLUMN("kind", WORD, REQ, "off|work"),
    COLUMN("name", CODE, 0, NULL), END
};

/* In the order of their references. */
static const struct file {
    const char *name, *table;
    const struct svc_column *columns;
} files[] = {
    { "books", "policy_book", books },
    { "clauses", "policy_clause", clauses },
    { "legs", "policy_leg", legs },
    { "limits", "policy_limit", limits },
    { "chains", "policy_chain", chains },
    { "ratios", "policy_ratio", ratios },
    { "authority", "policy_authority", authority },
    { "authority_conditions", "policy_authority_condition", conditions },
    { "params", "policy_param", params },
    { "calendar", "policy_calendar", calendar },
};
enum { FILES = sizeof files / sizeof *files, WIDEST = 16 };

struct load {
    struct svc_call *call;
    int64_t version;
    const struct file *file;
    char *path;
    struct svc_buf room[WIDEST];
    struct svc_value row[WIDEST]; /* the version, then the file's columns */
};

static void fault(struct load *load, size_t line, const char *column, const char *why)
{
    svc_fail(SVC_CONFIG, "%s:%zu: %s%s%s", load->path, line, column ? column : "",
             column ? ": " : "", why);
}

/* The file's columns must be exactly the known ones, in any order. */
static void read_header(struct load *load, struct svc_reader *reader, int *meaning)
{
    struct svc_row header;
    size_t count = svc_column_count(load->file->columns);
    if (!svc_reader_header(reader, &header))
        svc_die(SVC_CONFIG, "%s: %s", load->path,
                svc_reader_error(reader) ? svc_reader_error(reader) : "is empty");
    if (header.count != count)
        svc_die(SVC_CONFIG, "%s:1: has %zu columns, not %zu", load->path, header.count, count);
    for (size_t i = 0; i < count; i++) {
        const char *name = header.cells[i].text ? header.cells[i].text : "";
        meaning[i] = svc_column_find(load->file->columns, name);
        if (meaning[i] < 0)
            svc_die(SVC_CONFIG, "%s:1: unknown column \"%s\"", load->path, name);
        for (size_t j = 0; j < i; j++)
            if (meaning[j] == meaning[i])
                svc_die(SVC_CONFIG, "%s:1: column \"%s\" comes twice", load->path, name);
    }
}

static void read_row(struct load *load, const struct svc_row *row, const int *meaning)
{
    load->row[0] = svc_value_number(load->version);
    for (size_t i = 0; i < row->count; i++) {
        const struct svc_column *column = &load->file->columns[meaning[i]];
        struct svc_value *value = &load->row[meaning[i] + 1];
        const char *why = svc_value_read(column, row->cells[i].text, row->cells[i].len, value,
                                         &load->room[meaning[i]]);
        if (!why && column->flags & SVC_REQUIRED && !svc_value_given(value))
            why = "is required";
        if (!why && value->is == SVC_IS_NUMBER && value->number < 0)
            why = "must not be negative";
        if (!why && strcmp(column->name, "length") == 0) {
            struct svc_length length;
            why = svc_length_parse(value->text, &length);
        }
        if (why)
            fault(load, row->line, column->name, why);
    }
}

/* Columns x_min and x_max of one row. */
static void check_range(struct load *load, size_t line, const char *low, const char *high)
{
    int from = svc_column_find(load->file->columns, low);
    int to = svc_column_find(load->file->columns, high);
    if (from < 0 || !svc_value_given(&load->row[from + 1]))
        return;
    if (!svc_value_given(&load->row[to + 1]) ||
        load->row[from + 1].number > load->row[to + 1].number)
        fault(load, line, low, "is above its maximum");
}

static struct svc_query *prepare(struct load *load, size_t count)
{
    struct svc_buf sql = { 0 };
    svc_buf_printf(&sql, "INSERT INTO %s VALUES (", load->file->table);
    for (size_t i = 0; i <= count; i++)
        svc_buf_printf(&sql, "%s?%zu", i ? ", " : "", i + 1);
    svc_buf_putc(&sql, ')');
    struct svc_query *q = svc_prepare(load->call->db, sql.data);
    svc_buf_free(&sql);
    return q;
}

static void load_file(struct load *load, struct svc_digest *pack)
{
    int meaning[WIDEST];
    unsigned char digest[SVC_DIGEST];
    struct svc_row row;
    struct svc_state state;
    struct svc_db *db = load->call->db;
    size_t count = svc_column_count(load->file->columns);
    int fd = open(load->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        svc_die(SVC_CONFIG, "cannot read \"%s\": %s", load->path, strerror(errno));
    struct svc_reader_options opt = { .format = SVC_INPUT_CSV };
    struct svc_reader *reader = svc_reader_open(fd, load->path, &opt);
    struct svc_query *insert = prepare(load, count);
    svc_state_load(db, load->file->table, &state);
    read_header(load, reader, meaning);
    while (svc_reader_next(reader, &row)) {
        enum svc_code before = svc_worst();
        if (row.ragged) {
            fault(load, row.line, NULL, "has too few or too many cells");
            continue;
        }
        read_row(load, &row, meaning);
        check_range(load, row.line, "points_min", "points_max");
        check_range(load, row.line, "amount_min", "amount_max");
        if (svc_worst() != before)
            continue;
        svc_bind_row(insert, load->row, count + 1, digest);
        if (svc_try(insert) != 1)
            fault(load, row.line, NULL, svc_refusal(insert));
        svc_state_add(&state, digest);
    }
    if (svc_reader_error(reader))
        svc_die(SVC_CONFIG, "%s: %s", load->path, svc_reader_error(reader));
    const char *sum = svc_reader_digest(reader);
    svc_digest_text(pack, sum, strlen(sum));
    svc_state_save(db, load->file->table, &state);
    svc_free(insert);
    svc_reader_close(reader);
    close(fd);
}

/* The pack that came with the tools: beside the program, else in the data directory. */
static char *shipped_pack(void)
{
    char exe[4096];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (len > 0) {
        exe[len] = '\0';
        *strrchr(exe, '/') = '\0';
        char *dir = svc_format("%s/../share/svc/policy", exe);
        if (access(dir, R_OK) == 0)
            return dir;
        free(dir);
    }
    return svc_strdup(SVC_DATADIR "/policy");
}

/* The new version's row; the version it cuts short ends where it begins. */
static void insert_version(const struct load *load, const char *from)
{
    struct svc_db *db = load->call->db;
    char at[SVC_WHEN_SIZE];
    svc_run(db, "UPDATE policy_version SET until_day = ?1 WHERE until_day > ?1 AND from_day <= ?1",
            "s", from);
    char *until = svc_one(db, "SELECT MIN(from_day) FROM policy_version WHERE from_day > ?1", "s",
                          from);
    svc_run(db, "INSERT INTO policy_version (version, from_day, until_day, loaded_at, loaded_by,"
                " digest) VALUES (?1, ?2, ?3, ?4, ?5, '')",
            "issss", load->version, from, until ? until : "9999-12-31",
            svc_when_format(svc_now(), at), load->call->actor.person);
    free(until);
}

/* Writes the pack's digest, the state of the few version rows, and the event of every table. */
static void seal_version(const struct load *load, const char *from, const char *digest)
{
    struct svc_db *db = load->call->db;
    struct svc_state state = { { 0 } };
    unsigned char row[SVC_DIGEST];
    svc_run(db, "UPDATE policy_version SET digest = ?1 WHERE version = ?2", "si", digest,
            load->version);
    struct svc_query *q = svc_query(db, "SELECT * FROM policy_version", NULL);
    while (svc_next(q)) {
        svc_row_digest(q, row);
        svc_state_add(&state, row);
    }
    svc_state_save(db, "policy_version", &state);
    char *change = svc_format("{\"version\":%lld,\"from\":\"%s\",\"pack\":\"%s\"}",
                              (long long)load->version, from, digest);
    svc_change_event(load->call, "policy_version", NULL, change);
    free(change);
    for (int i = 0; i < FILES; i++)
        svc_change_event(load->call, files[i].table, NULL, NULL);
}

void svc_rules_load(struct svc_call *call, const char *dir, const svc_day *from)
{
    char first[SVC_DAY_SIZE] = "0001-01-01", hex[SVC_DIGEST_HEX];
    unsigned char bytes[SVC_DIGEST];
    struct svc_digest pack;
    struct load load = { .call = call };
    char *shipped = dir ? NULL : shipped_pack();
    if (from)
        svc_day_format(*from, first);
    load.version = svc_one_int(call->db, 0, "SELECT MAX(version) FROM policy_version", NULL) + 1;
    insert_version(&load, first);
    svc_digest_begin(&pack);
    for (int i = 0; i < FILES; i++) {
        load.file = &files[i];
        load.path = svc_format("%s/%s.csv", dir ? dir : shipped, load.file->name);
        load_file(&load, &pack);
        free(load.path);
    }
    if (svc_worst() != SVC_OK)
        svc_die(SVC_CONFIG, "the pack was not loaded");
    svc_digest_end(&pack, bytes);
    svc_digest_hex(bytes, hex);
    seal_version(&load, first, hex);
    for (size_t i = 0; i < WIDEST; i++)
        svc_buf_free(&load.room[i]);
    free(shipped);
}
