/* actor: who is acting. The kernel's real uid, its passwd name, and the person whose login that
 * is; no option and no variable has a say. On the store's side of a host it is the uid that sudo
 * tells, and then the store must be a host's. */
#ifndef SVC_ACTOR_H
#define SVC_ACTOR_H

#include "svc/db.h"
#include "svc/event.h"

/* The uid and login; person and roles stay NULL. Strings live as long as the process. */
struct svc_actor svc_actor_login(void);

/* The same with person and roles from the store, for a login valid today; roles are those in force
 * today (a change counts from the next day). Both stay NULL when the store knows no such person.
 * A host's store judges by the system's clock, and refuses whoever `writes` at a fixed time. */
struct svc_actor svc_actor_find(struct svc_db *db, bool writes);

/* The same; somebody unknown ends the tool with SVC_DENIED. */
struct svc_actor svc_actor_known(struct svc_db *db, bool writes);
#define SVC_ACTOR_UNKNOWN \
    "\"%s\" is no person of this store\nan admin registers it with svc-admin add persons"

/* Every role a person can hold, once, with what it is called (word.h). Outside bodies sign on paper
 * only. */
#define SVC_EACH_ROLE(EACH) \
    EACH("agent", "坐席员;座席员;坐席;客服代表;话务员;呼叫中心坐席员") \
    EACH("staff", "员工;一般员工;一线员工;职工") \
    EACH("team_leader", "班组长;班长;组长;维修班长;队长") \
    EACH("dept_head", "部门主任;部门经理;部长;部门负责人;科长") \
    EACH("deputy_gm", "分管副总经理;副总经理;分管副总;副总;主管领导;分管领导") \
    EACH("gm", "总经理;一号位") \
    EACH("office", "服务管理办公室;服管办;客服管理办公室") \
    EACH("general_office", "综合办公室;综合办;办公室") \
    EACH("leadership", "领导班子;班子成员;领导班子成员;经营班子") \
    EACH("committee", "服务管理委员会;服管委;委员会") \
    EACH("service_director", "服务总监;客户服务总监") \
    EACH("region_director", "区域服务总监;区域协调中心服务总监") \
    EACH("national_centre", "全国客户服务中心;全国客服中心") \
    EACH("clerk", "录入员;工单录入员;主数据维护员;经办员") \
    EACH("auditor", "审计员;审计;稽查员;督查员") \
    EACH("admin", "系统管理员;管理员") \
    EACH("cron", "定时任务;计划任务;系统任务")

#define SVC_ROLE_CODE(code, names) "|" code
#define SVC_ROLE_WORD(code, names) "|" code ":" names
#define SVC_OR_ROLES SVC_EACH_ROLE(SVC_ROLE_CODE) /* behind another word: "handler" SVC_OR_ROLES */
#define SVC_ROLES (&(SVC_OR_ROLES)[1])            /* agent|staff|... */
#define SVC_ROLE_WORDS (&(SVC_EACH_ROLE(SVC_ROLE_WORD))[1])
/* Who does the same in several commands. */
#define SVC_ROLES_HANDLE "agent;staff;team_leader;clerk;office;dept_head" /* what customers bring */
#define SVC_ROLES_TAKE SVC_ROLES_HANDLE ";admin;cron" /* takes it in, by file too */
#define SVC_ROLES_ENTER "office;clerk" /* enters what others did or signed on paper */
#define SVC_ROLES_CORRECT SVC_ROLES_ENTER ";admin;cron" /* changes by file what was decided */

/* SQL of the roles that person `p` holds on `day`, itself SQL: those before the first change that
 * is still to come then. */
#define SVC_ROLES_ON(day)                                                                       \
    "COALESCE((SELECT c.old_roles FROM role_change c"                                           \
    " WHERE c.person = p.person AND c.from_day > " day " ORDER BY c.from_day LIMIT 1), p.roles)"

/* The roles that a person of the company holds today, to be freed; NULL for one who is unknown, not
 * there yet or gone. Whoever signs or decides is judged by these, not by the table's column. */
char *svc_actor_roles(struct svc_db *db, const char *person);

#endif
