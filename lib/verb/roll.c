#include "svc/roll.h"

#include <stdlib.h>
#include <string.h>

#include "svc/alike.h"
#include "svc/buf.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"

/* What one was called, and where, on the days from `from` until before `until`. */
struct entry {
    const char *code, *name, *dept, *joined, *left; /* all but the code may be NULL */
    const char *from, *until;
};

/* The entries in the order of their codes, or of their names. */
struct key {
    const char *text;
    const struct entry *entry;
};

struct keys {
    struct key *key;
    size_t count;
};

struct svc_roll {
    char *table;
    bool persons;
    struct entry *entry;
    size_t count;
    struct keys codes, names;
    const struct svc_roll *next;
};

static struct svc_buf told; /* of the latest search */
static const char EVER[] = "9999-12-31"; /* what one is called last is so for ever */

/* -- reading ------------------------------------------------------------------------------ */

static const char *kept(struct svc_query *q, int column)
{
    return svc_is_null(q, column) ? NULL : svc_strdup(svc_text(q, column));
}

static void read_entries(struct svc_roll *roll, struct svc_db *db)
{
    bool depts = strcmp(roll->table, "dept") == 0;
    char *sql = roll->persons
        ? svc_strdup("SELECT s.person, s.name, s.dept, p.joined, p.left_on, s.from_day, s.until_day"
                     "  FROM person_span s JOIN person p ON p.person = s.person")
        : depts ? svc_strdup("SELECT dept, name, NULL, NULL, NULL, from_day, until_day FROM dept_span")
                : svc_format("SELECT %s, NULL, NULL, NULL, NULL, '', '%s' FROM %s", roll->table, EVER,
                             roll->table);
    struct svc_query *q = svc_query(db, sql, NULL);
    while (svc_next(q)) {
        roll->entry = svc_grow(roll->entry, roll->count, sizeof *roll->entry);
        roll->entry[roll->count++] = (struct entry){
            .code = kept(q, 0), .name = kept(q, 1), .dept = kept(q, 2), .joined = kept(q, 3),
            .left = kept(q, 4), .from = kept(q, 5), .until = kept(q, 6)
        };
    }
    free(sql);
}

static int by_text(const void *a, const void *b)
{
    const struct key *one = a, *other = b;
    int order = strcmp(one->text, other->text);
    if (order == 0)
        order = strcmp(one->entry->code, other->entry->code);
    return order ? order : strcmp(one->entry->until, other->entry->until);
}

static struct keys sorted(const struct svc_roll *roll, bool names)
{
    struct keys keys = { svc_alloc((roll->count + 1) * sizeof *keys.key), 0 };
    for (const struct entry *e = roll->entry; e < roll->entry + roll->count; e++)
        if (names ? e->name != NULL : strcmp(e->until, EVER) == 0)
            keys.key[keys.count++] = (struct key){ names ? e->name : e->code, e };
    qsort(keys.key, keys.count, sizeof *keys.key, by_text);
    return keys;
}

const struct svc_roll *svc_roll(struct svc_db *db, const char *table)
{
    static const struct svc_roll *rolls;
    for (const struct svc_roll *known = rolls; known; known = known->next)
        if (strcmp(known->table, table) == 0)
            return known;
    struct svc_roll *roll = svc_alloc(sizeof *roll);
    *roll = (struct svc_roll){ .table = svc_strdup(table), .next = rolls,
                               .persons = strcmp(table, "person") == 0 };
    read_entries(roll, db);
    roll->codes = sorted(roll, false);
    roll->names = sorted(roll, true);
    rolls = roll;
    return roll;
}

/* -- finding ------------------------------------------------------------------------------ */

static int order(const char *known, const char *text, size_t len)
{
    int differs = strncmp(known, text, len);
    return differs ? differs : known[len] != '\0';
}

/* The first with just this text; NULL when there is none. */
static const struct key *first(const struct keys *keys, const char *text, size_t len)
{
    size_t low = 0, high = keys->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order(keys->key[middle].text, text, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < keys->count && order(keys->key[low].text, text, len) == 0;
    return found ? &keys->key[low] : NULL;
}

static const struct key *next(const struct keys *keys, const struct key *key)
{
    const struct key *after = key + 1;
    return after < keys->key + keys->count && strcmp(after->text, key->text) == 0 ? after : NULL;
}

/* The day may be a month, one day of which is enough. */
static bool joined(const struct entry *e, const char *day)
{
    return !day || !e->joined || strncmp(e->joined, day, strlen(day)) <= 0;
}

static bool stayed(const struct entry *e, const char *day)
{
    return !day || !e->left || strncmp(e->left, day, strlen(day)) >= 0;
}

static bool called_so(const struct entry *e, const char *day)
{
    return !day || (strncmp(e->from, day, strlen(day)) <= 0 && strcmp(e->until, day) > 0);
}

static bool is_there(const struct entry *e, const struct svc_sought *sought)
{
    return joined(e, sought->day) && stayed(e, sought->day) && called_so(e, sought->day);
}

static bool is_near(const struct entry *e, const struct svc_sought *sought)
{
    return sought->dept && e->dept && strcmp(e->dept, sought->dept) == 0;
}

static void tell(const struct entry *e, const char *lead)
{
    svc_buf_printf(&told, "%s%s", lead, e->code);
    if (e->dept)
        svc_buf_printf(&told, _(" (%s)"), e->dept);
}

static const char *several(const struct svc_roll *roll, const struct svc_sought *sought,
                           const struct key *key, bool near)
{
    const char *lead = _("is the name of several: "), *before = "";
    for (; key; key = next(&roll->names, key))
        if (is_there(key->entry, sought) && (!near || is_near(key->entry, sought)) &&
            strcmp(key->entry->code, before) != 0) {
            tell(key->entry, lead);
            lead = _(", ");
            before = key->entry->code;
        }
    svc_buf_puts(&told, roll->persons ? _("; write the number") : _("; write the code"));
    return svc_buf_text(&told);
}

static const char *away(const struct svc_roll *roll, const struct svc_sought *sought,
                        const struct key *key)
{
    const char *lead = "";
    for (; key; key = next(&roll->names, key), lead = _(", ")) {
        tell(key->entry, lead);
        if (!stayed(key->entry, sought->day))
            svc_buf_printf(&told, _(" left on %s"), key->entry->left);
        else if (!joined(key->entry, sought->day))
            svc_buf_printf(&told, _(" joins on %s"), key->entry->joined);
        else if (strcmp(key->entry->until, sought->day) <= 0)
            svc_buf_printf(&told, _(" was called so until %s"), key->entry->until);
        else
            svc_buf_printf(&told, _(" is called so from %s on"), key->entry->from);
    }
    svc_buf_puts(&told, roll->persons ? _("; if it is meant all the same, write the number")
                                      : _("; if it is meant all the same, write the code"));
    return svc_buf_text(&told);
}

/* One of those who bear the name. */
static void choose(const struct svc_roll *roll, struct svc_sought *sought, const struct key *key)
{
    const struct entry *here = NULL, *anywhere = NULL;
    size_t near = 0, all = 0;
    for (const struct key *k = key; k; k = next(&roll->names, k)) {
        if (!is_there(k->entry, sought))
            continue;
        if (!anywhere || strcmp(anywhere->code, k->entry->code) != 0)
            all++;
        anywhere = k->entry;
        if (!is_near(k->entry, sought))
            continue;
        if (!here || strcmp(here->code, k->entry->code) != 0)
            near++;
        here = k->entry;
    }
    if (near == 1 || (near == 0 && all == 1))
        sought->code = near ? here->code : anywhere->code;
    else
        sought->why = all ? several(roll, sought, key, near > 0) : away(roll, sought, key);
}

/* A code and a name in one cell. */
struct pair {
    const char *code, *name;
    size_t code_len, name_len;
};

static bool ends(const char *text, size_t len, const char *with)
{
    size_t n = strlen(with);
    return len > n && memcmp(text + len - n, with, n) == 0;
}

/* The last place of `what`, which stands in the text. */
static const char *last(const char *text, const char *what)
{
    const char *found = NULL;
    for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
        found = p;
    return found;
}

/* 李大勇（1203）, 李大勇(1203), 1203 李大勇 */
static bool split(const char *text, struct pair *pair)
{
    static const char *const brackets[][2] = { { "（", "）" }, { "(", ")" } };
    static const char *const blanks[] = { " ", "　" };
    size_t len = strlen(text);
    for (size_t i = 0; i < 2; i++) {
        const char *open = ends(text, len, brackets[i][1]) ? last(text, brackets[i][0]) : NULL;
        if (!open || open == text)
            continue;
        *pair = (struct pair){ .name = text, .name_len = (size_t)(open - text),
                               .code = open + strlen(brackets[i][0]) };
        pair->code_len = (size_t)(text + len - strlen(brackets[i][1]) - pair->code);
        return true;
    }
    for (size_t i = 0; i < 2; i++) {
        const char *blank = strstr(text, blanks[i]);
        if (!blank)
            continue;
        *pair = (struct pair){ .code = text, .code_len = (size_t)(blank - text),
                               .name = blank + strlen(blanks[i]) };
        pair->name_len = strlen(pair->name);
        return true;
    }
    return false;
}

/* Both must belong together, in either's words. */
static bool find_pair(const struct svc_roll *roll, struct svc_sought *sought)
{
    struct pair pair;
    if (!split(sought->text, &pair))
        return false;
    const struct key *key = first(&roll->codes, pair.code, pair.code_len);
    if (!key || !key->entry->name)
        return false;
    if (order(key->entry->name, pair.name, pair.name_len) == 0) {
        sought->code = key->entry->code;
        return true;
    }
    svc_buf_printf(&told, roll->persons ? _("number and name differ: %s is %s")
                                        : _("code and name differ: %s is %s"),
                   key->entry->code, key->entry->name);
    sought->why = svc_buf_text(&told);
    return true;
}

bool svc_roll_find(const struct svc_roll *roll, struct svc_sought *sought)
{
    size_t len = strlen(sought->text);
    const struct key *key = first(&roll->codes, sought->text, len);
    svc_buf_clear(&told);
    sought->code = sought->why = NULL;
    sought->unknown = false;
    if (key)
        sought->code = key->entry->code;
    else if ((key = first(&roll->names, sought->text, len)))
        choose(roll, sought, key);
    else if (!find_pair(roll, sought)) {
        sought->unknown = true;
        static struct svc_buf unknown; /* beside what is told near it */
        const char *why = svc_code_refused(sought->text, len);
        svc_buf_clear(&unknown);
        svc_buf_printf(&unknown, _("is not registered%s%s"), why ? ": " : "", why ? why : "");
        sought->why = svc_buf_text(&unknown);
    }
    return sought->code != NULL;
}

const char *svc_roll_bearer(const struct svc_roll *roll, const char *text, size_t n)
{
    size_t len = strlen(text);
    const struct key *key = first(&roll->codes, text, len);
    if (key)
        return n ? NULL : key->entry->code;
    const char *code = NULL;
    for (key = first(&roll->names, text, len); key; key = next(&roll->names, key)) {
        if (code && strcmp(key->entry->code, code) == 0)
            continue; /* called so more than once */
        code = key->entry->code;
        if (n-- == 0)
            return code;
    }
    return NULL;
}

/* -- what is near -------------------------------------------------------------------------- */

/* Every character of the text stands in the name, in that order: 维修部 for 维修抢险部. */
static bool shortens(const char *text, const char *name)
{
    size_t used;
    while (*text) {
        if (!*name)
            return false;
        unsigned wanted = svc_utf8_char(text, &used);
        size_t step;
        if (svc_utf8_char(name, &step) == wanted)
            text += used;
        name += step;
    }
    return true;
}

const char *svc_roll_near(const struct svc_roll *roll, const char *text)
{
    enum { MOST = 3 };
    size_t found = 0, step = 0;
    svc_buf_clear(&told);
    if (*text)
        svc_utf8_char(text, &step);
    if (!text[step]) /* one character is near to all */
        return "";
    for (const struct key *k = roll->codes.key; k < roll->codes.key + roll->codes.count; k++) {
        const struct entry *e = k->entry;
        bool like = e->name && (shortens(text, e->name) || svc_text_distance(text, e->name) <= 1);
        if (!like && (strlen(text) < 3 || svc_text_distance(text, e->code) > 1))
            continue;
        if (found++ == MOST)
            break;
        tell(e, found > 1 ? _(", ") : "");
        if (e->name)
            svc_buf_printf(&told, " %s", e->name);
    }
    return svc_buf_text(&told);
}
