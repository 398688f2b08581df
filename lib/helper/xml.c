#include "xml.h"

#include <expat.h>
#include <string.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/text.h"

enum { PIECE = 64 * 1024, DEPTH_MAX = 64, TOKEN_MAX = 1024 * 1024 };

static struct {
    XML_Parser parser;
    const struct xml_events *events;
    void *ctx;
    const char *what, *encoding;
    int depth;
    bool stopped;
    const char *why; /* it was stopped for good */
} at;

void xml_forget(void)
{
    if (at.parser)
        XML_ParserFree(at.parser);
    memset(&at, 0, sizeof at);
}

void xml_stop(void)
{
    at.stopped = true;
    XML_StopParser(at.parser, XML_FALSE);
}

static void refuse(const char *why)
{
    at.why = why;
    XML_StopParser(at.parser, XML_FALSE);
}

const char *xml_local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0 || strcmp(xml_local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

static void start(void *ctx, const char *name, const char **attributes)
{
    if (at.stopped || at.why)
        return;
    if (++at.depth > DEPTH_MAX)
        refuse(N_("is nested more than 64 levels deep"));
    else
        at.events->start(ctx, xml_local(name), attributes);
}

static void end(void *ctx, const char *name)
{
    if (at.stopped || at.why)
        return;
    at.depth--;
    at.events->end(ctx, xml_local(name));
}

static void text(void *ctx, const char *bytes, int len)
{
    if (!at.stopped && !at.why)
        at.events->text(ctx, bytes, len);
}

static void doctype(void *ctx, const char *name, const char *system, const char *public, int internal)
{
    (void)ctx;
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    refuse(N_("declares a document type, which no spreadsheet writes"));
}

static void begin(void)
{
    at.parser = XML_ParserCreate(at.encoding);
    if (!at.parser)
        svc_die(SVC_IO, "out of memory");
    XML_SetUserData(at.parser, at.ctx);
    XML_SetElementHandler(at.parser, start, end);
    if (at.events->text)
        XML_SetCharacterDataHandler(at.parser, text);
    XML_SetStartDoctypeDeclHandler(at.parser, doctype);
}

/* Why the parser has given up: perhaps at a byte that no character of what is UTF-8 begins with. */
static const char *why_not(void)
{
    int at_byte = 0, len = 0;
    const char *bytes = XML_GetInputContext(at.parser, &at_byte, &len);
    switch (XML_GetErrorCode(at.parser)) {
    case XML_ERROR_NO_MEMORY: return N_("takes more memory than there is");
    case XML_ERROR_UNKNOWN_ENCODING: return N_("is in an encoding that is unknown here");
    default:
        if (at.encoding && bytes && at_byte < len && !svc_utf8_valid(bytes + at_byte, (size_t)(len - at_byte)))
            return N_("is not valid UTF-8\nif it comes from Excel or a Chinese system, add --encoding gb18030");
        return N_("is no well-formed XML");
    }
}

/* False at the end. */
static bool feed(size_t len, size_t *fed)
{
    *fed += len;
    if (XML_ParseBuffer(at.parser, (int)len, len == 0) != XML_STATUS_OK) {
        if (!at.stopped && !at.why)
            at.why = why_not();
        return false;
    }
    XML_Index event = XML_GetCurrentByteIndex(at.parser);
    if (event >= 0 && *fed > (size_t)event + TOKEN_MAX) {
        at.why = N_("holds a tag or comment of more than 1 MiB");
        return false;
    }
    return len != 0;
}

void xml_parse(const char *what, const char *encoding, ssize_t (*read)(void *from, void *to, size_t size),
               void *from, const struct xml_events *events, void *ctx)
{
    size_t fed = 0;
    ssize_t n = 0;
    xml_forget();
    at.events = events;
    at.ctx = ctx;
    at.what = what;
    at.encoding = encoding;
    begin();
    do {
        void *room = XML_GetBuffer(at.parser, PIECE);
        if (!room)
            svc_die(SVC_BADINPUT, "%s takes more memory than there is", what);
        n = read(from, room, PIECE);
    } while (n >= 0 && feed((size_t)n, &fed));
    if (at.why) {
        XML_Size line = XML_GetCurrentLineNumber(at.parser);
        svc_die(SVC_BADINPUT, "%s, line %lu: %s", what, (unsigned long)line, svc_tr(at.why));
    }
    xml_forget();
}
