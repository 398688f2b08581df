/* svc-report chart: what complaints are about, how months vary, where departments stand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/err.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/plot.h"
#include "svc/rules.h"
#include "svc/stat.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

enum { MONTHS = 12 };

static struct {
    const char *by, *measure, *dept;
} opt;

const struct svc_option report_chart_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "pareto: the period; trend, compare: the month" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "category|cause",
      .help = "pareto: by category (default) or by cause code", .list = "report.by" },
    { .name = "measure", .type = SVC_OPT_TEXT, .to = &opt.measure,
      .arg = "received|verified|respond_in_time|close_in_time|satisfied",
      .help = "trend: what is measured (default: received)", .list = "report.count" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "pareto, trend: complaints of this department", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_plot_options),
    { 0 }
};

/* -- the script --------------------------------------------------------------------------- */

/* The title, with the department that the picture is confined to. */
static void put_title(struct svc_call *call, struct svc_buf *script, const char *what,
                      const char *period)
{
    svc_buf_printf(script, "set title '%s（%s）", what, period);
    if (opt.dept) {
        char *name = svc_one(call->db, "SELECT dept || ' ' || name FROM dept WHERE dept = ?1", "s",
                             opt.dept);
        svc_buf_putc(script, ' ');
        svc_plot_text(script, name);
        free(name);
    }
    svc_buf_puts(script, "'\n");
}

/* Places 1 … count side by side; how labels stand where they are too many, NULL where they are not. */
static const char *put_places(struct svc_buf *script, size_t count)
{
    svc_buf_printf(script, "set xrange [0.5:%zu.5]\n", count ? count : 1);
    return svc_plot_places(script, count);
}

static void put_nothing(struct svc_buf *script)
{
    svc_buf_puts(script, "unset xtics\nunset ytics\nset yrange [0:1]\n"
                         "set label '没有数据' at graph 0.5,0.5 center\nplot NaN notitle\n");
}

/* -- pareto ------------------------------------------------------------------------------- */

struct svc_query *report_causes(struct svc_call *call, const struct svc_period *period, const char *by,
                                const char *dept)
{
    return svc_query(call->db,
        "SELECT word, COUNT(*) FROM"
        "       (SELECT CASE ?3 WHEN 'cause' THEN cause ELSE category END AS word"
        "          FROM complaint WHERE received_at >= ?1 AND received_at < ?2"
        "           AND state <> 'withdrawn' AND COALESCE(dept, '') = COALESCE(?4, dept, '')) c"
        " GROUP BY word ORDER BY word IS NULL, COUNT(*) DESC, word",
        "wwss", period->from, period->until, by, dept);
}

static void pareto(struct svc_call *call, struct svc_buf *script)
{
    const struct svc_period *period = svc_call_period(false);
    struct svc_buf rows = { 0 };
    struct svc_fraction sum = { 0, 0 };
    char share[SVC_RATE_SIZE];
    size_t count = 0;
    bool cause = opt.by && strcmp(opt.by, "cause") == 0;
    const char *list = cause ? "cause" : "category";
    struct svc_query *q = report_causes(call, period, opt.by, opt.dept);
    while (svc_next(q))
        sum.denominator += svc_int(q, 1);
    q = report_causes(call, period, opt.by, opt.dept);
    while (svc_next(q)) {
        sum.numerator += svc_int(q, 1);
        svc_buf_printf(&rows, "%zu\t\"", ++count);
        svc_plot_text(&rows, svc_text(q, 0) ? svc_words_text(list, svc_text(q, 0)) : "未填写");
        svc_buf_printf(&rows, "\"\t%lld\t%s\n", (long long)svc_int(q, 1),
                       svc_rate_text(sum, 100, NULL, share));
    }
    char name[SVC_PERIOD_SIZE];
    put_title(call, script, cause ? "投诉原因帕累托图" : "投诉类别帕累托图",
              svc_period_label(period->name, name));
    const char *on_end = put_places(script, count);
    if (!count) {
        put_nothing(script);
        return;
    }
    svc_buf_printf(script,
        "$data << EOD\n%sEOD\n"
        "set border 11\nset ylabel '件数'\nset yrange [0:%lld]\nset y2label '累计 %%'\n"
        "set y2range [0:100]\nset y2tics 20\nset key outside bottom center horizontal\n"
        "set boxwidth 0.7\nset style fill solid 0.8 noborder\n"
        "plot $data using 1:3:xtic(2) with boxes lc rgb '#4a7ab5' title '件数', \\\n"
        "  80 axes x1y2 with lines dt 2 lc rgb '#888888' title '80 %%', \\\n"
        "  $data using 1:4 axes x1y2 with linespoints pt 7 ps 0.7 lc rgb '#c04a20' title '累计 %%', \\\n"
        "  $data using 1:(0):3 with labels %s tc rgb '#ffffff' notitle, \\\n"
        "  $data using 1:4:4 axes x1y2 with labels %s tc rgb '#c04a20' notitle\n",
        svc_buf_text(&rows), (long long)sum.denominator, on_end ? on_end : "offset 0,0.7",
        on_end ? on_end : "offset 0,1");
    svc_buf_free(&rows);
}

/* -- trend -------------------------------------------------------------------------------- */

static const struct measure {
    const char *name; /* of report.count */
    enum report_count of;
    bool rate;
} measures[] = {
    { "received", REPORT_RECEIVED, false },
    { "verified", REPORT_VERIFIED, false },
    { "respond_in_time", REPORT_RESPOND, true },
    { "close_in_time", REPORT_CLOSE, true },
    { "satisfied", REPORT_SATISFIED, true }
};

static const struct measure *asked_measure(void)
{
    const struct measure *measure = measures;
    while (opt.measure && strcmp(measure->name, opt.measure) != 0)
        measure++;
    return measure;
}

/* One month: its value, the mean and the limits; the value once more where it is outside of them.
 * A month without a denominator has its place and nothing else. */
static void put_month(struct svc_buf *rows, int place, const char *month, bool rate,
                      struct svc_fraction one, struct svc_fraction all, int points)
{
    char text[SVC_RATE_SIZE];
    struct svc_control control;
    double value = (double)one.numerator, scale = rate ? 100 : 1;
    svc_buf_printf(rows, "%d\t\"%s\"\t", place, month);
    if (rate && one.denominator == 0) {
        svc_buf_puts(rows, "NaN\tNaN\tNaN\tNaN\tNaN\n");
        return;
    }
    if (rate) {
        control = svc_stat_p_chart((struct svc_share){ all.numerator, all.denominator },
                                   one.denominator);
        value /= (double)one.denominator;
        svc_rate_text(one, 100, NULL, text);
    } else {
        control = svc_stat_c_chart(all.numerator, points);
        snprintf(text, sizeof text, "%lld", (long long)one.numerator);
    }
    bool outside = value < control.low || value > control.high;
    svc_buf_printf(rows, "%s\t%.2f\t%.2f\t%.2f\t%s\n", text, scale * control.mean,
                   scale * control.low, scale * control.high, outside ? text : "NaN");
}

/* The months up to the last one, which stands at the end; returns how many. Before the store's first
 * complaint nobody counted: those months are left out. */
static int months_known(struct svc_call *call, const struct svc_period *last,
                        struct svc_period month[MONTHS])
{
    char *first = svc_one(call->db, "SELECT MIN(received_at) FROM complaint", NULL);
    svc_when at;
    int count = 0;
    bool known = first && !svc_when_parse(first, &at);
    struct svc_period one = *last;
    free(first);
    for (; known && count < MONTHS && one.until > at; svc_period_before(&one, &one))
        month[MONTHS - ++count] = one;
    memmove(month, month + MONTHS - count, (size_t)count * sizeof *month);
    return count;
}

static void trend(struct svc_call *call, struct svc_buf *script)
{
    const struct svc_period *period = report_month(call).period;
    const struct measure *measure = asked_measure();
    struct svc_period month[MONTHS];
    int count = months_known(call, period, month);
    struct svc_buf rows = { 0 };
    struct svc_fraction of[MONTHS], all = { 0, 0 };
    for (int i = 0; i < count; i++) {
        struct report_counts counts = report_counts(call, &month[i], opt.dept);
        of[i] = counts.of[measure->of];
        all.numerator += of[i].numerator;
        all.denominator += of[i].denominator;
    }
    for (int i = 0; i < count; i++)
        put_month(&rows, i + 1, month[i].name, measure->rate, of[i], all, count);
    char from[SVC_PERIOD_SIZE], until[SVC_PERIOD_SIZE];
    char *name = svc_format("%s至%s", svc_period_label(count ? month->name : period->name, from),
                            svc_period_label(period->name, until));
    char *label = svc_format("%s%s", svc_words_text("report.count", measure->name),
                             measure->rate ? " %" : "");
    char *what = svc_format("%s %s 控制图", label, measure->rate ? "p" : "c");
    put_title(call, script, what, name);
    free(what);
    free(name);
    put_places(script, (size_t)count);
    svc_buf_puts(script, "set xtics norotate\n"); /* a month is short */
    if (all.denominator == 0 && (measure->rate || count == 0)) {
        put_nothing(script);
    } else {
        svc_buf_printf(script,
            "$data << EOD\n%sEOD\n"
            "set ylabel '%s'\nset yrange %s\nset offsets 0,0,graph 0.1,0\n"
            "set key outside bottom center horizontal\nset style textbox opaque noborder\n"
            "plot $data using ($1-0.5):4:(1):(0) with vectors nohead lc rgb '#2f7d32' title '均值', \\\n"
            "  $data using ($1-0.5):6:(1):(0) with vectors nohead dt 2 lc rgb '#888888' title '控制限 ±3σ', \\\n"
            "  $data using ($1-0.5):5:(1):(0) with vectors nohead dt 2 lc rgb '#888888' notitle, \\\n"
            "  $data using 1:3:xtic(2) with linespoints pt 7 ps 0.7 lw 2 lc rgb '#4a7ab5' notitle, \\\n"
            "  $data using 1:7 with points pt 7 ps 1.3 lc rgb '#c04a20' title '超出控制限', \\\n"
            "  $data using 1:3:(strcol(3) eq 'NaN' ? '' : strcol(3)) with labels boxed offset 0,1 notitle\n",
            svc_buf_text(&rows), label, measure->rate ? "[0:108]\nset ytics 20" : "[0:*]");
    }
    free(label);
    svc_buf_free(&rows);
}

/* -- compare ------------------------------------------------------------------------------ */

struct bars {
    struct svc_buf rows;
    size_t count;
};

static void put_bar(void *ctx, const struct svc_column *columns, const struct svc_value *values)
{
    struct bars *bars = ctx;
    char score[SVC_NUM_SIZE];
    svc_hundredths_format(values[svc_column_at(columns, "score")].number, score);
    svc_buf_printf(&bars->rows, "%zu\t\"", ++bars->count);
    svc_plot_text(&bars->rows, values[0].text);
    svc_buf_putc(&bars->rows, ' ');
    svc_plot_text(&bars->rows, values[1].text);
    svc_buf_printf(&bars->rows, "\"\t%s\t\"%s %s\"\n", score, score,
                   svc_words_text("grade", values[svc_column_at(columns, "final_grade")].text));
}

static void put_bands(struct svc_call *call, const struct report_month *month,
                      struct svc_buf *script)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = report_policy(call, rules, month);
    for (int i = 0; i + 1 < policy->grade_count; i++) {
        char low[SVC_NUM_SIZE];
        svc_hundredths_format(policy->grades[i].from, low);
        svc_buf_printf(script,
            "set arrow from graph 0, first %s to graph 1, first %s nohead front dt 2 lc rgb '#c04a20'\n"
            "set label '", low, low);
        svc_plot_text(script, svc_words_text("grade", policy->grades[i].code));
        svc_buf_printf(script, " ≥ %s' at graph 1.01, first %s left tc rgb '#c04a20'\n", low, low);
    }
    svc_rules_close(rules);
}

static void compare(struct svc_call *call, struct svc_buf *script)
{
    struct report_month month = report_month(call);
    struct bars bars = { .count = 0 };
    report_month_rows(call, &month, false, NULL, SVC_ENGLISH, put_bar, &bars);
    char name[SVC_PERIOD_SIZE];
    put_title(call, script, "部门月度得分", svc_period_label(month.period->name, name));
    const char *on_end = put_places(script, bars.count);
    if (bars.count) {
        put_bands(call, &month, script);
        svc_buf_printf(script,
            "$data << EOD\n%sEOD\n"
            "set ylabel '得分'\nset yrange [0:*]\nset offsets 0,0,graph %s,0\nset rmargin 12\n"
            "set boxwidth 0.6\nset style fill solid 0.8 noborder\n"
            "plot $data using 1:3:xtic(2) with boxes lc rgb '#4a7ab5' notitle, \\\n"
            "  $data using 1:3:4 with labels %s notitle\n",
            svc_buf_text(&bars.rows), on_end ? "0.14" : "0.08", on_end ? on_end : "offset 0,0.7");
    } else {
        put_nothing(script);
    }
    svc_buf_free(&bars.rows);
}

/* -- the verb ----------------------------------------------------------------------------- */

static const struct kind {
    const char *name;
    void (*put)(struct svc_call *call, struct svc_buf *script);
    const char *options; /* of its own */
} kinds[] = { { "pareto", pareto, "by|dept" },
              { "trend", trend, "measure|dept" },
              { "compare", compare, "" } };

static const struct kind *asked_kind(const struct svc_call *call)
{
    const struct kind *kind = NULL;
    const char *named = call->count == 1 ? call->operand[0] : "", *words = svc_word_list("report.chart");
    struct svc_word word;
    if (svc_word_find(words, named, strlen(named), &word))
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (strncmp(kinds[i].name, word.code, word.code_len) == 0)
                kind = &kinds[i];
    if (!kind)
        svc_die(SVC_USAGE, "which chart?%s\nname one of: pareto trend compare", svc_word_hint(words, named));
    const char *const given[][2] = { { "by", opt.by }, { "measure", opt.measure },
                                     { "dept", opt.dept } };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (given[i][1] && !svc_text_in(kind->options, '|', given[i][0]))
            svc_die(SVC_USAGE, "option --%s means nothing to %s", given[i][0], kind->name);
    return kind;
}

int report_chart(struct svc_call *call)
{
    struct svc_buf script = { 0 };
    const struct kind *kind = asked_kind(call);
    svc_plot_begin(&script);
    kind->put(call, &script);
    svc_plot_end(call, &script);
    return svc_finish(call);
}
