/* The receipt of an import: read = added + updated + unchanged + rejected, always. */
#include <errno.h>
#include <string.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/lang.h"
#include "svc/when.h"
#include "svc/write.h"

static const struct svc_head heads[] = {
    { "file", "文件", SVC_KIND_TEXT },         { "sha256", "摘要", SVC_KIND_TEXT },
    { "read", "读取", SVC_KIND_INT },          { "added", "新增", SVC_KIND_INT },
    { "updated", "更新", SVC_KIND_INT },       { "unchanged", "未变", SVC_KIND_INT },
    { "rejected", "拒收", SVC_KIND_INT },      { "op_id", "操作号", SVC_KIND_TEXT },
    { "at", "时间", SVC_KIND_TEXT },           { "dry_run", "试运行", SVC_KIND_TEXT }
};

/* Opened before the input is read: a place that cannot be written is told while nothing is done. */
void svc_receipt_open(struct svc_import *in)
{
    if (svc_shared.receipt)
        in->receipt = svc_file_write(svc_shared.receipt);
}

void svc_receipt_say(const struct svc_import *in)
{
    bool asked = in->refused || svc_call_talks();
    bool fails = in->refused && !in->rejects; /* the commit will say that nothing was applied */
    if (asked && !in->single)
        svc_warn("%s: read %zu: %zu added, %zu updated, %zu unchanged, %zu rejected%s; sha256 %s",
                 in->file, in->read, in->added, in->updated, in->unchanged, in->refused,
                 !svc_shared.dry_run ? ""
                 : fails             ? " (dry run)"
                                     : " (dry run, nothing applied)",
                 in->digest);
}

static void put(struct svc_writer *writer, const char *text)
{
    svc_write_text(writer, text, strlen(text));
}

void svc_receipt_write(struct svc_import *in)
{
    struct svc_writer_options opt = { .format = SVC_FORMAT_CSV };
    char now[SVC_WHEN_SIZE];
    bool refused = svc_worst() != SVC_OK && svc_worst() != SVC_PARTLY;
    if (!in->receipt || refused)
        return; /* nothing was applied, so there is nothing to be receipted */
    struct svc_writer *writer = svc_writer_open(in->receipt, &opt, heads,
                                                sizeof heads / sizeof *heads);
    put(writer, in->file);
    put(writer, in->digest);
    svc_write_number(writer, (int64_t)in->read);
    svc_write_number(writer, (int64_t)in->added);
    svc_write_number(writer, (int64_t)in->updated);
    svc_write_number(writer, (int64_t)in->unchanged);
    svc_write_number(writer, (int64_t)in->refused);
    put(writer, in->call->op_id);
    put(writer, svc_when_format(svc_now(), now));
    put(writer, svc_shared.dry_run ? "yes" : "no");
    svc_write_row(writer);
    svc_writer_close(writer);
    if (!svc_file_close(in->receipt))
        svc_fail(SVC_IO, "cannot write \"%s\": %s", svc_shared.receipt, svc_lang_error(errno));
}
