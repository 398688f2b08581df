/* The files of svc-complaint share the register's shape. */
#ifndef SVC_CMD_COMPLAINT_H
#define SVC_CMD_COMPLAINT_H

#include "svc/call.h"

extern const struct svc_register complaint_register;

/* Intake: svc-complaint.c */
int complaint_add(struct svc_call *call);
int complaint_import(struct svc_call *call);

/* The life of a complaint: svc-complaint-life.c */
int complaint_assign(struct svc_call *call);
int complaint_respond(struct svc_call *call);
int complaint_propose(struct svc_call *call);
int complaint_close(struct svc_call *call);
int complaint_determine(struct svc_call *call);
extern const struct svc_option assign_options[], respond_options[], propose_options[],
    close_options[], determine_options[];

/* The arithmetic of its deadlines: svc-complaint-explain.c */
int complaint_explain(struct svc_call *call);

#endif
