#include <sha2.h>
#include <string.h>

#include "svc/event.h"

/* SHA-256 is libmd's; only its blocks are filled here, because values come in pieces of a few
 * bytes and a call for each would cost as much as the hashing. */

enum { BLOCK = SHA256_BLOCK_LENGTH, NULL_TAG = 0, INT_TAG = 1, TEXT_TAG = 2 };

void svc_digest_begin(struct svc_digest *digest)
{
    static SHA2_CTX fresh;
    if (fresh.state.st32[0] == 0)
        SHA256Init(&fresh);
    memcpy(digest->state, fresh.state.st32, sizeof digest->state);
    digest->length = 0;
}

void svc_digest_bytes(struct svc_digest *digest, const void *bytes, size_t len)
{
    const unsigned char *from = bytes;
    size_t used = digest->length % BLOCK;
    digest->length += len;
    while (used + len >= BLOCK) {
        memcpy(digest->block + used, from, BLOCK - used);
        SHA256Transform(digest->state, digest->block);
        from += BLOCK - used;
        len -= BLOCK - used;
        used = 0;
    }
    if (len > 0)
        memcpy(digest->block + used, from, len);
}

static unsigned char *little_endian(unsigned char *out, uint64_t number)
{
    for (int i = 0; i < 8; i++, number >>= 8)
        out[i] = (unsigned char)number;
    return out;
}

void svc_digest_text(struct svc_digest *digest, const char *text, size_t len)
{
    unsigned char head[9] = { TEXT_TAG };
    if (!text) {
        svc_digest_null(digest);
        return;
    }
    little_endian(head + 1, len);
    svc_digest_bytes(digest, head, sizeof head);
    svc_digest_bytes(digest, text, len);
}

void svc_digest_int(struct svc_digest *digest, int64_t number)
{
    unsigned char head[9] = { INT_TAG };
    little_endian(head + 1, (uint64_t)number);
    svc_digest_bytes(digest, head, sizeof head);
}

void svc_digest_null(struct svc_digest *digest)
{
    static const unsigned char tag = NULL_TAG;
    svc_digest_bytes(digest, &tag, 1);
}

/* SHA-256's ending: a one bit, zeros, and the length in bits in the last 8 bytes of a block. */
void svc_digest_end(struct svc_digest *digest, unsigned char out[SVC_DIGEST])
{
    static const unsigned char padding[BLOCK] = { 0x80 };
    unsigned char bits[8];
    uint64_t count = digest->length * 8;
    size_t room = BLOCK - digest->length % BLOCK; /* 1 … 64 */
    for (int i = 0; i < 8; i++)
        bits[i] = (unsigned char)(count >> (56 - 8 * i));
    svc_digest_bytes(digest, padding, room > 8 ? room - 8 : room + BLOCK - 8);
    svc_digest_bytes(digest, bits, sizeof bits);
    for (int i = 0; i < SVC_DIGEST; i++)
        out[i] = (unsigned char)(digest->state[i / 4] >> (24 - 8 * (i % 4)));
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

void svc_row_digest(struct svc_query *row, unsigned char out[SVC_DIGEST])
{
    struct svc_digest digest;
    int columns = svc_columns(row);
    svc_digest_begin(&digest);
    for (int i = 0; i < columns; i++) {
        if (svc_is_int(row, i))
            svc_digest_int(&digest, svc_int(row, i));
        else
            svc_digest_text(&digest, svc_text(row, i), svc_text_len(row, i));
    }
    svc_digest_end(&digest, out);
}
