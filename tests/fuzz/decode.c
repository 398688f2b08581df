/* decode: bytes of any encoding become UTF-8 that the rest may trust, or are refused, and it does not
 * matter in which pieces they come. What is decoded is encoded again and decodes to the same. */
#include "fuzz.h"
#include "svc/decode.h"
#include "svc/encode.h"
#include "svc/text.h"

static const char *const encodings[] = { NULL, "utf-8", "gb18030", "gbk", "gb2312", "big5", "utf-16",
                                         "utf-16le", "utf-16be" };
enum { ENCODINGS = sizeof encodings / sizeof *encodings };

/* All of it, `pieces` 0: at once, else in pieces that follow from the number. */
static struct svc_decoder *decode(const char *encoding, const char *bytes, size_t len, unsigned pieces,
                                  struct svc_buf *out)
{
    struct svc_decoder *decoder = svc_decoder_open(encoding);
    bool good = true;
    MUST(decoder);
    while (pieces && good && len) {
        unsigned piece = fuzz_next(&pieces);
        size_t n = piece % (piece & 0x100 ? 3 : 64);
        n = n < len ? n : len;
        good = svc_decode(decoder, bytes, n, false, out);
        bytes += n;
        len -= n;
        pieces |= 1;
    }
    good = good && svc_decode(decoder, bytes, len, true, out);
    MUST(good == !svc_decoder_error(decoder));
    return decoder;
}

/* No byte of it may surprise whoever reads it afterwards. */
static void check_text(const struct svc_buf *text)
{
    const char *from = svc_buf_text(text);
    MUST(svc_utf8_valid(from, text->len) == text->len);
    MUST(strlen(from) == text->len);
    MUST(!svc_text_refused(from));
}

static void check_again(const char *encoding, const struct svc_buf *text)
{
    struct svc_buf again = { 0 };
    struct svc_encoder *encoder = svc_encoder_open(encoding);
    const struct svc_buf *bytes = svc_encode_row(encoder, text, 1);
    struct svc_decoder *decoder = decode(encoding, svc_buf_text(bytes), bytes->len, 0, &again);
    const char *why = svc_decoder_error(decoder);
    /* Bytes that are UTF-8 as well are told to be that, whoever wrote them. */
    bool both = why && strstr(why, "the input is UTF-8");
    const char *from = svc_buf_text(text);
    size_t mark = strncmp(from, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* a second one goes like a first */
    MUST(both || (again.len == text->len - mark && strcmp(svc_buf_text(&again), from + mark) == 0));
    svc_decoder_close(decoder);
    svc_encoder_close(encoder);
    svc_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return -1;
    const char *encoding = encodings[data[0] % ENCODINGS], *bytes = (const char *)data + 2;
    size_t len = size - 2;
    struct svc_buf whole = { 0 }, parts = { 0 };
    struct svc_decoder *one = decode(encoding, bytes, len, 0, &whole);
    struct svc_decoder *other = decode(encoding, bytes, len, data[1] + 1u, &parts);
    const char *why = svc_decoder_error(one), *why_not = svc_decoder_error(other);
    uint64_t offset;
    MUST(!why == !why_not && (!why || strcmp(why, why_not) == 0));
    MUST(why || (whole.len == parts.len && strcmp(svc_buf_text(&whole), svc_buf_text(&parts)) == 0));
    check_text(&whole);
    check_text(&parts);
    if (svc_decoder_offset(one, whole.len, &offset) && !why)
        MUST(offset == len && memcmp(bytes + len - whole.len, svc_buf_text(&whole), whole.len) == 0);
    if (!why && fuzz_begin()) {
        check_again(encoding, &whole);
        fuzz_end();
    }
    svc_decoder_close(one);
    svc_decoder_close(other);
    svc_buf_free(&whole);
    svc_buf_free(&parts);
    return 0;
}
