/* Heads outside the store: the line that syslog gets, and heads found again in any text. */

#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "store.h"
#include "svc/anchor.h"
#include "svc/journal.h"
#include "svc/salt.h"

static void line(const char *tool, const char *verb, const char *record, const char *person,
                 const char *want, const char *name)
{
    struct svc_buf out = { 0 };
    svc_anchor_line(&out, tool, verb, record, person, "#17 4F7A-91C2-03B5");
    is_str(svc_buf_text(&out), want, name);
    svc_buf_free(&out);
}

static void test_line(void)
{
    line("svc-reward", "sign", "P2026-000012", "1203",
         "svc-reward sign P2026-000012 1203 head #17 4F7A-91C2-03B5", "as it is sent");
    line("svc-report", "close", NULL, "", "svc-report close - - head #17 4F7A-91C2-03B5",
         "what is not there is a dash");
    line("svc-reward", "sign", "a #9 0000-0000-0000", "王芳\n2",
         "svc-reward sign a__9_0000-0000-0000 王芳_2 head #17 4F7A-91C2-03B5",
         "no record and no person can bring a head of its own");
    line("svc-reward", "sign", "100%s%n", "\x1b[2J\x7f",
         "svc-reward sign 100%s%n _[2J_ head #17 4F7A-91C2-03B5", "nor speak to a terminal");
}

/* One test: the anchors of a text, as LINE:SEQ:CODE, with ! where one is cut off, a ~ before one in a line of a
 * log, and before one of the journal its user. */
static void anchors(const char *text, const char *want, const char *name)
{
    struct svc_anchor one;
    struct svc_buf all = { 0 };
    FILE *file = fmemopen((char *)text, strlen(text), "r");
    struct svc_anchors in = svc_anchors_in(file);
    while (svc_anchor_next(&in, &one)) {
        svc_buf_puts(&all, all.len ? " " : "");
        if (one.of == SVC_ANCHOR_USER)
            svc_buf_printf(&all, "%lld", (long long)one.uid);
        svc_buf_printf(&all, "%s%zu:%lld:%s%s", one.of == SVC_ANCHOR_TEXT ? "" : "~", one.line, (long long)one.seq,
                       one.code, one.whole ? "" : "!");
    }
    fclose(file);
    is_str(svc_buf_text(&all), want, name);
    svc_buf_free(&all);
}

static void test_read(void)
{
    anchors("#17 4F7A-91C2-03B5", "1:17:4F7A-91C2-03B5", "nothing but a head");
    anchors("Oct 12 09:00:01 gas svc[314]: svc-reward sign P1 1203 head #17 4F7A-91C2-03B5\n",
            "~1:17:4F7A-91C2-03B5", "a line of syslog");
    anchors("2026-10-12T09:00:01.5+08:00 gas a: #1 4F7A-91C2-03B5\n<85>Oct  2 09:00:01 a: #2 4F7A-91C2-03B5\n"
            "Mon 2026-10-12 09:00:01 CST gas a: #3 4F7A-91C2-03B5\n10月 12 09:00:01 gas a: #4 4F7A-91C2-03B5\n"
            "[  12.345678] gas a: #5 4F7A-91C2-03B5\n    MESSAGE=#6 4F7A-91C2-03B5\n"
            "17,2026-10-12 09:00:00,#7 4F7A-91C2-03B5\n",
            "~1:1:4F7A-91C2-03B5 ~2:2:4F7A-91C2-03B5 ~3:3:4F7A-91C2-03B5 ~4:4:4F7A-91C2-03B5 ~5:5:4F7A-91C2-03B5 "
            "~6:6:4F7A-91C2-03B5 7:7:4F7A-91C2-03B5", "of logs in their forms, and no log");
    anchors("{\"_PID\":\"7\",\"MESSAGE\":\"a #1 4F7A-91C2-03B5 b\",\"_UID\":\"997\"}\n"
            "{\"_UID\":\"1000\",\"MESSAGE\":\",\\\"_UID\\\":\\\"997\\\", #2 4F7A-91C2-03B5 #3 4F7A-91C2-03B5\"}\n"
            "{ \"MESSAGE\" : \"\\\"_UID\\\" : \\\"997\\\" #4 4F7A-91C2-03B5\", \"_UID\" : \"0\" }\n"
            "{\"UID\":\"997\",\"X_UID\":\"997\",\"head\":\"#5 4F7A-91C2-03B5\"}",
            "997~1:1:4F7A-91C2-03B5 1000~2:2:4F7A-91C2-03B5 1000~2:3:4F7A-91C2-03B5 0~3:4:4F7A-91C2-03B5 "
            "4:5:4F7A-91C2-03B5", "of the journal, by whom, whatever a text says");
    anchors("\n\n2026-09  head #204 00ff-91c2-03b5\r\n", "3:204:00FF-91C2-03B5",
            "a footer, in lower case, with CRLF");
    anchors("a,#1 AAAA-AAAA-AAAA,#2 BBBB-BBBB-BBBB\n#3 CCCC-CCCC-CCCC",
            "1:1:AAAA-AAAA-AAAA 1:2:BBBB-BBBB-BBBB 2:3:CCCC-CCCC-CCCC", "several a line");
    anchors("链头：##7 4F7A-91C2-03B5。", "1:7:4F7A-91C2-03B5", "between other signs");
    anchors("issue #12 is not one, #12 dead beef neither, # 1 4F7A-91C2-03B5, #x, #", "",
            "what only looks like one");
    anchors("#1 4F7A-91C2-03B\n#2 4F7A-#3 4F7A-91C2-03B5",
            "1:1:4F7A-91C2-03B! 2:2:4F7A-! 2:3:4F7A-91C2-03B5", "cut off");
    anchors("#99999999999999999999999 4F7A-91C2-03B5", "1:9223372036854775807:4F7A-91C2-03B5",
            "a number that no chain has");
    anchors("", "", "nothing");
}

static void test_salt(void)
{
    char hash[SVC_DIGEST_HEX];
    is_str(svc_salt_hash("00112233445566778899aabbccddeeff", "phone", "13800138000", 11, hash),
           "868bb8f64984e6889797858ee70c1e2f72ab829adc5d4a3cd17d4d798e8c2ba0",
           "a commitment is what sha256sum gives");
    is_str(svc_salt_hash("00112233445566778899aabbccddeeff", "caller", "王芳", 6, hash),
           "1fb78440b7d46c1c89443cf2e5ab7175b4ae0ab379780f724525da858970d98e",
           "of any text");
}

/* -- delivery -------------------------------------------------------------------------------- */

static void put(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        if (write(fd, text, strlen(text)) < 0)
            perror(path);
        close(fd);
    }
}

/* An empty /dev that this process alone sees; false where the machine does not allow it. */
static bool own_dev(void)
{
    char uid[64], gid[64];
    snprintf(uid, sizeof uid, "0 %u 1", (unsigned)getuid());
    snprintf(gid, sizeof gid, "0 %u 1", (unsigned)getgid());
    if (getuid() != 0 && unshare(CLONE_NEWUSER) == 0) {
        put("/proc/self/setgroups", "deny");
        put("/proc/self/uid_map", uid);
        put("/proc/self/gid_map", gid);
    }
    return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("none", "/dev", "tmpfs", 0, "mode=755") == 0;
}

static int listen_to_syslog(void)
{
    const struct sockaddr_un log = { .sun_family = AF_UNIX, .sun_path = "/dev/log" };
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    must(bind(fd, (const struct sockaddr *)&log, sizeof log));
    return fd;
}

static void send_two(void)
{
    static const struct svc_command command = { .name = "svc-test" };
    static const struct svc_verb verb = { .name = "sign" };
    struct svc_call call = { .command = &command, .verb = &verb,
                             .actor = { .person = "1203" } };
    call.db = svc_db_open("a.db", SVC_DB_READ);
    svc_call_anchor(&call, "P2026-000001");
    svc_call_anchor(&call, "P2026-000002");
    svc_db_close(call.db);
    svc_journal_send();
}

/* In a child: what arrives is its message. */
static void delivered(const char *arg)
{
    char text[256];
    (void)arg;
    if (!own_dev())
        svc_die(SVC_OK, "no /dev of our own");
    int fd = listen_to_syslog();
    send_two();
    for (int i = 0; i < 2; i++) {
        ssize_t len = recv(fd, text, sizeof text - 1, MSG_DONTWAIT);
        text[len > 0 ? len : 0] = '\0';
        const char *own = strstr(text, "]: ");
        svc_warn("%.4s%s", text, own ? own + 2 : " nothing");
    }
}

static void unheard(const char *arg)
{
    (void)arg;
    if (!own_dev())
        svc_die(SVC_OK, "no /dev of our own");
    send_two();
    svc_warn("the end");
}

static void test_delivery(void)
{
    make_store("a.db");
    struct outcome out = in_child(delivered, "");
    if (strstr(out.err, "no /dev of our own")) {
        skip("delivery", "this machine gives no process a /dev of its own");
        return;
    }
    /* 85 = authpriv (10) * 8 + notice (5) */
    is_str(out.err, "svc-test: <85> svc-test sign P2026-000001 1203 head #0 0000-0000-0000\n"
                    "svc-test: <85> svc-test sign P2026-000002 1203 head #0 0000-0000-0000\n",
           "each record's line arrives");
    out = in_child(unheard, "");
    ok(out.code == 0 && strstr(out.err, "no syslog takes its head: svc-test sign P2026-000002") &&
           strstr(out.err, "the end"),
       "that nobody listens is told, and is no failure");
    by_hand("a.db", "INSERT INTO meta (name, value) VALUES ('mode', 'local')");
    out = in_child(unheard, "");
    is_str(out.err, "svc-test: the end\n", "a local store is silent about it");
    svc_shared.verbose = true;
    out = in_child(unheard, "");
    ok(strstr(out.err, "keep this line elsewhere"), "unless it talks");
}

int main(void)
{
    make_home();
    svc_err_tool("svc-test");
    test_line();
    test_read();
    test_salt();
    test_delivery();
    return done_testing();
}
