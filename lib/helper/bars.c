#include "bars.h"

enum {
    BESIDE = 12,    /* bars side by side */
    ONE_PAGE = 50,  /* bars one below the other, in letters of 8 points */
    POINTS = 12, MANY_POINTS = 10,
    WIDE = 700, BAR = 22, ABOVE = 110,   /* pixels */
    DEFAULT_WIDE = 480, DEFAULT_HIGH = 288
};

static lxw_row_t count(const struct bars *bars)
{
    return bars->last - bars->first + 1;
}

bool bars_are_many(const struct bars *bars)
{
    return count(bars) > BESIDE;
}

void bars_draw(lxw_workbook *book, const struct bars *bars, lxw_worksheet *sheet, lxw_row_t row)
{
    bool many = bars_are_many(bars);
    lxw_chart *chart = workbook_add_chart(book, many ? LXW_CHART_BAR : LXW_CHART_COLUMN);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    lxw_chart_axis *names = many ? chart->y_axis : chart->x_axis, *values = many ? chart->x_axis : chart->y_axis;
    lxw_chart_font font = { .size = many ? MANY_POINTS : POINTS };
    lxw_chart_options size = { .x_scale = 1.6, .y_scale = 1.2 };
    chart_series_set_categories(series, bars->rows, bars->first, bars->names, bars->last, bars->names);
    chart_series_set_values(series, bars->rows, bars->first, bars->values, bars->last, bars->values);
    chart_series_set_name(series, bars->heading);
    chart_series_set_labels(series);
    chart_series_set_labels_font(series, &font);
    chart_axis_set_num_font(names, &font);
    chart_axis_set_num_font(values, &font);
    chart_title_set_name(chart, bars->title);
    chart_axis_set_min(values, 0);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    if (many) {
        size.x_scale = (double)WIDE / DEFAULT_WIDE;
        size.y_scale = (double)(count(bars) * BAR + ABOVE) / DEFAULT_HIGH;
        chart_axis_set_reverse(names); /* the first is above */
        chart_axis_set_interval_unit(names, 1);
        worksheet_fit_to_pages(sheet, 1, count(bars) <= ONE_PAGE);
    }
    worksheet_insert_chart_opt(sheet, row, 0, chart, &size);
}
