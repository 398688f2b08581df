/* svc-admin verify and head: the audit chain, the states of all tables, and heads that are kept elsewhere. */
#include "admin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/anchor.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/shape.h"
#include "svc/since.h"

static const char *anchors_file, *since_head;
static bool trust_log;

const struct svc_option admin_verify_options[] = {
    { .name = "since", .type = SVC_OPT_TEXT, .to = &since_head, .arg = "HEAD",
      .help = "what came after this head alone, such as '#17 4F7A-91C2-03B5'" },
    { .name = "anchors", .type = SVC_OPT_TEXT, .to = &anchors_file, .arg = "FILE",
      .help = "compare the heads in this text; - is standard input" },
    { .name = "trust-log", .type = SVC_OPT_FLAG, .to = &trust_log,
      .help = "also in lines of a log that do not tell who wrote them: whoever gives them has chosen them" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

struct anchors {
    const char *name; /* of the text, in messages */
    struct svc_anchor *anchor;
    size_t count, passed; /* the latter: in lines that somebody else wrote, or may have written */
};

/* Everybody on a machine can write to its log, what looks like a head, too. */
static bool is_ours(const struct svc_anchor *one)
{
    return one->of == SVC_ANCHOR_USER ? one->uid == (int64_t)geteuid() : one->of == SVC_ANCHOR_TEXT || trust_log;
}

static void keep(struct anchors *all, const struct svc_anchor *one)
{
    if (!is_ours(one)) {
        all->passed++;
    } else if (!one->whole) {
        svc_fail(SVC_BADINPUT, "%s:%zu: a head is cut off", all->name, one->line);
    } else {
        all->anchor = svc_grow(all->anchor, all->count, sizeof *one);
        all->anchor[all->count++] = *one;
    }
}

/* A text without a whole anchor proves nothing, and so it is not said to fit. */
static struct anchors read_anchors(void)
{
    struct svc_anchor one;
    bool std = strcmp(anchors_file, "-") == 0;
    struct anchors all = { .name = std ? _("standard input") : anchors_file };
    int fd = svc_file_read(std ? NULL : anchors_file);
    FILE *text = fd < 0 ? NULL : fdopen(fd, "r");
    if (!text)
        svc_die(SVC_BADINPUT, "%s: %s", all.name, svc_lang_error(errno));
    struct svc_anchors in = svc_anchors_in(text);
    while (svc_anchor_next(&in, &one))
        keep(&all, &one);
    if (ferror(text))
        svc_die(SVC_BADINPUT, "%s: %s", all.name, svc_lang_error(errno));
    fclose(text);
    if (all.passed)
        svc_warn("%s: passed over, since others wrote them or may have: heads in lines of a log: %zu\n"
                 "journalctl -o json tells who wrote a line; --trust-log where it was the store's owner for certain",
                 all.name, all.passed);
    if (all.count == 0)
        svc_die(SVC_BADINPUT, "%s: no head of an audit chain is there\n"
                              "one looks like #17 4F7A-91C2-03B5", all.name);
    return all;
}

static void check_anchors(struct svc_call *call, struct admin_findings *findings,
                          const struct anchors *all)
{
    char code[SVC_EVENT_CODE];
    struct svc_query *event = svc_prepare(call->db, "SELECT hash FROM event WHERE seq = ?1");
    findings->check = "anchors";
    for (size_t i = 0; i < all->count; i++) {
        const struct svc_anchor *anchor = &all->anchor[i];
        svc_bind_int(event, 1, anchor->seq);
        bool there = svc_next(event);
        if (!there || strcmp(svc_event_code(svc_text(event, 0), code), anchor->code) != 0) {
            char *what = svc_format(there ? _("%s:%zu: event %lld is another one, not %s")
                                          : _("%s:%zu: event %lld is missing, it was %s"),
                                    all->name, anchor->line, (long long)anchor->seq, anchor->code);
            admin_found(findings, what);
            free(what);
        }
        svc_rewind(event);
    }
    svc_free(event);
}

/* The head as svc-admin head, forms and tables print it. */
static struct svc_anchor read_head(void)
{
    struct svc_anchor head = { .whole = false };
    FILE *text = fmemopen((char *)since_head, strlen(since_head), "r");
    if (!text)
        svc_die(SVC_IO, "out of memory");
    struct svc_anchors in = svc_anchors_in(text);
    bool there = svc_anchor_next(&in, &head);
    fclose(text);
    if (!there || !head.whole)
        svc_die(SVC_USAGE, "option --since: \"%s\" is no head of an audit chain\n"
                           "one looks like #17 4F7A-91C2-03B5; svc-admin head prints the present one", since_head);
    return head;
}

/* A chain without that head is another one, or was cut: nothing can be said of what came later. */
static bool stands(struct svc_call *call, struct admin_findings *findings, const struct svc_anchor *head)
{
    char code[SVC_EVENT_CODE];
    char *hash = svc_one(call->db, "SELECT hash FROM event WHERE seq = ?1", "i", head->seq);
    bool same = hash && strcmp(svc_event_code(hash, code), head->code) == 0;
    if (!same) {
        char *what = svc_format(hash ? _("event %lld is another one, not %s") : _("event %lld is missing, it was %s"),
                                (long long)head->seq, head->code);
        admin_found(findings, what);
        free(what);
        svc_fail(SVC_NO, "the chain does not have the head \"%s\"; nothing was looked at\n"
                 "look for what was changed with svc-admin verify", since_head);
    }
    free(hash);
    return same;
}

/* What came later is told whole, and that nothing else was looked at. */
static int verify_since(struct svc_call *call, struct admin_findings *findings)
{
    struct svc_since looked = { 0 };
    const struct svc_anchor head = read_head();
    svc_print_begin(call, admin_finding_columns);
    enum svc_language own = svc_print_speaks(call);
    if (stands(call, findings, &head)) {
        svc_shape_verify(call->db, admin_found, findings);
        svc_since_verify(call->db, head.seq, &looked, admin_found, findings);
        svc_warn("looked at: events after %lld: %lld, rows that they name: %lld; not looked at: whatever is older,"
                 " and the rows of later events that name none: %lld\nsvc-admin verify looks at everything",
                 (long long)head.seq, (long long)looked.events, (long long)looked.rows, (long long)looked.unnamed);
    }
    svc_lang_in(own);
    return admin_findings_end(call, findings);
}

/* The anchors are read while no transaction is open: they may come from a slow pipe. */
int admin_verify(struct svc_call *call)
{
    struct admin_findings findings = { .call = call, .check = "audit" };
    struct anchors anchors = { 0 };
    if (trust_log && !anchors_file)
        svc_die(SVC_USAGE, "--trust-log is of --anchors");
    if (since_head && anchors_file)
        svc_die(SVC_USAGE, "--since and --anchors ask different things\ngive one of them");
    if (since_head)
        return verify_since(call, &findings);
    if (anchors_file) {
        svc_call_wait(call, true);
        anchors = read_anchors();
        svc_call_wait(call, false);
    }
    svc_bulk(call->db, true);
    svc_print_begin(call, admin_finding_columns);
    enum svc_language own = svc_print_speaks(call);
    svc_store_verify(call->db, admin_found, &findings);
    if (anchors_file)
        check_anchors(call, &findings, &anchors);
    svc_lang_in(own);
    if (findings.count == 0 && svc_shared.verbose) {
        svc_warn("the chain and every register's state fit; head %s",
                 svc_event_head(call->db).mark);
        if (anchors_file)
            svc_warn("%s: heads that fit: %zu", anchors.name, anchors.count);
    }
    free(anchors.anchor);
    return admin_findings_end(call, &findings);
}

/* -- head --------------------------------------------------------------------------------- */

static const struct svc_column head_columns[] = {
    { .name = "seq", .type = SVC_TYPE_INT, .label = "序号", .help = "the last event's number" },
    { .name = "at", .type = SVC_TYPE_TIME, .label = "时间", .help = "when it was recorded" },
    { .name = "head", .type = SVC_TYPE_CODE, .label = "链头",
      .help = "the mark that verify --anchors knows" },
    { .name = "hash", .type = SVC_TYPE_CODE, .label = "摘要", .help = "the whole hash" },
    { 0 }
};

int admin_head(struct svc_call *call)
{
    struct svc_head_mark head = svc_event_head(call->db);
    char *at = svc_one(call->db, "SELECT at FROM event WHERE seq = ?1", "i", head.seq);
    struct svc_value row[] = { svc_value_number(head.seq), svc_value_text(at),
                               svc_value_text(head.mark), svc_value_text(head.hash) };
    svc_print_begin(call, head_columns);
    svc_print_row(call, row);
    free(at);
    return svc_finish(call);
}
