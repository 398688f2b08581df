/* The shape of a pack: its files, their columns, and what each holds. */
#include "svc/lang.h"
#include "svc/pack.h"

#define REQ SVC_REQUIRED
#define COLUMN(name_, type_, flags_, values_, help_) \
    { .name = name_, .type = SVC_TYPE_##type_, .flags = flags_, .label = "", .help = help_, \
      .values = values_ }
#define BASIS \
    COLUMN("basis", WORD, REQ, "seed|external|assumed", N_("where the row is from"))

static const struct svc_column books[] = {
    COLUMN("book", CODE, REQ, NULL, N_("code of the rule book")),
    COLUMN("title", LINE, REQ, NULL, N_("what it is called")),
    COLUMN("trial_from", DAY, 0, NULL, N_("first day of its trial; empty: in force")),
    COLUMN("trial_months", INT, 0, NULL, N_("length of the trial")),
    COLUMN("approval", LINE, 0, NULL,
           N_("auto, or the chain that signs; of a book the bodies that must agree, such as company>region")),
    BASIS,
    { 0 }
};
static const struct svc_column clauses[] = {
    COLUMN("clause", CODE, REQ, NULL, N_("code of the clause")),
    COLUMN("book", CODE, REQ, NULL, N_("code of the rule book")),
    COLUMN("article", LINE, REQ, NULL, N_("the article as the book numbers it")),
    COLUMN("kind", WORD, REQ, "score|threshold|penalty|reward|internal",
           N_("score, threshold, penalty, reward, internal; of a day off or work")),
    COLUMN("text", TEXT, REQ, NULL, N_("what it says or means")),
    BASIS,
    { 0 }
};
static const struct svc_column legs[] = {
    COLUMN("clause", CODE, REQ, NULL, N_("code of the clause")),
    COLUMN("subject", WORD, REQ, SVC_SUBJECTS,
           N_("whom the leg reaches: person, head, leader, deputy, dept, contractor")),
    COLUMN("sign", WORD, REQ, "+|-", N_("+ gives, - takes")),
    COLUMN("points_min", POINTS, 0, NULL, N_("fewest points")),
    COLUMN("points_max", POINTS, 0, NULL, N_("most points")),
    COLUMN("amount_min", MONEY, 0, NULL, N_("least yuan")),
    COLUMN("amount_max", MONEY, 0, NULL, N_("most yuan")),
    BASIS,
    COLUMN("effect", CODE, 0, NULL, N_("what else it does, parted by semicolons: words.csv, effect")),
    COLUMN("effect_basis", WORD, 0, "seed|external|assumed", N_("where the effect is from")),
    COLUMN("approval", LINE, REQ, NULL,
           N_("auto, or the chain that signs; of a book the bodies that must agree, such as company>region")),
    COLUMN("per", CODE, 0, NULL, N_("points and yuan are for each of these: svc-policy(5), QUANTITIES")),
    COLUMN("loss_from", MONEY, 0, NULL, N_("from this loss on, yuan; empty: any")),
    COLUMN("loss_to", MONEY, 0, NULL, N_("to below this loss; empty: any")),
    COLUMN("share_of", WORD, 0, SVC_SUBJECTS, N_("it is a share of this subject's points and yuan")),
    COLUMN("share", LINE, 0, NULL, N_("which share, 0 to 1")),
    { 0 }
};
static const struct svc_column triggers[] = {
    COLUMN("event", CODE, REQ, NULL, N_("what the tools notice: svc-policy(5), EVENTS")),
    COLUMN("level", CODE, 0, NULL, N_("of a complaint; empty: any")),
    COLUMN("business", CODE, 0, NULL, N_("of an order or a call-back; empty: any")),
    COLUMN("category", CODE, 0, NULL, N_("of a complaint; empty: any")),
    COLUMN("channel", CODE, 0, NULL, N_("of a complaint; empty: any")),
    COLUMN("class", CODE, 0, NULL, N_("of the customer; empty: any")),
    COLUMN("tier", CODE, 0, NULL, N_("general, key or vip; empty: any")),
    COLUMN("severity", CODE, 0, NULL, N_("of a finding; empty: any")),
    COLUMN("clause", CODE, REQ, NULL, N_("code of the clause")),
    COLUMN("planned", WORD, 0, "yes", N_("yes: for a tool that is still to come")),
    BASIS,
    { 0 }
};
static const struct svc_column limits[] = {
    COLUMN("matter", CODE, REQ, NULL, N_("what is timed, or what is delegated")),
    COLUMN("clock", CODE, REQ, NULL, N_("which of the matter's clocks")),
    COLUMN("level", CODE, 0, NULL, N_("of a complaint; empty: any")),
    COLUMN("tier", CODE, 0, NULL, N_("general, key or vip; empty: any")),
    COLUMN("customer_kind", CODE, 0, NULL, N_("home or business, person or unit; empty: any")),
    COLUMN("channel", CODE, 0, NULL, N_("of a complaint; empty: any")),
    COLUMN("category", CODE, 0, NULL, N_("of a complaint; empty: any")),
    COLUMN("class", CODE, 0, NULL, N_("of the customer; empty: any")),
    COLUMN("length", CODE, REQ, NULL, N_("30min 2h 3d 1month 1y natural, 4wh 3wd working, eod; by 21:00, 1d by 21:00, 2wd by 17:30")),
    COLUMN("start", CODE, REQ, NULL, N_("the moment it runs from")),
    BASIS,
    COLUMN("planned", WORD, 0, "yes", N_("yes: for a tool that is still to come")),
    { 0 }
};
static const struct svc_column chains[] = {
    COLUMN("chain", CODE, REQ, NULL, N_("its name")),
    COLUMN("stage", INT, REQ, NULL, N_("1, 2, 3 ... without a hole")),
    COLUMN("role", CODE, REQ, NULL, N_("who signs")),
    COLUMN("scope", CODE, REQ, NULL,
           N_("own_dept, subject_dept, other_dept, company, region, national")),
    COLUMN("condition", LINE, 0, NULL, N_("when the stage is needed; empty: always")),
    BASIS,
    { 0 }
};
static const struct svc_column ratios[] = {
    COLUMN("business", CODE, REQ, NULL, N_("of an order or a call-back; empty: any")),
    COLUMN("customer_kind", CODE, 0, NULL, N_("home or business, person or unit; empty: any")),
    COLUMN("tier", CODE, 0, NULL, N_("general, key or vip; empty: any")),
    COLUMN("ratio", LINE, REQ, NULL, N_("0 to 1")),
    COLUMN("min", INT, REQ, NULL, N_("at least so many")),
    COLUMN("window_from", CODE, 0, NULL, N_("how long after the work")),
    COLUMN("window_to", CODE, 0, NULL, N_("by when")),
    BASIS,
    { 0 }
};
static const struct svc_column authority[] = {
    COLUMN("matter", CODE, REQ, NULL, N_("what is timed, or what is delegated")),
    COLUMN("class", CODE, REQ, NULL, N_("class of the matter")),
    COLUMN("text", TEXT, REQ, NULL, N_("what it says or means")),
    COLUMN("grantee", CODE, REQ, NULL, N_("the rank that may")),
    COLUMN("amount_cap", MONEY, 0, NULL, N_("yuan")),
    COLUMN("amount_unit", CODE, 0, NULL,
           N_("the condition that counts how many; the cap is for each")),
    COLUMN("signers", CODE, 0, NULL, N_("who signs")),
    BASIS,
    { 0 }
};
static const struct svc_column conditions[] = {
    COLUMN("matter", CODE, REQ, NULL, N_("what is timed, or what is delegated")),
    COLUMN("key", CODE, REQ, NULL, N_("what must be known")),
    COLUMN("op", WORD, REQ, "=|in|<=|>=|after", N_("= in <= >=, or after: a duty after the act")),
    COLUMN("value", LINE, REQ, NULL, N_("what it is compared with, or the single value")),
    COLUMN("text", TEXT, REQ, NULL, N_("what it says or means")),
    BASIS,
    { 0 }
};
static const struct svc_column params[] = {
    COLUMN("name", CODE, REQ, NULL, N_("its name")),
    COLUMN("value", LINE, 0, NULL, N_("what it is compared with, or the single value")),
    COLUMN("text", TEXT, REQ, NULL, N_("what it says or means")),
    BASIS,
    COLUMN("planned", WORD, 0, "yes", N_("yes: for a tool that is still to come")),
    { 0 }
};
static const struct svc_column calendar[] = {
    COLUMN("day", DAY, REQ, NULL, N_("a day that differs from the plain week")),
    COLUMN("kind", WORD, REQ, "off|work",
           N_("score, threshold, penalty, reward, internal; of a day off or work")),
    COLUMN("name", CODE, 0, NULL, N_("its name")),
    { 0 }
};

static const struct svc_column words[] = {
    COLUMN("list", WORD, REQ, SVC_WORD_LISTS, N_("which list")),
    COLUMN("code", CODE, REQ, NULL, N_("what is stored")),
    COLUMN("label", LINE, REQ, NULL, N_("what people read")),
    COLUMN("synonyms", LINE, 0, NULL, N_("what may be written as well, parted by semicolons")),
    COLUMN("order", INT, REQ, NULL, N_("its place")),
    COLUMN("acts_as", CODE, 0, NULL, N_("the built-in word it acts as; empty: itself")),
    { 0 }
};

static const struct svc_column levels[] = {
    COLUMN("level", CODE, REQ, NULL, N_("what intake proposes; the worst that fits")),
    COLUMN("channel", CODE, 0, NULL, N_("of such complaints; empty: any")),
    COLUMN("category", CODE, 0, NULL, N_("of such complaints; empty: any")),
    COLUMN("tier", CODE, 0, NULL, N_("of such customers; empty: any")),
    COLUMN("accident", WORD, 0, "yes", N_("yes: where there was an accident")),
    COLUMN("repeat", WORD, 0, "yes", N_("yes: where it repeats a closed one")),
    COLUMN("people", INT, 0, NULL, N_("at least so many complain together")),
    BASIS,
    { 0 }
};

static const struct svc_column grades[] = {
    COLUMN("code", CODE, REQ, NULL, N_("what is stored")),
    COLUMN("from", POINTS, 0, NULL, N_("its lowest score; empty: the worst, which has none")),
    BASIS,
    { 0 }
};

/* Exactly one of the first three; what they name may be several, parted by semicolons. */
static const struct svc_column thresholds[] = {
    COLUMN("clause", CODE, 0, NULL, N_("lines of these clauses are counted, parted by semicolons")),
    COLUMN("item", CODE, 0, NULL, N_("or lines of these items of the sheet")),
    COLUMN("event", CODE, 0, NULL, N_("or a fact that the tools count: svc-policy vocabulary, counted")),
    COLUMN("subject", WORD, REQ, "person|dept", N_("whose are counted together: person, dept")),
    COLUMN("measure", WORD, REQ, "count|sum", N_("count how many, or sum the points that they take")),
    COLUMN("period", WORD, REQ, "month|quarter|half|year",
           N_("the month of assessment, or the calendar's quarter, half or year")),
    COLUMN("n", INT, 0, NULL, N_("how many it takes")),
    COLUMN("gives", CODE, 0, NULL, N_("the clause that acts when so many are reached")),
    COLUMN("first_free", INT, 0, NULL, N_("so many, the first of the period, cost nothing")),
    COLUMN("planned", WORD, 0, "yes", N_("yes: for a tool that is still to come")),
    BASIS,
    { 0 }
};

static const struct svc_column items[] = {
    COLUMN("item", CODE, REQ, NULL, N_("item of the sheet")),
    COLUMN("base", POINTS, 0, NULL, N_("the points it begins with, beside base_score; empty: none")),
    COLUMN("cap", POINTS, 0, NULL, N_("at most so many points are lost in it; empty: any")),
    COLUMN("bonus_cap", POINTS, 0, NULL, N_("at most so many points are gained in it; empty: any")),
    COLUMN("weight", POINTS, 0, NULL, N_("of its points in the score, together 1; empty: as they are")),
    BASIS,
    { 0 }
};

static const struct svc_column bands[] = {
    COLUMN("group", CODE, REQ, NULL, N_("a name; a group gives its points where each of its indicators is in a row's band")),
    COLUMN("indicator", CODE, REQ, NULL, N_("a measure of svc-report; imported:CODE; most: or least: before it for the place")),
    COLUMN("by", WORD, REQ, "dept|company", N_("whose value it is: dept, or company, which every department answers for")),
    COLUMN("period", WORD, 0, "week|month|quarter|year", N_("week, month, quarter or year; empty: month")),
    COLUMN("from", POINTS, 0, NULL, N_("the least value that is in the band; empty: any")),
    COLUMN("until", POINTS, 0, NULL, N_("the least value that is above it; empty: any")),
    COLUMN("points", POINTS, SVC_SIGNED, NULL, N_("what it gives, taken with a minus sign; empty: a condition alone")),
    COLUMN("step", POINTS, 0, NULL, N_("the points are for each full step from the bound; empty: once")),
    COLUMN("cap", POINTS, 0, NULL, N_("at most so many points; empty: any")),
    COLUMN("clause", CODE, 0, NULL, N_("code of the clause")),
    COLUMN("item", CODE, 0, NULL, N_("item of the sheet")),
    BASIS,
    { 0 }
};

static const struct svc_column scores[] = {
    COLUMN("name", CODE, REQ, NULL, N_("of the file, without .sql")),
    COLUMN("text", TEXT, REQ, NULL, N_("the statement that it holds")),
    { 0 }
};

const struct svc_pack_shape svc_pack_shapes[SVC_PACK_FILES] = {
    { "books", "policy_book", books, "book" },
    { "clauses", "policy_clause", clauses, "clause" },
    { "legs", "policy_leg", legs, "clause,subject;loss_from" },
    { "triggers", "policy_trigger", triggers,
      "event,level,business,category,channel,class,tier,severity,clause" },
    { "limits", "policy_limit", limits,
      "matter,clock,level,tier,customer_kind;channel,category,class" },
    { "chains", "policy_chain", chains, "chain,stage" },
    { "ratios", "policy_ratio", ratios, "business,customer_kind,tier" },
    { "authority", "policy_authority", authority, "matter" },
    { "authority_conditions", "policy_authority_condition", conditions, "matter,key" },
    { "params", "policy_param", params, "name" },
    { "calendar", "calendar_day", calendar, "day" },
    { "words", "policy_word", words, "list,code" },
    { "levels", "policy_level", levels, "level,channel,category,tier,accident,repeat,people" },
    { "grades", "policy_grade", grades, "code" },
    { "thresholds", "policy_threshold", thresholds,
      "clause,item,event,subject,measure,period,gives" },
    { "items", "policy_item", items, "item" },
    { "bands", "policy_band", bands, "group,indicator,from,until" },
    { "score", "policy_score", scores, "name" },
};
