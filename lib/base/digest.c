#include "svc/digest.h"

#include <string.h>

enum { NULL_TAG = 0, INT_TAG = 1, TEXT_TAG = 2 };

void svc_digest_begin(struct svc_digest *digest)
{
    sha256_init(&digest->sha);
    digest->gathered = 0;
}

void svc_digest_bytes(struct svc_digest *digest, const void *bytes, size_t len)
{
    if (digest->gathered + len > sizeof digest->bytes) {
        sha256_update(&digest->sha, digest->gathered, digest->bytes);
        digest->gathered = 0;
    }
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
    unsigned char bytes[11] = { tag };
    size_t len = 1;
    for (; number > 0x7f; number >>= 7)
        bytes[len++] = (unsigned char)(number | 0x80);
    bytes[len++] = (unsigned char)number;
    svc_digest_bytes(digest, bytes, len);
}

void svc_digest_text(struct svc_digest *digest, const char *text, size_t len)
{
    if (!text) {
        svc_digest_null(digest);
        return;
    }
    add_number(digest, TEXT_TAG, len);
    svc_digest_bytes(digest, text, len);
}

void svc_digest_int(struct svc_digest *digest, int64_t number)
{
    add_number(digest, INT_TAG, (uint64_t)number);
}

void svc_digest_null(struct svc_digest *digest)
{
    static const unsigned char tag = NULL_TAG;
    svc_digest_bytes(digest, &tag, 1);
}

/* SHA-256's ending: a one bit, zeros, and the length in bits in the last 8 bytes of a block. */
void svc_digest_end(struct svc_digest *digest, unsigned char out[SVC_DIGEST])
{
    sha256_update(&digest->sha, digest->gathered, digest->bytes);
    sha256_digest(&digest->sha, SVC_DIGEST, out);
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
