/* digest: SHA-256 over values as they come.
 *
 * Each value goes in with its type and length, so that no two lists of values look alike. Values
 * are a few bytes each and are gathered before the library hashes them; nothing is allocated.
 */
#ifndef SVC_DIGEST_H
#define SVC_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include <nettle/sha2.h>

enum { SVC_DIGEST = 32, SVC_DIGEST_HEX = 65 };

struct svc_digest {
    struct sha256_ctx sha;
    size_t gathered;
    unsigned char bytes[2048];
};

void svc_digest_begin(struct svc_digest *digest);
void svc_digest_text(struct svc_digest *digest, const char *text, size_t len); /* NULL is null */
void svc_digest_int(struct svc_digest *digest, int64_t number);
void svc_digest_bytes(struct svc_digest *digest, const void *bytes, size_t len); /* as they are */
void svc_digest_end(struct svc_digest *digest, unsigned char out[SVC_DIGEST]);

/* Keeps what came so far; and begins another digest with it. */
void svc_digest_keep(struct svc_digest *digest, struct sha256_ctx *kept);
void svc_digest_resume(struct svc_digest *digest, const struct sha256_ctx *kept);

/* The digest as 64 lower-case hexadecimal digits; returns `out`. */
char *svc_digest_hex(const unsigned char bytes[SVC_DIGEST], char out[SVC_DIGEST_HEX]);

/* Of one text alone, with its type and length; and of bytes as they are, as sha256sum tells it: in hexadecimal
 * digits. Both return `out`. */
char *svc_digest_one(const char *text, size_t len, char out[SVC_DIGEST_HEX]);
char *svc_digest_whole(const void *bytes, size_t len, char out[SVC_DIGEST_HEX]);

#endif
