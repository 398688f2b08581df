#include "svc/feed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/file.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/shared.h"

const struct svc_option svc_feed_options[] = {
    { .name = "input-format", .letter = 'i', .type = SVC_OPT_TEXT, .to = &svc_shared.input_format,
      .arg = "csv|tsv|auto", .help = "what the file is (default: found)" },
    { .name = "encoding", .type = SVC_OPT_TEXT, .to = &svc_shared.encoding, .arg = "NAME",
      .help = "the file's encoding, such as gb18030 (default: found, else utf-8)" },
    { .name = "delimiter", .type = SVC_OPT_TEXT, .to = &svc_shared.delimiter, .arg = "CHAR",
      .help = "what parts the cells of CSV, one sign or TAB (default: found)" },
    { .name = "heading-row", .type = SVC_OPT_INT, .to = &svc_shared.heading_row, .arg = "LINE",
      .help = "the line on which the headings stand (default: found)" },
    { .name = "worksheet", .type = SVC_OPT_TEXT, .to = &svc_shared.worksheet, .arg = "NAME",
      .help = "of a workbook (default: the first one that holds something)" },
    { 0 }
};

static bool is_sign(char c)
{
    return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 0x7f);
}

static char separator(void)
{
    const char *text = svc_shared.delimiter;
    if (!text)
        return 0;
    if (svc_shared.input_format && strcmp(svc_shared.input_format, "tsv") == 0)
        svc_die(SVC_USAGE, "option --delimiter goes with CSV\nleave --input-format tsv out");
    if (strcasecmp(text, "tab") == 0 || strcmp(text, "\t") == 0)
        return '\t';
    if (!is_sign(text[0]) || text[1] || *text == '"' || *text == '=')
        svc_die(SVC_USAGE, "option --delimiter: \"%s\" parts no cells\n"
                "give one sign, such as ';' or '|', or TAB", text);
    return *text;
}

static enum svc_input_kind asked(void)
{
    static const struct {
        const char *name;
        enum svc_input_kind kind;
    } kinds[] = { { "auto", SVC_INPUT_AUTO }, { "csv", SVC_INPUT_CSV }, { "tsv", SVC_INPUT_TSV } };
    const char *text = svc_shared.input_format ? svc_shared.input_format : kinds[0].name;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(text, kinds[i].name) == 0)
            return kinds[i].kind;
    svc_die(SVC_USAGE, "option --input-format: \"%s\" is not csv, tsv or auto", text);
}

void svc_feed_open(struct svc_feed *feed, const char *path, const struct svc_reader_options *how)
{
    struct svc_reader_options opt = how ? *how : (struct svc_reader_options){ .excel = false };
    bool standard = !path || strcmp(path, "-") == 0;
    opt.format = asked();
    opt.encoding = svc_shared.encoding;
    opt.separator = separator();
    if (svc_shared.heading_row < 0)
        svc_die(SVC_USAGE, "option --heading-row: lines are counted from 1");
    opt.heading_row = (size_t)svc_shared.heading_row;
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
        opt.separator = 0;
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
