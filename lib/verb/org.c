#include "svc/org.h"

#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/text.h"

char *svc_org_dept(struct svc_db *db, const char *person, const char *day)
{
    return svc_one(db,
        "SELECT dept FROM person_span WHERE person = ?1"
        "   AND from_day <= substr(?2, 1, 10) AND until_day > substr(?2, 1, 10)", "ss", person, day);
}

bool svc_org_in(struct svc_db *db, const char *person, const char *dept, const char *day)
{
    char *own = dept ? svc_org_dept(db, person, day) : NULL;
    bool in = own && strcmp(own, dept) == 0;
    free(own);
    return in;
}

bool svc_org_holds(struct svc_db *db, const char *person, const char *roles, const char *day)
{
    char *held = svc_one(db,
        "SELECT s.roles FROM person_span s JOIN person p ON p.person = s.person"
        " WHERE s.person = ?1 AND s.from_day <= substr(?2, 1, 10) AND s.until_day > substr(?2, 1, 10)"
        "   AND (p.joined IS NULL OR p.joined <= substr(?2, 1, 10))"
        "   AND (p.left_on IS NULL OR p.left_on >= substr(?2, 1, 10))", "ss", person, day);
    const char *rest = held, *role;
    size_t len;
    bool holds = false;
    while (!holds && svc_text_next(&rest, ';', &role, &len)) {
        char *one = svc_strndup(role, len);
        holds = svc_text_in(roles, ';', one);
        free(one);
    }
    free(held);
    return holds;
}

/* Of ?1, a department, on ?2. */
#define IN_CHARGE(who) \
    "SELECT d." who " FROM dept_span d JOIN person p ON p.person = d." who \
    " WHERE d.dept = ?1 AND d.from_day <= substr(?2, 1, 10) AND d.until_day > substr(?2, 1, 10)" \
    "   AND (p.joined IS NULL OR p.joined <= substr(?2, 1, 10))" \
    "   AND (p.left_on IS NULL OR p.left_on >= substr(?2, 1, 10))"

char *svc_org_head(struct svc_db *db, const char *dept, const char *day)
{
    return svc_one(db, IN_CHARGE("head"), "ss", dept, day);
}

char *svc_org_leader(struct svc_db *db, const char *dept, const char *day)
{
    return svc_one(db, IN_CHARGE("leader"), "ss", dept, day);
}

char *svc_org_team_leader(struct svc_db *db, const char *dept, const char *day)
{
    return svc_one(db,
        "SELECT MIN(s.person) FROM person_span s JOIN person p ON p.person = s.person"
        " WHERE s.dept = ?1 AND s.from_day <= substr(?2, 1, 10) AND s.until_day > substr(?2, 1, 10)"
        "   AND ';' || s.roles || ';' LIKE '%;team_leader;%'"
        "   AND (p.joined IS NULL OR p.joined <= substr(?2, 1, 10))"
        "   AND (p.left_on IS NULL OR p.left_on >= substr(?2, 1, 10))"
        " HAVING COUNT(*) = 1", "ss", dept, day);
}

const char *svc_org_takes_not(struct svc_db *db, const char *person, const char *dept,
                              const char *day)
{
    static struct svc_buf why;
    svc_buf_clear(&why);
    struct svc_query *q = svc_query(db,
        "SELECT p.left_on, p.joined, s.dept FROM person p JOIN person_span s ON s.person = p.person"
        "   AND s.from_day <= substr(?2, 1, 10) AND s.until_day > substr(?2, 1, 10)"
        " WHERE p.person = ?1", "ss", person, day);
    if (!svc_next(q))
        return NULL; /* whoever looks the person up tells that */
    const char *left = svc_text(q, 0), *joined = svc_text(q, 1), *own = svc_text(q, 2);
    if (left && strncmp(day, left, 10) > 0)
        svc_buf_printf(&why, _("left on %s and takes no work"), left);
    else if (joined && strncmp(day, joined, 10) < 0)
        svc_buf_printf(&why, _("joins on %s and takes no work before"), joined);
    else if (dept && (!own || strcmp(own, dept) != 0))
        svc_buf_printf(&why, _("was of the department %s on %.10s, not of %s"), own ? own : "-", day,
                       dept);
    svc_done(q);
    return why.len ? svc_buf_text(&why) : NULL;
}

static char *away_in(enum svc_language language, struct svc_db *db, const char *person, const char *dept,
                     const char *day)
{
    enum svc_language own = svc_lang_in(language);
    char *text = svc_format("\"%s\" %s%s", person, svc_org_takes_not(db, person, dept, day),
                            dept ? _("\nif it is meant all the same, add --reason TEXT") : "");
    svc_lang_in(own);
    return text;
}

bool svc_org_hands(const struct svc_step *step, const char *person, const char *dept)
{
    char day[SVC_DAY_SIZE];
    struct svc_db *db = step->call->db;
    if (!person)
        return true;
    svc_day_format(svc_when_day(step->at), day);
    if (svc_org_takes_not(db, person, NULL, day))
        dept = NULL;
    else if (svc_shared.reason || !svc_org_takes_not(db, person, dept, day))
        return true;
    svc_refuse_both(step->call, SVC_REFUSED, step->no, away_in(SVC_ENGLISH, db, person, dept, day),
                    away_in(svc_lang(), db, person, dept, day));
    return false;
}

const char *svc_org_brought(struct svc_call *call, const char *person, const char *dept,
                            const char *day)
{
    static struct svc_buf why;
    static int some_left = -1; /* asked once: of most companies' files nobody has */
    bool file = strcmp(call->verb->name, "add") != 0;
    const char *away;
    if (some_left < 0)
        some_left = (int)svc_one_int(call->db, 0,
                                     "SELECT 1 FROM person WHERE left_on IS NOT NULL LIMIT 1", NULL);
    if (file && (!some_left || !svc_one_int(call->db, 0, "SELECT 1 FROM person WHERE person = ?1"
                                          " AND left_on < substr(?2, 1, 10)", "ss", person, day)))
        return NULL;
    if ((away = svc_org_takes_not(call->db, person, NULL, day)) || file || svc_shared.reason)
        return away;
    if (!(away = svc_org_takes_not(call->db, person, dept, day)))
        return NULL;
    svc_buf_clear(&why);
    svc_buf_printf(&why, _("%s; if it is meant all the same, add --reason TEXT"), away);
    return svc_buf_text(&why);
}
