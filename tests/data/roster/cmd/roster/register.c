/* What svc-roster registers: the shape of its records. */
#include "roster.h"

static const struct svc_column columns[] = {
    [R_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [R_SOURCE] = SVC_COLUMN_SOURCE,
    [R_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [R_DAY] = { .name = "day", .type = SVC_TYPE_DAY, .flags = SVC_REQUIRED, .label = "值班日期",
                .help = "the day of duty" },
    [R_SHIFT] = { .name = "shift", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED | SVC_SET,
                  .label = "班次", .help = "which part of it", .values = "day|night" },
    [R_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED | SVC_SET,
                   .label = "值班人", .help = "who is on duty", .table = "person" },
    [R_STAND_IN] = { .name = "stand_in", .type = SVC_TYPE_CODE, .flags = SVC_NAME | SVC_SET,
                     .label = "替班人", .help = "who comes when the person cannot" },
    [R_PHONE] = { .name = "phone", .type = SVC_TYPE_PHONE, .flags = SVC_PHONE | SVC_SET,
                  .label = "替班电话", .help = "where the stand-in is called" },
    [R_REMARK] = { .name = "remark", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "备注",
                   .help = "what else there is to say" },
    [R_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [R_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [R_DIGEST] = SVC_COLUMN_DIGEST,
    [R_EVENT] = SVC_COLUMN_EVENT,
    [R_COLUMNS] = { 0 }
};

const struct svc_register roster_register = {
    .name = "duties", .one = "duty", .help = "who is on duty when", .table = "roster",
    .prefix = "WD", .fact = "day", .columns = columns
};
