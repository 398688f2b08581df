/* The files of svc-roster share the register's shape. */
#ifndef SVC_CMD_ROSTER_H
#define SVC_CMD_ROSTER_H

#include "svc/call.h"

/* Positions of the columns: of the register, of its table, of a record's values. */
enum roster_column {
    R_NO, R_SOURCE, R_SOURCE_NO, R_DAY, R_SHIFT, R_PERSON, R_STAND_IN, R_PHONE, R_REMARK,
    R_RECORDED_AT, R_RECORDED_BY, R_DIGEST, R_EVENT, R_COLUMNS
};

extern const struct svc_register roster_register;

#endif
