/* rollup: the index of a company from those of its units, level by level.
 *
 * Children are rounded to two decimals before they are added, so that anybody reckons it again by hand.
 * The source prints the second sum without shares of the gas; taken so it leaves 0 … 100, and that reading
 * stands beside the other one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/lang.h"
#include "svc/stat.h"
#include "svc/feed.h"
#include "svc/heads.h"
#include "svc/num.h"
#include "svc/when.h"

static struct {
    const char *survey;
    int64_t revision;
} opt = { .revision = -1 };

const struct svc_option survey_rollup_options[] = {
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO",
      .help = "the units of this survey instead of a file's" },
    { .name = "revision", .type = SVC_OPT_INT, .to = &opt.revision, .arg = "N",
      .help = "as it was frozen for the N-th time (default: the latest, if it was frozen)" },
    SVC_OPTIONS_INCLUDE(svc_feed_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* A unit, or above all of them the company, whose code is NULL. */
struct node {
    char *unit, *parent;
    int64_t index; /* hundredths, -1: not known */
    int64_t customers, gas, respondents;
    bool leaf, shown; /* shown: not of so few respondents that nothing is told */
    int level; /* 0: the company */
    struct svc_rolled rolled;
};

struct tree {
    struct node *node; /* the company first */
    size_t count;
    int64_t weight, sales; /* of the customers and of the gas, hundredths */
    int64_t least_cell;    /* 0: of indices that were told already */
};

/* -- where units come from ------------------------------------------------------------------- */

static void add_node(struct tree *tree, struct node node)
{
    tree->node = svc_grow(tree->node, tree->count, sizeof *tree->node);
    tree->node[tree->count++] = node;
}

static struct tree new_tree(void)
{
    struct tree tree = { .count = 0 };
    add_node(&tree, (struct node){ .index = -1, .shown = true });
    return tree;
}

static struct tree tree_of(const struct survey_table *table)
{
    struct tree tree = new_tree();
    tree.least_cell = table->least_cell;
    for (size_t i = 1; i < table->results; i++) {
        const struct survey_result *r = &table->result[i];
        add_node(&tree, (struct node){ .unit = r->unit, .parent = r->parent, .index = r->csi,
                                       .customers = r->customers, .gas = r->gas, .leaf = r->leaf,
                                       .respondents = r->leaf ? r->respondents : 0,
                                       .shown = r->shown });
    }
    return tree;
}

static bool is_parent(const struct tree *tree, const char *unit)
{
    for (size_t i = 1; i < tree->count; i++)
        if (tree->node[i].parent && strcmp(tree->node[i].parent, unit) == 0)
            return true;
    return false;
}

static size_t find(const struct tree *tree, const char *unit)
{
    size_t at = 1;
    while (at < tree->count && strcmp(tree->node[at].unit, unit) != 0)
        at++;
    return at;
}

/* An index with two decimals at most; empty for a unit that is rolled up from others. */
static int64_t read_index(struct svc_heads *heads, const struct svc_row *row, size_t at)
{
    int64_t index = -1;
    const char *text = row->cells[at].text;
    const char *why = text ? svc_hundredths_parse(text, &index) : NULL;
    if (!why && text && (index < 0 || index > 10000))
        why = _("must be 0 to 100");
    if (why)
        svc_heads_bad(heads, row, at, why);
    return index;
}

static struct tree read_tree(const char *path)
{
    struct tree tree = new_tree();
    struct svc_row row;
    struct svc_heads *heads = svc_heads_open(path);
    size_t unit = svc_heads_at(heads, "unit", "单位代码;单位", true);
    size_t index = svc_heads_at(heads, "index", "满意度指数;指数", true);
    size_t customers = svc_heads_at(heads, "customers", "客户数;用户数;户数", true);
    size_t gas = svc_heads_at(heads, "gas_m3", "售气量;供气量", true);
    size_t parent = svc_heads_at(heads, "parent", "上级单位", false);
    while (svc_heads_next(heads, &row)) {
        if (!row.cells[unit].text)
            svc_heads_bad(heads, &row, unit, N_("is required"));
        if (find(&tree, row.cells[unit].text) < tree.count)
            svc_heads_bad(heads, &row, unit, _("stands here twice"));
        add_node(&tree, (struct node){
            .unit = svc_strdup(row.cells[unit].text),
            .parent = parent == SIZE_MAX ? NULL : svc_strdup(row.cells[parent].text),
            .index = read_index(heads, &row, index), .shown = true,
            .customers = svc_heads_int(heads, &row, customers, SVC_STAT_MOST),
            .gas = svc_heads_int(heads, &row, gas, INT64_C(1000000000000000)) });
    }
    svc_heads_close(heads);
    for (size_t i = 1; i < tree.count; i++)
        if (tree.node[i].parent && find(&tree, tree.node[i].parent) == tree.count)
            add_node(&tree, (struct node){ .unit = svc_strdup(tree.node[i].parent), .index = -1,
                                           .shown = true });
    for (size_t i = 1; i < tree.count; i++)
        tree.node[i].leaf = !is_parent(&tree, tree.node[i].unit);
    return tree;
}

/* -- rolling up ------------------------------------------------------------------------------ */

static const char *named(const struct node *node)
{
    return node->unit ? node->unit : _("the company");
}

static bool below(const struct tree *tree, size_t node, size_t child)
{
    return child > 0 && child != node && svc_text_same(tree->node[child].parent, tree->node[node].unit);
}

/* NULL when good, else why it cannot be rolled up, for the caller to free. */
static char *roll(struct tree *tree, size_t at, int level)
{
    struct svc_rolled_unit *units = svc_alloc((tree->count + 1) * sizeof *units);
    size_t count = 0;
    struct node *node = &tree->node[at];
    char *why = level > (int)tree->count
                    ? svc_format(_("%s: its parents run in a circle"), named(node)) : NULL;
    node->level = level;
    for (size_t c = 1; c < tree->count && !node->leaf && !why; c++) {
        if (!below(tree, at, c))
            continue;
        struct node *child = &tree->node[c];
        why = roll(tree, c, level + 1);
        if (!why && child->customers <= 0)
            why = svc_format(_("%s: has no customers"), named(child));
        node->respondents += child->respondents;
        units[count++] = (struct svc_rolled_unit){ child->index, child->customers, child->gas };
    }
    if (node->leaf && node->index < 0 && !why)
        why = svc_format(_("%s: has no index; too few answered, or nobody a question that counts"),
                         named(node));
    if (!node->leaf && !why) {
        const char *fault = svc_csi_roll(units, count, tree->weight, &node->rolled);
        why = fault ? svc_format("%s: %s", named(node), fault) : NULL;
        node->index = node->rolled.index;
        node->customers = node->rolled.customers;
        node->gas = node->rolled.gas;
        node->shown = node->respondents >= tree->least_cell;
    }
    free(units);
    return why;
}

/* Units whose parents run in a circle are below nobody. */
static char *roll_all(struct svc_call *call, struct tree *tree)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(svc_now()));
    tree->weight = svc_policy_number(policy, "csi_customer_weight", 60);
    tree->sales = svc_policy_number(policy, "csi_sales_weight", 40);
    svc_rules_close(rules);
    for (size_t i = 1; i < tree->count; i++)
        tree->node[i].level = -1;
    char *why = roll(tree, 0, 0);
    for (size_t i = 1; i < tree->count && !why; i++)
        if (tree->node[i].level < 0)
            why = svc_format(_("%s: its parents run in a circle"), named(&tree->node[i]));
    return why;
}

static void must_roll(struct svc_call *call, struct tree *tree)
{
    char *why = roll_all(call, tree);
    if (why)
        svc_deny(call, SVC_REFUSED, NULL, "%s", why);
}

int64_t survey_rolled(struct svc_call *call, const struct survey_table *table, struct svc_rolled *out)
{
    struct tree tree = tree_of(table);
    char *why = tree.count > 1 ? roll_all(call, &tree) : svc_strdup("");
    bool good = !why && tree.node[0].shown;
    free(why);
    *out = tree.node[0].rolled;
    return good ? out->index : -1;
}

/* -- printing ------------------------------------------------------------------------------- */

static const struct svc_column columns[] = {
    { .name = "unit", .type = SVC_TYPE_CODE, .label = "单位代码",
      .help = "the unit; empty: the company" },
    { .name = "parent", .type = SVC_TYPE_CODE, .label = "上级单位",
      .help = "what it is rolled up into" },
    { .name = "index", .type = SVC_TYPE_RATE, .label = "满意度指数",
      .help = "by_customers and by_gas weighed by csi_customer_weight; of a unit that was asked its own" },
    { .name = "customers", .type = SVC_TYPE_INT, .label = "客户数", .help = "of all its units" },
    { .name = "gas_m3", .type = SVC_TYPE_INT, .label = "售气量", .help = "of all its units" },
    { .name = "by_customers", .type = SVC_TYPE_RATE, .label = "按客户数加权",
      .help = "sum of index x share of the customers" },
    { .name = "by_gas", .type = SVC_TYPE_RATE, .label = "按售气量加权",
      .help = "sum of index x share of the gas" },
    { .name = "literal", .type = SVC_TYPE_RATE, .label = "按原文字面",
      .help = "the same with the sum of index x gas, as the source prints it: leaves 0 to 100" },
    { 0 }
};

static char *six(int64_t millionths)
{
    char *text = survey_decimal(millionths, 6);
    size_t len = strlen(text);
    while (text[len - 1] == '0' && text[len - 3] != '.')
        text[--len] = '\0';
    return text;
}

static void print_node(struct svc_call *call, const struct node *node)
{
    const char *none = svc_print_none(call);
    bool sums = node->shown && !node->leaf;
    struct svc_value row[] = {
        svc_value_text(node->unit), svc_value_text(node->parent),
        svc_value_text(node->shown ? survey_decimal(node->index, 2) : none),
        svc_value_number(node->customers), svc_value_number(node->gas),
        svc_value_text(sums ? six(node->rolled.by_customers) : NULL),
        svc_value_text(sums ? six(node->rolled.by_gas) : NULL),
        svc_value_text(sums ? survey_rounded(node->rolled.literal, 2) : NULL)
    };
    svc_print_row(call, row);
}

/* Below each unit those that it is made of, the company first. */
static void print_tree(struct svc_call *call, const struct tree *tree, size_t at)
{
    print_node(call, &tree->node[at]);
    for (size_t c = 1; c < tree->count && !tree->node[at].leaf; c++)
        if (below(tree, at, c))
            print_tree(call, tree, c);
}

int survey_rollup(struct svc_call *call)
{
    if (call->count > 1 || (opt.survey && call->count > 0))
        svc_die(SVC_USAGE, opt.survey ? N_("name a survey or a file, not both")
                                      : N_("one file at a time\nconcatenate them: cat a.csv b.csv | ..."));
    if (!opt.survey && opt.revision >= 0)
        svc_die(SVC_USAGE, "--revision goes with --survey");
    struct tree tree;
    if (opt.survey) {
        const struct survey_book *book = survey_book(call, opt.survey);
        const struct survey_table table = survey_table(call, book, opt.revision);
        tree = tree_of(&table);
    } else {
        svc_call_wait(call, true);
        tree = read_tree(call->count ? call->operand[0] : "-");
        svc_call_wait(call, false);
    }
    if (tree.count == 1)
        svc_die(SVC_BADINPUT, "no units");
    must_roll(call, &tree);
    svc_print_begin(call, columns);
    print_tree(call, &tree, 0);
    return svc_finish(call);
}

/* -- explain -------------------------------------------------------------------------------- */

void survey_explain_rolled(struct svc_call *call, const struct survey_book *book,
                           const struct survey_table *table, const char *unit,
                           void (*say)(struct svc_call *call, const char *level, const char *what,
                                       const char *reckoned, const char *value))
{
    struct tree tree = tree_of(table);
    if (tree.count == 1)
        return;
    must_roll(call, &tree);
    size_t at = unit ? find(&tree, unit) : 0;
    const struct node *node = &tree.node[at];
    const char *first = survey_decimal(tree.weight, 2), *second = survey_decimal(tree.sales, 2);
    for (size_t c = 1; c < tree.count; c++) {
        const struct node *child = &tree.node[c];
        if (!below(&tree, at, c))
            continue;
        const char *index = child->shown ? survey_decimal(child->index, 2) : survey_small(book);
        char *reckoned = svc_format("text|%s x (%s x %lld / %lld + %s x %lld / %lld)", index, first,
                                    (long long)child->customers, (long long)node->customers, second,
                                    (long long)child->gas, (long long)node->gas);
        double share = (double)tree.weight / 100 * (double)child->customers / (double)node->customers +
                       (double)tree.sales / 100 * (double)child->gas / (double)node->gas;
        say(call, "unit", child->unit, reckoned,
            child->shown ? survey_rounded((double)child->index / 100 * share, 4) : svc_print_none(call));
        free(reckoned);
    }
    const char *whole = node->unit ? node->unit : book->no;
    struct svc_buf reckoned = { 0 };
    if (!node->shown) {
        say(call, "index", whole, NULL, svc_print_none(call));
        return;
    }
    svc_statement(&reckoned, "survey_rolled", "ssss", first, six(node->rolled.by_customers), second,
                  six(node->rolled.by_gas));
    say(call, "index", whole, svc_buf_text(&reckoned), survey_decimal(node->index, 2));
    svc_buf_free(&reckoned);
    say(call, "index", whole, "survey_literal", survey_rounded(node->rolled.literal, 2));
}
