/* Monitors and their terms: who is appointed, for how long, again, and until when. */
#include <stdlib.h>
#include <string.h>

#include "monitor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/phones.h"
#include "svc/refusal.h"
#include "svc/text.h"
#include "svc/when.h"

static struct {
    struct svc_opt_time from;
    const char *letter_no;
    bool resigned;
} opt;

const struct svc_option renew_options[] = {
    { .name = "from", .type = SVC_OPT_TIME, .to = &opt.from, .arg = "DAY",
      .help = "first day of the new term (default: the day after the present one)" },
    { .name = "letter_no", .type = SVC_OPT_TEXT, .to = &opt.letter_no, .arg = "CODE",
      .help = "number of the new letter of appointment" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option end_options[] = {
    { .name = "resigned", .type = SVC_OPT_FLAG, .to = &opt.resigned,
      .help = "the monitor gave it up" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- how long a term is --------------------------------------------------------------------- */

/* What the policy of the term's first day says of terms: a number of years, or of terms that may
 * follow each other. */
static int64_t limit_of(struct svc_rules *rules, svc_day from, const char *name)
{
    int64_t hundredths = svc_policy_number(svc_rules_on(rules, from), name, 0);
    if (hundredths < 100)
        svc_die(SVC_CONFIG, "the policy does not say %s\ngive params.csv such a row", name);
    return hundredths / 100;
}

/* A term ends on the matching date, the month's last day where there is none. */
static char *last_day(struct svc_rules *rules, svc_day from, char out[SVC_DAY_SIZE])
{
    int64_t years = limit_of(rules, from, "monitor_term_years");
    return svc_day_format(svc_day_add_months(from, (int)years * 12), out);
}

/* -- intake -------------------------------------------------------------------------------- */

/* Somebody who is with the company watches nobody: told by the number, and by the name. */
static const char *of_the_company(struct svc_call *call, const struct svc_value *values)
{
    static char *why;
    free(why);
    char *person = svc_one(call->db,
        "SELECT p.person FROM person_span p"
        " WHERE p.from_day <= ?3 AND p.until_day > ?3 AND (p.person = ?1 OR p.name = ?2)"
        " ORDER BY p.person LIMIT 1", "sss", values[M_MONITOR].text, values[M_NAME].text,
        values[M_APPOINTED_ON].text);
    why = person ? svc_format(_("is \"%s\" of the company, who watches nobody"), person) : NULL;
    free(person);
    return why;
}

/* Who is in office under another number: the same customer, or the same telephone, which who may not see it is
 * not told of. */
static char *same_person(struct svc_call *call, const struct svc_value *values, const char **column)
{
    const char *list = svc_value_given(&values[M_PHONE]) && svc_mask_lifts(call) ? svc_phones_of(values[M_PHONE].text) : "";
    const char *number;
    size_t len;
    char *other = !svc_value_given(&values[M_CUSTOMER]) ? NULL : svc_one(call->db,
        "SELECT monitor FROM monitor WHERE customer = ?1 AND state = 'active' AND monitor <> ?2",
        "ss", values[M_CUSTOMER].text, values[M_MONITOR].text);
    *column = other ? "customer" : "phone";
    while (!other && svc_text_next(&list, ';', &number, &len)) {
        char *one = svc_strndup(number, len);
        other = svc_one(call->db,
            "SELECT m.monitor FROM phone_number p JOIN monitor m ON m.monitor = p.no"
            " WHERE p.tbl = 'monitor' AND p.number = ?1 AND m.state = 'active' AND m.monitor <> ?2",
            "ss", one, values[M_MONITOR].text);
        free(one);
    }
    return other;
}

static void check_person(struct svc_call *call, struct svc_import *in, const struct svc_value *values)
{
    const char *column, *why = svc_shared.reason ? NULL : of_the_company(call, values);
    char *other = same_person(call, values, &column);
    if (why)
        monitor_forbid(in, call, "name", N_("%s\nadd --reason TEXT for a namesake"), why);
    if (other && strcmp(values[M_STATE].text, "active") == 0)
        monitor_forbid(in, call, column, N_("is that of monitor \"%s\", who is in office"), other);
    free(other);
}

/* A term that is over says when: by its last day, unless it ended before. */
static void fill_end(struct svc_import *in, struct svc_value *values)
{
    bool given = svc_value_given(&values[M_STATE]), over = svc_value_given(&values[M_ENDED_ON]);
    if (!given)
        values[M_STATE] = svc_value_text(over ? "ended" : "active");
    bool active = strcmp(values[M_STATE].text, "active") == 0;
    if (active && over)
        svc_import_reject(in, "ended_on", "is given, and the state is active");
    if (!active && !over)
        values[M_ENDED_ON] = values[M_ENDS_ON];
    if (over && (strcmp(values[M_ENDED_ON].text, values[M_APPOINTED_ON].text) < 0 ||
                 strcmp(values[M_ENDED_ON].text, values[M_ENDS_ON].text) > 0))
        svc_import_reject(in, "ended_on", "lies outside of the term");
}

static void fill(struct svc_call *call, struct svc_import *in, struct svc_rules *rules,
                 struct svc_value *values)
{
    static char ends[SVC_DAY_SIZE];
    svc_day from;
    const struct svc_value *before = svc_import_before(in);
    if (svc_day_parse(values[M_APPOINTED_ON].text, &from))
        return;
    bool moved = before && !svc_value_same(&before[M_APPOINTED_ON], &values[M_APPOINTED_ON]);
    if (!svc_value_given(&values[M_ENDS_ON]) || (moved && !svc_import_brings(in, M_ENDS_ON)))
        values[M_ENDS_ON] = svc_value_text(last_day(rules, from, ends));
    if (!svc_value_given(&values[M_TERM]))
        values[M_TERM] = svc_value_number(1);
    if (strcmp(values[M_ENDS_ON].text, values[M_APPOINTED_ON].text) < 0)
        svc_import_reject(in, "ends_on", "lies before the first day of the term");
    if (values[M_TERM].number < 1)
        svc_import_reject(in, "term", "begins at 1");
    if (values[M_TERM].number > limit_of(rules, from, "monitor_terms_max"))
        monitor_forbid(in, call, "term", N_("is more than the policy's monitor_terms_max"));
    fill_end(in, values);
    check_person(call, in, values);
}

void monitor_take_monitors(struct svc_call *call, struct svc_import *in)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    struct svc_value *values;
    while ((values = svc_import_next(in)))
        fill(call, in, rules, values);
    svc_rules_close(rules);
}

/* -- renew --------------------------------------------------------------------------------- */

/* The last day on which the present term runs. */
static svc_day last_of(const struct svc_value *values)
{
    svc_day day = 0;
    svc_day_parse(values[svc_value_given(&values[M_ENDED_ON]) ? M_ENDED_ON : M_ENDS_ON].text, &day);
    return day;
}

/* The term that is over stays as it was, until the day before the new one at the latest. */
static void keep_term(const struct svc_step *step, svc_day from)
{
    svc_change_insert(step->call, "monitor_term", step->no,
        "INSERT INTO monitor_term (monitor, term, appointed_on, ends_on, letter_no, state, ended_on,"
        " why, event)"
        " SELECT monitor, term, appointed_on, ends_on, letter_no,"
        "        CASE state WHEN 'active' THEN 'ended' ELSE state END,"
        "        CASE WHEN COALESCE(ended_on, ends_on) < ?2 THEN COALESCE(ended_on, ends_on) ELSE ?2 END,"
        "        why, ?3 FROM monitor WHERE monitor = ?1 RETURNING *", "sde", step->no, from - 1);
}

/* A term that follows without a gap counts as the next one, after a gap as a first one. */
static void renew(const struct svc_step *step)
{
    const struct svc_value *values = step->values;
    svc_day last = last_of(values), from = opt.from.given ? svc_when_day(opt.from.when) : last + 1;
    int64_t term = from > last + 1 ? 1 : values[M_TERM].number + 1;
    char first[SVC_DAY_SIZE], ends[SVC_DAY_SIZE];
    svc_day_format(from, first);
    int64_t most = limit_of(step->context, from, "monitor_terms_max");
    if (!opt.from.given && from < svc_when_day(step->at))
        svc_refuse(step->call, SVC_REFUSED, step->no, "its term ran out on %s\n"
                   "add --from DAY, the first of the new one", svc_day_format(last, first));
    else if (strcmp(first, values[M_APPOINTED_ON].text) <= 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "the present term begins on %s",
                   values[M_APPOINTED_ON].text);
    else if (term > most)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "had %lld terms without a gap, the policy's monitor_terms_max",
                   (long long)values[M_TERM].number);
    else {
        last_day(step->context, from, ends);
        keep_term(step, from);
        svc_change(step->call, step->no,
                   "UPDATE monitor SET appointed_on = ?2, ends_on = ?3, term = ?4, letter_no = ?5,"
                   " state = 'active', ended_on = NULL, why = NULL WHERE monitor = ?1", "ssis", first,
                   ends, term, opt.letter_no);
    }
}

int monitor_renew(struct svc_call *call)
{
    svc_call_begin(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_each(call, SVC_OF(&monitor_monitors), svc_call_at(call), renew, rules);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}

/* -- end, dismiss -------------------------------------------------------------------------- */

/* The term that runs on the day, where the next one is appointed already; NULL where none does. The caller
 * frees it. */
static char *term_of(const struct svc_step *step, const char *day)
{
    return svc_one(step->call->db,
        "SELECT appointed_on FROM monitor_term WHERE monitor = ?1 AND appointed_on <= ?2 AND ended_on >= ?2",
        "ss", step->no, day);
}

/* The term from that day on is the present one again and ends now; the next one never begins. */
static void end_before(const struct svc_step *step, const char *from, const char *state, const char *day)
{
    if (svc_change(step->call, step->no,
            "UPDATE monitor SET (appointed_on, ends_on, term, letter_no) ="
            " (SELECT appointed_on, ends_on, term, letter_no FROM monitor_term"
            "   WHERE monitor = ?1 AND appointed_on = ?2), state = ?3, why = ?4, ended_on = ?5"
            " WHERE monitor = ?1 AND state = 'active'", "ssss", from, state, svc_shared.reason, day))
        svc_change_delete(step->call, "monitor_term", step->no,
            "DELETE FROM monitor_term WHERE monitor = ?1 AND appointed_on = ?2 RETURNING *", "ss", step->no,
            from);
}

static void end(const struct svc_step *step)
{
    const char *state = strcmp(step->call->verb->name, "dismiss") == 0 ? "dismissed"
                        : opt.resigned                                  ? "resigned"
                                                                        : "ended";
    char day[SVC_DAY_SIZE];
    svc_day_format(svc_when_day(step->at), day);
    bool ahead = strcmp(day, step->values[M_APPOINTED_ON].text) < 0;
    char *running = ahead ? term_of(step, day) : NULL;
    if (running)
        end_before(step, running, state, day);
    else if (ahead)
        svc_refuse(step->call, SVC_REFUSED, step->no, "its term begins on %s only",
                   step->values[M_APPOINTED_ON].text);
    else
        svc_change(step->call, step->no,
                   "UPDATE monitor SET state = ?2, why = ?3,"
                   " ended_on = CASE WHEN ends_on < ?4 THEN ends_on ELSE ?4 END"
                   " WHERE monitor = ?1 AND state = 'active'", "sss", state, svc_shared.reason, day);
    free(running);
}

int monitor_end(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&monitor_monitors), svc_call_at(call), end, NULL);
}
