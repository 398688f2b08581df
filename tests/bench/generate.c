/* generate ROWS MONTHS [complaints|callbacks|orders|customers]: the same records every time, as CSV,
 * spread over MONTHS months that end with 2026-09. One complaint in twenty misses a limit; one text
 * in ten needs quotes. One customer called back in ten is not satisfied. One order in twenty is
 * days late; orders come in no order of time. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static uint32_t next(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}

static void complaints(long rows, long months)
{
    static const char *const channels[] = { "hotline", "counter", "web", "letter" };
    static const char *const categories[] = { "billing", "repair", "gas_on", "information" };
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
}

static void callbacks(long rows, long months)
{
    static const char *const businesses[] = { "repair", "gas_on", "safety_check", "install" };
    printf("source,source_no,business,planned_at,window_to,dept,attempts,called_at,overall,solved\n");
    for (long i = 0; i < rows; i++) {
        long month = 2026 * 12 + 8 - (months - 1) + i * months / rows;
        unsigned day = 1 + next(20), bad = next(10) == 0;
        printf("acd,%ld,%s,%04ld-%02ld-%02u %02u:%02u:%02u,%04ld-%02ld-%02u 17:30:00,0%u,1,"
               "%04ld-%02ld-%02u %02u:%02u:00,%u,%s\n", i, businesses[next(4)], month / 12,
               month % 12 + 1, day, 8 + next(8), next(60), next(60), month / 12, month % 12 + 1,
               day + 3, 1 + next(5), month / 12, month % 12 + 1, day + 1, 9 + next(3), next(60),
               bad ? 1 + next(6) : 8 + next(3), bad ? "no" : "yes");
    }
}

static void orders(long rows, long months)
{
    static const char *const businesses[] = { "repair", "gas_on", "safety_check", "install" };
    printf("source,source_no,business,dept,customer,accepted_at,arrived_at,finished_at,content\n");
    for (long i = 0; i < rows; i++) {
        long month = 2026 * 12 + 8 - (long)next((uint32_t)months);
        unsigned day = 1 + next(20), hour = 8 + next(8), late = next(20) == 0 ? 8 : 0;
        char date[16];
        snprintf(date, sizeof date, "%04ld-%02ld", month / 12, month % 12 + 1);
        printf("dispatch,%ld,%s,0%u,U%08" PRIu32 ",%s-%02u %02u:%02u:00,%s-%02u %02u:%02u:00,"
               "%s-%02u 17:%02u:00,what is to be done about %ld\n", i, businesses[next(4)],
               1 + next(5), next(1000000), date, day, hour, next(60), date, day + late, hour + 1,
               next(60), date, day + late, next(30), i);
    }
}

static void customers(long rows)
{
    static const char *const classes[] = { "resident", "commercial", "industrial" };
    printf("customer,name,kind,customer_kind,class,address,phone,daily_gas_m3\n");
    for (long i = 0; i < rows; i++) {
        uint32_t class = next(20) == 0 ? 1 + next(2) : 0;
        printf("U%08ld,name %ld,%s,%s,%s,street %" PRIu32 ",138%08" PRIu32 ",%" PRIu32 "\n", i, i,
               class ? "unit" : "person", class ? "business" : "home", classes[class], next(90000),
               next(100000000), class ? next(1500) : next(3));
    }
}

int main(int argc, char **argv)
{
    long rows = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
    long months = argc > 2 ? strtol(argv[2], NULL, 10) : 12;
    const char *what = argc > 3 ? argv[3] : "complaints";
    if (strcmp(what, "callbacks") == 0)
        callbacks(rows, months);
    else if (strcmp(what, "orders") == 0)
        orders(rows, months);
    else if (strcmp(what, "customers") == 0)
        customers(rows);
    else
        complaints(rows, months);
    return ferror(stdout) ? 1 : 0;
}
