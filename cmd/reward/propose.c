/* propose: cases by hand, from score lines, or from a table of another tool's records. */
#include "reward.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/feed.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/read.h"
#include "svc/say.h"
#include "svc/score.h"
#include "svc/text.h"

static struct {
    const char *clause, *dept, *person, *facts, *evidence, *source, *source_no, *suspension,
        *shares, *also, *amount, *head_amount, *points, *annual_points, *loss, *quantity, *with, *by;
} opt;

const struct svc_option propose_options[] = {
    { .name = "clause", .type = SVC_OPT_TEXT, .to = &opt.clause, .arg = "CODE",
      .help = "the clause, such as reward-3.2.2-1" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "whom it is about", .table = "person" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "the department (default: the person's)", .table = "dept" },
    { .name = "facts", .type = SVC_OPT_TEXT, .to = &opt.facts, .arg = "TEXT", .help = "what happened" },
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "REF",
      .help = "what proves it; needed for signing" },
    { .name = "amount", .type = SVC_OPT_TEXT, .to = &opt.amount, .arg = "YUAN",
      .help = "the person's (default: the least)" },
    { .name = "head_amount", .type = SVC_OPT_TEXT, .to = &opt.head_amount, .arg = "YUAN",
      .help = "the department head's" },
    { .name = "points", .type = SVC_OPT_TEXT, .to = &opt.points, .arg = "POINTS", .help = "the department's" },
    { .name = "annual_points", .type = SVC_OPT_TEXT, .to = &opt.annual_points, .arg = "POINTS",
      .help = "off the department's year, where the clause takes some" },
    { .name = "loss", .type = SVC_OPT_TEXT, .to = &opt.loss, .arg = "YUAN", .help = "the loss that was caused" },
    { .name = "quantity", .type = SVC_OPT_TEXT, .to = &opt.quantity, .arg = "N",
      .help = "how many of what the clause is per, such as households" },
    { .name = "suspension", .type = SVC_OPT_TEXT, .to = &opt.suspension, .arg = "probation|standby",
      .help = "which suspension, under a clause with one", .list = "reward.suspension" },
    { .name = "shares", .type = SVC_OPT_TEXT, .to = &opt.shares, .arg = "NO=YUAN,...",
      .help = "a reward that several share" },
    { .name = "with", .type = SVC_OPT_TEXT, .to = &opt.with, .arg = "NO[=YUAN],...",
      .help = "who answers for it as well" },
    { .name = "source", .type = SVC_OPT_TEXT, .to = &opt.source, .arg = "WORD", .help = "domain of the record that caused it" },
    { .name = "source_no", .type = SVC_OPT_TEXT, .to = &opt.source_no, .arg = "NO", .help = "its number" },
    { .name = "also", .type = SVC_OPT_TEXT, .to = &opt.also, .arg = "REASON", .help = "sanction a fact once more" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "NO",
      .help = "who proposed it on paper (default: you)", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_feed_options),
    SVC_OPTIONS_INCLUDE(svc_format_options),
    { .name = "columns", .letter = 'c', .type = SVC_OPT_TEXT, .to = &svc_shared.columns,
      .arg = "A,B,...", .help = "these columns, in this order" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* What a batch has become; the drafts in the order of the input. */
struct batch {
    struct svc_call *call;
    const char *file;
    struct reward_draft **draft;
    size_t count;
    void *by_key; /* drafts of score lines, by the fact they are about */
    size_t read, passed, same;
};

/* -- by hand ------------------------------------------------------------------------------ */

static int64_t money(const char *name, const char *text)
{
    int64_t value = 0;
    const char *why = text ? svc_hundredths_parse(text, &value) : NULL;
    if (!why && text && value <= 0)
        why = _("not above zero");
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s", name, why);
    return value;
}

/* A whole number of at least one; 0 for none. */
static const char *count(const char *text, int64_t *out)
{
    const char *why = text ? svc_int_parse(text, out) : NULL;
    return !why && text && *out < 1 ? _("not 1 or more") : why;
}

static void take_numbers(struct reward_draft *draft)
{
    const char *why = count(opt.quantity, &draft->quantity);
    if (why)
        svc_die(SVC_USAGE, "option --quantity: %s", why);
    draft->amount = money("amount", opt.amount);
    draft->head_amount = money("head_amount", opt.head_amount);
    draft->points = money("points", opt.points);
    draft->annual_points = money("annual_points", opt.annual_points);
    draft->loss = money("loss", opt.loss);
    draft->suspension = opt.suspension;
    draft->also = opt.also;
}

static void free_draft(struct reward_draft *draft)
{
    char *const texts[] = { draft->source, draft->source_no, draft->clause, draft->dept,
                            draft->person, draft->facts, draft->evidence, draft->chain };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

static struct reward_draft *new_draft(struct batch *batch)
{
    batch->draft = svc_grow(batch->draft, batch->count, sizeof(struct reward_draft *));
    return batch->draft[batch->count++] = svc_alloc(sizeof(struct reward_draft));
}

static char *given(const char *text)
{
    return text && *text ? svc_strdup(text) : NULL;
}

/* What a person wrote, as it is stored; NULL for none. */
static char *stated(const char *text)
{
    struct svc_buf out = { 0 };
    if (!text || !*text)
        return NULL;
    svc_statement(&out, "text", "s", text);
    return svc_buf_take(&out);
}

/* The record itself, where nobody said more. */
static char *of_record(const char *source, const char *no)
{
    struct svc_buf out = { 0 };
    svc_statement(&out, "record", "ss", source, no);
    return svc_buf_take(&out);
}

/* What goes into a column of codes is one line. */
static void check_code(enum reward_column column, const char *text)
{
    struct svc_value value;
    struct svc_buf room = { 0 };
    const struct svc_column *of = &reward_register.columns[column];
    const char *why = text ? svc_value_read(of, SVC_WORDS_EVER, text, strlen(text), &value, &room) : NULL;
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s", of->name, why);
    svc_buf_free(&room);
}

static void check_options(void)
{
    check_code(R_EVIDENCE, opt.evidence);
    check_code(R_SOURCE, opt.source);
    check_code(R_SOURCE_NO, opt.source_no);
}

static void by_hand(struct batch *batch)
{
    if (!opt.clause)
        svc_die(SVC_USAGE, "no clause\nadd --clause CODE, or - to read score lines");
    if (!opt.facts || !*opt.facts)
        svc_die(SVC_USAGE, "no facts\nadd --facts TEXT: what happened");
    if ((opt.source != NULL) != (opt.source_no != NULL))
        svc_die(SVC_USAGE, "--source and --source_no go together");
    struct reward_draft *draft = new_draft(batch);
    *draft = (struct reward_draft){
        .clause = given(opt.clause), .person = given(opt.person), .dept = given(opt.dept),
        .facts = stated(opt.facts), .evidence = stated(opt.evidence), .source = given(opt.source),
        .source_no = given(opt.source_no), .shares = opt.shares, .with = opt.with,
        .occurred_at = svc_call_at(batch->call)
    };
    take_numbers(draft);
}

/* -- cells -------------------------------------------------------------------------------- */

/* Where the columns that are understood stand in the file; -1 for none. */
enum cell { LINE_CLAUSE, LINE_SUBJECT, LINE_STATUS, LINE_SOURCE, LINE_RECORD, LINE_REASON,
            LINE_POINTS, LINE_AMOUNT, NO, DEPT, PERSON, TIME, FACTS, QUANTITY, INSPECTION, CELLS };

/* The names of each, the preferred first: those of score lines, then those of registers. */
static const char *const names[CELLS] = {
    [LINE_CLAUSE] = "clause", [LINE_SUBJECT] = "subject", [LINE_STATUS] = "status",
    [LINE_SOURCE] = "source", [LINE_RECORD] = "record", [LINE_REASON] = "reason",
    [LINE_POINTS] = "points", [LINE_AMOUNT] = "amount", [NO] = "no", [DEPT] = "dept",
    [PERSON] = "person", [TIME] = "occurred_at|used_at|received_at|found_at|seen_at",
    [FACTS] = "facts|content|reason|matter", [QUANTITY] = "quantity", [INSPECTION] = "inspection"
};

struct columns {
    int at[CELLS];
    bool lines; /* score lines */
};

static const char *header_name(const struct svc_cell *cell)
{
    int at = cell->text ? svc_column_find(svc_line_columns, cell->text) : -1;
    return at >= 0 ? svc_line_columns[at].name : cell->text;
}

static int find_column(const struct svc_row *header, const char *list)
{
    const char *word;
    size_t len;
    while (svc_text_next(&list, '|', &word, &len))
        for (size_t i = 0; i < header->count; i++) {
            const char *name = header_name(&header->cells[i]);
            if (name && strlen(name) == len && memcmp(name, word, len) == 0)
                return (int)i;
        }
    return -1;
}

static void must_have(const struct batch *batch, const struct columns *columns, enum cell cell)
{
    if (columns->at[cell] < 0)
        svc_die(SVC_BADINPUT, "%s: no column \"%s\"; nothing was read further", batch->file,
                names[cell]);
}

static void read_header(struct batch *batch, const struct svc_row *header, struct columns *columns)
{
    static const enum cell needed[] = { LINE_CLAUSE, LINE_SUBJECT, LINE_STATUS, LINE_SOURCE,
                                        LINE_RECORD, DEPT, TIME };
    for (int i = 0; i < CELLS; i++)
        columns->at[i] = find_column(header, names[i]);
    columns->lines = columns->at[LINE_RECORD] >= 0 && columns->at[LINE_SUBJECT] >= 0;
    for (size_t i = 0; columns->lines && i < sizeof needed / sizeof *needed; i++)
        must_have(batch, columns, needed[i]);
    if (columns->lines && (opt.clause || opt.source || opt.dept || opt.person || opt.amount ||
                           opt.head_amount || opt.points || opt.loss || opt.quantity))
        svc_die(SVC_USAGE, "score lines bring clause, source, whom and how much themselves\n"
                "leave these options out, or propose by hand");
    if (columns->lines)
        return;
    must_have(batch, columns, NO);
    must_have(batch, columns, TIME);
    if (!opt.clause && columns->at[LINE_CLAUSE] < 0)
        svc_die(SVC_USAGE, "%s: these are no score lines; which clause are they about?\n"
                "add --clause CODE", batch->file);
}

static const char *cell_of(const struct columns *columns, const struct svc_row *row,
                           enum cell cell)
{
    int at = columns->at[cell];
    return at < 0 ? NULL : row->cells[at].text;
}

/* The same of a word, by its code. */
static const char *word_of(const struct columns *columns, const struct svc_row *row, enum cell cell)
{
    static struct svc_buf room[CELLS];
    struct svc_value value;
    const char *text = cell_of(columns, row, cell);
    const struct svc_column *column =
        &svc_line_columns[svc_column_at(svc_line_columns, names[cell])];
    bool read = text && !svc_value_read(column, SVC_WORDS_EVER, text, strlen(text), &value,
                                         &room[cell]);
    return read && value.is == SVC_IS_TEXT ? value.text : text;
}

/* The moment of the fact; 0, and reported, when there is none. */
static svc_when fact_of(struct reward_draft *draft, const char *text)
{
    svc_when when = 0;
    const char *why = text ? svc_when_parse(text, &when) : _("is required");
    if (!why && when > svc_now())
        why = _("lies in the future");
    if (why)
        reward_wrong(draft, SVC_BADINPUT, "the fact's time: %s", why);
    return why ? 0 : when;
}

/* -- score lines -------------------------------------------------------------------------- */

static int by_fact(const void *a, const void *b)
{
    const struct reward_draft *x = a, *y = b;
    int order = strcmp(x->source, y->source);
    order = order ? order : strcmp(x->source_no, y->source_no);
    return order ? order : strcmp(x->clause, y->clause);
}

/* The draft of the line's fact under its clause: the one begun by an earlier line, or a new one. */
static struct reward_draft *draft_of_line(struct batch *batch, const struct columns *columns,
                                          const struct svc_row *row)
{
    struct reward_draft *draft = new_draft(batch);
    *draft = (struct reward_draft){
        .file = batch->file, .line = row->line, .lines = true,
        .clause = given(cell_of(columns, row, LINE_CLAUSE)),
        .source = given(word_of(columns, row, LINE_SOURCE)),
        .source_no = given(cell_of(columns, row, LINE_RECORD)),
        .dept = given(cell_of(columns, row, DEPT)),
        .facts = stated(cell_of(columns, row, LINE_REASON)), .evidence = stated(opt.evidence)
    };
    if (!draft->clause || !draft->source || !draft->source_no || !draft->dept) {
        reward_wrong(draft, SVC_BADINPUT, "a score line has clause, source, record and dept");
        return draft;
    }
    struct reward_draft **found = tsearch(draft, &batch->by_key, by_fact);
    if (*found != draft) {
        free_draft(draft);
        free(draft);
        batch->count--;
        return *found;
    }
    if (!draft->facts)
        draft->facts = of_record(draft->source, draft->source_no);
    if (!draft->evidence) /* the record is there to be looked at */
        draft->evidence = of_record(draft->source, draft->source_no);
    draft->suspension = opt.suspension;
    draft->also = opt.also;
    draft->annual_points = money("annual_points", opt.annual_points);
    draft->occurred_at = fact_of(draft, cell_of(columns, row, TIME));
    return draft;
}

static int64_t number_of(struct reward_draft *draft, const char *text)
{
    int64_t number = 0;
    const char *why = text ? svc_hundredths_parse(text, &number) : NULL;
    if (why)
        reward_wrong(draft, SVC_BADINPUT, "points or amount: %s", why);
    return llabs(number);
}

/* A line waits for signatures when it is proposed; any other counts by itself, was taken back, or
 * is under appeal. */
static void take_line(struct batch *batch, const struct columns *columns,
                      const struct svc_row *row)
{
    const char *status = word_of(columns, row, LINE_STATUS);
    const char *subject = word_of(columns, row, LINE_SUBJECT);
    const char *person = cell_of(columns, row, PERSON), *dept = cell_of(columns, row, DEPT);
    if (!status || strcmp(status, "proposed") != 0) {
        batch->passed++;
        return;
    }
    struct reward_draft *draft = draft_of_line(batch, columns, row);
    size_t line = draft->line;
    draft->line = row->line;
    int64_t amount = number_of(draft, cell_of(columns, row, LINE_AMOUNT));
    int64_t points = number_of(draft, cell_of(columns, row, LINE_POINTS));
    if (draft->dept && dept && strcmp(dept, draft->dept) != 0)
        reward_wrong(draft, SVC_BADINPUT, "the lines of one fact name two departments");
    if (subject && strcmp(subject, "head") == 0) {
        draft->head_amount = amount;
    } else if (subject && strcmp(subject, "person") == 0) {
        if (draft->person && person && strcmp(draft->person, person) != 0)
            reward_wrong(draft, SVC_BADINPUT, "the lines of one fact name two persons");
        draft->person = draft->person ? draft->person : given(person);
        draft->amount = amount;
        draft->points = draft->points ? draft->points : points;
    } else if (!subject || !svc_text_in("leader|deputy", '|', subject)) { /* those follow by themselves */
        draft->points = points ? points : draft->points;
        draft->amount = draft->amount ? draft->amount : amount;
    }
    draft->line = line;
}

/* -- other tables ------------------------------------------------------------------------- */

/* The domain that a table's records are of: inspections where it names one, else that of the
 * clause's book, unless it is named. */
static char *source_of(struct batch *batch, const struct columns *columns)
{
    if (opt.source)
        return svc_strdup(opt.source);
    if (columns->at[INSPECTION] >= 0)
        return svc_strdup("inspect");
    char *book = svc_one(batch->call->db,
                         "SELECT book FROM policy_clause WHERE clause = ?1 ORDER BY version DESC"
                         " LIMIT 1", "s", opt.clause);
    if (!book || strcmp(book, REWARD_OWN) == 0)
        svc_die(SVC_USAGE, "%s: where are these records from?\nadd --source WORD, such as inspect",
                batch->file);
    return book;
}

static void take_record(struct batch *batch, const struct columns *columns, const char *source,
                        const struct svc_row *row)
{
    struct reward_draft *draft = new_draft(batch);
    const char *person = cell_of(columns, row, PERSON), *dept = cell_of(columns, row, DEPT);
    const char *no = cell_of(columns, row, NO), *facts = cell_of(columns, row, FACTS);
    *draft = (struct reward_draft){ .file = batch->file, .line = row->line };
    if (!no) {
        reward_wrong(draft, SVC_BADINPUT, "the record has no number");
        return;
    }
    take_numbers(draft);
    draft->clause = given(opt.clause ? opt.clause : cell_of(columns, row, LINE_CLAUSE));
    draft->source = svc_strdup(source);
    draft->source_no = svc_strdup(no);
    draft->dept = given(opt.dept ? opt.dept : dept);
    draft->person = given(opt.person ? opt.person : person);
    draft->facts = opt.facts ? stated(opt.facts) : facts ? stated(facts) : of_record(source, no);
    draft->evidence = opt.evidence ? stated(opt.evidence) : of_record(source, no);
    draft->occurred_at = fact_of(draft, cell_of(columns, row, TIME));
    const char *why = opt.quantity ? NULL : count(cell_of(columns, row, QUANTITY), &draft->quantity);
    if (why)
        reward_wrong(draft, SVC_BADINPUT, "quantity: %s", why);
}

/* -- reading ------------------------------------------------------------------------------ */

static struct svc_reader *open_input(struct batch *batch, struct svc_feed *feed)
{
    const char *path = batch->call->operand[0];
    if (batch->call->count > 1)
        svc_die(SVC_USAGE, "one file at a time\nconcatenate them: cat a.csv b.csv | ...");
    if (opt.shares || opt.with || opt.source_no || svc_shared.at.given)
        svc_die(SVC_USAGE, "--shares, --with, --source_no and --at go with a case proposed by hand");
    svc_feed_open(feed, path, NULL);
    batch->file = feed->name;
    return feed->reader;
}

static void take_row(struct batch *batch, const struct columns *columns, const char *source,
                     const struct svc_row *row)
{
    struct reward_draft here = { .file = batch->file, .line = row->line };
    batch->read++;
    if (row->ragged)
        reward_wrong(&here, SVC_BADINPUT, "has %zu cells, not as many as the header", row->count);
    else if (columns->lines)
        take_line(batch, columns, row);
    else
        take_record(batch, columns, source, row);
}

static void from_input(struct batch *batch)
{
    struct svc_feed feed;
    struct svc_reader *reader = open_input(batch, &feed);
    struct columns columns;
    struct svc_row row;
    if (!svc_reader_header(reader, &row))
        svc_die(SVC_BADINPUT, "%s: %s; nothing was done", batch->file,
                svc_reader_error(reader) ? svc_reader_error(reader) : _("no header line"));
    read_header(batch, &row, &columns);
    char *source = columns.lines ? NULL : source_of(batch, &columns);
    while (svc_reader_next(reader, &row))
        take_row(batch, &columns, source, &row);
    if (svc_reader_error(reader))
        svc_die(SVC_BADINPUT, "%s: %s", batch->file, svc_reader_error(reader));
    svc_feed_close(&feed);
    free(source);
}

/* -- the end ------------------------------------------------------------------------------ */

static const struct svc_column drafted[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the new case" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "its clause" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "its department" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号", .help = "whom it is about" },
    { .name = "amount", .type = SVC_TYPE_MONEY, .label = "金额", .help = "yuan, without sign" },
    { .name = "head_amount", .type = SVC_TYPE_MONEY, .label = "负责人金额", .help = "yuan, without sign" },
    { .name = "points", .type = SVC_TYPE_POINTS, .label = "部门分值", .help = "points, without sign" },
    { .name = "occurred_at", .type = SVC_TYPE_TIME, .label = "发生时间", .help = "its moment" },
    { .name = "chain", .type = SVC_TYPE_CODE, .label = "审批流程", .list = "reward.chain", .help = "who signs" },
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源类别", .help = "domain of the record",
      .list = "item reward.source" },
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源记录", .help = "the record" },
    { 0 }
};

static struct svc_value number_or_none(int64_t number)
{
    return number ? svc_value_number(number) : svc_value_text(NULL);
}

static void print_draft(struct svc_call *call, const struct reward_draft *draft)
{
    char fact[SVC_WHEN_SIZE];
    struct svc_value row[] = {
        svc_value_text(draft->no), svc_value_text(draft->clause), svc_value_text(draft->dept),
        svc_value_text(draft->person), number_or_none(draft->amount),
        number_or_none(draft->head_amount), number_or_none(draft->points),
        svc_value_text(svc_when_format(draft->occurred_at, fact)), svc_value_text(draft->chain),
        svc_value_text(draft->source), svc_value_text(draft->source_no)
    };
    svc_print_row(call, row);
}

/* By hand a case answers with its number alone, as `add` does. */
static const struct svc_column *answer_columns(const struct batch *batch)
{
    static struct svc_column number[2];
    number[0] = drafted[0];
    return batch->file || svc_shared.columns ? drafted : number;
}

static void write_all(struct batch *batch)
{
    struct svc_rules *rules = svc_rules_open(batch->call->db);
    size_t kept = 0;
    const char *proposer = reward_proposer(batch->call, opt.by);
    for (size_t i = 0; i < batch->count; i++) {
        struct reward_draft *draft = batch->draft[i];
        draft->proposer = proposer;
        if (draft->file)
            reward_find_said(batch->call, draft);
        enum reward_end end = reward_write(batch->call, rules, draft);
        batch->same += end == REWARD_SAME;
        batch->passed += end == REWARD_PASSED;
        if (end == REWARD_NEW) {
            batch->draft[kept++] = draft;
            continue;
        }
        free_draft(draft);
        free(draft);
    }
    batch->count = kept;
    svc_rules_close(rules);
}

int reward_propose(struct svc_call *call)
{
    struct batch batch = { .call = call };
    check_options();
    if (call->count > 0)
        from_input(&batch);
    else
        by_hand(&batch);
    svc_call_begin(call);
    if (svc_worst() == SVC_OK)
        write_all(&batch);
    bool good = svc_worst() == SVC_OK;
    if (good && batch.file && svc_call_talks())
        svc_warn("%s: read %zu: %zu cases added, %zu unchanged, %zu passed over", batch.file,
                 batch.read, batch.count, batch.same, batch.passed);
    svc_call_commit(call);
    if (good)
        svc_print_begin(call, answer_columns(&batch));
    for (size_t i = 0; i < batch.count; i++) {
        if (good)
            print_draft(call, batch.draft[i]);
        free_draft(batch.draft[i]);
        free(batch.draft[i]);
    }
    free(batch.draft);
    return svc_finish(call);
}
