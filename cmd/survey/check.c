/* check: whether a survey's weights, scales and units fit; or whether bands of points leave gaps or
 * overlap. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/feed.h"
#include "svc/heads.h"
#include "svc/lang.h"

static struct {
    const char *bands;
    int64_t least, most;
} opt = { .most = 100 };

const struct svc_option survey_check_options[] = {
    { .name = "bands", .type = SVC_OPT_TEXT, .to = &opt.bands, .arg = "FILE",
      .help = "columns band and range, such as 满意 and 90分以上 (- for standard input): check these instead of a survey" },
    { .name = "least", .type = SVC_OPT_INT, .to = &opt.least, .arg = "N",
      .help = "of bands: the least score there can be (default: 0)" },
    { .name = "most", .type = SVC_OPT_INT, .to = &opt.most, .arg = "N",
      .help = "and the most (default: 100)" },
    SVC_OPTIONS_INCLUDE(svc_feed_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "record", .type = SVC_TYPE_CODE, .label = "记录", .help = "what does not fit" },
    { .name = "finding", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "发现", .help = "why" },
    { 0 }
};

static void tell(struct svc_call *call, const char *where, const char *what)
{
    struct svc_value row[] = { svc_value_text(where), svc_value_text(what) };
    svc_print_row(call, row);
}

/* -- bands ---------------------------------------------------------------------------------- */

struct band {
    char *name;
    int64_t from, until; /* both included */
};

struct bands {
    struct band *band;
    size_t count;
};

static bool take(const char **text, const char *word)
{
    size_t len = strlen(word);
    if (strncmp(*text, word, len) != 0)
        return false;
    *text += len;
    return true;
}

static bool take_number(const char **text, int64_t *number)
{
    size_t digits = strspn(*text, "0123456789");
    if (digits == 0 || digits > 6)
        return false;
    *number = strtoll(*text, NULL, 10);
    *text += digits;
    take(text, "分");
    return true;
}

/* `<60`, `≥ 80`, `60-79`, `70~90分`, `90分以上` (90 included), `60分以下` (60 not): false when it is none. */
static bool read_range(const char *text, struct band *band)
{
    static const char *const dashes[] = { "-", "–", "—", "~", "～", "至" };
    char *plain = svc_strdup(text), *to = plain;
    for (const char *from = plain; *from; from++)
        if (*from != ' ')
            *to++ = *from;
    *to = '\0';
    const char *p = plain;
    int64_t number = 0, other = 0;
    *band = (struct band){ .from = opt.least, .until = opt.most };
    bool below = take(&p, "<"), least = !below && (take(&p, "≥") || take(&p, ">=")),
         most = (below && take(&p, "=")) || (!least && take(&p, "≤")), above = !least && take(&p, ">");
    bool good = take_number(&p, &number);
    bool to_end = false;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes && good && !to_end; i++)
        to_end = take(&p, dashes[i]);
    if (to_end)
        good = take_number(&p, &other) && !(below || least || most || above);
    else if (take(&p, "及以上") || take(&p, "以上"))
        least = true;
    else if (take(&p, "及以下"))
        most = true;
    else if (take(&p, "以下"))
        below = true;
    if (to_end)
        band->until = other;
    if (to_end || least || above || !(below || most))
        band->from = number + above;
    if (!to_end && (below || most))
        band->until = number - (below && !most);
    if (!to_end && !below && !most && !least && !above)
        band->until = number;
    good = good && !*p && band->until >= band->from;
    free(plain);
    return good;
}

static struct bands read_bands(struct svc_call *call)
{
    struct bands bands = { NULL, 0 };
    struct svc_row row;
    svc_call_wait(call, true); /* nobody waits for whoever types them */
    struct svc_heads *heads = svc_heads_open(opt.bands);
    size_t name = svc_heads_at(heads, "band", "档次;等级;分档", true);
    size_t range = svc_heads_at(heads, "range", "分值;分数;分值范围;分数段;区间", true);
    while (svc_heads_next(heads, &row)) {
        struct band band;
        if (!row.cells[range].text || !read_range(row.cells[range].text, &band))
            svc_heads_bad(heads, &row, range, _("not a range of whole points; write 60-79, <60 or >=80"));
        band.name = svc_strdup(row.cells[name].text ? row.cells[name].text : "");
        bands.band = svc_grow(bands.band, bands.count, sizeof *bands.band);
        bands.band[bands.count++] = band;
    }
    svc_heads_close(heads);
    svc_call_wait(call, false);
    return bands;
}

/* Which bands a score is in, and how many they are. */
static char *holders(const struct bands *bands, int64_t score, size_t *count)
{
    struct svc_buf names = { 0 };
    *count = 0;
    for (size_t i = 0; i < bands->count; i++)
        if (score >= bands->band[i].from && score <= bands->band[i].until)
            svc_buf_printf(&names, "%s%s", (*count)++ ? ", " : "", bands->band[i].name);
    return svc_buf_take(&names);
}

/* One finding for each run of scores that are in no band, or in the same several ones. */
static size_t check_bands(struct svc_call *call, const struct bands *bands)
{
    size_t findings = 0;
    for (int64_t score = opt.least; score <= opt.most;) {
        size_t count, next;
        int64_t last = score;
        char *names = holders(bands, score, &count);
        for (bool same = true; last < opt.most && same; last += same) {
            char *others = holders(bands, last + 1, &next);
            same = strcmp(names, others) == 0;
            free(others);
        }
        if (count != 1) {
            char *where = last > score ? svc_format("%lld-%lld", (long long)score, (long long)last)
                                       : svc_format("%lld", (long long)score);
            struct svc_buf what = { 0 };
            if (count == 0)
                svc_statement(&what, "survey_no_band", "");
            else
                svc_statement(&what, "survey_bands", "is", (int64_t)count, names);
            tell(call, where, svc_buf_text(&what));
            findings++;
            free(where);
            svc_buf_free(&what);
        }
        free(names);
        score = last + 1;
    }
    return findings;
}

/* -- the verb ------------------------------------------------------------------------------- */

int survey_check(struct svc_call *call)
{
    size_t findings = 0;
    if (opt.bands ? call->count > 0 : call->count == 0)
        svc_die(SVC_USAGE, "name surveys or --bands FILE");
    if (opt.bands && (opt.most <= opt.least || opt.most > 1000000))
        svc_die(SVC_USAGE, "--most must be more than --least, and 1000000 at most");
    struct svc_numbers numbers = { 0 };
    struct bands bands = { 0 };
    if (opt.bands)
        bands = read_bands(call);
    else
        numbers = svc_call_numbers(call);
    svc_print_begin(call, columns);
    if (opt.bands)
        findings = check_bands(call, &bands);
    for (size_t i = 0; i < numbers.count; i++)
        findings += survey_faults(call, survey_book(call, numbers.no[i]), tell);
    int code = svc_finish(call);
    return code == SVC_OK && findings ? SVC_NO : code;
}
