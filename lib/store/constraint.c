/* What a constraint's refusal means to a user. */
#include <stdio.h>
#include <string.h>

#include "query.h"
#include "svc/db.h"
#include "svc/lang.h"

/* Rules that only the store itself can judge; words and ranges are checked before. */
static const struct {
    const char *constraint, *sentence;
} sentences[] = {
    { "FOREIGN KEY", N_("it names a record that is not there") },
    { "person_left", N_("the last day lies before the first") },
    { "complaint_order", N_("it was closed before it was received") },
    { "complaint_closed", N_("a complaint is closed when it has a time of closing, and only then") },
    { "complaint_withdrawn", N_("a complaint is withdrawn when it has a time of that, and only then") },
    { "book_step_signed", N_("a step needs a person or a paper") },
    { "hold_order", N_("a hold ends before it begins") },
    { "feedback_order", N_("it was answered before it was given") },
    { "feedback_own", N_("nobody answers their own feedback") },
    { "improve_idea_cycle", N_("it would be a cause of itself") },
    { "improve_idea_self", N_("it would be a cause of itself") },
    { "improve_scheme_signed", N_("the scheme is signed; a review with a deviation opens it again") },
    { "improve_project_order", N_("it ends before it starts") },
    { "indicator_fraction", N_("a measure of our own is a fraction, so it needs times") },
    { "indicator_amber", N_("amber needs a target and lies on its worse side") },
    { "indicator_value_numerator", N_("a numerator lies between 0 and 1000000000") },
    { "indicator_value_denominator", N_("a denominator lies between 0 and 1000000000") },
    { "month_closed", N_("the month is closed") },
    { "survey_unit_cycle", N_("its parents would run in a circle") },
    { "survey_unit_self", N_("it would be a part of itself") },
    { "survey_not_open", N_("answers are taken while the survey is open") },
    { "survey_order", N_("it ends before it begins") },
    { "survey_returned", N_("more came back than were issued") },
    { "survey_rated", N_("rate_question and satisfied go together") },
    { "improve_project_circle", N_("only a quality circle has an adviser") },
    { "callback_reached", N_("only a customer who was reached has answered") },
    { "callback_one_end", N_("a call-back ends once: reached, given up or cancelled") },
    { "callback_disposition", N_("reached is what a call gave that reached the customer, and no other") },
    { "callback_tried", N_("a customer is reached or given up after an attempt") },
    { "callback_not_handler", N_("who handled it does not call") },
    { "issue_one_end", N_("an issue is closed or opened again, not both") },
    { "hearing_not_caller", N_("nobody listens to one's own calls") },
    { "delegation_self", N_("nobody delegates to oneself") },
    { "delegation_order", N_("it ends before it begins") },
    { "authority_behalf", N_("nobody acts for oneself by delegation") },
    { "excuse_other", N_("who excuses it does not approve it") },
    { "entry_audit_fields", N_("at least one field was checked") },
    { "entry_audit_own", N_("a self check, and only that, has its operator for auditor") },
    { "entry_error_order", N_("it was entered after it was found") },
    { "entry_error_decider", N_("nobody decides about one's own error") },
    { "entry_task_order", N_("it was entered before it was received") },
    { "entry_reconciliation_days", N_("it ends before it begins") },
    { "inspect_finding_order", N_("it was fixed before it was found") },
    { "inspect_notice_order", N_("it was answered before it was issued") },
    { "walk_own", N_("nobody marks oneself") },
    { "link_two", N_("a record is not linked to itself") },
    { "monitor_order", N_("it ends before it begins") },
    { "inspection_scheme", N_("an inspection that was held has a scheme") },
    { "inspection_reported", N_("a report needs a summary") },
};

/* The columns behind "UNIQUE " or "NOT NULL ", without their table: "source, source_no". */
static void columns_of(const char *list, char *out, size_t size)
{
    size_t len = 0;
    out[0] = '\0';
    while (*list && len + 1 < size) {
        size_t word = strcspn(list, ",");
        const char *dot = memchr(list, '.', word);
        const char *name = dot ? dot + 1 : list;
        len += (size_t)snprintf(out + len, size - len, "%s%.*s", len ? ", " : "",
                                (int)(list + word - name), name);
        list += word + strspn(list + word, ", ");
    }
}

const char *svc_refusal_told(struct svc_query *query)
{
    static char text[192];
    char columns[128];
    const char *name = query->refusal;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (strcmp(sentences[i].constraint, name) == 0)
            return _(sentences[i].sentence);
    if (strncmp(name, "UNIQUE ", 7) == 0) {
        columns_of(name + 7, columns, sizeof columns);
        snprintf(text, sizeof text, _("another record has the same %s"), columns);
    } else if (strncmp(name, "NOT NULL ", 9) == 0) {
        columns_of(name + 9, columns, sizeof columns);
        snprintf(text, sizeof text, _("%s is required"), columns);
    } else {
        snprintf(text, sizeof text, _("it breaks the rule %s"), name);
    }
    return text;
}
