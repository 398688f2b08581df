/* sanitized: whether a sanitizer looks at each piece of memory. It keeps a shadow of all of it, and sees no piece that
 * was cut from another. */
#ifndef SVC_SANITIZED_H
#define SVC_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define SVC_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SVC_SANITIZED 1
#endif
#endif
#ifndef SVC_SANITIZED
#define SVC_SANITIZED 0
#endif

#endif
