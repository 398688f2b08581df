/* chart: the units' indices with their intervals, and importance beside satisfaction. */
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/plot.h"
#include "svc/word.h"
#include "svc/words.h"

static struct {
    const char *survey, *unit;
} opt;

const struct svc_option survey_chart_options[] = {
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO", .help = "the survey" },
    { .name = "unit", .type = SVC_OPT_TEXT, .to = &opt.unit, .arg = "CODE",
      .help = "matrix: of this unit (default: the whole)" },
    SVC_OPTIONS_INCLUDE(svc_plot_options),
    { 0 }
};

static void put_title(struct svc_buf *script, const struct survey_book *book, const char *what)
{
    svc_buf_puts(script, "set title '");
    svc_plot_text(script, book->title);
    svc_buf_printf(script, "　%s'\n", what);
}

static void put_nothing(struct svc_buf *script)
{
    svc_buf_puts(script, "unset xtics\nunset ytics\nset yrange [0:1]\n"
                         "set label '没有数据' at graph 0.5,0.5 center\nplot NaN notitle\n");
}

/* -- units ---------------------------------------------------------------------------------- */

/* A dot for each unit's index and a whisker for its interval, where enough answered for one. A unit of
 * which nothing may be told has no dot. */
static void units(struct svc_call *call, struct svc_buf *script, const struct survey_book *book,
                  const struct survey_table *table)
{
    struct svc_buf rows = { 0 };
    struct svc_rolled rolled;
    size_t count = 0;
    for (size_t i = 1; i < table->results; i++) {
        const struct survey_row *row = survey_index_row(table, table->result[i].unit);
        if (!row || !row->cell[C_SCORE])
            continue;
        svc_buf_printf(&rows, "%zu\t\"", ++count);
        svc_plot_text(&rows, table->result[i].name ? table->result[i].name : table->result[i].unit);
        svc_buf_printf(&rows, "\"\t%s\t%s\t%s\n", row->cell[C_SCORE],
                       row->cell[C_LOW] ? row->cell[C_LOW] : "NaN",
                       row->cell[C_HIGH] ? row->cell[C_HIGH] : "NaN");
    }
    put_title(script, book, "各单位满意度指数");
    if (count == 0) {
        put_nothing(script);
        return;
    }
    svc_buf_printf(script, "set xrange [0.5:%zu.5]\n", count);
    const char *on_end = svc_plot_places(script, count);
    bool whole = survey_rolled(call, table, &rolled) >= 0;
    svc_buf_printf(script, "$data << EOD\n%sEOD\nset ylabel '满意度指数'\nset offsets 0,0,graph 0.1,graph 0.05\n"
                           "set key outside bottom center horizontal\nset style textbox opaque noborder\n",
                   rows.data);
    svc_buf_puts(script, "plot ");
    if (whole)
        svc_buf_printf(script, "%s with lines dt 2 lw 1.5 lc rgb '#2f7d32' title '加权汇总 %s', \\\n  ",
                       survey_decimal(rolled.index, 2), survey_decimal(rolled.index, 2));
    svc_buf_printf(script,
        "$data using 1:3:4:5:xtic(2) with yerrorbars pt 7 ps 0.9 lw 1.5 lc rgb '#4a7ab5' title '指数及95％置信区间', \\\n"
        "  $data using 1:3 with points pt 7 ps 0.9 lc rgb '#4a7ab5' notitle, \\\n"
        "  $data using 1:3:3 with labels boxed %s notitle\n",
        on_end ? "rotate by 90 left offset 0.8,0.5" : "offset 3,0");
    svc_buf_free(&rows);
}

/* -- matrix --------------------------------------------------------------------------------- */

struct spots {
    struct svc_buf rows;
    size_t count;
    double weights, scores;
};

static void add_spots(struct spots *spots, const struct survey_table *table, const char *unit)
{
    for (size_t i = 0; i < table->rows; i++) {
        char *const *cell = table->row[i].cell;
        if (strcmp(cell[C_LEVEL], "dimension") != 0 || !svc_text_same(cell[C_UNIT], unit) ||
            !cell[C_SCORE])
            continue;
        const char *label = svc_words_text("survey.dimension", cell[C_DIMENSION]);
        svc_buf_printf(&spots->rows, "%s\t%s\t\"", cell[C_WEIGHT], cell[C_SCORE]);
        svc_plot_text(&spots->rows, label ? label : cell[C_DIMENSION]);
        svc_buf_puts(&spots->rows, "\"\n");
        spots->count++;
        spots->weights += strtod(cell[C_WEIGHT], NULL);
        spots->scores += strtod(cell[C_SCORE], NULL);
    }
}

/* Each dimension by its weight and its score, cut at the means: what weighs much and scores little is to
 * be improved first. */
static void matrix(struct svc_call *call, struct svc_buf *script, const struct survey_book *book,
                   const struct survey_table *table)
{
    struct spots spots = { .count = 0 };
    (void)call;
    if (opt.unit && !survey_find_unit(book, opt.unit))
        svc_die(SVC_UNKNOWN, "%s: no unit \"%s\"", book->no, opt.unit);
    add_spots(&spots, table, opt.unit);
    put_title(script, book, "重要性—满意度矩阵");
    if (spots.count == 0) {
        put_nothing(script);
        return;
    }
    double x = spots.weights / (double)spots.count, y = spots.scores / (double)spots.count;
    svc_buf_printf(script,
        "$data << EOD\n%sEOD\n"
        "set border 15\nset xlabel '重要性（权重）'\nset ylabel '满意度得分'\n"
        "set offsets graph 0.15, graph 0.15, graph 0.15, graph 0.15\n"
        "set arrow from %.6f, graph 0 to %.6f, graph 1 nohead dt 2 lc rgb '#888888'\n"
        "set arrow from graph 0, first %.6f to graph 1, first %.6f nohead dt 2 lc rgb '#888888'\n"
        "set label '优势区' at graph 0.98,0.96 right tc rgb '#2f7d32'\n"
        "set label '改进区' at graph 0.98,0.04 right tc rgb '#c04a20'\n"
        "set label '维持区' at graph 0.02,0.96 left tc rgb '#888888'\n"
        "set label '机会区' at graph 0.02,0.04 left tc rgb '#888888'\n"
        "plot $data using 1:2 with points pt 7 ps 1.1 lc rgb '#4a7ab5' notitle, \\\n"
        "  $data using 1:2:3 with labels offset 0,1 notitle\n",
        spots.rows.data, x, x, y, y);
    svc_buf_free(&spots.rows);
}

/* -- the verb ------------------------------------------------------------------------------- */

static const struct kind {
    const char *name;
    void (*put)(struct svc_call *call, struct svc_buf *script, const struct survey_book *book,
                const struct survey_table *table);
} kinds[] = { { "units", units }, { "matrix", matrix } };

int survey_chart(struct svc_call *call)
{
    struct svc_buf script = { 0 };
    const struct kind *kind = NULL;
    const char *named = call->count == 1 ? call->operand[0] : "", *words = svc_word_list("survey.chart");
    struct svc_word word;
    if (svc_word_find(words, named, strlen(named), &word))
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (strncmp(kinds[i].name, word.code, word.code_len) == 0)
                kind = &kinds[i];
    if (!kind)
        svc_die(SVC_USAGE, "which chart?%s\nname one of: units matrix", svc_word_hint(words, named));
    if (opt.unit && kind->put != matrix)
        svc_die(SVC_USAGE, "option --unit means nothing to %s", kind->name);
    svc_plot_begin(&script);
    const struct survey_book *book = survey_book(call, opt.survey);
    const struct survey_table table = survey_table(call, book, -1);
    kind->put(call, &script, book, &table);
    svc_plot_end(call, &script);
    return svc_finish(call);
}
