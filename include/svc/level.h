/* level: how grave a complaint looks at intake. 1 (一级) is the worst.
 *
 * The intake rule only proposes; the service office determines the level later and both stay
 * (domain 1). Level 1: media, regulator and government channels. The rest is level 3; level 2
 * (a staff rule or a promise broken) needs a person's judgement.
 */
#ifndef SVC_LEVEL_H
#define SVC_LEVEL_H

/* The level proposed for a complaint that came through `channel`. */
int svc_level_propose(const char *channel);

#endif
