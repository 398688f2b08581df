/* check: every cell of a file that breaks a rule of its group of fields, in one pass. The groups are data:
 * share/svc/template/entry-fields.csv, or a file of the company's own. */
#include <errno.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "entry.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/feed.h"
#include "svc/file.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/phone.h"
#include "svc/print.h"
#include "svc/progress.h"
#include "svc/read.h"
#include "svc/text.h"

static struct {
    const char *group, *fields, *key, *summary;
} opt;

#define GROUP_OPTIONS                                                                             \
    { .name = "fields", .type = SVC_OPT_TEXT, .to = &opt.fields, .arg = "FILE",                   \
      .help = "groups of fields of your own, instead of those that came with the tools" }

const struct svc_option fields_options[] = {
    GROUP_OPTIONS,
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option check_options[] = {
    { .name = "group", .type = SVC_OPT_TEXT, .to = &opt.group, .arg = "CODE",
      .help = "the group of fields; svc-entry fields lists them" },
    GROUP_OPTIONS,
    { .name = "key", .type = SVC_OPT_TEXT, .to = &opt.key, .arg = "COLUMN",
      .help = "the column that names the record (default: no, else customer)" },
    { .name = "summary", .type = SVC_OPT_TEXT, .to = &opt.summary, .arg = "FILE",
      .help = "write how many records and fields were looked at there", .written = true },
    { .name = "input-format", .letter = 'i', .type = SVC_OPT_TEXT, .to = &svc_shared.input_format,
      .arg = "csv|tsv|auto", .help = "of the files (default: auto)" },
    { .name = "worksheet", .type = SVC_OPT_TEXT, .to = &svc_shared.worksheet, .arg = "NAME",
      .help = "of a workbook (default: the first one that holds something)" },
    { .name = "encoding", .type = SVC_OPT_TEXT, .to = &svc_shared.encoding, .arg = "NAME",
      .help = "of the files, such as gb18030" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* -- the groups --------------------------------------------------------------------------- */

enum kind { REQUIRED, REGEX, WORDS, RANGE, PHONE, DAY, AFTER };
static const char *const kinds[] = { "required", "regex", "words", "range", "phone", "day", "after", NULL };
static const char *const faults[] = { "missing", "format", "wrong_value", "wrong_value", "format", "format",
                                      "logic" };

struct rule {
    enum kind kind;
    char *text, *value; /* as it is written, and what stands behind its name */
    regex_t regex;
    int64_t least, most;
    int other; /* AFTER: the field's place in the file */
};

enum { CELLS = 6, RULES = 8 };
static const char *const cell_names[CELLS] = { "grp", "field", "title", "role", "check", "limit" };

struct field {
    char *cell[CELLS];
    struct rule rule[RULES];
    size_t rules;
    int at; /* its place in the file at hand, -1 for none */
};

static struct field *fields;
static size_t field_count;
static char *fields_name;

_Noreturn static void bad_rule(size_t line, const char *text, const char *why)
{
    svc_die(SVC_BADINPUT, "%s:%zu: check \"%s\": %s; nothing was done", fields_name, line, text, why);
}

static void take_rule(struct field *field, size_t line, const char *text, size_t len)
{
    if (field->rules == RULES)
        bad_rule(line, field->cell[4], _("has too many rules"));
    struct rule *rule = &field->rule[field->rules++];
    *rule = (struct rule){ .text = svc_strndup(text, len) };
    size_t name = strcspn(rule->text, " "), kind = 0;
    while (kinds[kind] && !(strlen(kinds[kind]) == name && strncmp(kinds[kind], rule->text, name) == 0))
        kind++;
    if (!kinds[kind])
        bad_rule(line, rule->text, _("is none of required, regex, words, range, phone, day and after"));
    rule->kind = (enum kind)kind;
    rule->value = rule->text + name + (rule->text[name] == ' ');
    bool takes = rule->kind == REGEX || rule->kind == WORDS || rule->kind == RANGE || rule->kind == AFTER;
    if (takes != (*rule->value != '\0'))
        bad_rule(line, rule->text, takes ? _("lacks what it asks for") : _("takes nothing behind it"));
    if (rule->kind == REGEX && regcomp(&rule->regex, rule->value, REG_EXTENDED | REG_NOSUB) != 0)
        bad_rule(line, rule->text, _("is no regular expression"));
    if (rule->kind == RANGE) {
        char *least = svc_strndup(rule->value, strcspn(rule->value, " "));
        const char *most = strchr(rule->value, ' ');
        if (!most || svc_hundredths_parse(least, &rule->least) ||
            svc_hundredths_parse(most + 1, &rule->most) || rule->least > rule->most)
            bad_rule(line, rule->text, _("is no range; write range 0 100"));
        free(least);
    }
}

static void take_field(const struct svc_row *row, const int place[CELLS])
{
    fields = svc_grow(fields, field_count, sizeof *fields);
    struct field *field = &fields[field_count++];
    *field = (struct field){ .at = -1 };
    if (row->ragged)
        svc_die(SVC_BADINPUT, "%s:%zu: too few or too many cells; nothing was done", fields_name, row->line);
    for (int i = 0; i < CELLS; i++)
        field->cell[i] = svc_strdup(place[i] >= 0 ? row->cells[place[i]].text : NULL);
    if (!field->cell[0] || !field->cell[1])
        svc_die(SVC_BADINPUT, "%s:%zu: a field has a grp and a name; nothing was done", fields_name,
                row->line);
    const char *list = field->cell[4], *word;
    size_t len;
    while (list && svc_text_next(&list, ';', &word, &len))
        take_rule(field, row->line, word, len);
}

static void read_fields(void)
{
    struct svc_reader_options options = { .format = SVC_INPUT_AUTO };
    struct svc_row row;
    int place[CELLS];
    fields_name = opt.fields ? svc_strdup(opt.fields) : svc_installed("template/entry-fields.csv");
    int fd = opt.fields ? svc_file_read(fields_name) : svc_file_shipped(fields_name);
    if (fd < 0)
        svc_die(SVC_BADINPUT, "cannot read \"%s\": %s; nothing was done", fields_name,
                svc_lang_error(errno));
    struct svc_reader *reader = svc_reader_open(fd, fields_name, &options);
    if (svc_reader_header(reader, &row)) {
        for (int c = 0; c < CELLS; c++) {
            place[c] = -1;
            for (size_t i = 0; i < row.count; i++)
                if (row.cells[i].text && strcmp(row.cells[i].text, cell_names[c]) == 0)
                    place[c] = (int)i;
        }
        if (place[0] < 0 || place[1] < 0 || place[4] < 0)
            svc_die(SVC_BADINPUT, "%s: fields have the columns grp, field and check; nothing was done",
                    fields_name);
        while (svc_reader_next(reader, &row))
            take_field(&row, place);
    }
    if (svc_reader_error(reader))
        svc_die(SVC_BADINPUT, "%s: %s; nothing was done", fields_name, svc_reader_error(reader));
    svc_reader_close(reader);
    close(fd);
}

static const struct svc_column field_columns[] = {
    { .name = "grp", .type = SVC_TYPE_CODE, .label = "字段组", .help = "group of fields",
      .list = "entry.grp" },
    { .name = "field", .type = SVC_TYPE_CODE, .label = "字段", .help = "its name",
      .list = "entry.field" },
    { .name = "title", .type = SVC_TYPE_CODE, .label = "字段名称", .help = "what it is called in files" },
    { .name = "role", .type = SVC_TYPE_CODE, .label = "录入岗位", .help = "who enters it",
      .list = "entry.role" },
    { .name = "check", .type = SVC_TYPE_CODE, .label = "规则", .help = "what it must be, ;-separated" },
    { .name = "limit", .type = SVC_TYPE_CODE, .label = "时限事项",
      .help = "the matter by whose limit it is entered", .list = "entry.matter" },
    { 0 }
};

int entry_fields(struct svc_call *call)
{
    read_fields();
    svc_print_begin(call, field_columns);
    for (const struct field *f = fields; f < fields + field_count; f++) {
        struct svc_value row[CELLS];
        for (int i = 0; i < CELLS; i++)
            row[i] = svc_value_text(f->cell[i]);
        svc_print_row(call, row);
    }
    return svc_finish(call);
}

/* -- cells -------------------------------------------------------------------------------- */

static bool in_range(const struct rule *rule, const char *text)
{
    int64_t number;
    return !svc_hundredths_parse(text, &number) && number >= rule->least && number <= rule->most;
}

/* True when the cell keeps the rule. What is empty is missing, and nothing else. */
static bool keeps(const struct rule *rule, const struct svc_cell *cell, const struct svc_row *row)
{
    svc_day day, other;
    static struct svc_buf numbers;
    if (!cell->text)
        return rule->kind != REQUIRED;
    switch (rule->kind) {
    case REQUIRED: return cell->text[strspn(cell->text, " \t")] != '\0';
    case REGEX: return regexec(&rule->regex, cell->text, 0, NULL, 0) == 0;
    case WORDS: return svc_text_in(rule->value, '|', cell->text);
    case RANGE: return in_range(rule, cell->text);
    case PHONE: return svc_phone_numbers(cell->text, cell->len, &numbers);
    case DAY: return !svc_day_parse(cell->text, &day);
    case AFTER:
        return rule->other < 0 || !row->cells[rule->other].text || svc_day_parse(cell->text, &day) ||
               svc_day_parse(row->cells[rule->other].text, &other) || day >= other;
    }
    return true;
}

/* -- files -------------------------------------------------------------------------------- */

static const struct svc_column columns[] = {
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统", .help = "svc-entry check" },
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号",
      .help = "file, day, record and field" },
    { .name = "found_at", .type = SVC_TYPE_CODE, .label = "发现时间", .help = "the day of the check" },
    { .name = "record", .type = SVC_TYPE_CODE, .label = "关联单号", .help = "the record that is wrong" },
    { .name = "grp", .type = SVC_TYPE_CODE, .label = "字段组", .help = "group of fields",
      .list = "entry.grp" },
    { .name = "field", .type = SVC_TYPE_CODE, .label = "字段", .help = "the field that is wrong",
      .list = "entry.field" },
    { .name = "error", .type = SVC_TYPE_CODE, .label = "差错类型", .help = "how it is wrong",
      .list = "entry.error" },
    { .name = "operator", .type = SVC_TYPE_CODE, .label = "录入人",
      .help = "who entered it, where the file has that column" },
    { .name = "file_line", .type = SVC_TYPE_INT, .label = "文件行号", .help = "where the record stands" },
    { .name = "why", .type = SVC_TYPE_CODE, .label = "不符规则", .help = "the rule that it breaks" },
    { 0 }
};

static struct {
    int64_t records, cells, errors;
} total;

static struct {
    const char *name; /* of the file, without folders */
    char day[SVC_DAY_SIZE];
    int key, operator_;
} at;

static int place_of(const struct svc_row *header, const char *name, const char *title)
{
    int place = -1;
    for (size_t i = 0; name && i < header->count; i++) {
        const char *text = header->cells[i].text;
        if (!text || (strcmp(text, name) != 0 && (!title || strcmp(text, title) != 0)))
            continue;
        if (place >= 0)
            svc_die(SVC_BADINPUT, "%s: column \"%s\" comes twice; nothing was done", at.name, text);
        place = (int)i;
    }
    return place;
}

static void find_places(const struct svc_row *header)
{
    bool any = false;
    at.key = opt.key ? place_of(header, opt.key, NULL) : place_of(header, "no", entry_audits.columns[0].label);
    if (at.key < 0 && !opt.key)
        at.key = place_of(header, "customer", "客户号");
    if (at.key < 0)
        svc_die(SVC_BADINPUT, "%s: no column \"%s\"; nothing was done\n"
                "--key COLUMN says which one names the record", at.name, opt.key ? opt.key : "no");
    at.operator_ = place_of(header, "operator", "录入人");
    for (struct field *f = fields; f < fields + field_count; f++) {
        if (strcmp(f->cell[0], opt.group) != 0)
            continue;
        f->at = place_of(header, f->cell[1], f->cell[2]);
        any = any || f->at >= 0;
    }
    if (!any)
        svc_die(SVC_BADINPUT, "%s: no column of the group \"%s\"; nothing was done", at.name, opt.group);
    for (struct field *f = fields; f < fields + field_count; f++)
        for (struct rule *r = f->rule; r < f->rule + f->rules; r++) {
            r->other = -1;
            for (const struct field *o = fields; r->kind == AFTER && o < fields + field_count; o++)
                if (strcmp(o->cell[0], f->cell[0]) == 0 && strcmp(o->cell[1], r->value) == 0)
                    r->other = o->at;
        }
}

static void tell(struct svc_call *call, const struct svc_row *row, const struct field *field,
                 const struct rule *rule)
{
    static struct svc_buf no;
    const char *record = row->cells[at.key].text;
    svc_buf_clear(&no);
    svc_buf_printf(&no, "%s/%s/", at.name, at.day);
    if (record)
        svc_buf_printf(&no, "%s/%s", record, field->cell[1]);
    else
        svc_buf_printf(&no, "%zu/%s", row->line, field->cell[1]);
    struct svc_value out[] = {
        svc_value_text("svc-entry check"), svc_value_text(svc_buf_text(&no)), svc_value_text(at.day),
        svc_value_text(record), svc_value_text(field->cell[0]), svc_value_text(field->cell[1]),
        svc_value_text(faults[rule->kind]),
        svc_value_text(at.operator_ >= 0 ? row->cells[at.operator_].text : NULL),
        svc_value_number((int64_t)row->line), svc_value_text(rule->text)
    };
    total.errors++;
    svc_print_row(call, out);
}

static void check_row(struct svc_call *call, const struct svc_row *row)
{
    if (row->ragged)
        svc_die(SVC_BADINPUT, "%s:%zu: too few or too many cells; nothing more was looked at", at.name,
                row->line);
    total.records++;
    for (const struct field *f = fields; f < fields + field_count; f++) {
        if (f->at < 0)
            continue;
        total.cells++;
        const struct rule *r = f->rule, *end = f->rule + f->rules;
        while (r < end && keeps(r, &row->cells[f->at], row))
            r++;
        if (r < end) /* a cell is wrong once */
            tell(call, row, f, r);
    }
}

static void check_file(struct svc_call *call, const char *path)
{
    bool input = strcmp(path, "-") == 0;
    struct svc_row row;
    struct svc_feed feed;
    const char *slash = strrchr(path, '/');
    at.name = input ? "standard input" : slash ? slash + 1 : path;
    svc_feed_open(&feed, path, NULL);
    for (struct field *f = fields; f < fields + field_count; f++)
        f->at = -1;
    svc_progress_begin(at.name, 0);
    if (svc_reader_header(feed.reader, &row)) {
        find_places(&row);
        while (svc_reader_next(feed.reader, &row)) {
            check_row(call, &row);
            svc_progress_step((uint64_t)total.records, svc_reader_bytes(feed.reader));
        }
    }
    svc_progress_end();
    if (svc_reader_error(feed.reader))
        svc_die(SVC_BADINPUT, "%s: %s; nothing more was looked at", at.name, svc_reader_error(feed.reader));
    svc_feed_close(&feed);
}

static void write_summary(void)
{
    struct svc_sink *sink = svc_file_write(opt.summary);
    char *text = svc_format("name,value\nrecords,%lld\nfields,%lld\nerrors,%lld\n",
                            (long long)total.records, (long long)total.cells, (long long)total.errors);
    svc_sink_put(sink, text, strlen(text));
    free(text);
    if (!svc_file_close(sink))
        svc_die(SVC_IO, "cannot write \"%s\"", opt.summary);
}

int entry_check(struct svc_call *call)
{
    bool known = false;
    read_fields();
    for (const struct field *f = fields; f < fields + field_count; f++)
        known = known || strcmp(f->cell[0], opt.group) == 0;
    if (!known)
        svc_die(SVC_USAGE, "option --group: no group \"%s\"\nsvc-entry fields lists them", opt.group);
    svc_day_format(svc_when_day(svc_now()), at.day);
    svc_print_begin(call, columns);
    if (call->count == 0)
        check_file(call, "-");
    for (int i = 0; i < call->count; i++)
        check_file(call, call->operand[i]);
    char *text = svc_format("%lld records, %lld fields looked at, %lld wrong", (long long)total.records,
                            (long long)total.cells, (long long)total.errors);
    svc_print_footer(call, text);
    free(text);
    if (opt.summary)
        write_summary();
    int code = svc_finish(call);
    return code == SVC_OK && total.errors ? SVC_NO : code;
}
