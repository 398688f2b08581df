#include "svc/digest.h"

#include <string.h>

enum { NULL_TAG = 0, INT_TAG = 1, TEXT_TAG = 2 };

void svc_digest_begin(struct svc_digest *digest)
{
    sha256_init(&digest->sha);
    digest->gathered = 0;
}

static void hash_gathered(struct svc_digest *digest)
{
    sha256_update(&digest->sha, digest->gathered, digest->bytes);
    digest->gathered = 0;
}

void svc_digest_bytes(struct svc_digest *digest, const void *bytes, size_t len)
{
    if (digest->gathered + len > sizeof digest->bytes)
        hash_gathered(digest);
    if (len > sizeof digest->bytes) {
        sha256_update(&digest->sha, len, bytes);
    } else if (len > 0) {
        memcpy(digest->bytes + digest->gathered, bytes, len);
        digest->gathered += len;
    }
}

/* A tag and seven bits of the number a byte, the low ones first: most lengths are one byte, and
 * a digest costs by the byte. */
static void add_number(struct svc_digest *digest, unsigned char tag, uint64_t number)
{
    enum { LONGEST = 11 };
    if (digest->gathered + LONGEST > sizeof digest->bytes)
        hash_gathered(digest);
    unsigned char *to = digest->bytes + digest->gathered;
    *to++ = tag;
    for (; number > 0x7f; number >>= 7)
        *to++ = (unsigned char)(number | 0x80);
    *to++ = (unsigned char)number;
    digest->gathered = (size_t)(to - digest->bytes);
}

static void add_null(struct svc_digest *digest)
{
    if (digest->gathered == sizeof digest->bytes)
        hash_gathered(digest);
    digest->bytes[digest->gathered++] = NULL_TAG;
}

void svc_digest_text(struct svc_digest *digest, const char *text, size_t len)
{
    if (!text) {
        add_null(digest);
        return;
    }
    add_number(digest, TEXT_TAG, len);
    svc_digest_bytes(digest, text, len);
}

void svc_digest_int(struct svc_digest *digest, int64_t number)
{
    add_number(digest, INT_TAG, (uint64_t)number);
}

void svc_digest_end(struct svc_digest *digest, unsigned char out[SVC_DIGEST])
{
    sha256_update(&digest->sha, digest->gathered, digest->bytes);
    sha256_digest(&digest->sha, SVC_DIGEST, out);
}

void svc_digest_keep(struct svc_digest *digest, struct sha256_ctx *kept)
{
    hash_gathered(digest);
    *kept = digest->sha;
}

void svc_digest_resume(struct svc_digest *digest, const struct sha256_ctx *kept)
{
    digest->sha = *kept;
    digest->gathered = 0;
}

char *svc_digest_hex(const unsigned char bytes[SVC_DIGEST], char out[SVC_DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < SVC_DIGEST; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * SVC_DIGEST] = '\0';
    return out;
}

static char *end_hex(struct svc_digest *digest, char out[SVC_DIGEST_HEX])
{
    unsigned char bytes[SVC_DIGEST];
    svc_digest_end(digest, bytes);
    return svc_digest_hex(bytes, out);
}

char *svc_digest_one(const char *text, size_t len, char out[SVC_DIGEST_HEX])
{
    struct svc_digest digest;
    svc_digest_begin(&digest);
    svc_digest_text(&digest, text, len);
    return end_hex(&digest, out);
}

char *svc_digest_whole(const void *bytes, size_t len, char out[SVC_DIGEST_HEX])
{
    struct svc_digest digest;
    svc_digest_begin(&digest);
    svc_digest_bytes(&digest, bytes, len);
    return end_hex(&digest, out);
}
