/* One operation of the programs with each of its faults: `fault-drive WORK NAME DID COMMAND…`.
 *
 * WORK/template is the folder as it is before, with the store svc.db; DID asks the store whether
 * the operation is in it. COMMAND runs in a copy of the folder, once without a fault, and then with
 * its first, second … call failing. Each time what it says of the data is compared with the store,
 * which must be sound; and the same command once more must lead to where the run without a fault
 * came, with nothing left over. A folder that was seen before needs no second look.
 *
 * FAULT_N is how many places of a series are tried, at most, FAULT_END when to stop (seconds since
 * the epoch), FAULT_PRELOAD the library, FAULT_EXCEPT tables (`;event;`) in which runs may differ,
 * FAULT_CODE the code of a run without a fault; with FAULT_OLDER the store is one to be upgraded, with
 * FAULT_TWICE what was done is done a second time when it is asked for again. */
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#include "plan.h"
#include "tree.h"
#include "svc/err.h"

static const struct {
    enum fault_kind kind;
    int error;
    unsigned ways; /* bit per way */
    const char *name;
} series[] = {
#define WAY(way) (1u << FAULT_##way)
    { FAULT_MEMORY, ENOMEM, WAY(ONCE) | WAY(FOR_GOOD) | WAY(KILL), "memory" },
    { FAULT_WRITE, ENOSPC, WAY(ONCE) | WAY(FOR_GOOD) | WAY(KILL), "write" },
    { FAULT_WRITE, EIO, WAY(ONCE) | WAY(FOR_GOOD) | WAY(REPORTED), "write" },
    { FAULT_SYNC, EIO, WAY(ONCE) | WAY(FOR_GOOD) | WAY(REPORTED) | WAY(KILL), "sync" },
    { FAULT_SYNC, ENOSPC, WAY(ONCE) | WAY(FOR_GOOD), "sync" },
    { FAULT_NAME, EACCES, WAY(ONCE) | WAY(FOR_GOOD) | WAY(KILL), "name" },
    { FAULT_NAME, ENOSPC, WAY(ONCE) | WAY(FOR_GOOD), "name" },
    { FAULT_NAME, EIO, WAY(ONCE) | WAY(FOR_GOOD) | WAY(REPORTED), "name" },
    { FAULT_OPEN, EACCES, WAY(ONCE) | WAY(FOR_GOOD) | WAY(KILL), "open" },
    { FAULT_OPEN, EIO, WAY(ONCE) | WAY(FOR_GOOD), "open" },
    { FAULT_OPEN, ENOSPC, WAY(ONCE) | WAY(FOR_GOOD), "open" },
};
static const char *const ways[] = { "once", "for good", "reported", "kill" };

static struct {
    const char *name, *did, *except;
    const char *const *command;
    char *template, *at, *look, *plan, *err, *out; /* paths */
    struct tree before, after;
    bool fresh; /* the folder is as it was before */
    unsigned char output[SVC_DIGEST]; /* of the run without a fault */
    int good;   /* the code that it ends with */
    bool twice; /* once more, it does its work once more */
    bool older; /* the store as it is before is one that no other command takes */
    int faults, kills, lies, failures;
} op;
static struct fault_plan *plan;

/* -- running ------------------------------------------------------------------------------ */

static void redirect(int to, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(fd >= 0 && dup2(fd, to) == to, path);
    close(fd);
}

/* The exit code, or minus the signal. A program that hangs is ended by its alarm. */
static int run(const char *const argv[], bool faulty)
{
    int status;
    pid_t child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        redirect(STDOUT_FILENO, op.out);
        redirect(STDERR_FILENO, op.err);
        must(chdir(op.at) == 0, op.at);
        if (faulty)
            must(setenv("FAULT_PLAN", op.plan, 1) == 0 &&
                 setenv("LD_PRELOAD", getenv("FAULT_PRELOAD"), 1) == 0, "setenv");
        alarm(60);
        execvp(argv[0], (char *const *)argv);
        must(false, argv[0]);
    }
    must(waitpid(child, &status, 0) == child, "waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void set_plan(enum fault_kind kind, enum fault_way way, int error, int at)
{
    *plan = (struct fault_plan){ .kind = kind, .way = way, .error = error, .at = at, .random = 1 };
}

static char *read_text(const char *path)
{
    struct svc_buf text = { 0 };
    char piece[4096];
    size_t n;
    FILE *file = fopen(path, "r");
    must(file != NULL, path);
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        svc_buf_add(&text, piece, n);
    fclose(file);
    return svc_buf_take(&text);
}

/* -- looking ------------------------------------------------------------------------------ */

/* What one folder is: found by looking once. */
struct found {
    unsigned char key[SVC_DIGEST];
    int did;          /* the operation is in the store */
    bool done;        /* just as after the run without a fault */
    char wrong[256];  /* what is wrong with it or with the next run, "" for nothing */
    struct found *next;
};
static struct found *seen;

static int ask(const char *store, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *q;
    int answer = -1;
    must(sqlite3_open_v2(store, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK, store);
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
        answer = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return answer;
}

/* True when the folder `dir` holds what the run without a fault left; else says what differs. */
static bool is_after(const char *dir, struct svc_buf *why)
{
    struct tree tree;
    tree_read(dir, &tree);
    bool same = tree.count == op.after.count;
    for (size_t i = 0; i < tree.count || i < op.after.count; i++) {
        const char *has = i < tree.count ? tree.file[i].name : "nothing";
        const char *should = i < op.after.count ? op.after.file[i].name : "nothing";
        if (strcmp(has, should) != 0) {
            svc_buf_printf(why, "%s stands where %s should", has, should);
            same = false;
            break;
        }
        unsigned char a[SVC_DIGEST], b[SVC_DIGEST];
        if (memcmp(tree.file[i].digest, op.after.file[i].digest, SVC_DIGEST) == 0)
            continue;
        char *mine = svc_format("%s/%s", dir, has), *its = svc_format("%s.after/%s", op.at, has);
        content(mine, op.except, a);
        content(its, op.except, b);
        if (memcmp(a, b, SVC_DIGEST) != 0) {
            svc_buf_printf(why, "%s has another content", has);
            same = false;
        }
        free(mine);
        free(its);
    }
    tree_free(&tree);
    return same;
}

/* A store that may be missing for a moment only while it is made is none. */
static const char *unsound(const char *store)
{
    static const char *const check[] = { "svc-admin", "check", "-H", NULL };
    static const char *const verify[] = { "svc-admin", "verify", "-H", NULL };
    if (ask(store, "SELECT integrity_check = 'ok' FROM pragma_integrity_check") != 1)
        return "PRAGMA integrity_check finds something";
    if (run(check, false) != 0)
        return "svc-admin check finds something";
    return run(verify, false) != 0 ? "svc-admin verify finds something" : NULL;
}

/* The folder as it was left is looked at in a copy, because looking rolls back what was cut off;
 * the next run finds it as it was left. */
static void look(struct found *found)
{
    struct svc_buf why = { 0 }, none = { 0 };
    char *store = svc_format("%s/svc.db", op.at), *copy = svc_format("%s/svc.db", op.look);
    tree_copy(op.at, op.look);
    found->did = ask(copy, op.did);
    found->done = is_after(op.look, &none);
    set_plan(0, 0, 0, 0);
    int code = run(op.command, true);
    if (code != op.good && !found->done) {
        char *err = read_text(op.err);
        svc_buf_printf(&why, "the next run ends with %d: %s", code, err);
        free(err);
    } else if ((found->done && op.twice) || is_after(op.at, &why)) {
        tree_copy(op.look, op.at);
        const char *what = op.older && found->did == 0 ? NULL : unsound(store);
        char *out = read_text(op.out), *err = read_text(op.err);
        if (what)
            svc_buf_printf(&why, "%s: %s%s", what, err, out);
        free(out);
        free(err);
    } else {
        svc_buf_puts(&why, " after the next run");
    }
    snprintf(found->wrong, sizeof found->wrong, "%s", svc_buf_text(&why));
    svc_buf_free(&why);
    svc_buf_free(&none);
    free(store);
    free(copy);
}

static const struct found *look_up(void)
{
    struct tree tree;
    struct found *found;
    tree_read(op.at, &tree);
    op.fresh = memcmp(tree.digest, op.before.digest, SVC_DIGEST) == 0;
    for (found = seen; found; found = found->next)
        if (memcmp(found->key, tree.digest, SVC_DIGEST) == 0)
            break;
    if (!found) {
        found = svc_alloc(sizeof *found);
        memcpy(found->key, tree.digest, SVC_DIGEST);
        found->next = seen;
        seen = found;
        op.fresh = false;
        look(found);
    }
    tree_free(&tree);
    return found;
}

/* -- judging ------------------------------------------------------------------------------ */

static bool says(const char *text, const char *const words[])
{
    for (; *words; words++)
        if (strstr(text, *words))
            return true;
    return false;
}

/* What is wrong with the exit code and the message, seen what was found; NULL for nothing. */
static const char *lie(int code, const char *err, const struct found *found)
{
    static const char *const nothing[] = {
        "nothing was", "nothing is", "not applied", "as it was", "were not", "was not", NULL };
    static const char *const done[] = {
        "but was applied", "are added", "is applied", "are applied", "is closed", "is restored", "is recorded",
        "is loaded", "is upgraded", "is made", "itself was applied", NULL };
    static const char *const unknown[] = { "it is unknown whether", NULL };
    unsigned char output[SVC_DIGEST];
    digest_file(op.out, output);
    if (code == op.good && !found->done)
        return "ends well, but is not done";
    if (code == op.good)
        return memcmp(output, op.output, SVC_DIGEST) == 0 ? NULL : "ends well, but prints else";
    if (code != SVC_IO && code != SVC_CONFIG && code != SVC_BUSY && code != SVC_BADINPUT)
        return "ends with a code that means another thing";
    if (says(err, unknown))
        return NULL;
    if (says(err, done))
        return found->did == 1 ? NULL : "says that it is done, and it is not";
    if (says(err, nothing) || code == SVC_BADINPUT)
        return found->did == 0 ? NULL : "says that nothing was done, and it is";
    return code == SVC_IO ? "does not say what became of the data" : NULL;
}

static void tell(int place, enum fault_way way, int n, int code, const char *what, const char *err)
{
    printf("# %s: %s %d of %s, %s: exit %d: %s: %s%s", op.name, ways[way], n, series[place].name,
           strerror(series[place].error), code, what, err,
           *err && err[strlen(err) - 1] == '\n' ? "" : "\n");
}

static void try_one(int place, enum fault_way way, int n)
{
    if (!op.fresh)
        tree_copy(op.template, op.at);
    set_plan(series[place].kind, way, series[place].error, n);
    int code = run(op.command, true);
    char *err = read_text(op.err);
    const char *false_word = NULL;
    const struct found *found;
    /* The look runs the command again: what this run said is kept until it was judged. */
    char *out = svc_format("%s.kept", op.out);
    must(rename(op.out, out) == 0, out);
    found = look_up();
    must(rename(out, op.out) == 0, out);
    free(out);
    op.faults++;
    if (way == FAULT_KILL)
        op.kills++;
    else if (code >= 0)
        false_word = lie(code, err, found);
    bool crashed = way != FAULT_KILL && code < 0;
    if (false_word)
        tell(place, way, n, code, false_word, err);
    if (*found->wrong || crashed)
        tell(place, way, n, code, crashed ? "is ended by a signal" : found->wrong, err);
    op.lies += false_word != NULL;
    op.failures += *found->wrong || crashed;
    free(err);
}

/* Each call of a series, or some of many, at even distances. */
static void try_series(int place, const int calls[FAULT_KINDS])
{
    const char *bound = getenv("FAULT_N"), *end = getenv("FAULT_END");
    int most = bound ? atoi(bound) : 100, count = calls[series[place].kind];
    int tries = count < most ? count : most;
    for (enum fault_way way = 0; way < FAULT_WAYS; way++)
        for (int i = 0; i < tries && (series[place].ways & 1u << way); i++)
            if (!end || time(NULL) < atoll(end))
                try_one(place, way, 1 + (int)((long long)i * count / tries));
}

/* -- the operation ------------------------------------------------------------------------ */

static void open_plan(void)
{
    int fd = open(op.plan, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(fd >= 0 && ftruncate(fd, sizeof *plan) == 0, op.plan);
    plan = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    must(plan != MAP_FAILED, op.plan);
    close(fd);
}

/* The run without a fault: where it begins and ends, and its calls. */
static void run_without(int calls[FAULT_KINDS])
{
    char *kept = svc_format("%s.after", op.at);
    tree_copy(op.template, op.at);
    tree_read(op.at, &op.before);
    set_plan(0, 0, 0, 0);
    int code = run(op.command, true);
    if (code != op.good) {
        char *err = read_text(op.err);
        fprintf(stderr, "fault: %s without a fault ends with %d: %s", op.name, code, err);
        exit(99);
    }
    memcpy(calls, plan->seen, sizeof plan->seen);
    digest_file(op.out, op.output);
    tree_read(op.at, &op.after);
    tree_copy(op.at, kept);
    free(kept);
}

int main(int argc, char **argv)
{
    int calls[FAULT_KINDS];
    if (argc < 5)
        return 2;
    const char *work = argv[1], *except = getenv("FAULT_EXCEPT"), *good = getenv("FAULT_CODE");
    svc_err_tool("fault");
    op.name = argv[2];
    op.did = argv[3];
    op.command = (const char *const *)argv + 4;
    op.except = except ? except : "";
    op.good = good ? atoi(good) : 0;
    op.older = getenv("FAULT_OLDER") != NULL;
    op.twice = getenv("FAULT_TWICE") != NULL;
    op.template = svc_format("%s/template", work);
    op.at = svc_format("%s/at", work);
    op.look = svc_format("%s/look", work);
    op.plan = svc_format("%s/plan", work);
    op.err = svc_format("%s/err", work);
    op.out = svc_format("%s/out", work);
    char *store = svc_format("%s/svc.db", op.at);
    must(setenv("SVC_DB", store, 1) == 0, "setenv");
    free(store);
    open_plan();
    run_without(calls);
    for (int i = 0; i < (int)(sizeof series / sizeof *series); i++)
        try_series(i, calls);
    printf("%s: %d faults, %d of them kill -9, %d false messages, %d failures\n", op.name,
           op.faults, op.kills, op.lies, op.failures);
    return op.lies + op.failures > 0 ? 1 : 0;
}
