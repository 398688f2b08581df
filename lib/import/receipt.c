/* What an import leaves besides the records: its receipt, which says read = added + updated + unchanged +
 * rejected, always; and when, that and the file of rejects are written. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/again.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/lang.h"
#include "svc/mask.h"
#include "svc/refusal.h"
#include "svc/when.h"
#include "svc/words.h"
#include "svc/write.h"

static const struct svc_head heads[] = {
    { "file", "文件", SVC_KIND_TEXT },         { "sha256", "摘要", SVC_KIND_TEXT },
    { "read", "读取", SVC_KIND_INT },          { "added", "新增", SVC_KIND_INT },
    { "updated", "更新", SVC_KIND_INT },       { "unchanged", "未变", SVC_KIND_INT },
    { "rejected", "拒收", SVC_KIND_INT },      { "op_id", "操作号", SVC_KIND_TEXT },
    { "at", "时间", SVC_KIND_TEXT },           { "dry_run", "试运行", SVC_KIND_TEXT },
    { "passed_over", "略过行数", SVC_KIND_INT }, { "encoding", "编码", SVC_KIND_TEXT },
    { "left_out", "剔除行数", SVC_KIND_INT },  { "profile", "方案摘要", SVC_KIND_TEXT },
    { "not_compared", "未比对", SVC_KIND_INT }
};

/* Opened before the input is read: a place that cannot be written is told while nothing is done. */
void svc_receipt_open(struct svc_import *in)
{
    if (svc_shared.receipt)
        in->receipt = svc_file_write(svc_shared.receipt);
}

/* More members may follow. */
#define COUNTS "\"read\":%zu,\"added\":%zu,\"updated\":%zu,\"unchanged\":%zu,\"rejected\":%zu"

void svc_receipt_json(const struct svc_import *in, struct svc_buf *out)
{
    svc_buf_printf(out, "{\"input\":\"%s\"," COUNTS, in->digest, in->read, in->added, in->updated,
                   in->unchanged, in->refused);
    if (in->not_compared)
        svc_buf_printf(out, ",\"not_compared\":%zu", in->not_compared);
    svc_said_json(in->said, out);
    svc_buf_putc(out, '}');
}

/* What the event of one that was applied before says. */
static void recall(struct svc_import *in)
{
    struct svc_recalled *was = &in->recalled;
    struct svc_query *q = svc_query(in->call->db,
        "SELECT change, at FROM event WHERE op_id = ?1 AND login = ?2 AND tbl = ?3 AND record IS NULL"
        " ORDER BY seq DESC LIMIT 1", "sss", in->call->op_id, in->call->actor.login, in->reg->table);
    bool told = svc_next(q) &&
                sscanf(svc_text(q, 0), "{\"input\":\"%64[0-9a-f]\"," COUNTS, was->input, &was->read,
                       &was->added, &was->updated, &was->unchanged, &was->refused) == 6;
    if (!told || strcmp(was->input, in->digest) != 0)
        svc_deny(in->call, SVC_REFUSED, NULL, "operation \"%s\" took in another file; nothing was applied\n"
                 "give this one another --op-id", in->call->op_id);
    const char *veiled = strstr(svc_text(q, 0), ",\"not_compared\":");
    was->not_compared = veiled ? strtoul(strchr(veiled, ':') + 1, NULL, 10) : 0;
    snprintf(was->at, sizeof was->at, "%s", svc_text(q, 1));
    svc_done(q);
}

/* What the reading took for granted: it can be looked at, and said otherwise. */
static void say_passed(const struct svc_import *in)
{
    const struct svc_passed *p = &in->passed;
    if (in->encoding)
        svc_warn("%s: read as %s", in->file, in->encoding);
    if (p->above + p->blank + p->totals + p->columns)
        svc_warn("%s: passed over: %zu rows above the heading, %zu blank, %zu of sums or signatures, %zu columns",
                 in->file, p->above, p->blank, p->totals, p->columns);
    svc_said_tell(in);
}

/* What was to change and did not is told unasked. */
static void say_veiled(const struct svc_import *in)
{
    if (in->not_compared)
        svc_warn("%s: %zu cells of personal data were not compared with the stored records, and stay as they are\n"
                 "that needs one of the roles %s, without cron", in->file, in->not_compared,
                 svc_words_told("verb.role", SVC_MASK_SEERS));
}

static bool is_refused(void)
{
    return svc_worst() != SVC_OK && svc_worst() != SVC_PARTLY;
}

/* Where anything forbids it nothing is added, as the commit says, too: good records are held back. */
static void say_counts(const struct svc_import *in)
{
    bool refused = is_refused();
    const char *how = in->again            ? _(", now that it was applied")
                      : !svc_shared.dry_run ? ""
                      : refused             ? _(" (dry run)")
                                            : _(" (dry run: would be applied)");
    if (refused)
        svc_warn("%s: read %zu: 0 added, 0 updated, %zu unchanged, %zu rejected, %zu held back%s; sha256 %s",
                 in->file, in->read, in->unchanged, in->refused, in->added + in->updated, how, in->digest);
    else
        svc_warn("%s: read %zu: %zu added, %zu updated, %zu unchanged, %zu rejected%s; sha256 %s",
                 in->file, in->read, in->added, in->updated, in->unchanged, in->refused, how, in->digest);
}

static void say(const struct svc_import *in)
{
    bool asked = in->refused || svc_call_talks();
    if (asked && !in->single) {
        say_counts(in);
        say_passed(in);
    }
    say_veiled(in);
    if (in->again && in->refused != in->recalled.refused)
        svc_warn("%s: the store has changed since: the operation rejected %zu", in->file,
                 in->recalled.refused);
}

/* Its counts in the place of those of now. */
static void restore(struct svc_import *in)
{
    const struct svc_recalled *was = &in->recalled;
    in->read = was->read;
    in->added = was->added;
    in->updated = was->updated;
    in->unchanged = was->unchanged;
    in->refused = was->refused;
    in->not_compared = was->not_compared;
}

static void put(struct svc_writer *writer, const char *text)
{
    svc_write_text(writer, text, strlen(text));
}

/* That of an operation which was applied before is what it was. */
static void write_receipt(struct svc_import *in)
{
    struct svc_writer_options opt = { .format = SVC_FORMAT_CSV };
    char now[SVC_WHEN_SIZE];
    if (!in->receipt)
        return;
    struct svc_writer *writer = svc_writer_open(in->receipt, &opt, heads,
                                                sizeof heads / sizeof *heads);
    put(writer, in->path);
    put(writer, in->digest);
    svc_write_number(writer, (int64_t)in->read);
    svc_write_number(writer, (int64_t)in->added);
    svc_write_number(writer, (int64_t)in->updated);
    svc_write_number(writer, (int64_t)in->unchanged);
    svc_write_number(writer, (int64_t)in->refused);
    put(writer, in->call->op_id);
    put(writer, in->again ? in->recalled.at : svc_when_format(svc_now(), now));
    put(writer, svc_shared.dry_run && !in->again ? "yes" : "no");
    svc_write_number(writer, (int64_t)(in->passed.above + in->passed.blank + in->passed.totals));
    put(writer, in->encoding ? in->encoding : "utf-8");
    svc_write_number(writer, (int64_t)svc_said_left_out(in->said));
    put(writer, in->said->digest);
    svc_write_number(writer, (int64_t)in->not_compared);
    svc_write_row(writer);
    svc_writer_close(writer);
    if (!svc_file_close(in->receipt))
        svc_fail(SVC_IO, "cannot write \"%s\": %s", svc_shared.receipt, svc_lang_error(errno));
}

/* -- both files --------------------------------------------------------------------------------- */

void svc_import_again(struct svc_import *in)
{
    if (!svc_again(in->call))
        return;
    in->again = true;
    recall(in);
    if (!in->rejects) {
        restore(in);
        write_receipt(in);
        svc_said_save(in);
        exit(svc_finish(in->call));
    }
    svc_shared.op_id = NULL;
    svc_shared.dry_run = true;
}

void svc_import_files_fill(struct svc_import *in)
{
    if (in->rejects && in->refused && !is_refused())
        svc_rejects_fill(in->rejects);
    say(in);
}

void svc_import_files_write(struct svc_import *in)
{
    bool rejected = in->refused > 0;
    if (is_refused())
        return;
    if (in->again)
        restore(in);
    else if (!in->added && !in->updated)
        svc_err_fate("nothing was applied");
    if (in->rejects && rejected)
        svc_rejects_write(in);
    write_receipt(in);
    svc_said_save(in);
}
