/* generate ROWS MONTHS: the same complaints every time, as CSV, spread over MONTHS months that
 * end with 2026-09. One in twenty misses a limit; one in ten texts needs quotes. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t state = 88172645463325252u;

static uint32_t next(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}

int main(int argc, char **argv)
{
    static const char *const channels[] = { "hotline", "counter", "web", "letter" };
    static const char *const categories[] = { "billing", "repair", "gas_on", "information" };
    long rows = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
    long months = argc > 2 ? strtol(argv[2], NULL, 10) : 12;
    printf("source,source_no,received_at,channel,category,subject,content,phone,level,dept,"
           "responded_at,closed_at,solution,valid,responsible\n");
    for (long i = 0; i < rows; i++) {
        long month = 2026 * 12 + 8 - (months - 1) + i * months / rows;
        unsigned day = 1 + next(20), late = next(20) == 0;
        printf("crm,%ld,%04ld-%02ld-%02u %02u:%02u:%02u,%s,%s,subject %ld,", i, month / 12,
               month % 12 + 1, day, 8 + next(8), next(60), next(60), channels[next(4)],
               categories[next(4)], i);
        if (next(10) == 0)
            printf("\"a longer text, in quotes, about complaint %ld\"", i);
        else
            printf("a plain text about complaint number %ld", i);
        printf(",138%08" PRIu32 ",3,0%u,%04ld-%02ld-%02u 16:30:00,%04ld-%02ld-%02u 17:00:00,"
               "what was done about %ld,yes,yes\n",
               next(100000000), 1 + next(5), month / 12, month % 12 + 1, day + (late ? 3 : 0),
               month / 12, month % 12 + 1, day + (late ? 8 : 0), i);
    }
    return ferror(stdout) ? 1 : 0;
}
