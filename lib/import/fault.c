/* What is wrong with the records of an import: told at once, or in the order of the file when they are
 * taken in otherwise. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/progress.h"

/* A fault that waits to be told: the records are not taken in the file's order. */
struct svc_import_told {
    size_t line, record;
    const char *column;
    char *why;
};

static void tell(struct svc_import *in, const struct svc_import_told *fault)
{
    enum svc_code worst = in->rejects ? SVC_PARTLY : SVC_BADINPUT;
    svc_progress_hide();
    if (fault->column)
        svc_fail(worst, "%s:%zu: record %zu, column \"%s\": %s", in->file, fault->line,
                 fault->record, fault->column, fault->why);
    else
        svc_fail(worst, "%s:%zu: record %zu: %s", in->file, fault->line, fault->record,
                 fault->why);
}

static void tell_more(struct svc_import *in)
{
    if (!in->muted)
        svc_fail(in->rejects ? SVC_PARTLY : SVC_BADINPUT,
                 "%s: more bad records follow; they are counted only", in->file);
    in->muted = true;
}

/* Keeps the fault among the first ones of the file, of at most so many records as are told and one
 * that is not. */
static void keep_fault(struct svc_import *in, const char *column, const char *why)
{
    size_t records = 0, at = in->told_count;
    in->told = svc_grow(in->told, in->told_count, sizeof *in->told);
    while (at > 0 && in->told[at - 1].record > in->record)
        at--;
    memmove(in->told + at + 1, in->told + at, (in->told_count - at) * sizeof *in->told);
    in->told[at] = (struct svc_import_told){ in->line, in->record, column, svc_strdup(why) };
    in->told_count++;
    for (size_t i = 0; i < in->told_count; i++) {
        records += i == 0 || in->told[i].record != in->told[i - 1].record;
        if (records > in->told_most + 1) {
            while (in->told_count > i)
                free(in->told[--in->told_count].why);
            return;
        }
    }
}

void svc_import_tell(struct svc_import *in)
{
    size_t records = 0;
    for (size_t i = 0; i < in->told_count; i++) {
        records += i == 0 || in->told[i].record != in->told[i - 1].record;
        if (records <= in->told_most)
            tell(in, &in->told[i]);
        else
            tell_more(in);
        free(in->told[i].why);
    }
    free(in->told);
    in->told = NULL;
    in->told_count = 0;
}

void svc_import_fault(struct svc_import *in, const char *code, const char *column,
                      const char *why)
{
    if (in->single)
        svc_die(SVC_USAGE, "%s%s%s%s\nnothing was registered", column ? "option --" : "",
                column ? column : "", column ? ": " : "", why);
    if (!in->rejected)
        in->refused++;
    in->rejected = true;
    if (in->rejects)
        svc_rejects_fault(in->rejects, code, column, why);
    if (in->arranged)
        keep_fault(in, column, why);
    else if (in->refused <= (size_t)svc_shared.max_errors)
        tell(in, &(struct svc_import_told){ in->line, in->record, column, (char *)why });
    else if (in->refused == (size_t)svc_shared.max_errors + 1)
        tell_more(in);
}

void svc_import_reject(struct svc_import *in, const char *column, const char *fmt, ...)
{
    char why[256];
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, svc_tr(fmt), args);
    va_end(args);
    svc_import_fault(in, "rule", column, why);
}

struct svc_import_place svc_import_place(const struct svc_import *in)
{
    return (struct svc_import_place){ in->line, in->record };
}

void svc_import_reject_at(struct svc_import *in, struct svc_import_place at, const char *column,
                          const char *why)
{
    in->line = at.line;
    in->record = at.record;
    in->rejected = false;
    svc_import_fault(in, "rule", column, why);
}
