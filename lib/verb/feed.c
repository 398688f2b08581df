#include "svc/feed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/file.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/shared.h"

static enum svc_input asked(void)
{
    const char *kind = svc_shared.input_format;
    return !kind || strcmp(kind, "auto") == 0 ? SVC_INPUT_AUTO
           : strcmp(kind, "tsv") == 0         ? SVC_INPUT_TSV
                                              : SVC_INPUT_CSV;
}

void svc_feed_open(struct svc_feed *feed, const char *path, const struct svc_reader_options *how)
{
    struct svc_reader_options opt = how ? *how : (struct svc_reader_options){ .excel = false };
    bool standard = !path || strcmp(path, "-") == 0;
    opt.format = asked();
    opt.encoding = svc_shared.encoding;
    struct svc_file_kind kind = { .plain = opt.format != SVC_INPUT_AUTO, .worksheet = svc_shared.worksheet,
                                  .encoding = opt.encoding };
    feed->file = feed->name = standard ? _("standard input") : path;
    struct svc_file_table table = svc_file_table(standard ? NULL : path, &kind);
    if (table.fd < 0)
        svc_die(SVC_BADINPUT, "cannot read \"%s\": %s", standard ? "-" : path, svc_lang_error(errno));
    if (svc_shared.worksheet && !table.made)
        svc_die(SVC_BADINPUT, "%s: no worksheet \"%s\": it is no workbook; nothing was done\nleave out --worksheet",
                feed->file, svc_shared.worksheet);
    opt.head = table.head;
    opt.head_len = table.head_len;
    if (table.made) {
        opt.format = SVC_INPUT_CSV;
        opt.encoding = NULL;
        opt.rows = true;
        opt.first = table.first;
    }
    if (table.worksheet)
        feed->name = svc_format(_("%s, worksheet \"%s\""), feed->file, table.worksheet);
    free(table.worksheet);
    feed->fd = table.fd;
    feed->head = table.head;
    feed->reader = svc_reader_open(feed->fd, feed->name, &opt);
}

void svc_feed_close(struct svc_feed *feed)
{
    svc_reader_close(feed->reader);
    free(feed->head);
    close(feed->fd);
    feed->reader = NULL;
}
