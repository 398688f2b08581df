/* The register of rule books: how far each is, what it must contain, and its next step. */
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "svc/actor.h"
#include "svc/anchor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/near.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/sign.h"
#include "svc/text.h"

static struct {
    const char *item, *article;
    bool revise;
} opt;

enum stage { NONE = -1, DRAFT, REVIEW, APPROVAL, REGION, FILED, TRIAL, IN_FORCE, STAGES };
static const char *const stages[STAGES] = { "draft", "review", "approval", "region",
                                            "filed", "trial", "in_force" };

#define NO_DAY INT32_MIN

/* A book as the pack has it, and the edition at hand. */
struct book {
    char *book, *title, *approval, *basis;
    svc_day trial_from; /* NO_DAY: none */
    int64_t trial_months;
    int64_t edition;    /* the newest that was begun; 0: none */
    svc_when at[STAGES]; /* of that edition, 0: not there yet */
    enum stage stage;
};

static void read_steps(struct svc_call *call, struct book *book, int64_t edition, svc_day on)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT stage, at FROM book_step WHERE book = ?1 AND edition = ?2 AND at < ?3", "sid",
        book->book, edition, on + 1);
    book->edition = edition;
    book->stage = NONE;
    memset(book->at, 0, sizeof book->at);
    while (svc_next(q))
        for (int i = 0; i < STAGES; i++)
            if (strcmp(stages[i], svc_text(q, 0)) == 0) {
                book->at[i] = svc_moment(q, 1);
                book->stage = i > (int)book->stage ? (enum stage)i : book->stage;
            }
}

static int64_t newest_edition(struct svc_call *call, const char *book, svc_day on)
{
    return svc_one_int(call->db, 0,
                       "SELECT MAX(edition) FROM book_step WHERE book = ?1 AND at < ?2", "sd", book,
                       on + 1);
}

static void read_book(struct svc_query *q, struct book *book)
{
    *book = (struct book){
        .book = svc_strdup(svc_text(q, 0)), .title = svc_strdup(svc_text(q, 1)),
        .trial_from = svc_is_null(q, 2) ? NO_DAY : svc_when_day(svc_moment(q, 2)),
        .trial_months = svc_int(q, 3), .approval = svc_strdup(svc_text(q, 4)),
        .basis = svc_strdup(svc_text(q, 5)), .stage = NONE
    };
}

static void free_book(struct book *book)
{
    free(book->book);
    free(book->title);
    free(book->approval);
    free(book->basis);
}

/* -- books -------------------------------------------------------------------------------- */

const struct svc_option books_options[] = {
    POLICY_ON,
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column book_columns[] = {
    { .name = "book", .type = SVC_TYPE_CODE, .label = "制度", .help = "its code" },
    { .name = "title", .type = SVC_TYPE_CODE, .label = "名称", .help = "its name" },
    { .name = "state", .type = SVC_TYPE_CODE, .label = "状态",
      .help = "waiting, trial, in_force, revised, or the stage of a first edition",
      .list = "policy.stage" },
    { .name = "trial_from", .type = SVC_TYPE_DAY, .label = "试行起", .help = "first day on trial" },
    { .name = "trial_until", .type = SVC_TYPE_DAY, .label = "试行止",
      .help = "the day on which the trial has ended" },
    { .name = "edition", .type = SVC_TYPE_INT, .label = "版次",
      .help = "the edition that the state is of; empty: the pack's" },
    { .name = "revision", .type = SVC_TYPE_CODE, .label = "修订",
      .help = "the stage of a newer edition on its way", .list = "policy.stage" },
    { .name = "approval", .type = SVC_TYPE_CODE, .label = "审批备案",
      .help = "who must agree, in order", .list = "policy.route" },
    { .name = "contents", .type = SVC_TYPE_CODE, .label = "内容要点",
      .help = "required contents shown, of how many" },
    { .name = "basis", .type = SVC_TYPE_CODE, .label = "依据", .help = "where it is from",
      .list = "policy.basis" },
    { .name = "unanswered", .type = SVC_TYPE_INT, .label = "待答复",
      .help = "feedback on it that waits for an answer" },
    { 0 }
};

/* Its trial and what it means on a day: in force by itself at the end, unless a newer edition
 * was begun before. */
struct standing {
    svc_day from, until; /* NO_DAY: no trial */
    const char *state;
};

static struct standing stand(const struct book *book, svc_day from, svc_day on, svc_when newer)
{
    struct standing s = { .from = from, .state = "in_force" };
    if (from == NO_DAY)
        return s;
    s.until = svc_day_add_months(from, (int)book->trial_months);
    if (on < from)
        s.state = "waiting";
    else if (on < s.until)
        s.state = "trial";
    else if (newer && newer < svc_day_start(s.until))
        s.state = "revised";
    return s;
}

/* The newest edition that came as far as its trial, or its being in force, tells the state; a
 * newer one is the revision on its way. */
static void tell_book(struct svc_call *call, struct book *book, svc_day on)
{
    int64_t newest = newest_edition(call, book->book, on), edition = newest;
    const char *revision = NULL;
    svc_when newer = 0;
    char from[SVC_DAY_SIZE], until[SVC_DAY_SIZE];
    for (; edition > 0; edition--) {
        read_steps(call, book, edition, on);
        if (book->stage >= TRIAL)
            break;
        newer = book->at[DRAFT];
        revision = edition == newest ? stages[book->stage] : revision;
    }
    svc_day trial = edition > 0 ? book->at[TRIAL] ? svc_when_day(book->at[TRIAL]) : NO_DAY
                                : book->trial_from;
    struct standing s = stand(book, trial, on, newer);
    char *shown = svc_one(call->db,
        "SELECT CAST(COUNT(DISTINCT a.item) AS TEXT) || '/' || CAST(COUNT(DISTINCT c.item) AS TEXT)"
        "  FROM book_content c LEFT JOIN book_article a ON a.book = c.book AND a.item = c.item"
        "   AND a.edition = ?2 WHERE c.book = ?1 HAVING COUNT(c.item) > 0",
        "si", book->book, newest);
    int64_t unanswered = svc_one_int(call->db, 0,
        "SELECT COUNT(*) FROM book_feedback WHERE book = ?1 AND given_at < ?2"
        "   AND (answered_at IS NULL OR answered_at >= ?2)", "sd", book->book, on + 1);
    struct svc_value row[] = {
        svc_value_text(book->book), svc_value_text(book->title), svc_value_text(s.state),
        svc_value_text(s.from == NO_DAY ? NULL : svc_day_format(s.from, from)),
        svc_value_text(s.from == NO_DAY ? NULL : svc_day_format(s.until, until)),
        edition > 0 ? svc_value_number(edition) : svc_value_text(NULL), svc_value_text(revision),
        svc_value_text(book->approval), svc_value_text(shown), svc_value_text(book->basis),
        svc_value_number(unanswered)
    };
    svc_print_row(call, row);
    free(shown);
}

int policy_books(struct svc_call *call)
{
    struct book book;
    svc_day on = policy_day();
    struct svc_query *q = svc_query(call->db,
        "SELECT book, title, trial_from, trial_months, approval, basis FROM policy_book"
        " WHERE version = ?1 ORDER BY book", "i", policy_version(call, on));
    svc_print_begin(call, book_columns);
    while (svc_next(q)) {
        read_book(q, &book);
        tell_book(call, &book, on);
        free_book(&book);
    }
    return svc_finish(call);
}

/* -- contents ----------------------------------------------------------------------------- */

const struct svc_option contents_options[] = {
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column content_columns[] = {
    { .name = "book", .type = SVC_TYPE_CODE, .label = "制度", .help = "the rule book" },
    { .name = "item", .type = SVC_TYPE_CODE, .label = "要点", .help = "what it must contain" },
    { .name = "text", .type = SVC_TYPE_TEXT, .label = "说明", .help = "in words" },
    { .name = "edition", .type = SVC_TYPE_INT, .label = "版次", .help = "the newest edition" },
    { .name = "article", .type = SVC_TYPE_CODE, .label = "条文号",
      .help = "where it stands there; empty: not shown yet" },
    { 0 }
};

int policy_contents(struct svc_call *call)
{
    if (call->count > 1)
        svc_die(SVC_USAGE, "contents takes one book: \"%s\"", call->operand[1]);
    if (call->count && !svc_one_int(call->db, 0, "SELECT 1 FROM policy_book WHERE book = ?1", "s",
                                    call->operand[0]))
        svc_die(SVC_UNKNOWN, "no such book: \"%s\"%s\nsvc-policy books lists them", call->operand[0],
                svc_near(call->db, "SELECT DISTINCT book, title FROM policy_book", call->operand[0]));
    svc_print_query(call, content_columns, svc_query(call->db,
        "SELECT c.book, c.item, c.text, e.edition, a.article"
        "  FROM book_content c"
        "  LEFT JOIN (SELECT book, MAX(edition) AS edition FROM book_step GROUP BY book) e"
        "    ON e.book = c.book"
        "  LEFT JOIN book_article a ON a.book = c.book AND a.item = c.item"
        "   AND a.edition = e.edition"
        "   AND a.event = (SELECT MAX(event) FROM book_article b WHERE b.book = a.book"
        "                     AND b.item = a.item AND b.edition = a.edition)"
        " WHERE c.book = COALESCE(?1, c.book) ORDER BY c.book, c.place",
        "s", call->count ? call->operand[0] : NULL));
    return svc_finish(call);
}

/* -- advance ------------------------------------------------------------------------------ */

const struct svc_option advance_options[] = {
    SVC_OPTIONS_INCLUDE(svc_paper_options),
    { .name = "revise", .type = SVC_OPT_FLAG, .to = &opt.revise,
      .help = "begin the draft of a new edition" },
    { .name = "item", .type = SVC_OPT_TEXT, .to = &opt.item, .arg = "ITEM",
      .help = "no step: a required content of the newest edition ..." },
    { .name = "article", .type = SVC_OPT_TEXT, .to = &opt.article, .arg = "ARTICLE",
      .help = "... stands in this article" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* The stages that the book goes through: whom it must reach is the pack's to say. */
static bool passes(const struct book *book, enum stage stage)
{
    const char *route = book->approval ? book->approval : "";
    switch (stage) {
    case REGION: return svc_text_in(route, '>', "region");
    case FILED: return svc_text_in(route, '>', "national");
    case TRIAL: return book->trial_months > 0;
    case IN_FORCE: return book->trial_months == 0;
    default: return true;
    }
}

/* The stage that comes next; a finished edition is followed only by a new one. */
static enum stage next_stage(struct svc_call *call, struct book *book, svc_when at)
{
    enum stage stage = book->stage;
    char day[SVC_DAY_SIZE];
    if (opt.revise && stage != NONE && stage < TRIAL)
        svc_deny(call, SVC_REFUSED, book->book, "edition %lld is still at %s; nothing was done",
                 (long long)book->edition, stages[stage]);
    if (stage == TRIAL && !opt.revise) {
        svc_day until = svc_day_add_months(svc_when_day(book->at[TRIAL]), (int)book->trial_months);
        if (svc_when_day(at) < until)
            svc_deny(call, SVC_REFUSED, book->book, "on trial until %s, then in force by itself\n"
                     "add --revise to begin a new edition", svc_day_format(until, day));
        svc_deny(call, SVC_REFUSED, book->book, "in force since its trial ended\n"
                 "add --revise to begin a new edition");
    }
    if (stage == IN_FORCE && !opt.revise)
        svc_deny(call, SVC_REFUSED, book->book, "is in force\nadd --revise to begin a new edition");
    if (stage == NONE || stage >= TRIAL) {
        book->edition++;
        return DRAFT;
    }
    do
        stage = (enum stage)(stage + 1);
    while (!passes(book, stage));
    return stage;
}

/* The role that signs a stage: of the pack's chain for books, where it names one. */
static char *signing_role(struct svc_call *call, int64_t version, enum stage stage)
{
    static const char *const scope[STAGES] = { [APPROVAL] = "company", [REGION] = "region",
                                               [FILED] = "national" };
    if (stage == REVIEW)
        return svc_strdup("dept_head");
    if (stage == TRIAL || stage == IN_FORCE)
        return svc_one(call->db, "SELECT role FROM policy_chain WHERE version = ?1"
                                 " AND chain = 'book_issue' AND stage = 1", "i", version);
    return scope[stage] ? svc_one(call->db,
                              "SELECT role FROM policy_chain WHERE version = ?1 AND chain = 'book'"
                              " AND scope = ?2 ORDER BY stage LIMIT 1", "is", version, scope[stage])
                        : NULL;
}

/* Who signs the step; NULL for an outside body, whose paper stands for it. */
static const char *signer(struct svc_call *call, const struct book *book, enum stage stage,
                          const char *role)
{
    bool outside = stage == REGION || stage == FILED;
    const char *by = svc_signer.by, *who = svc_signer_person(call, &svc_signer);
    char *roles = by ? svc_actor_roles(call->db, by) : svc_strdup(call->actor.roles);
    bool holds = !role || (roles && svc_text_in(roles, ';', role)) ||
                 (stage == REVIEW && roles && svc_text_in(roles, ';', "office")) ||
                 (stage >= TRIAL && roles && svc_text_in(roles, ';', "office"));
    bool copies = by || (!holds && outside && svc_signer.evidence);
    if (copies && !svc_call_holds(call, SVC_ROLES_ENTER))
        svc_deny(call, SVC_DENIED, book->book, "a signature on paper is recorded by a clerk or the"
                 " office; \"%s\" is neither", call->actor.person);
    if (roles && svc_text_in(roles, ';', "cron"))
        svc_deny(call, SVC_DENIED, book->book, "\"%s\" holds the role cron, which never signs",
                 who);
    free(roles);
    if (!holds && copies && !by)
        return NULL;
    if (!holds)
        svc_deny(call, SVC_DENIED, book->book,
                 "%s is signed by the role %s; \"%s\" does not hold it\n%s", stages[stage],
                 svc_worded("verb.role", role), who, outside ? _("add --evidence REF: the paper of the outside body")
                              : _("add --by STAFF --evidence REF: who signed on paper"));
    if ((stage == REVIEW || stage == APPROVAL) &&
        svc_one_int(call->db, 0,
                    "SELECT 1 FROM book_step WHERE book = ?1 AND edition = ?2 AND person = ?3",
                    "sis", book->book, book->edition, who))
        svc_deny(call, SVC_REFUSED, book->book,
                 "\"%s\" has a hand in this edition and cannot sign %s\n"
                 "add --by STAFF --evidence REF: somebody else, who signed on paper", who,
                 stages[stage]);
    return who;
}

/* Nobody signs a book that does not contain what its kind must (5.3 of the preface of 001). */
static void must_contain(struct svc_call *call, const struct book *book, enum stage stage)
{
    char *item = stage == DRAFT ? NULL : svc_one(call->db,
        "SELECT c.item FROM book_content c WHERE c.book = ?1 AND NOT EXISTS"
        "       (SELECT 1 FROM book_article a WHERE a.book = c.book AND a.item = c.item"
        "           AND a.edition = ?2) ORDER BY c.place LIMIT 1", "si", book->book, book->edition);
    if (item)
        svc_deny(call, SVC_REFUSED, book->book,
                 "its edition %lld does not show the required content \"%s\", so nobody signs %s\n"
                 "say where it stands: svc-policy advance %s --item %s --article ARTICLE",
                 (long long)book->edition, item, stages[stage], book->book, item);
}

static void step(struct svc_call *call, struct book *book, int64_t version, svc_when at)
{
    svc_when last = book->stage == NONE ? 0 : book->at[book->stage];
    enum stage stage = next_stage(call, book, at);
    must_contain(call, book, stage);
    char *role = signing_role(call, version, stage);
    if (at < last)
        svc_deny(call, SVC_REFUSED, book->book,
                 "%s would lie before the stage before it\nadd --at TIME", stages[stage]);
    svc_change_insert(call, "book_step", book->book,
        "INSERT INTO book_step (book, edition, stage, at, person, evidence, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *",
        "siswsse", book->book, book->edition, stages[stage], at,
        signer(call, book, stage, role), svc_signer.evidence);
    svc_call_anchor(call, book->book);
    if (svc_call_talks())
        svc_warn("%s: edition %lld is at %s", book->book, (long long)book->edition, stages[stage]);
    free(role);
}

static void show_content(struct svc_call *call, const struct book *book)
{
    char now[SVC_WHEN_SIZE];
    if (book->edition == 0)
        svc_deny(call, SVC_REFUSED, book->book,
                 "no edition was begun\nsvc-policy advance %s begins one", book->book);
    if (!svc_one_int(call->db, 0, "SELECT 1 FROM book_content WHERE book = ?1 AND item = ?2", "ss",
                     book->book, opt.item))
        svc_die(SVC_UNKNOWN, "%s: no required content \"%s\"\nsvc-policy contents %s lists them",
                book->book, opt.item, book->book);
    svc_change_insert(call, "book_article", book->book,
        "INSERT INTO book_article (book, edition, item, article, recorded_at, recorded_by, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *",
        "sisssse", book->book, book->edition, opt.item, opt.article,
        svc_when_format(svc_now(), now), call->actor.person);
}

int policy_advance(struct svc_call *call)
{
    struct book book;
    if (call->count != 1)
        svc_die(SVC_USAGE, "advance takes one book\nsvc-policy books lists them");
    if (!opt.item != !opt.article)
        svc_die(SVC_USAGE, "--item and --article go together");
    if (svc_signer.by && !svc_signer.evidence) /* a paper alone is an outside body's */
        svc_die(SVC_USAGE, "--by needs the paper\nadd --evidence REF");
    svc_when at = svc_call_at(call);
    svc_call_begin(call);
    int64_t version = policy_version(call, svc_when_day(at));
    struct svc_query *q = svc_query(call->db,
        "SELECT book, title, trial_from, trial_months, approval, basis FROM policy_book"
        " WHERE version = ?1 AND book = ?2", "is", version, call->operand[0]);
    if (!svc_next(q))
        svc_die(SVC_UNKNOWN, "no such book: \"%s\"; nothing was done%s", call->operand[0],
                svc_near(call->db, "SELECT DISTINCT book, title FROM policy_book", call->operand[0]));
    read_book(q, &book);
    svc_done(q);
    svc_day ever = svc_day_of(9999, 12, 30);
    read_steps(call, &book, newest_edition(call, book.book, ever), ever);
    if (opt.item)
        show_content(call, &book);
    else
        step(call, &book, version, at);
    svc_call_commit(call);
    free_book(&book);
    return svc_finish(call);
}
