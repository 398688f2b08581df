CREATE TABLE meta (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT
) STRICT;
CREATE TABLE event (
    seq    INTEGER PRIMARY KEY NOT NULL,
    at     TEXT NOT NULL,              -- civil time; the fixed one where `fixed` is 1
    fixed  INTEGER NOT NULL CONSTRAINT event_fixed CHECK (fixed IN (0, 1)),
    uid    INTEGER NOT NULL,
    login  TEXT NOT NULL,
    person TEXT,
    roles  TEXT,
    tool   TEXT NOT NULL,
    verb   TEXT NOT NULL,
    tbl    TEXT,
    record TEXT,
    op_id  TEXT NOT NULL,
    reason TEXT,
    change TEXT,
    state  TEXT,                       -- of tbl, after this change, in hex
    prev   TEXT NOT NULL,
    hash   TEXT NOT NULL
) STRICT;
CREATE INDEX event_record ON event (record);
CREATE INDEX event_op ON event (op_id);
CREATE INDEX event_clock ON event (fixed, seq);
CREATE TABLE operation (
    login  TEXT NOT NULL,
    op_id  TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (login, op_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE register_state (
    tbl   TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL
          DEFAULT '0000000000000000000000000000000000000000000000000000000000000000',
    seq   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE counter (
    prefix TEXT NOT NULL,
    year   INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (prefix, year)
) STRICT;
CREATE TABLE personal (
    tbl     TEXT NOT NULL,
    key_col TEXT NOT NULL,             -- with the record's number
    col     TEXT NOT NULL,
    old_col TEXT NOT NULL,             -- with the day it grows old from, once the record is done
                                         -- (clock_done); never: it stays as long as its record
    PRIMARY KEY (tbl, col)
) STRICT;
CREATE TABLE pack_sql (
    tbl    TEXT NOT NULL,
    col    TEXT NOT NULL,
    closed INTEGER NOT NULL CONSTRAINT pack_sql_closed CHECK (closed IN (0, 1)),
    PRIMARY KEY (tbl, col)
) STRICT;
CREATE TABLE phone_number (
    tbl    TEXT NOT NULL,
    number TEXT NOT NULL,
    no     TEXT NOT NULL,
    PRIMARY KEY (tbl, number, no)
) STRICT, WITHOUT ROWID;
CREATE TABLE look_up (
    login TEXT NOT NULL,
    at    TEXT NOT NULL,
    seq   INTEGER NOT NULL,                -- of the event
    PRIMARY KEY (login, at, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE step_brought (
    tbl    TEXT NOT NULL,
    no     TEXT NOT NULL,
    verb   TEXT NOT NULL,
    at     TEXT NOT NULL,
    digest TEXT NOT NULL,              -- of what else the row said
    PRIMARY KEY (tbl, no, verb, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE salt (
    seq  INTEGER PRIMARY KEY NOT NULL REFERENCES event (seq) DEFERRABLE INITIALLY DEFERRED,
    tbl  TEXT NOT NULL,                -- whose personal data
    salt TEXT NOT NULL CONSTRAINT salt_length CHECK (LENGTH(salt) = 32)
) STRICT;
CREATE TABLE clock (
    tbl        TEXT NOT NULL,
    clock      TEXT NOT NULL,          -- limits.csv: clock
    matter     TEXT NOT NULL,          -- limits.csv: matter
    start_col  TEXT NOT NULL,          -- the moment it runs from
    due_col    TEXT NOT NULL,          -- the deadline kept
    met_cols   TEXT,                   -- the columns whose first given moment met it
    bound_col  TEXT,                   -- a date set from outside that wins when earlier
    place      INTEGER NOT NULL,           -- the order in which they are told
    matter_col TEXT,                   -- names the matter, where records differ
    start_cols TEXT,                   -- what a limit's start may name: accepted_at is accepted,
                                         -- `received:opened_at` a column under another name; the
                                         -- first is also what `before` counts back from
    agreed_col TEXT,                   -- agreed with the customer: stands in the place of
                                         -- whatever limit applies
    void_state TEXT,                   -- a record in this state has no such limit
    taken_col  TEXT,                   -- where start_col has its moment from, while both are the
                                         -- same; start_col is then the beginning of a round, and no
                                         -- start of the round lies before it
    PRIMARY KEY (tbl, clock)
) STRICT;
CREATE TABLE clock_done (
    tbl   TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (tbl, state)
) STRICT;
CREATE TABLE clock_round (
    tbl       TEXT PRIMARY KEY NOT NULL,
    round_tbl TEXT NOT NULL
) STRICT;
CREATE TABLE made_of (
    tbl    TEXT NOT NULL,
    source TEXT NOT NULL,              -- as the record has it
    of_tbl TEXT NOT NULL,
    use    TEXT NOT NULL,
    ends   TEXT NOT NULL,              -- `;`-separated, with a `;` at either end
    PRIMARY KEY (tbl, source)
) STRICT;
CREATE TABLE hold (
    tbl     TEXT NOT NULL,
    no      TEXT NOT NULL,
    from_at TEXT NOT NULL,
    longest TEXT,                      -- as long as it may last without an approver
    reason  TEXT NOT NULL,
    event   INTEGER NOT NULL,
    PRIMARY KEY (tbl, no, from_at)
) STRICT;
CREATE TABLE hold_end (
    tbl      TEXT NOT NULL,
    no       TEXT NOT NULL,
    from_at  TEXT NOT NULL,
    until_at TEXT NOT NULL,
    approver TEXT REFERENCES person (person), -- of one that lasted longer
    event    INTEGER NOT NULL,
    PRIMARY KEY (tbl, no, from_at),
    FOREIGN KEY (tbl, no, from_at) REFERENCES hold (tbl, no, from_at),
    CONSTRAINT hold_order CHECK (until_at >= from_at)
) STRICT;
CREATE TABLE extension (
    tbl       TEXT NOT NULL,
    no        TEXT NOT NULL,
    clock     TEXT NOT NULL,
    start_at  TEXT NOT NULL,           -- of the clock: a new round has its own extension
    length    TEXT NOT NULL,
    approver  TEXT NOT NULL REFERENCES person (person),
    reason    TEXT NOT NULL,
    told_at   TEXT NOT NULL,
    event     INTEGER NOT NULL,
    PRIMARY KEY (tbl, no, clock, start_at)
) STRICT;
CREATE TABLE excuse (
    tbl        TEXT NOT NULL,
    no         TEXT NOT NULL,
    round      INTEGER NOT NULL,
    clock      TEXT NOT NULL,
    due_at     TEXT NOT NULL,
    approver   TEXT NOT NULL REFERENCES person (person),
    reason     TEXT NOT NULL,
    evidence   TEXT NOT NULL,
    excused_at TEXT NOT NULL,
    excused_by TEXT,
    event      INTEGER NOT NULL,
    PRIMARY KEY (tbl, no, round, clock),
    CONSTRAINT excuse_other CHECK (excused_by IS NULL OR approver <> excused_by)
) STRICT;
CREATE TABLE miss_undone (
    tbl       TEXT NOT NULL,
    no        TEXT NOT NULL,
    round     INTEGER NOT NULL,
    clock     TEXT NOT NULL,
    due_at    TEXT NOT NULL,           -- these two as the record had them, and says now
    done_at   TEXT,
    how       TEXT NOT NULL CONSTRAINT miss_how CHECK (how IN ('late', 'decided')),
    reason    TEXT,
    undone_at TEXT NOT NULL,
    undone_by TEXT,
    event     INTEGER NOT NULL,
    PRIMARY KEY (event)
) STRICT;
CREATE INDEX miss_undone_record ON miss_undone (tbl, no, round, clock);
CREATE INDEX miss_undone_due ON miss_undone (tbl, due_at);
CREATE TABLE miss_confirm (
    undone       INTEGER PRIMARY KEY NOT NULL REFERENCES miss_undone (event),
    reason       TEXT NOT NULL,
    confirmed_at TEXT NOT NULL,
    confirmed_by TEXT,
    event        INTEGER NOT NULL
) STRICT;
CREATE VIEW miss_past AS
SELECT u.tbl, u.no, u.round, u.clock, u.due_at, u.done_at, u.event AS waits,
       CASE WHEN u.how = 'late' AND c.undone IS NULL THEN 'proposed' ELSE 'reversed' END AS status,
       CASE WHEN u.how = 'decided'
            THEN 'miss_decided|' || u.due_at || '|' || COALESCE(u.done_at, '') || '|'
                                 || COALESCE(u.undone_by, '') || '|' || COALESCE(u.reason, '')
            WHEN c.undone IS NULL
            THEN 'miss_late|' || u.due_at || '|' || COALESCE(u.done_at, '') || '|' || u.undone_at
                              || '|' || COALESCE(u.undone_by, '')
            ELSE 'miss_confirmed|' || u.due_at || '|' || COALESCE(u.done_at, '') || '|'
                                   || COALESCE(c.confirmed_by, '') || '|' || c.reason END AS told
  FROM miss_undone u
  LEFT JOIN miss_confirm c ON c.undone = u.event
 WHERE u.event = (SELECT MAX(o.event) FROM miss_undone o
                   WHERE o.tbl = u.tbl AND o.no = u.no AND o.round = u.round AND o.clock = u.clock)
/* miss_past(tbl,"no",round,clock,due_at,done_at,waits,status,told) */;
CREATE TABLE former_time (
    tbl        TEXT NOT NULL,
    no         TEXT NOT NULL,
    col        TEXT NOT NULL,
    was        TEXT,
    becomes    TEXT,
    reason     TEXT,
    changed_at TEXT NOT NULL,
    changed_by TEXT,
    event      INTEGER PRIMARY KEY NOT NULL
) STRICT;
CREATE INDEX former_time_record ON former_time (tbl, no, col);
CREATE TABLE asked_time (
    tbl      TEXT NOT NULL,
    no       TEXT NOT NULL,
    col      TEXT NOT NULL,
    asked    TEXT,
    asked_at TEXT NOT NULL,
    asked_by TEXT,
    event    INTEGER PRIMARY KEY NOT NULL
) STRICT;
CREATE INDEX asked_time_record ON asked_time (tbl, no, col);
CREATE VIEW asked_open AS
SELECT a.tbl, a.no, a.col, a.asked, a.asked_at, a.asked_by
  FROM asked_time a
 WHERE a.event = (SELECT MAX(o.event) FROM asked_time o
                   WHERE o.tbl = a.tbl AND o.no = a.no AND o.col = a.col)
   AND NOT EXISTS (SELECT 1 FROM former_time f
                    WHERE f.tbl = a.tbl AND f.no = a.no AND f.col = a.col AND f.event > a.event)
/* asked_open(tbl,"no",col,asked,asked_at,asked_by) */;
CREATE TABLE dept (
    dept        TEXT PRIMARY KEY NOT NULL,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL
                CONSTRAINT dept_kind CHECK (kind IN ('business', 'support', 'contractor')),
    leader      TEXT,                  -- the supervising deputy GM; may be loaded first
    head        TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE TABLE person (
    person      TEXT PRIMARY KEY NOT NULL,
    name        TEXT NOT NULL,
    dept        TEXT REFERENCES dept (dept),
    post        TEXT,
    title       TEXT,
    roles       TEXT NOT NULL,
    login       TEXT,
    joined      TEXT,
    left_on     TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT person_left CHECK (left_on IS NULL OR joined IS NULL OR left_on >= joined)
) STRICT;
CREATE UNIQUE INDEX person_login ON person (login) WHERE left_on IS NULL;
CREATE TABLE person_past (
    person    TEXT NOT NULL REFERENCES person (person),
    until_day TEXT NOT NULL,
    name      TEXT NOT NULL,
    dept      TEXT REFERENCES dept (dept),
    post      TEXT,
    roles     TEXT NOT NULL,
    event     INTEGER NOT NULL,
    PRIMARY KEY (person, until_day)
) STRICT;
CREATE TABLE dept_past (
    dept      TEXT NOT NULL REFERENCES dept (dept),
    until_day TEXT NOT NULL,
    name      TEXT NOT NULL,
    leader    TEXT,
    head      TEXT,
    event     INTEGER NOT NULL,
    PRIMARY KEY (dept, until_day)
) STRICT;
CREATE VIEW person_span AS
SELECT h.person,
       COALESCE((SELECT MAX(b.until_day) FROM person_past b
                  WHERE b.person = h.person AND b.until_day < h.until_day), '0001-01-01') AS from_day,
       h.until_day, h.name, h.dept, h.post, h.roles
  FROM person_past h
UNION ALL
SELECT p.person,
       COALESCE((SELECT MAX(b.until_day) FROM person_past b WHERE b.person = p.person),
                '0001-01-01'),
       '9999-12-31', p.name, p.dept, p.post, p.roles
  FROM person p
/* person_span(person,from_day,until_day,name,dept,post,roles) */;
CREATE VIEW office_span AS
SELECT s.dept, s.from_day, s.until_day, COALESCE(p.joined, '') AS joined,
       COALESCE(p.left_on, '9999') AS left_on
  FROM person_span s
  JOIN person p ON p.person = s.person
 WHERE ';' || s.roles || ';' LIKE '%;office;%'
/* office_span(dept,from_day,until_day,joined,left_on) */;
CREATE VIEW dept_span AS
SELECT h.dept,
       COALESCE((SELECT MAX(b.until_day) FROM dept_past b
                  WHERE b.dept = h.dept AND b.until_day < h.until_day), '0001-01-01') AS from_day,
       h.until_day, h.name, h.leader, h.head
  FROM dept_past h
UNION ALL
SELECT d.dept,
       COALESCE((SELECT MAX(b.until_day) FROM dept_past b WHERE b.dept = d.dept), '0001-01-01'),
       '9999-12-31', d.name, d.leader, d.head
  FROM dept d
/* dept_span(dept,from_day,until_day,name,leader,head) */;
CREATE TABLE wage (
    no          TEXT PRIMARY KEY NOT NULL,
    person      TEXT NOT NULL REFERENCES person (person),
    period      TEXT NOT NULL,         -- 2026-09
    gross       INTEGER NOT NULL CONSTRAINT wage_gross CHECK (gross >= 0), -- fen
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX wage_person ON wage (person, period);
CREATE TABLE delegation (
    no          TEXT PRIMARY KEY NOT NULL,
    grantor     TEXT NOT NULL REFERENCES person (person),
    delegate    TEXT NOT NULL REFERENCES person (person),
    scope       TEXT NOT NULL,         -- a chain, a matter of authority, or all
    cap         INTEGER CONSTRAINT delegation_cap CHECK (cap >= 0),
    from_day    TEXT NOT NULL,
    until_day   TEXT NOT NULL,
    why         TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    evidence    TEXT                   -- the paper, where somebody else than the grantor wrote it
                CONSTRAINT delegation_paper CHECK (recorded_by = grantor OR evidence IS NOT NULL),
    confirmed_by TEXT REFERENCES person (person), -- who gave it force; NULL: it waits, and gives nobody power
    CONSTRAINT delegation_self CHECK (delegate <> grantor),
    CONSTRAINT delegation_order CHECK (until_day >= from_day)
) STRICT;
CREATE VIEW delegation_given AS
SELECT no, grantor, delegate, scope, cap, from_day, until_day
  FROM delegation
 WHERE confirmed_by IS NOT NULL
/* delegation_given("no",grantor,delegate,scope,cap,from_day,until_day) */;
CREATE TABLE authority_use (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT,
    source_no   TEXT,
    used_at     TEXT NOT NULL,
    matter      TEXT NOT NULL,         -- authority.csv; or a class without any matter
    class       TEXT NOT NULL
                CONSTRAINT authority_class
                CHECK (class IN ('permission', 'fee_waiver', 'compensation', 'cost_bearing',
                                 'priority')),
    person      TEXT NOT NULL REFERENCES person (person),
    dept        TEXT REFERENCES dept (dept),
    behalf      TEXT REFERENCES person (person), -- whose authority a delegate used
    handler     TEXT NOT NULL REFERENCES person (person), -- signs the slip first
    customer    TEXT,
    record      TEXT,                  -- order or other record it belongs to
    facts       TEXT,                  -- condition=value,…
    evidence    TEXT,                  -- condition=paper,…
    amount      INTEGER CONSTRAINT authority_amount CHECK (amount >= 0), -- fen
    units       INTEGER CONSTRAINT authority_units CHECK (units >= 1),
    other_dept  TEXT REFERENCES dept (dept),
    damage      INTEGER CONSTRAINT authority_damage CHECK (damage >= 0), -- fen
    harm        TEXT,                  -- to the company's name
    remark      TEXT,
    state       TEXT NOT NULL
                CONSTRAINT authority_state
                CHECK (state IN ('recorded', 'signing', 'authorised', 'rejected')),
    false_use   TEXT NOT NULL CONSTRAINT authority_false CHECK (false_use IN ('yes', 'no')),
    points      INTEGER CONSTRAINT authority_points CHECK (points >= 0), -- hundredths
    verdict     TEXT NOT NULL
                CONSTRAINT authority_verdict
                CHECK (verdict IN ('ok', 'missing_condition', 'expired_delegation', 'exceeded',
                                   'false')),
    finding     TEXT,
    standing    TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT authority_behalf CHECK (behalf IS NULL OR behalf <> person),
    CONSTRAINT authority_slip CHECK (state <> 'recorded' OR COALESCE(amount, 0) = 0),
    CONSTRAINT authority_judged CHECK ((false_use = 'yes') = (verdict = 'false')),
    CONSTRAINT authority_charged
        CHECK (points IS NULL OR verdict IN ('expired_delegation', 'exceeded', 'false'))
) STRICT;
CREATE UNIQUE INDEX authority_use_source ON authority_use (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX authority_use_customer ON authority_use (customer) WHERE customer IS NOT NULL;
CREATE INDEX authority_use_used ON authority_use (used_at);
CREATE TABLE callback (
    no            TEXT PRIMARY KEY NOT NULL,
    source        TEXT,
    source_no     TEXT,
    register      TEXT,                  -- complaint, order or customer
    record        TEXT,                  -- what is asked about
    business      TEXT NOT NULL,         -- ratios.csv: business
    plan          TEXT,                  -- the plan that drew it
    stratum       TEXT,
    second_of     TEXT,                  -- the call-back whose issue this one asks about again
    dept          TEXT REFERENCES dept (dept),     -- of the handler
    person        TEXT REFERENCES person (person), -- the handler
    customer      TEXT,
    tier          TEXT,                  -- these two as the record has them
    customer_kind TEXT,
    planned_at    TEXT NOT NULL,
    window_from   TEXT,
    window_to     TEXT,
    late          TEXT,                  -- yes: planned when its window was over
    caller        TEXT REFERENCES person (person),
    attempts      INTEGER NOT NULL CONSTRAINT callback_attempts CHECK (attempts >= 0),
    attempted_at  TEXT,                  -- the last attempt
    disposition   TEXT,                  -- what came of it
    called_at     TEXT,                  -- when the customer was reached
    unreachable_at TEXT,                 -- given up
    cancelled_at  TEXT,
    attitude      INTEGER CONSTRAINT callback_attitude CHECK (attitude BETWEEN 1 AND 10),
    skill         INTEGER CONSTRAINT callback_skill CHECK (skill BETWEEN 1 AND 10),
    timeliness    INTEGER CONSTRAINT callback_timeliness CHECK (timeliness BETWEEN 1 AND 10),
    result        INTEGER CONSTRAINT callback_result CHECK (result BETWEEN 1 AND 10),
    overall       INTEGER CONSTRAINT callback_overall CHECK (overall BETWEEN 1 AND 10),
    satisfaction  TEXT,                  -- the customer's word; without a number, overall is its value
    satisfied     TEXT,                  -- the policy's band of overall on that day
    solved        TEXT CONSTRAINT callback_solved CHECK (solved IN ('yes', 'no')),
    kept          TEXT,                  -- items of the 7653 standard, as the customer says
    broken        TEXT,
    comment       TEXT,
    state         TEXT NOT NULL,
    undated       TEXT,                  -- its times that are dates alone
    recorded_at   TEXT NOT NULL,
    recorded_by   TEXT,
    digest        TEXT NOT NULL,
    event         INTEGER NOT NULL,
    CONSTRAINT callback_state CHECK (state = CASE
        WHEN cancelled_at IS NOT NULL THEN 'cancelled' WHEN called_at IS NOT NULL THEN 'reached'
        WHEN unreachable_at IS NOT NULL THEN 'unreachable' WHEN attempts > 0 THEN 'tried'
        WHEN caller IS NOT NULL THEN 'assigned' ELSE 'planned' END),
    CONSTRAINT callback_one_end CHECK (
        (called_at IS NULL OR (unreachable_at IS NULL AND cancelled_at IS NULL)) AND
        (unreachable_at IS NULL OR cancelled_at IS NULL)),
    CONSTRAINT callback_reached CHECK (
        called_at IS NOT NULL OR (attitude IS NULL AND skill IS NULL AND timeliness IS NULL AND
        result IS NULL AND overall IS NULL AND satisfaction IS NULL AND solved IS NULL AND
        kept IS NULL AND broken IS NULL AND comment IS NULL)),
    CONSTRAINT callback_satisfaction CHECK (satisfaction IS NULL OR
        satisfaction = 'very_satisfied' OR satisfaction = 'satisfied' OR satisfaction = 'fair' OR
        satisfaction = 'dissatisfied' OR satisfaction = 'very_dissatisfied'),
    CONSTRAINT callback_disposition CHECK (
        (disposition = 'reached') = (called_at IS NOT NULL) OR disposition IS NULL),
    CONSTRAINT callback_tried CHECK (
        (called_at IS NULL AND unreachable_at IS NULL) OR attempts > 0),
    CONSTRAINT callback_not_handler CHECK (caller IS NULL OR person IS NULL OR caller <> person)
) STRICT;
CREATE UNIQUE INDEX callback_source ON callback (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX callback_record ON callback (register, record) WHERE record IS NOT NULL;
CREATE INDEX callback_customer ON callback (customer) WHERE customer IS NOT NULL;
CREATE INDEX callback_open ON callback (no)
    WHERE called_at IS NULL AND unreachable_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX callback_second ON callback (second_of) WHERE second_of IS NOT NULL;
CREATE INDEX callback_kpi ON callback
    (planned_at, business, dept, caller, window_from, window_to, called_at, unreachable_at,
     cancelled_at, attempts, late, satisfied, solved, overall, attitude, skill, timeliness, result);
CREATE INDEX callback_unhappy ON callback (called_at, second_of, no)
    WHERE (satisfied = 'dissatisfied' OR solved = 'no');
CREATE INDEX callback_wrong ON callback (attempted_at) WHERE disposition = 'wrong_number';
CREATE INDEX callback_missed ON callback (window_to)
    WHERE window_to < COALESCE(called_at, unreachable_at, cancelled_at, '9999');
CREATE TABLE callback_draw (
    plan       TEXT NOT NULL,          -- its seed
    stratum    TEXT NOT NULL,
    drawn_at   TEXT NOT NULL,
    ratio      TEXT,                   -- these three as the pack of the records' days has them
    min        INTEGER,
    policy     INTEGER REFERENCES policy_version (version),
    population INTEGER NOT NULL,
    quota      INTEGER NOT NULL,
    had        INTEGER NOT NULL,           -- had a call-back already
    drawn      INTEGER NOT NULL,           -- added by this drawing
    expired    INTEGER NOT NULL,           -- of those, their window was over
    records    TEXT NOT NULL,          -- SHA-256 over the population's numbers in the order of
                                         -- their ranks, each with its NUL
    drawn_by   TEXT REFERENCES person (person),
    event      INTEGER NOT NULL,
    PRIMARY KEY (plan, stratum, event)
) STRICT;
CREATE TABLE callback_attempt (
    no           TEXT NOT NULL REFERENCES callback (no),
    nth          INTEGER NOT NULL CONSTRAINT attempt_nth CHECK (nth > 0),
    attempted_at TEXT NOT NULL,
    half_day     TEXT NOT NULL,        -- 2026-10-09 am
    disposition  TEXT NOT NULL CONSTRAINT attempt_disposition
                 CHECK (disposition IN ('reached', 'no_answer', 'busy', 'refused', 'wrong_number',
                                        'powered_off', 'invalid')),
    caller       TEXT NOT NULL REFERENCES person (person),
    event        INTEGER NOT NULL,
    PRIMARY KEY (no, nth)
) STRICT;
CREATE INDEX attempt_wrong ON callback_attempt (attempted_at) WHERE disposition = 'wrong_number';
CREATE TABLE callback_issue (
    no          TEXT PRIMARY KEY NOT NULL REFERENCES callback (no),
    dept        TEXT REFERENCES dept (dept),
    raised_at   TEXT NOT NULL,
    cause       TEXT NOT NULL
                CONSTRAINT issue_cause CHECK (cause IN ('dissatisfied', 'not_solved')),
    answer_due  TEXT,
    close_due   TEXT,
    provisional TEXT,
    answered_at TEXT,
    answered_by TEXT REFERENCES person (person),
    answer      TEXT,
    closed_at   TEXT,
    closed_by   TEXT REFERENCES person (person),
    solution    TEXT,
    second      TEXT REFERENCES callback (no), -- the second call-back
    reopened_at TEXT,                  -- its complaint was opened again: that goes on instead
    state       TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT REFERENCES person (person),
    event       INTEGER NOT NULL,
    CONSTRAINT issue_state CHECK (state = CASE WHEN closed_at IS NOT NULL THEN 'closed'
        WHEN reopened_at IS NOT NULL THEN 'reopened'
        WHEN answered_at IS NOT NULL THEN 'answered' ELSE 'open' END),
    CONSTRAINT issue_one_end CHECK (closed_at IS NULL OR reopened_at IS NULL),
    CONSTRAINT issue_second CHECK ((closed_at IS NULL) = (second IS NULL)),
    CONSTRAINT issue_order CHECK (
        COALESCE(answered_at, raised_at) >= raised_at AND
        COALESCE(reopened_at, raised_at) >= raised_at AND
        COALESCE(closed_at, answered_at, raised_at) >= COALESCE(answered_at, raised_at))
) STRICT;
CREATE INDEX issue_raised ON callback_issue (raised_at);
CREATE INDEX issue_answer_missed ON callback_issue (answer_due)
    WHERE answer_due < COALESCE(answered_at, closed_at, reopened_at, '9999');
CREATE INDEX issue_close_missed ON callback_issue (close_due)
    WHERE close_due < COALESCE(closed_at, reopened_at, '9999');
CREATE TABLE callback_hearing (
    no         TEXT NOT NULL REFERENCES callback (no),
    heard_at   TEXT NOT NULL,
    listener   TEXT NOT NULL REFERENCES person (person),
    caller     TEXT NOT NULL REFERENCES person (person),
    deviations INTEGER NOT NULL CONSTRAINT hearing_deviations CHECK (deviations >= 0),
    deviating  TEXT,                   -- `;`-separated answers that deviate
    remark     TEXT,
    event      INTEGER NOT NULL,
    PRIMARY KEY (no, event),
    CONSTRAINT hearing_not_caller CHECK (listener <> caller)
) STRICT;
CREATE INDEX hearing_heard ON callback_hearing (heard_at);
CREATE TABLE complaint (
    no             TEXT PRIMARY KEY NOT NULL,
    source         TEXT,
    source_no      TEXT,
    received_at    TEXT NOT NULL,
    channel        TEXT NOT NULL,
    customer       TEXT,
    tier           TEXT,               -- of the customer, on the day it spoke
    customer_kind  TEXT,
    people         INTEGER,                -- how many customers complain together
    accident       TEXT
                   CONSTRAINT complaint_accident CHECK (accident IN ('yes', 'no')),
    caller         TEXT,
    phone          TEXT,
    address        TEXT,
    category       TEXT NOT NULL,
    subject        TEXT,
    content        TEXT NOT NULL,
    level_initial  INTEGER NOT NULL,
    level          INTEGER NOT NULL
                   CONSTRAINT complaint_level CHECK (level BETWEEN 1 AND 9),
    dept           TEXT REFERENCES dept (dept),
    person         TEXT REFERENCES person (person),
    state          TEXT NOT NULL
                   CONSTRAINT complaint_state
                   CHECK (state = 'open' OR state = 'assigned' OR state = 'responded' OR
                          state = 'proposed' OR state = 'closed' OR state = 'withdrawn'),
    assigned_at    TEXT,
    responded_at   TEXT,
    solution_at    TEXT,
    solution       TEXT,
    answered_by    TEXT REFERENCES person (person), -- who told the customer
    closed_at      TEXT,
    withdrawn_at   TEXT,
    cause          TEXT,
    valid          TEXT NOT NULL
                   CONSTRAINT complaint_valid
                   CHECK (valid = 'yes' OR valid = 'no' OR valid = 'undetermined'),
    responsible    TEXT NOT NULL
                   CONSTRAINT complaint_responsible
                   CHECK (responsible = 'yes' OR responsible = 'no' OR
                          responsible = 'undetermined'),
    responsible_dept TEXT REFERENCES dept (dept),     -- who answers for it, as determined,
    responsible_person TEXT REFERENCES person (person), -- whoever handles it
    determined_at  TEXT,
    clause         TEXT,
    repeat_of      TEXT,
    order_no       TEXT,               -- as its file named it; what it is linked with stands in link
    plan           TEXT,
    external_due   TEXT,               -- the date an outside channel set itself
    held           TEXT,               -- its rows of hold and hold_end, as files bring them
    round          INTEGER NOT NULL,       -- 1, and one more for each reopening
    opened_at      TEXT NOT NULL,      -- where this round's clocks run from
    held_since     TEXT,               -- on hold: waiting for the customer
    flagged        TEXT,               -- yes: the third time for the same matter
    respond_due    TEXT,
    solution_due   TEXT,
    close_due      TEXT,
    callback_due   TEXT,
    provisional    TEXT,               -- the clocks that reach into a year without calendar, or
                                         -- whose outcome hangs on a time of day that is missing
    undated        TEXT,               -- its times that are dates alone
    recorded_at    TEXT NOT NULL,
    recorded_by    TEXT,
    digest         TEXT NOT NULL,
    event          INTEGER NOT NULL,
    CONSTRAINT complaint_order CHECK (closed_at IS NULL OR closed_at >= received_at),
    CONSTRAINT complaint_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT complaint_withdrawn CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX complaint_source ON complaint (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX complaint_received ON complaint (received_at);
CREATE INDEX complaint_customer ON complaint (customer, category) WHERE customer IS NOT NULL;
CREATE INDEX complaint_person ON complaint (received_at, responsible_person)
    WHERE valid = 'yes' AND responsible = 'yes';
CREATE INDEX complaint_open ON complaint (no) WHERE closed_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX complaint_ended ON complaint (closed_at, dept) WHERE closed_at IS NOT NULL;
CREATE INDEX complaint_callback ON complaint (callback_due) WHERE callback_due IS NOT NULL;
CREATE INDEX complaint_respond_missed ON complaint (respond_due)
    WHERE respond_due < COALESCE(responded_at, solution_at, closed_at, withdrawn_at, '9999');
CREATE INDEX complaint_solution_missed ON complaint (solution_due)
    WHERE solution_due < COALESCE(solution_at, closed_at, withdrawn_at, '9999');
CREATE INDEX complaint_close_missed ON complaint (close_due)
    WHERE close_due < COALESCE(closed_at, withdrawn_at, '9999');
CREATE INDEX complaint_vip ON complaint (opened_at) WHERE tier = 'vip';
CREATE INDEX complaint_clause ON complaint (received_at) WHERE clause IS NOT NULL;
CREATE TABLE complaint_leveled (
    no TEXT PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE complaint_move (
    no          TEXT NOT NULL REFERENCES complaint (no),
    moved_at    TEXT NOT NULL,
    from_dept   TEXT REFERENCES dept (dept),
    from_person TEXT REFERENCES person (person),
    event       INTEGER NOT NULL,
    PRIMARY KEY (no, moved_at, event)
) STRICT;
CREATE TABLE complaint_round (
    no           TEXT NOT NULL REFERENCES complaint (no),
    round        INTEGER NOT NULL,
    opened_at    TEXT NOT NULL,
    dept         TEXT REFERENCES dept (dept),
    level        INTEGER NOT NULL,
    responded_at TEXT,
    solution_at  TEXT,
    solution     TEXT,
    answered_by  TEXT REFERENCES person (person),
    closed_at    TEXT NOT NULL,
    respond_due  TEXT,
    solution_due TEXT,
    close_due    TEXT,
    callback_due TEXT,
    provisional  TEXT,
    reopened_at  TEXT NOT NULL,
    event        INTEGER NOT NULL,
    PRIMARY KEY (no, round)
) STRICT;
CREATE INDEX complaint_round_respond ON complaint_round (respond_due)
    WHERE respond_due < COALESCE(responded_at, solution_at, closed_at, '9999');
CREATE INDEX complaint_round_solution ON complaint_round (solution_due)
    WHERE solution_due < COALESCE(solution_at, closed_at, '9999');
CREATE INDEX complaint_round_close ON complaint_round (close_due)
    WHERE close_due < COALESCE(closed_at, '9999');
CREATE INDEX complaint_round_callback ON complaint_round (callback_due)
    WHERE callback_due IS NOT NULL;
CREATE TABLE complaint_closing (
    no           TEXT NOT NULL REFERENCES complaint (no),
    round        INTEGER NOT NULL,
    opened_at    TEXT NOT NULL,
    closed_at    TEXT NOT NULL,
    callback_due TEXT NOT NULL,
    provisional  TEXT,
    reopened_at  TEXT NOT NULL,
    event        INTEGER NOT NULL,
    PRIMARY KEY (no, reopened_at)
) STRICT;
CREATE INDEX complaint_closing_callback ON complaint_closing (callback_due);
CREATE TABLE complaint_ruling (
    no            TEXT NOT NULL REFERENCES complaint (no),
    determined_at TEXT NOT NULL,
    starts        TEXT NOT NULL
                  CONSTRAINT ruling_starts CHECK (starts IN ('all', 'named', 'none')),
    dept          TEXT REFERENCES dept (dept),     -- those named anew
    person        TEXT REFERENCES person (person),
    event         INTEGER NOT NULL,
    PRIMARY KEY (no, event)
) STRICT;
CREATE TABLE complaint_appeal (
    no          TEXT NOT NULL REFERENCES complaint (no),
    stage       INTEGER NOT NULL CONSTRAINT appeal_stage CHECK (stage IN (1, 2)),
    against     TEXT NOT NULL
                CONSTRAINT appeal_against CHECK (against IN ('level', 'valid', 'responsible')),
    appellant   TEXT NOT NULL REFERENCES person (person),
    reason      TEXT NOT NULL,
    appealed_at TEXT NOT NULL,
    due         TEXT,                  -- of the decision
    event       INTEGER NOT NULL,
    PRIMARY KEY (no, stage)
) STRICT;
CREATE TABLE complaint_decision (
    no         TEXT NOT NULL,
    stage      INTEGER NOT NULL,
    outcome    TEXT NOT NULL
               CONSTRAINT decision_outcome
               CHECK (outcome IN ('upheld', 'downgraded', 'invalid', 'not_responsible')),
    decider    TEXT NOT NULL REFERENCES person (person),
    evidence   TEXT,                   -- of a signature on paper
    reason     TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    event      INTEGER NOT NULL,
    PRIMARY KEY (no, stage),
    FOREIGN KEY (no, stage) REFERENCES complaint_appeal (no, stage)
) STRICT;
CREATE VIEW complaint_appealed AS
SELECT a.no,
       MAX(CASE WHEN d.no IS NULL THEN 1 ELSE 0 END) AS undecided,
       MAX(CASE WHEN d.outcome IN ('invalid', 'not_responsible') THEN 1 ELSE 0 END) AS won,
       MAX(CASE WHEN d.outcome IN ('invalid', 'not_responsible')
                THEN 'appeal_won|' || d.decider || '|'
                     || REPLACE(REPLACE(d.reason, '\', '\\'), '|', '\|') || '|' END) AS told
  FROM complaint_appeal a
  LEFT JOIN complaint_decision d ON d.no = a.no AND d.stage = a.stage
 GROUP BY a.no
/* complaint_appealed("no",undecided,won,told) */;
CREATE VIEW complaint_fallen AS
SELECT c.no, e.seq,
       CASE WHEN (c.valid = 'yes' OR EXISTS
                  (SELECT 1 FROM event x WHERE x.record = c.no AND x.tbl = 'complaint'
                      AND x.change LIKE '%"valid":["yes",%'))
             AND (c.responsible = 'yes' OR EXISTS
                  (SELECT 1 FROM event x WHERE x.record = c.no AND x.tbl = 'complaint'
                      AND x.change LIKE '%"responsible":["yes",%')) THEN 1 ELSE 0 END AS blamed,
       COALESCE(CASE WHEN c.valid = 'no' OR c.responsible = 'no'
                     THEN (SELECT a.told FROM complaint_appealed a WHERE a.no = c.no) END,
                CASE WHEN c.valid = 'no' THEN 'found_invalid|'
                     WHEN c.responsible = 'no' THEN 'found_not_responsible|'
                     ELSE 'taken_back|' END
                || COALESCE(e.person, e.login, c.recorded_by, '') || '|'
                || REPLACE(REPLACE(COALESCE(e.reason, ''), '\', '\\'), '|', '\|') || '|') AS told
  FROM complaint c
  LEFT JOIN event e ON e.seq =
            (SELECT MAX(x.seq) FROM event x
              WHERE x.record = c.no AND x.tbl = 'complaint'
                AND x.change LIKE CASE WHEN c.valid = 'no' THEN '%"valid":[%'
                                       WHEN c.responsible = 'no' THEN '%"responsible":[%'
                                       ELSE '%"withdrawn_at":[%' END)
 WHERE c.valid = 'no' OR c.responsible = 'no' OR c.state = 'withdrawn'
/* complaint_fallen("no",seq,blamed,told) */;
CREATE VIEW complaint_rounds AS
SELECT no, received_at, state, channel, customer, phone, valid, responsible, round, opened_at, dept,
       level, responded_at, solution_at, solution, closed_at, respond_due, solution_due, close_due,
       callback_due, provisional, withdrawn_at, NULL AS reopened_at
  FROM complaint
UNION ALL
SELECT r.no, c.received_at, c.state, c.channel, c.customer, c.phone, c.valid, c.responsible, r.round,
       r.opened_at, r.dept, r.level, r.responded_at, r.solution_at, r.solution, r.closed_at,
       r.respond_due, r.solution_due, r.close_due, r.callback_due, r.provisional, NULL, r.reopened_at
  FROM complaint_round r
  JOIN complaint c ON c.no = r.no
/* complaint_rounds("no",received_at,state,channel,customer,phone,valid,responsible,round,opened_at,dept,level,responded_at,solution_at,solution,closed_at,respond_due,solution_due,close_due,callback_due,provisional,withdrawn_at,reopened_at) */;
CREATE VIEW complaint_hold AS
SELECT h.no, h.from_at, e.until_at, h.longest, h.reason AS why, e.approver, h.event
  FROM hold h
  LEFT JOIN hold_end e ON e.tbl = h.tbl AND e.no = h.no AND e.from_at = h.from_at
 WHERE h.tbl = 'complaint'
/* complaint_hold("no",from_at,until_at,longest,why,approver,event) */;
CREATE VIEW complaint_extension AS
SELECT no, clock, start_at, length, approver, told_at, reason AS why, event
  FROM extension
 WHERE tbl = 'complaint'
/* complaint_extension("no",clock,start_at,length,approver,told_at,why,event) */;
CREATE VIEW complaint_excuse AS
SELECT no, round, clock, due_at, approver, reason AS why, evidence, excused_at, excused_by, event
  FROM excuse
 WHERE tbl = 'complaint'
/* complaint_excuse("no",round,clock,due_at,approver,why,evidence,excused_at,excused_by,event) */;
CREATE VIEW complaint_appeals AS
SELECT a.no, a.stage, a.against, a.appellant, a.reason AS why, a.appealed_at, a.due,
       CASE WHEN d.no IS NULL THEN 'open' ELSE 'decided' END AS state, d.outcome, d.decider,
       d.reason AS ground, d.decided_at, a.event
  FROM complaint_appeal a
  LEFT JOIN complaint_decision d ON d.no = a.no AND d.stage = a.stage
/* complaint_appeals("no",stage,against,appellant,why,appealed_at,due,state,outcome,decider,ground,decided_at,event) */;
CREATE VIEW complaint_owed AS
SELECT no, round, opened_at, callback_due, provisional, NULL AS reopened_at, tier, customer, phone, valid,
       responsible
  FROM complaint
UNION ALL
SELECT r.no, r.round, r.opened_at, r.callback_due, r.provisional, r.reopened_at, c.tier, c.customer,
       c.phone, c.valid, c.responsible
  FROM complaint_round r
  JOIN complaint c ON c.no = r.no
UNION ALL
SELECT k.no, k.round, k.opened_at, k.callback_due, k.provisional, k.reopened_at, c.tier, c.customer,
       c.phone, c.valid, c.responsible
  FROM complaint_closing k
  JOIN complaint c ON c.no = k.no
/* complaint_owed("no",round,opened_at,callback_due,provisional,reopened_at,tier,customer,phone,valid,responsible) */;
CREATE TABLE entry_audit (
    no              TEXT PRIMARY KEY NOT NULL,
    source          TEXT,
    source_no       TEXT,
    audited_at      TEXT NOT NULL,
    kind            TEXT NOT NULL
                    CONSTRAINT entry_audit_kind
                    CHECK (kind IN ('monthly', 'self', 'next_step', 'during', 'team_leader')),
    auditor         TEXT NOT NULL REFERENCES person (person),
    dept            TEXT NOT NULL REFERENCES dept (dept),
    operator        TEXT REFERENCES person (person), -- NULL: the whole department
    role            TEXT,
    grp             TEXT,              -- of fields
    records_checked INTEGER NOT NULL,
    fields_checked  INTEGER NOT NULL,
    population      INTEGER,               -- records that the sample was drawn from, and its seed
    seed            TEXT,
    note            TEXT,
    state           TEXT NOT NULL
                    CONSTRAINT entry_audit_state CHECK (state IN ('draft', 'final')),
    closed_at       TEXT,
    undated         TEXT,
    recorded_at     TEXT NOT NULL,
    recorded_by     TEXT,
    digest          TEXT NOT NULL,
    event           INTEGER NOT NULL,
    CONSTRAINT entry_audit_fields CHECK (fields_checked > 0),
    CONSTRAINT entry_audit_own CHECK ((kind = 'self') >= (COALESCE(operator, '') = auditor)),
    CONSTRAINT entry_audit_closed CHECK ((state = 'final') = (closed_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX entry_audit_source ON entry_audit (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX entry_audit_draft ON entry_audit (no) WHERE state = 'draft';
CREATE INDEX entry_audit_audited ON entry_audit (audited_at);
CREATE TABLE entry_error (
    no           TEXT PRIMARY KEY NOT NULL,
    source       TEXT,
    source_no    TEXT,
    found_at     TEXT NOT NULL,
    audit        TEXT REFERENCES entry_audit (no),
    register     TEXT,
    record       TEXT,
    customer     TEXT,
    grp          TEXT,
    field        TEXT NOT NULL,
    error        TEXT NOT NULL
                 CONSTRAINT entry_error_error
                 CHECK (error IN ('missing', 'format', 'wrong_value', 'logic', 'late', 'false')),
    severity     TEXT NOT NULL,
    operator     TEXT REFERENCES person (person),
    role         TEXT,
    dept         TEXT REFERENCES dept (dept),
    entered_at   TEXT,
    fix_due      TEXT,
    fixed_at     TEXT,
    evidence     TEXT,
    complaint    TEXT REFERENCES complaint (no), -- that the slip caused
    points       INTEGER,                  -- hundredths, without sign; NULL: the least of the range
    state        TEXT NOT NULL
                 CONSTRAINT entry_error_state
                 CHECK (state IN ('open', 'disputed', 'fixed', 'dropped')),
    disputed_at  TEXT,
    disputed_by  TEXT REFERENCES person (person),
    objection    TEXT,
    decided_at   TEXT,
    decided_by   TEXT REFERENCES person (person),
    outcome      TEXT CONSTRAINT entry_error_outcome CHECK (outcome IN ('upheld', 'dropped')),
    decision     TEXT,
    file_line    INTEGER,                  -- of the file that a machine looked at, and the rule broken
    why          TEXT,
    provisional  TEXT,
    undated      TEXT,
    recorded_at  TEXT NOT NULL,
    recorded_by  TEXT,
    digest       TEXT NOT NULL,
    event        INTEGER NOT NULL,
    CONSTRAINT entry_error_order CHECK (entered_at IS NULL OR entered_at <= found_at),
    CONSTRAINT entry_error_fixed CHECK (state <> 'fixed' OR fixed_at IS NOT NULL),
    CONSTRAINT entry_error_decided CHECK ((outcome IS NULL) = (decided_at IS NULL)),
    CONSTRAINT entry_error_dropped CHECK ((state = 'dropped') = (COALESCE(outcome, '') = 'dropped')),
    CONSTRAINT entry_error_decider
    CHECK (decided_by IS NULL OR operator IS NULL OR decided_by <> operator)
) STRICT;
CREATE UNIQUE INDEX entry_error_source ON entry_error (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX entry_error_found ON entry_error (found_at);
CREATE INDEX entry_error_audit ON entry_error (audit);
CREATE INDEX entry_error_customer ON entry_error (customer) WHERE customer IS NOT NULL;
CREATE INDEX entry_error_open ON entry_error (state) WHERE state = 'open' OR state = 'disputed';
CREATE INDEX entry_error_operator ON entry_error (operator, found_at);
CREATE TABLE entry_training (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT,
    source_no   TEXT,
    trained_at  TEXT NOT NULL,
    person      TEXT NOT NULL REFERENCES person (person),
    grp         TEXT,                  -- of fields; NULL: all of them
    topic       TEXT NOT NULL,
    evidence    TEXT NOT NULL,
    undated     TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX entry_training_source ON entry_training (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX entry_training_person ON entry_training (person, trained_at);
CREATE TABLE entry_task (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT,
    source_no   TEXT,
    matter      TEXT NOT NULL
                CONSTRAINT entry_task_matter
                CHECK (matter IN ('master_data', 'business_info', 'customer_update')),
    received_at TEXT NOT NULL,
    dept        TEXT NOT NULL REFERENCES dept (dept),
    person      TEXT REFERENCES person (person),
    register    TEXT,
    record      TEXT,
    customer    TEXT,
    entered_at  TEXT,
    state       TEXT NOT NULL
                CONSTRAINT entry_task_state CHECK (state IN ('open', 'entered')),
    due_at      TEXT,
    provisional TEXT,
    undated     TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT entry_task_entered CHECK ((state = 'entered') = (entered_at IS NOT NULL)),
    CONSTRAINT entry_task_order CHECK (entered_at IS NULL OR entered_at >= received_at)
) STRICT;
CREATE UNIQUE INDEX entry_task_source ON entry_task (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX entry_task_received ON entry_task (received_at);
CREATE INDEX entry_task_customer ON entry_task (customer) WHERE customer IS NOT NULL;
CREATE INDEX entry_task_open ON entry_task (due_at) WHERE state = 'open';
CREATE INDEX entry_task_due ON entry_task (due_at);
CREATE TABLE entry_reconciliation (
    no              TEXT PRIMARY KEY NOT NULL,
    run_at          TEXT NOT NULL,
    day_from        TEXT NOT NULL,
    day_to          TEXT NOT NULL,
    dept            TEXT NOT NULL REFERENCES dept (dept),
    kind            TEXT NOT NULL
                    CONSTRAINT entry_reconciliation_kind CHECK (kind IN ('money', 'consumables')),
    receipt_file    TEXT NOT NULL,
    receipt_sha256  TEXT NOT NULL,
    receipt_rows    INTEGER NOT NULL,
    receipt_sum     INTEGER NOT NULL,
    cash_file       TEXT NOT NULL,
    cash_sha256     TEXT NOT NULL,
    cash_rows       INTEGER NOT NULL,
    cash_sum        INTEGER NOT NULL,
    system_file     TEXT NOT NULL,
    system_sha256   TEXT NOT NULL,
    system_rows     INTEGER NOT NULL,
    system_sum      INTEGER NOT NULL,
    keys            INTEGER NOT NULL,
    matched         INTEGER NOT NULL,
    differing       INTEGER NOT NULL,
    missing_receipt INTEGER NOT NULL,
    missing_cash    INTEGER NOT NULL,
    missing_system  INTEGER NOT NULL,
    netted          INTEGER NOT NULL,
    why             TEXT NOT NULL,
    state           TEXT NOT NULL
                    CONSTRAINT entry_reconciliation_state
                    CHECK (state IN ('open', 'signed', 'rejected')),
    recorded_at     TEXT NOT NULL,
    recorded_by     TEXT,
    event           INTEGER NOT NULL,
    CONSTRAINT entry_reconciliation_days CHECK (day_from <= day_to),
    CONSTRAINT entry_reconciliation_keys CHECK (matched + differing = keys)
) STRICT;
CREATE INDEX entry_reconciliation_days_at ON entry_reconciliation (day_from, day_to);
CREATE VIEW entry_right AS
SELECT r.no, r.source, r.source_no, r.occurred_at, r.person, r.dept, r.clause, r.state,
       CASE r.state WHEN 'approved' THEN 'withdrawn' WHEN 'reversed' THEN 'restored'
                    ELSE 'suggested' END AS "action",
       r.facts, r.evidence, r.event
  FROM reward_case r
 WHERE r.reverses IS NULL AND r.state <> 'withdrawn' AND EXISTS
       (SELECT 1 FROM reward_leg l
          JOIN acting a ON a.list = 'effect' AND a.word = 'withdraw_rights'
                       AND a.from_day <= substr(r.occurred_at, 1, 10)
                       AND a.until_day > substr(r.occurred_at, 1, 10)
         WHERE l.no = r.no AND ';' || l.effect || ';' LIKE '%;' || a.code || ';%')
/* entry_right("no",source,source_no,occurred_at,person,dept,clause,state,"action",facts,evidence,event) */;
CREATE TABLE improve_idea (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT
                CONSTRAINT improve_idea_source
                CHECK (source IN ('callback', 'complaint', 'inspect', 'monitor', 'staff', 'survey',
                                  'market')),
    source_no   TEXT,                  -- the record there
    raised_at   TEXT NOT NULL,
    content     TEXT NOT NULL,
    direction   TEXT
                CONSTRAINT improve_idea_direction
                CHECK (direction IN ('customer', 'staff', 'longstanding', 'conflict', 'efficiency',
                                     'weakness', 'risk', 'brand')),
    impact      INTEGER CONSTRAINT improve_idea_impact CHECK (impact BETWEEN 1 AND 5),
    difficulty  INTEGER CONSTRAINT improve_idea_difficulty CHECK (difficulty BETWEEN 1 AND 5),
    cross_dept  TEXT CONSTRAINT improve_idea_cross CHECK (cross_dept IN ('yes', 'no')),
    systemic    TEXT CONSTRAINT improve_idea_systemic CHECK (systemic IN ('yes', 'no')),
    parent      TEXT REFERENCES improve_idea (no),
    dept        TEXT REFERENCES dept (dept),
    person      TEXT REFERENCES person (person),
    state       TEXT NOT NULL
                CONSTRAINT improve_idea_state
                CHECK (state IN ('open', 'routed', 'adopted', 'closed', 'declined')),
    route       TEXT
                CONSTRAINT improve_idea_route CHECK (route IN ('key', 'department', 'spot')),
    routed_at   TEXT,
    why         TEXT,                  -- of the route
    resources   TEXT,                  -- what a key project would take
    owner       TEXT REFERENCES person (person), -- who fixes it on the spot
    result      TEXT
                CONSTRAINT improve_idea_result
                CHECK (result IN ('effective', 'partly', 'ineffective')),
    checked_at  TEXT,
    effect      TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT improve_idea_self CHECK (parent <> no),
    CONSTRAINT improve_idea_routed CHECK ((route IS NULL) = (state IN ('open', 'declined'))),
    CONSTRAINT improve_idea_closed CHECK ((state = 'closed') = (checked_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX improve_idea_key ON improve_idea (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX improve_idea_raised ON improve_idea (raised_at);
CREATE INDEX improve_idea_parent ON improve_idea (parent) WHERE parent IS NOT NULL;
CREATE TABLE improve_project (
    no           TEXT PRIMARY KEY NOT NULL,
    source       TEXT,
    source_no    TEXT,
    proposed_on  TEXT NOT NULL,
    title        TEXT NOT NULL,
    kind         TEXT NOT NULL
                 CONSTRAINT improve_project_kind CHECK (kind IN ('project', 'circle')),
    route        TEXT NOT NULL
                 CONSTRAINT improve_project_route CHECK (route IN ('key', 'department')),
    idea         TEXT REFERENCES improve_idea (no),
    dept         TEXT NOT NULL REFERENCES dept (dept),
    owner        TEXT NOT NULL REFERENCES person (person),
    adviser      TEXT REFERENCES person (person),
    members      TEXT,
    starts_on    TEXT NOT NULL,
    ends_on      TEXT NOT NULL,
    situation    TEXT,
    goal         TEXT,
    cost         INTEGER CONSTRAINT improve_project_cost CHECK (cost >= 0), -- fen, estimated
    benefit      INTEGER CONSTRAINT improve_project_benefit CHECK (benefit >= 0),
    method       TEXT,
    resources    TEXT,
    state        TEXT NOT NULL
                 CONSTRAINT improve_project_state
                 CHECK (state IN ('draft', 'signing', 'running', 'replanning', 'finished',
                                  'summarised', 'closed', 'evaluated', 'archived', 'stopped')),
    round        INTEGER NOT NULL,
    approved_at  TEXT,                 -- for the first time
    finished_at  TEXT,
    stopped_at   TEXT,
    result       TEXT
                 CONSTRAINT improve_project_result
                 CHECK (result IN ('effective', 'partly', 'ineffective')),
    evaluated_at TEXT,
    evaluation   TEXT,
    filed_at     TEXT,                 -- with the region
    filing       TEXT,
    promoted_at  TEXT,
    promotion    TEXT,
    papers       TEXT,                 -- for the archive: where process files and pictures are
    images       TEXT,
    room         TEXT,
    archived_at  TEXT,
    recorded_at  TEXT NOT NULL,
    recorded_by  TEXT,
    digest       TEXT NOT NULL,
    event        INTEGER NOT NULL,
    CONSTRAINT improve_project_order CHECK (ends_on >= starts_on),
    CONSTRAINT improve_project_circle CHECK (kind = 'circle' OR adviser IS NULL),
    CONSTRAINT improve_project_evaluated CHECK ((result IS NULL) = (evaluated_at IS NULL)),
    CONSTRAINT improve_project_filed CHECK (filed_at IS NULL OR result = 'effective'),
    CONSTRAINT improve_project_stopped CHECK (state <> 'stopped' OR stopped_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX improve_project_key ON improve_project (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX improve_project_ends ON improve_project (ends_on);
CREATE INDEX improve_project_idea ON improve_project (idea) WHERE idea IS NOT NULL;
CREATE TABLE improve_milestone (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT,
    source_no   TEXT,
    project     TEXT NOT NULL REFERENCES improve_project (no),
    due_on      TEXT NOT NULL,
    title       TEXT NOT NULL,
    standard    TEXT NOT NULL,
    dept        TEXT NOT NULL REFERENCES dept (dept),
    person      TEXT REFERENCES person (person),
    state       TEXT NOT NULL
                CONSTRAINT improve_milestone_state CHECK (state IN ('planned', 'slipped', 'done')),
    round       INTEGER NOT NULL,
    done_at     TEXT,
    evidence    TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT improve_milestone_done CHECK ((state = 'done') = (done_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX improve_milestone_key ON improve_milestone (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX improve_milestone_project ON improve_milestone (project);
CREATE INDEX improve_milestone_due ON improve_milestone (due_on);
CREATE TABLE improve_slip (
    no       TEXT NOT NULL,
    round    INTEGER NOT NULL,
    due_on   TEXT NOT NULL,
    passed   INTEGER NOT NULL CONSTRAINT improve_slip_passed CHECK (passed IN (0, 1)),
    until_on TEXT,
    points   INTEGER,                      -- chosen inside the clause's range; hundredths
    reason   TEXT NOT NULL,
    set_at   TEXT NOT NULL,
    set_by   TEXT NOT NULL REFERENCES person (person),
    event    INTEGER NOT NULL,
    PRIMARY KEY (no, round, event)
) STRICT;
CREATE INDEX improve_slip_passed ON improve_slip (due_on) WHERE passed = 1;
CREATE TABLE improve_review (
    no          TEXT NOT NULL REFERENCES improve_project (no),
    kind        TEXT NOT NULL
                CONSTRAINT improve_review_kind
                CHECK (kind IN ('stage', 'weekly', 'decision', 'verify', 'standard',
                                'recheck')),
    milestone   TEXT REFERENCES improve_milestone (no),
    reviewed_at TEXT NOT NULL,
    result      TEXT NOT NULL
                CONSTRAINT improve_review_result CHECK (result IN ('good', 'deviation', 'stop')),
    text        TEXT NOT NULL,
    attended    TEXT,
    event       INTEGER NOT NULL,
    PRIMARY KEY (no, event)
) STRICT;
CREATE TABLE improve_summary (
    no           TEXT NOT NULL REFERENCES improve_project (no),
    round        INTEGER NOT NULL,
    before       TEXT NOT NULL,
    effect       TEXT NOT NULL,
    deviation    TEXT NOT NULL,
    verification TEXT NOT NULL,
    cost         INTEGER NOT NULL CONSTRAINT improve_summary_cost CHECK (cost >= 0),
    tangible     INTEGER NOT NULL CONSTRAINT improve_summary_tangible CHECK (tangible >= 0),
    data         TEXT,                 -- the tangible benefit described in figures
    intangible   TEXT NOT NULL,
    lessons      TEXT,
    written_at   TEXT NOT NULL,
    event        INTEGER NOT NULL,
    PRIMARY KEY (no, round)
) STRICT;
CREATE TABLE improve_measure (
    no               TEXT NOT NULL REFERENCES improve_project (no),
    measured_at      TEXT NOT NULL,
    what             TEXT NOT NULL,
    before_n         INTEGER NOT NULL,
    before_satisfied INTEGER NOT NULL,
    after_n          INTEGER NOT NULL,
    after_satisfied  INTEGER NOT NULL,
    event            INTEGER NOT NULL,
    PRIMARY KEY (no, event),
    CONSTRAINT improve_measure_before CHECK (before_satisfied BETWEEN 0 AND before_n),
    CONSTRAINT improve_measure_after CHECK (after_satisfied BETWEEN 0 AND after_n)
) STRICT;
CREATE TABLE improve_plan (
    year         TEXT PRIMARY KEY NOT NULL,
    goal         TEXT NOT NULL,
    duties       TEXT NOT NULL,
    incentives   TEXT NOT NULL,
    state        TEXT NOT NULL
                 CONSTRAINT improve_plan_state CHECK (state IN ('draft', 'signing', 'approved')),
    round        INTEGER NOT NULL,
    submitted_at TEXT,                 -- to the region
    approved_at  TEXT,
    adjustment   TEXT,
    adjusted_at  TEXT,
    filing       TEXT,                 -- of the adjustment, one level up
    filed_at     TEXT,
    recorded_at  TEXT NOT NULL,
    recorded_by  TEXT,
    event        INTEGER NOT NULL,
    CONSTRAINT improve_plan_filed CHECK (filed_at IS NULL OR adjusted_at IS NOT NULL)
) STRICT;
CREATE TABLE inspection (
    no            TEXT PRIMARY KEY NOT NULL,
    source        TEXT,
    source_no     TEXT,
    planned_at    TEXT NOT NULL,
    level         TEXT NOT NULL
                  CONSTRAINT inspection_level
                  CHECK (level = 'company' OR level = 'department' OR level = 'team'),
    kind          TEXT NOT NULL
                  CONSTRAINT inspection_kind
                  CHECK (kind = 'special' OR kind = 'routine' OR kind = 'surprise'),
    method        TEXT NOT NULL,
    plan_of       TEXT,                -- the plan it stands in: 2026, 2026Q4 or 2026-10
    title         TEXT,
    scope         TEXT NOT NULL,
    inspectors    TEXT NOT NULL,
    scheme        TEXT,                -- without one nothing is checked
    state         TEXT NOT NULL
                  CONSTRAINT inspection_state
                  CHECK (state = 'planned' OR state = 'held' OR state = 'reported' OR
                         state = 'filed' OR state = 'cancelled'),
    held_at       TEXT,                -- its first sheet
    summary       TEXT,
    report        TEXT,                -- file, and its SHA-256
    report_sha256 TEXT,
    reported_at   TEXT,
    room          TEXT,                -- where the archive room keeps it
    filed_at      TEXT,
    recorded_at   TEXT NOT NULL,
    recorded_by   TEXT,
    digest        TEXT NOT NULL,
    event         INTEGER NOT NULL,
    CONSTRAINT inspection_reported CHECK (reported_at IS NULL OR summary IS NOT NULL),
    CONSTRAINT inspection_scheme CHECK (held_at IS NULL OR scheme IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX inspection_source ON inspection (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX inspection_planned ON inspection (planned_at);
CREATE TABLE inspect_sheet (
    no          TEXT PRIMARY KEY NOT NULL,
    inspection  TEXT REFERENCES inspection (no),
    dept        TEXT NOT NULL REFERENCES dept (dept),
    quarter     TEXT,                  -- 2026Q4
    template    TEXT NOT NULL,
    checked_at  TEXT NOT NULL,
    inspectors  TEXT NOT NULL,
    opinion     TEXT,                  -- of the inspectors: what must become better
    answer      TEXT,                  -- of the inspected department
    state       TEXT NOT NULL
                CONSTRAINT inspect_sheet_state CHECK (state IN ('open', 'signed')),
    signed_at   TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT inspect_sheet_kind CHECK ((inspection IS NULL) = (quarter IS NOT NULL)),
    CONSTRAINT inspect_sheet_once UNIQUE (inspection, dept),
    CONSTRAINT inspect_sheet_quarter UNIQUE (quarter, dept),
    CONSTRAINT inspect_sheet_signed CHECK ((state = 'signed') = (signed_at IS NOT NULL))
) STRICT;
CREATE TABLE inspect_item (
    item      TEXT PRIMARY KEY NOT NULL, -- sheet/code
    sheet     TEXT NOT NULL REFERENCES inspect_sheet (no),
    code      TEXT NOT NULL,
    content   TEXT NOT NULL,           -- the group that it belongs to: 3.1 to 3.7
    "text"    TEXT NOT NULL,
    result    TEXT NOT NULL
              CONSTRAINT inspect_item_result
              CHECK (result IN ('unmarked', 'pass', 'fail', 'na')),
    opinion   TEXT,
    answer    TEXT,
    marked_at TEXT,
    marked_by TEXT,
    digest    TEXT NOT NULL,
    event     INTEGER NOT NULL,
    CONSTRAINT inspect_item_marked CHECK ((result = 'unmarked') = (marked_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX inspect_item_sheet ON inspect_item (sheet, code);
CREATE TABLE inspect_finding (
    no              TEXT PRIMARY KEY NOT NULL,
    source          TEXT,
    source_no       TEXT,
    sheet           TEXT NOT NULL REFERENCES inspect_sheet (no),
    item            TEXT,              -- code on the sheet
    found_at        TEXT NOT NULL,
    severity        TEXT NOT NULL,
    dept            TEXT NOT NULL REFERENCES dept (dept),
    person          TEXT REFERENCES person (person),
    facts           TEXT NOT NULL,
    "action"        TEXT,              -- taken at once
    deadline        TEXT,              -- given; due_at is the earlier of it and the policy's
    evidence        TEXT,              -- file before, and its SHA-256
    evidence_sha256 TEXT,
    after_evidence  TEXT,
    after_sha256    TEXT,
    fixed_at        TEXT,
    state           TEXT NOT NULL
                    CONSTRAINT inspect_finding_state
                    CHECK (state IN ('open', 'noticed', 'fixed', 'cancelled')),
    due_at          TEXT,
    provisional     TEXT,
    undated         TEXT,              -- its times that are dates alone
    recorded_at     TEXT NOT NULL,
    recorded_by     TEXT,
    digest          TEXT NOT NULL,
    event           INTEGER NOT NULL,
    CONSTRAINT inspect_finding_item FOREIGN KEY (sheet, item) REFERENCES inspect_item (sheet, code),
    CONSTRAINT inspect_finding_fixed CHECK ((state = 'fixed') <= (fixed_at IS NOT NULL)),
    CONSTRAINT inspect_finding_order CHECK (fixed_at IS NULL OR fixed_at >= found_at)
) STRICT;
CREATE UNIQUE INDEX inspect_finding_source ON inspect_finding (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX inspect_finding_found ON inspect_finding (found_at);
CREATE INDEX inspect_finding_sheet ON inspect_finding (sheet);
CREATE INDEX inspect_finding_item ON inspect_finding (dept, item) WHERE item IS NOT NULL;
CREATE INDEX inspect_finding_due ON inspect_finding (due_at);
CREATE TABLE inspect_notice (
    no            TEXT PRIMARY KEY NOT NULL,
    finding       TEXT NOT NULL REFERENCES inspect_finding (no),
    dept          TEXT NOT NULL REFERENCES dept (dept),
    person        TEXT REFERENCES person (person), -- responsible for the rectification
    severity      TEXT NOT NULL,
    issued_at     TEXT NOT NULL,
    demand        TEXT NOT NULL,
    round         INTEGER NOT NULL,
    opened_at     TEXT NOT NULL,       -- where this round's clock runs from
    deadline      TEXT,                -- given for this round
    due_at        TEXT,
    replied_at    TEXT,
    replied_by    TEXT REFERENCES person (person),
    reply         TEXT,
    report        TEXT,                -- file, and its SHA-256
    report_sha256 TEXT,
    state         TEXT NOT NULL
                  CONSTRAINT inspect_notice_state
                  CHECK (state IN ('issued', 'replied', 'passed', 'effective', 'cancelled')),
    passed_at     TEXT,
    effect_on     TEXT,                -- given: when the effect is to be checked
    effect_due    TEXT,
    effect_at     TEXT,
    provisional   TEXT,
    recorded_at   TEXT NOT NULL,
    recorded_by   TEXT,
    digest        TEXT NOT NULL,
    event         INTEGER NOT NULL,
    CONSTRAINT inspect_notice_order CHECK (replied_at IS NULL OR replied_at >= opened_at),
    CONSTRAINT inspect_notice_reply CHECK ((replied_at IS NULL) = (reply IS NULL))
) STRICT;
CREATE UNIQUE INDEX inspect_notice_finding ON inspect_notice (finding) WHERE state <> 'cancelled';
CREATE INDEX inspect_notice_issued ON inspect_notice (issued_at);
CREATE INDEX inspect_notice_due ON inspect_notice (due_at);
CREATE TABLE inspect_check (
    no            TEXT NOT NULL REFERENCES inspect_notice (no),
    round         INTEGER NOT NULL,
    stage         TEXT NOT NULL
                  CONSTRAINT inspect_check_stage CHECK (stage IN ('rectify', 'effect')),
    result        TEXT NOT NULL
                  CONSTRAINT inspect_check_result CHECK (result IN ('pass', 'fail', 'refused')),
    checked_at    TEXT NOT NULL,
    verifier      TEXT NOT NULL REFERENCES person (person),
    evidence      TEXT,                -- of a judgement on paper
    reason        TEXT,
    opened_at     TEXT NOT NULL,
    due_at        TEXT,
    replied_at    TEXT,
    replied_by    TEXT,
    reply         TEXT,
    report        TEXT,
    report_sha256 TEXT,
    provisional   TEXT,
    event         INTEGER NOT NULL,
    PRIMARY KEY (no, round, stage),
    CONSTRAINT inspect_check_own CHECK (replied_by IS NULL OR verifier <> replied_by)
) STRICT;
CREATE TABLE inspect_points (
    record  TEXT NOT NULL,
    clause  TEXT NOT NULL,
    points  INTEGER NOT NULL,              -- hundredths, without sign
    reason  TEXT NOT NULL,
    set_at  TEXT NOT NULL,
    set_by  TEXT NOT NULL REFERENCES person (person),
    event   INTEGER NOT NULL,
    PRIMARY KEY (record, clause, event)
) STRICT;
CREATE TABLE praise (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT,
    source_no   TEXT,
    occurred_at TEXT NOT NULL,
    dept        TEXT NOT NULL REFERENCES dept (dept),
    person      TEXT NOT NULL REFERENCES person (person),
    facts       TEXT NOT NULL,
    evidence    TEXT,
    inspection  TEXT REFERENCES inspection (no),
    clause      TEXT NOT NULL,         -- of the reward book, for which it may be proposed
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX praise_source ON praise (source_no, source) WHERE source_no IS NOT NULL;
CREATE TABLE walk (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT,
    source_no   TEXT,
    walked_at   TEXT NOT NULL,
    zone        TEXT NOT NULL,
    person      TEXT NOT NULL REFERENCES person (person),
    walker      TEXT NOT NULL REFERENCES person (person),
    score       INTEGER NOT NULL CONSTRAINT walk_score CHECK (score BETWEEN 1 AND 5),
    remark      TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT walk_own CHECK (walker <> person)
) STRICT;
CREATE UNIQUE INDEX walk_source ON walk (source_no, source) WHERE source_no IS NOT NULL;
CREATE UNIQUE INDEX walk_once ON walk (walked_at, zone, person);
CREATE TABLE patrol (
    no           TEXT PRIMARY KEY NOT NULL,
    source       TEXT,
    source_no    TEXT,
    patrolled_at TEXT NOT NULL,
    dept         TEXT NOT NULL REFERENCES dept (dept),
    area         TEXT,
    patroller    TEXT NOT NULL,        -- of the contractor, or of the department that manages it
    evidence     TEXT,
    remark       TEXT,
    recorded_at  TEXT NOT NULL,
    recorded_by  TEXT,
    digest       TEXT NOT NULL,
    event        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX patrol_source ON patrol (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX patrol_dept ON patrol (dept, patrolled_at);
CREATE VIEW finding_again AS
SELECT f.no,
       (SELECT MAX(g.no)
          FROM inspect_finding g
          JOIN inspect_sheet t ON t.no = g.sheet AND t.quarter IS NOT NULL
         WHERE g.dept = f.dept AND g.item = f.item AND g.state <> 'cancelled' AND g.found_at < f.found_at
           AND CAST(substr(s.quarter, 1, 4) AS INTEGER) * 4 + CAST(substr(s.quarter, 6, 1) AS INTEGER)
               - CAST(substr(t.quarter, 1, 4) AS INTEGER) * 4 - CAST(substr(t.quarter, 6, 1) AS INTEGER)
               BETWEEN 0 AND COALESCE((SELECT CAST(p.value AS INTEGER)
                                         FROM policy_version v
                                         JOIN policy_param p ON p.version = v.version
                                        WHERE p.name = 'contractor_again_quarters'
                                          AND v.from_day <= substr(f.found_at, 1, 10)
                                          AND v.until_day > substr(f.found_at, 1, 10)), 0)) AS first
  FROM inspect_finding f
  JOIN inspect_sheet s ON s.no = f.sheet AND s.quarter IS NOT NULL
 WHERE f.state <> 'cancelled'
/* finding_again("no","first") */;
CREATE VIEW finding_severity AS
SELECT f.no, a.word AS severity
  FROM inspect_finding f
  JOIN acting a ON a.list = 'severity' AND a.code = f.severity
               AND a.from_day <= substr(f.found_at, 1, 10) AND a.until_day > substr(f.found_at, 1, 10)
/* finding_severity("no",severity) */;
CREATE VIEW notice_severity AS
SELECT n.no, a.word AS severity
  FROM inspect_notice n
  JOIN acting a ON a.list = 'severity' AND a.code = n.severity
               AND a.from_day <= substr(n.issued_at, 1, 10)
               AND a.until_day > substr(n.issued_at, 1, 10)
/* notice_severity("no",severity) */;
CREATE TABLE link (
    no           TEXT PRIMARY KEY NOT NULL,
    register     TEXT NOT NULL
                 CONSTRAINT link_register
                 CHECK (register IN ('complaint', 'order', 'callback', 'finding', 'case')),
    record       TEXT NOT NULL,
    with_register TEXT NOT NULL
                 CONSTRAINT link_with_register
                 CHECK (with_register IN ('complaint', 'order', 'callback', 'finding', 'case')),
    with_record  TEXT NOT NULL,
    same_fact    TEXT NOT NULL CONSTRAINT link_same_fact CHECK (same_fact IN ('yes', 'no')),
    origin       TEXT NOT NULL
                 CONSTRAINT link_origin CHECK (origin IN ('hand', 'import', 'reopen')),
    linked_at    TEXT NOT NULL,
    linked_by    TEXT REFERENCES person (person),
    why          TEXT,
    state        TEXT NOT NULL,
    unlinked_at  TEXT,
    unlinked_by  TEXT REFERENCES person (person),
    unlink_why   TEXT,
    event        INTEGER NOT NULL,
    CONSTRAINT link_state CHECK (state = CASE WHEN unlinked_at IS NULL THEN 'linked'
        ELSE 'unlinked' END),
    CONSTRAINT link_two CHECK (register <> with_register OR record <> with_record)
) STRICT;
CREATE UNIQUE INDEX link_once ON link (record, with_record, register, with_register)
    WHERE state = 'linked';
CREATE INDEX link_with ON link (with_record);
CREATE INDEX link_case ON link (with_record) WHERE with_register = 'case';
CREATE TABLE monitor (
    monitor      TEXT PRIMARY KEY NOT NULL,
    name         TEXT,
    phone        TEXT,
    grp          TEXT NOT NULL,
    district     TEXT NOT NULL,
    customer     TEXT REFERENCES customer (customer),
    appointed_on TEXT NOT NULL,
    ends_on      TEXT NOT NULL,        -- the last day
    term         INTEGER NOT NULL CONSTRAINT monitor_term CHECK (term > 0),
    letter_no    TEXT,                 -- of the letter of appointment
    state        TEXT NOT NULL
                 CONSTRAINT monitor_state
                 CHECK (state IN ('active', 'ended', 'resigned', 'dismissed')),
    ended_on     TEXT,                 -- the last day, where it is over
    why          TEXT,
    recorded_at  TEXT NOT NULL,
    recorded_by  TEXT,
    digest       TEXT NOT NULL,
    event        INTEGER NOT NULL,
    CONSTRAINT monitor_order CHECK (ends_on >= appointed_on),
    CONSTRAINT monitor_ended CHECK ((state = 'active') = (ended_on IS NULL)),
    CONSTRAINT monitor_last CHECK (ended_on IS NULL OR ended_on BETWEEN appointed_on AND ends_on)
) STRICT;
CREATE UNIQUE INDEX monitor_customer ON monitor (customer) WHERE state = 'active';
CREATE INDEX monitor_customers ON monitor (customer) WHERE customer IS NOT NULL;
CREATE TABLE monitor_term (
    monitor      TEXT NOT NULL REFERENCES monitor (monitor),
    term         INTEGER NOT NULL,
    appointed_on TEXT NOT NULL,
    ends_on      TEXT NOT NULL,
    letter_no    TEXT,
    state        TEXT NOT NULL,
    ended_on     TEXT NOT NULL,
    why          TEXT,
    event        INTEGER NOT NULL,
    PRIMARY KEY (monitor, appointed_on)
) STRICT;
CREATE VIEW monitor_terms AS
SELECT monitor, term, appointed_on, ends_on, COALESCE(ended_on, ends_on) AS last_on, letter_no, state,
       ended_on, why, event
  FROM monitor
UNION ALL
SELECT monitor, term, appointed_on, ends_on, ended_on, letter_no, state, ended_on, why, event
  FROM monitor_term
/* monitor_terms(monitor,term,appointed_on,ends_on,last_on,letter_no,state,ended_on,why,event) */;
CREATE TABLE monitor_opinion (
    no           TEXT PRIMARY KEY NOT NULL,
    source       TEXT,
    source_no    TEXT,
    raised_at    TEXT NOT NULL,
    monitor      TEXT NOT NULL REFERENCES monitor (monitor),
    kind         TEXT NOT NULL
                 CONSTRAINT opinion_kind CHECK (kind IN ('problem', 'suggestion', 'praise', 'complaint')),
    category     TEXT,
    content      TEXT NOT NULL,
    dept         TEXT REFERENCES dept (dept),
    person       TEXT REFERENCES person (person),
    round        INTEGER NOT NULL CONSTRAINT opinion_round CHECK (round > 0),
    opened_at    TEXT,                 -- where the round's clocks run from; none of praise
    assigned_at  TEXT,
    assign_due   TEXT,
    answered_at  TEXT,
    answered_by  TEXT REFERENCES person (person),
    answer       TEXT,
    answer_due   TEXT,
    verified_at  TEXT,
    verified_by  TEXT REFERENCES person (person), -- NULL: the monitor
    verified     TEXT CONSTRAINT opinion_verified CHECK (verified = 'yes'),
    satisfied    TEXT CONSTRAINT opinion_satisfied CHECK (satisfied IN ('yes', 'fairly', 'no')),
    verify_due   TEXT,
    use          TEXT
                 CONSTRAINT opinion_use
                 CHECK (use IN ('none', 'improve', 'complaint', 'inspect', 'entry', 'policy', 'reward')),
    use_no       TEXT,
    used_at      TEXT,
    withdrawn_at TEXT,
    state        TEXT NOT NULL,
    provisional  TEXT,
    undated      TEXT,                 -- its times that are dates alone
    recorded_at  TEXT NOT NULL,
    recorded_by  TEXT,
    digest       TEXT NOT NULL,
    event        INTEGER NOT NULL,
    CONSTRAINT opinion_state CHECK (state = CASE
        WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'
        WHEN use IS NOT NULL AND (verified_at IS NOT NULL OR kind = 'praise') THEN 'closed'
        WHEN kind = 'praise' THEN 'noted' WHEN verified_at IS NOT NULL THEN 'verified'
        WHEN answered_at IS NOT NULL THEN 'answered' WHEN assigned_at IS NOT NULL THEN 'assigned'
        ELSE 'open' END),
    CONSTRAINT opinion_praise CHECK ((kind = 'praise') = (opened_at IS NULL) AND
                                     (kind <> 'praise' OR answered_at IS NULL)),
    CONSTRAINT opinion_answered CHECK ((answered_at IS NULL) = (answer IS NULL)),
    CONSTRAINT opinion_checked CHECK ((verified_at IS NULL) = (verified IS NULL) AND
                                      (verified_at IS NULL OR answered_at IS NOT NULL)),
    CONSTRAINT opinion_other CHECK (verified_by IS NULL OR verified_by <> answered_by),
    CONSTRAINT opinion_used CHECK ((use IS NULL) = (used_at IS NULL)),
    CONSTRAINT opinion_use_no CHECK (use_no IS NULL OR (use IS NOT NULL AND use <> 'none'))
) STRICT;
CREATE UNIQUE INDEX opinion_source ON monitor_opinion (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX opinion_raised ON monitor_opinion (raised_at);
CREATE INDEX opinion_monitor ON monitor_opinion (monitor, raised_at);
CREATE INDEX opinion_answer ON monitor_opinion (answer_due);
CREATE INDEX opinion_used ON monitor_opinion (use_no) WHERE use_no IS NOT NULL;
CREATE INDEX opinion_open ON monitor_opinion (state)
    WHERE state NOT IN ('closed', 'withdrawn', 'noted');
CREATE TABLE monitor_round (
    no          TEXT NOT NULL REFERENCES monitor_opinion (no),
    round       INTEGER NOT NULL,
    opened_at   TEXT NOT NULL,
    dept        TEXT REFERENCES dept (dept),
    person      TEXT REFERENCES person (person),
    assigned_at TEXT,
    assign_due  TEXT,
    answered_at TEXT NOT NULL,
    answered_by TEXT REFERENCES person (person),
    answer      TEXT NOT NULL,
    answer_due  TEXT,
    verified_at TEXT NOT NULL,
    verified_by TEXT REFERENCES person (person),
    verified    TEXT NOT NULL CONSTRAINT round_verified CHECK (verified = 'no'),
    satisfied   TEXT CONSTRAINT round_satisfied CHECK (satisfied IN ('yes', 'fairly', 'no')),
    verify_due  TEXT,
    why         TEXT,
    provisional TEXT,
    event       INTEGER NOT NULL,
    PRIMARY KEY (no, round),
    CONSTRAINT round_other CHECK (verified_by IS NULL OR verified_by <> answered_by)
) STRICT;
CREATE INDEX monitor_round_answer ON monitor_round (answer_due);
CREATE VIEW monitor_rounds AS
SELECT no, monitor, kind, state, use, round, opened_at, dept, answered_at, answer_due, verified_at,
       verified, satisfied, verify_due
  FROM monitor_opinion
 WHERE opened_at IS NOT NULL
UNION ALL
SELECT r.no, o.monitor, o.kind, o.state, o.use, r.round, r.opened_at, r.dept, r.answered_at,
       r.answer_due, r.verified_at, r.verified, r.satisfied, r.verify_due
  FROM monitor_round r
  JOIN monitor_opinion o ON o.no = r.no
/* monitor_rounds("no",monitor,kind,state,use,round,opened_at,dept,answered_at,answer_due,verified_at,verified,satisfied,verify_due) */;
CREATE TABLE monitor_meeting (
    no             TEXT PRIMARY KEY NOT NULL,
    source         TEXT,
    source_no      TEXT,
    held_at        TEXT NOT NULL,
    kind           TEXT NOT NULL
                   CONSTRAINT meeting_kind CHECK (kind IN ('visit', 'symposium', 'training', 'report')),
    place          TEXT,
    chair          TEXT REFERENCES person (person),
    monitors       TEXT,
    topics         TEXT,
    minutes        TEXT,                 -- file
    minutes_sha256 TEXT,
    recorded_at    TEXT NOT NULL,
    recorded_by    TEXT,
    digest         TEXT NOT NULL,
    event          INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX meeting_source ON monitor_meeting (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX meeting_held ON monitor_meeting (held_at);
CREATE TABLE service_order (
    no                 TEXT PRIMARY KEY NOT NULL,
    source             TEXT,
    source_no          TEXT,
    business           TEXT NOT NULL,     -- limits.csv: matter
    dept               TEXT REFERENCES dept (dept),
    person             TEXT REFERENCES person (person),
    customer           TEXT,
    tier               TEXT,              -- these four of the customer, on the day it asked
    kind               TEXT,
    customer_kind      TEXT,
    class              TEXT,
    accepted_at        TEXT NOT NULL,
    papers_complete_at TEXT,
    survey_ready_at    TEXT,
    install_ready_at   TEXT,
    appointed_at       TEXT,              -- when the customer wants the visit
    contract_day       TEXT,              -- by when the contract has it finished
    dispatched_at      TEXT,
    accepted_by_at     TEXT,              -- when who does it took it on
    surveyed_at        TEXT,
    notified_at        TEXT,
    stopped_at         TEXT,              -- when the supply is stopped; may be planned
    arrived_at         TEXT,
    solution_at        TEXT,
    finished_at        TEXT,
    cancelled_at       TEXT,
    result             TEXT,              -- what came of it, where the dispatch system says so
    state              TEXT NOT NULL,
    content            TEXT,
    complaint_no       TEXT,              -- as its file named it; what it is linked with stands in link
    apply_due          TEXT,
    survey_due         TEXT,
    notice_due         TEXT,
    arrive_due         TEXT,
    solution_due       TEXT,
    finish_due         TEXT,
    provisional        TEXT,              -- the clocks that reach into a year without calendar, or
                                            -- whose outcome hangs on a time of day that is missing
    undated            TEXT,              -- its times that are dates alone
    recorded_at        TEXT NOT NULL,
    recorded_by        TEXT,
    digest             TEXT NOT NULL,
    event              INTEGER NOT NULL,
    CONSTRAINT order_state CHECK (state = CASE
        WHEN cancelled_at IS NOT NULL THEN 'cancelled' WHEN result = 'no_access' THEN 'no_access'
        WHEN finished_at IS NOT NULL THEN 'finished' WHEN arrived_at IS NOT NULL THEN 'arrived'
        WHEN appointed_at IS NOT NULL THEN 'appointed' ELSE 'accepted' END),
    CONSTRAINT order_result CHECK (result IS NULL OR
        (result = 'done' AND finished_at IS NOT NULL) OR
        (result = 'no_access' AND finished_at IS NOT NULL) OR
        (result = 'refused' AND COALESCE(finished_at, cancelled_at) IS NOT NULL) OR
        (result = 'cancelled' AND cancelled_at IS NOT NULL)),
    CONSTRAINT order_one_end CHECK (cancelled_at IS NULL OR finished_at IS NULL),
    CONSTRAINT order_in_order CHECK (finished_at IS NULL OR finished_at >= accepted_at)
) STRICT;
CREATE UNIQUE INDEX order_source ON service_order (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX order_accepted ON service_order (accepted_at);
CREATE INDEX order_finished ON service_order (finished_at, dept, state) WHERE finished_at IS NOT NULL;
CREATE INDEX order_customer ON service_order (customer) WHERE customer IS NOT NULL;
CREATE INDEX order_open ON service_order (no) WHERE finished_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX order_apply_missed ON service_order (apply_due)
    WHERE apply_due < accepted_at;
CREATE INDEX order_survey_missed ON service_order (survey_due)
    WHERE survey_due < COALESCE(surveyed_at, finished_at, cancelled_at, '9999');
CREATE INDEX order_notice_missed ON service_order (notice_due)
    WHERE notice_due < COALESCE(notified_at, cancelled_at, '9999');
CREATE INDEX order_arrive_missed ON service_order (arrive_due)
    WHERE arrive_due < COALESCE(arrived_at, finished_at, cancelled_at, '9999');
CREATE INDEX order_solution_missed ON service_order (solution_due)
    WHERE solution_due < COALESCE(solution_at, finished_at, cancelled_at, '9999');
CREATE INDEX order_finish_missed ON service_order (finish_due)
    WHERE finish_due < COALESCE(finished_at, cancelled_at, '9999');
CREATE TABLE order_move (
    no          TEXT NOT NULL REFERENCES service_order (no),
    moved_at    TEXT NOT NULL,
    from_dept   TEXT REFERENCES dept (dept),
    from_person TEXT REFERENCES person (person),
    event       INTEGER NOT NULL,
    PRIMARY KEY (no, moved_at, event)
) STRICT;
CREATE TABLE check_item (
    item  TEXT PRIMARY KEY NOT NULL,
    place INTEGER NOT NULL,
    part  TEXT NOT NULL
) STRICT;
CREATE TABLE order_check (
    no         TEXT NOT NULL REFERENCES service_order (no),
    item       TEXT NOT NULL REFERENCES check_item (item),
    answer     TEXT NOT NULL CONSTRAINT order_check_answer CHECK (answer IN ('kept', 'broken')),
    checked_at TEXT NOT NULL,
    checked_by TEXT REFERENCES person (person),
    reason     TEXT,
    event      INTEGER NOT NULL,
    PRIMARY KEY (no, item, event)
) STRICT;
CREATE TABLE policy_version (
    version   INTEGER PRIMARY KEY NOT NULL,
    from_day  TEXT NOT NULL,
    until_day TEXT NOT NULL,           -- exclusive
    loaded_at TEXT NOT NULL,
    loaded_by TEXT,
    digest    TEXT NOT NULL            -- SHA-256 over the pack's files
) STRICT;
CREATE TABLE policy_book (
    version      INTEGER NOT NULL REFERENCES policy_version (version),
    book         TEXT NOT NULL,
    title        TEXT NOT NULL,
    trial_from   TEXT,
    trial_months INTEGER,
    approval     TEXT,
    basis        TEXT NOT NULL,
    PRIMARY KEY (version, book)
) STRICT;
CREATE TABLE policy_clause (
    version INTEGER NOT NULL REFERENCES policy_version (version),
    clause  TEXT NOT NULL,
    book    TEXT NOT NULL,
    article TEXT NOT NULL,
    kind    TEXT NOT NULL,
    text    TEXT NOT NULL,
    basis   TEXT NOT NULL,
    PRIMARY KEY (version, clause)
) STRICT;
CREATE TABLE policy_leg (
    version      INTEGER NOT NULL,
    clause       TEXT NOT NULL,
    subject      TEXT NOT NULL,
    sign         TEXT NOT NULL,
    points_min   INTEGER,
    points_max   INTEGER,
    amount_min   INTEGER,
    amount_max   INTEGER,
    basis        TEXT NOT NULL,
    effect       TEXT,
    effect_basis TEXT,
    approval     TEXT NOT NULL,
    per          TEXT,
    loss_from    INTEGER,                  -- fen, included
    loss_to      INTEGER,                  -- fen, excluded
    share_of     TEXT,
    share        TEXT,                 -- 0 to 1, decimal
    FOREIGN KEY (version, clause) REFERENCES policy_clause (version, clause)
) STRICT;
CREATE UNIQUE INDEX policy_leg_band ON policy_leg (version, clause, subject, COALESCE(loss_from, 0));
CREATE TABLE policy_trigger (
    version  INTEGER NOT NULL,
    event    TEXT NOT NULL,
    level    TEXT,
    business TEXT,
    category TEXT,
    channel  TEXT,
    class    TEXT,
    tier     TEXT,
    severity TEXT,
    clause   TEXT NOT NULL,
    planned  TEXT,
    basis    TEXT NOT NULL,
    FOREIGN KEY (version, clause) REFERENCES policy_clause (version, clause)
) STRICT;
CREATE UNIQUE INDEX policy_trigger_event ON policy_trigger
    (version, event, clause, COALESCE(level, ''), COALESCE(business, ''), COALESCE(category, ''),
     COALESCE(channel, ''), COALESCE(class, ''), COALESCE(tier, ''), COALESCE(severity, ''));
CREATE VIEW sanction AS
SELECT v.from_day, v.until_day, v.version, l.clause, l.subject,
       CASE l.sign WHEN '-' THEN -1 ELSE 1 END AS sign,
       CASE l.sign WHEN '-' THEN -l.points_min ELSE l.points_min END AS points,
       CASE l.sign WHEN '-' THEN -l.amount_min ELSE l.amount_min END AS amount,
       l.points_min, l.points_max, l.effect, l.approval,
       CASE l.approval WHEN 'auto' THEN 'final' ELSE 'proposed' END AS status
  FROM policy_version v
  JOIN policy_leg l ON l.version = v.version
 WHERE l.share_of IS NULL AND l.subject NOT IN ('leader', 'deputy')
   AND NOT EXISTS (SELECT 1 FROM policy_leg b
                    WHERE b.version = l.version AND b.clause = l.clause AND b.subject = l.subject
                      AND COALESCE(b.loss_from, 0) < COALESCE(l.loss_from, 0))
/* sanction(from_day,until_day,version,clause,subject,sign,points,amount,points_min,points_max,effect,approval,status) */;
CREATE VIEW fired AS
SELECT t.event, t.level, t.business, t.category, t.channel, t.class, t.tier, t.severity,
       s.from_day, s.until_day, s.version, s.clause, s.subject, s.sign, s.points, s.amount,
       s.points_min, s.points_max, s.effect, s.approval, s.status
  FROM policy_trigger t
  JOIN sanction s ON s.version = t.version AND s.clause = t.clause
/* fired(event,level,business,category,channel,class,tier,severity,from_day,until_day,version,clause,subject,sign,points,amount,points_min,points_max,effect,approval,status) */;
CREATE TABLE policy_limit (
    version       INTEGER NOT NULL REFERENCES policy_version (version),
    matter        TEXT NOT NULL,
    clock         TEXT NOT NULL,
    level         TEXT,
    tier          TEXT,
    customer_kind TEXT,
    channel       TEXT,
    category      TEXT,
    class         TEXT,
    length        TEXT NOT NULL,
    start         TEXT NOT NULL,
    planned       TEXT,
    basis         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX policy_limit_case ON policy_limit
    (version, matter, clock, COALESCE(level, ''), COALESCE(tier, ''), COALESCE(customer_kind, ''),
     COALESCE(channel, ''), COALESCE(category, ''), COALESCE(class, ''));
CREATE TABLE policy_chain (
    version   INTEGER NOT NULL REFERENCES policy_version (version),
    chain     TEXT NOT NULL,
    stage     INTEGER NOT NULL,
    role      TEXT NOT NULL,
    scope     TEXT NOT NULL,
    condition TEXT,
    basis     TEXT NOT NULL,
    PRIMARY KEY (version, chain, stage)
) STRICT;
CREATE TABLE policy_ratio (
    version       INTEGER NOT NULL REFERENCES policy_version (version),
    business      TEXT NOT NULL,
    customer_kind TEXT,
    tier          TEXT,
    ratio         TEXT NOT NULL,
    min           INTEGER NOT NULL,
    window_from   TEXT,
    window_to     TEXT,
    basis         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX policy_ratio_case ON policy_ratio
    (version, business, COALESCE(customer_kind, ''), COALESCE(tier, ''));
CREATE TABLE policy_authority (
    version     INTEGER NOT NULL REFERENCES policy_version (version),
    matter      TEXT NOT NULL,
    class       TEXT NOT NULL,
    text        TEXT NOT NULL,
    grantee     TEXT NOT NULL,
    amount_cap  INTEGER,
    amount_unit TEXT,
    signers     TEXT,
    basis       TEXT NOT NULL,
    PRIMARY KEY (version, matter)
) STRICT;
CREATE TABLE policy_authority_condition (
    version INTEGER NOT NULL,
    matter  TEXT NOT NULL,
    "key"   TEXT NOT NULL,
    op      TEXT NOT NULL,
    value   TEXT NOT NULL,
    text    TEXT NOT NULL,
    basis   TEXT NOT NULL,
    PRIMARY KEY (version, matter, "key"),
    FOREIGN KEY (version, matter) REFERENCES policy_authority (version, matter)
) STRICT;
CREATE TABLE policy_param (
    version INTEGER NOT NULL REFERENCES policy_version (version),
    name    TEXT NOT NULL,
    value   TEXT,
    text    TEXT NOT NULL,
    planned TEXT,
    basis   TEXT NOT NULL,
    PRIMARY KEY (version, name)
) STRICT;
CREATE TABLE calendar_revision (
    revision  INTEGER PRIMARY KEY NOT NULL,
    loaded_at TEXT NOT NULL,
    loaded_by TEXT,
    event     INTEGER NOT NULL
) STRICT;
CREATE TABLE calendar_day (
    revision INTEGER NOT NULL REFERENCES calendar_revision (revision),
    day      TEXT NOT NULL,
    kind     TEXT NOT NULL,
    name     TEXT,
    PRIMARY KEY (revision, day)
) STRICT;
CREATE TABLE policy_word (
    version  INTEGER NOT NULL REFERENCES policy_version (version),
    list     TEXT NOT NULL,
    code     TEXT NOT NULL,
    label    TEXT NOT NULL,
    synonyms TEXT,                     -- `;`-separated
    "order"  INTEGER NOT NULL,
    acts_as  TEXT,
    PRIMARY KEY (version, list, code)
) STRICT;
CREATE TABLE assessment_month (
    month     TEXT NOT NULL UNIQUE,    -- 2026-09
    from_day  TEXT PRIMARY KEY NOT NULL,
    until_day TEXT NOT NULL            -- exclusive
) STRICT;
CREATE TABLE policy_level (
    version  INTEGER NOT NULL REFERENCES policy_version (version),
    level    TEXT NOT NULL,
    channel  TEXT,
    category TEXT,
    tier     TEXT,
    accident TEXT,
    repeat   TEXT,
    people   INTEGER,
    basis    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX policy_level_case ON policy_level
    (version, level, COALESCE(channel, ''), COALESCE(category, ''), COALESCE(tier, ''),
     COALESCE(accident, ''), COALESCE(repeat, ''), COALESCE(people, 0));
CREATE TABLE policy_grade (
    version INTEGER NOT NULL REFERENCES policy_version (version),
    code    TEXT NOT NULL,
    "from"  INTEGER,
    basis   TEXT NOT NULL,
    PRIMARY KEY (version, code)
) STRICT;
CREATE TABLE policy_threshold (
    version    INTEGER NOT NULL REFERENCES policy_version (version),
    clause     TEXT,                   -- `;`-separated, as item
    item       TEXT,
    event      TEXT,
    subject    TEXT NOT NULL,
    measure    TEXT NOT NULL,
    period     TEXT NOT NULL,
    n          INTEGER,
    gives      TEXT,
    first_free INTEGER,
    planned    TEXT,
    basis      TEXT NOT NULL,
    FOREIGN KEY (version, gives) REFERENCES policy_clause (version, clause)
) STRICT;
CREATE UNIQUE INDEX policy_threshold_case ON policy_threshold
    (version, COALESCE(clause, ''), COALESCE(item, ''), COALESCE(event, ''), subject, measure, period,
     COALESCE(gives, ''));
CREATE VIEW threshold AS
SELECT v.from_day, v.until_day, v.version, t.clause, t.item, t.event, t.subject, t.measure, t.period,
       t.n, t.gives, t.first_free
  FROM policy_version v
  JOIN policy_threshold t ON t.version = v.version AND t.planned IS NULL
/* threshold(from_day,until_day,version,clause,item,event,subject,measure,period,n,gives,first_free) */;
CREATE TABLE policy_item (
    version   INTEGER NOT NULL REFERENCES policy_version (version),
    item      TEXT NOT NULL,
    base      INTEGER,
    cap       INTEGER,
    bonus_cap INTEGER,
    weight    INTEGER,
    basis     TEXT NOT NULL,
    PRIMARY KEY (version, item)
) STRICT;
CREATE TABLE policy_band (
    version   INTEGER NOT NULL REFERENCES policy_version (version),
    "group"   TEXT NOT NULL,
    indicator TEXT NOT NULL,
    "by"      TEXT NOT NULL,
    period    TEXT,
    "from"    INTEGER,
    until     INTEGER,
    points    INTEGER,
    step      INTEGER,
    cap       INTEGER,
    clause    TEXT,
    item      TEXT,
    basis     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX policy_band_row ON policy_band
    (version, "group", indicator, COALESCE("from", -1), COALESCE(until, -1));
CREATE VIEW band_basis AS
SELECT version, clause, "group" || '.' || indicator || '@' AS lead, MIN(basis) AS basis
  FROM policy_band WHERE clause IS NOT NULL
 GROUP BY version, clause, "group", indicator
/* band_basis(version,clause,lead,basis) */;
CREATE VIEW acting AS
SELECT v.from_day, v.until_day, v.version, w.list, w.code, COALESCE(w.acts_as, w.code) AS word,
       w."order"
  FROM policy_version v
  JOIN policy_word w ON w.version = v.version
/* acting(from_day,until_day,version,list,code,word,"order") */;
CREATE TABLE book_step (
    book     TEXT NOT NULL,
    edition  INTEGER NOT NULL,
    stage    TEXT NOT NULL
             CONSTRAINT book_step_stage
             CHECK (stage IN ('draft', 'review', 'approval', 'region', 'filed', 'trial',
                              'in_force')),
    at       TEXT NOT NULL,
    person   TEXT REFERENCES person (person),
    evidence TEXT,
    event    INTEGER NOT NULL,
    PRIMARY KEY (book, edition, stage),
    CONSTRAINT book_step_signed CHECK (person IS NOT NULL OR evidence IS NOT NULL)
) STRICT;
CREATE TABLE book_content (
    book  TEXT NOT NULL,
    place INTEGER NOT NULL,
    item  TEXT NOT NULL,
    text  TEXT NOT NULL,
    PRIMARY KEY (book, item)
) STRICT;
CREATE TABLE book_article (
    book        TEXT NOT NULL,
    edition     INTEGER NOT NULL,
    item        TEXT NOT NULL,
    article     TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES person (person),
    event       INTEGER NOT NULL,
    PRIMARY KEY (book, edition, item, event),
    FOREIGN KEY (book, item) REFERENCES book_content (book, item)
) STRICT;
CREATE TABLE book_feedback (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT,
    source_no   TEXT,
    book        TEXT NOT NULL,
    kind        TEXT NOT NULL
                CONSTRAINT feedback_kind CHECK (kind IN ('feedback', 'evaluation')),
    dept        TEXT NOT NULL REFERENCES dept (dept),
    person      TEXT NOT NULL REFERENCES person (person),
    given_at    TEXT NOT NULL,
    text        TEXT NOT NULL,
    state       TEXT NOT NULL CONSTRAINT feedback_state CHECK (state IN ('open', 'answered')),
    answer      TEXT,
    answered_at TEXT,
    answered_by TEXT REFERENCES person (person),
    evidence    TEXT,                  -- of an answer on paper
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT feedback_answered CHECK ((state = 'answered') = (answer IS NOT NULL)),
    CONSTRAINT feedback_answer CHECK ((answer IS NULL) = (answered_at IS NULL) AND
                                      (answer IS NULL) = (answered_by IS NULL)),
    CONSTRAINT feedback_order CHECK (answered_at IS NULL OR answered_at >= given_at),
    CONSTRAINT feedback_own CHECK (answered_by IS NULL OR answered_by <> person)
) STRICT;
CREATE UNIQUE INDEX book_feedback_source ON book_feedback (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX book_feedback_given ON book_feedback (given_at);
CREATE INDEX book_feedback_book ON book_feedback (book);
CREATE TABLE policy_score (
    version INTEGER NOT NULL REFERENCES policy_version (version),
    name    TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (version, name)
) STRICT;
CREATE TABLE month_close (
    period        TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    closed_at     TEXT NOT NULL,
    closed_by     TEXT NOT NULL REFERENCES person (person),
    reason        TEXT,                -- of a revision
    versions      TEXT NOT NULL,       -- of the policy that judged in the month, `;`-separated
    policy        TEXT NOT NULL,       -- digest over the digests of these versions
    calendar      TEXT NOT NULL,       -- digest over the days that differ from the plain week
    lines         TEXT NOT NULL,       -- digests over what is stored here, as CSV
    sheet_dept    TEXT NOT NULL,
    sheet_person  TEXT NOT NULL,
    words         TEXT NOT NULL,       -- digest over statements, and what is stored in Chinese
    pages         TEXT NOT NULL,       -- digest over the pages of its book
    tool          TEXT NOT NULL,       -- the tools' version
    head          TEXT NOT NULL,       -- of the audit chain before the close
    event         INTEGER NOT NULL,
    PRIMARY KEY (period, revision),
    CONSTRAINT month_close_reason CHECK (revision = 1 OR reason IS NOT NULL)
) STRICT;
CREATE TABLE month_line (
    period      TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    place       INTEGER NOT NULL,
    dept        TEXT NOT NULL,
    person      TEXT,
    item        TEXT NOT NULL,
    clause      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    points      INTEGER NOT NULL,          -- hundredths
    amount      INTEGER NOT NULL,          -- fen
    effect      TEXT,
    status      TEXT NOT NULL,
    source      TEXT NOT NULL,
    record      TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    reason      TEXT,                  -- a statement: key and values
    reason_en   TEXT,
    reason_zh   TEXT,
    item_zh     TEXT NOT NULL,
    subject_zh  TEXT NOT NULL,
    effect_zh   TEXT,
    status_zh   TEXT NOT NULL,
    source_zh   TEXT NOT NULL,
    article     TEXT,
    text        TEXT,
    basis       TEXT,
    policy      INTEGER,
    carried     INTEGER NOT NULL CONSTRAINT month_line_carried CHECK (carried IN (0, 1)),
    PRIMARY KEY (period, revision, place),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX month_line_occurred ON month_line (occurred_at);
CREATE INDEX month_line_record ON month_line (source, record);
CREATE TABLE month_sheet (
    period   TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind     TEXT NOT NULL CONSTRAINT month_sheet_kind CHECK (kind IN ('dept', 'person')),
    words    TEXT NOT NULL CONSTRAINT month_sheet_words CHECK (words IN ('code', 'zh')),
    csv      TEXT NOT NULL,
    PRIMARY KEY (period, revision, kind, words),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE month_roster (
    period   TEXT NOT NULL,
    revision INTEGER NOT NULL,
    person   TEXT NOT NULL,
    name     TEXT NOT NULL,
    dept     TEXT NOT NULL,
    PRIMARY KEY (period, revision, person),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE month_page (
    period   TEXT NOT NULL,
    revision INTEGER NOT NULL,
    name     TEXT NOT NULL,            -- of its file
    title    TEXT NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (period, revision, name),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE adjustment (
    no          TEXT PRIMARY KEY NOT NULL,
    period      TEXT NOT NULL,         -- the open month that takes it
    from_period TEXT NOT NULL,         -- the closed one that it corrects
    dept        TEXT NOT NULL,
    person      TEXT,
    item        TEXT NOT NULL,         -- of the line that it corrects
    clause      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    points      INTEGER NOT NULL,
    line_points INTEGER NOT NULL,
    amount      INTEGER NOT NULL,
    effect      TEXT,
    source      TEXT NOT NULL,
    record      TEXT NOT NULL,
    occurred_at TEXT NOT NULL,         -- the fact's moment
    taken_at    TEXT NOT NULL,         -- first moment of `period`
    reason      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE INDEX adjustment_taken ON adjustment (taken_at);
CREATE INDEX adjustment_occurred ON adjustment (occurred_at);
CREATE INDEX adjustment_from ON adjustment (from_period);
CREATE TABLE indicator (
    indicator   TEXT PRIMARY KEY NOT NULL,
    name        TEXT NOT NULL,
    grp         TEXT NOT NULL
                CONSTRAINT indicator_group CHECK (grp IN ('service', 'regulation', 'planning',
                                                            'system', 'technology', 'other')),
    scope       TEXT NOT NULL CONSTRAINT indicator_scope CHECK (scope IN ('company', 'dept')),
    kind        TEXT NOT NULL CONSTRAINT indicator_kind CHECK (kind IN ('week', 'month', 'quarter', 'year')),
    unit        TEXT NOT NULL,
    times       INTEGER                    -- what the fraction is multiplied by; NULL: a plain number
                CONSTRAINT indicator_times CHECK (times BETWEEN 1 AND 100000),
    direction   TEXT NOT NULL CONSTRAINT indicator_direction CHECK (direction IN ('up', 'down')),
    target      INTEGER,                   -- these two in hundredths
    amber       INTEGER,
    measure     TEXT NOT NULL,
    clause      TEXT,
    basis       TEXT
                CONSTRAINT indicator_basis CHECK (basis IN ('seed', 'external', 'assumed')),
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT indicator_fraction CHECK (measure = 'imported' OR times IS NOT NULL),
    CONSTRAINT indicator_amber CHECK (amber IS NULL OR
        COALESCE(CASE direction WHEN 'up' THEN target - amber ELSE amber - target END, -1) >= 0)
) STRICT;
CREATE TABLE indicator_value (
    no          TEXT PRIMARY KEY NOT NULL,
    indicator   TEXT NOT NULL REFERENCES indicator (indicator),
    period      TEXT NOT NULL,         -- 2026-W37, 2026-09, 2026Q3 or 2026, as the indicator's kind
    dept        TEXT REFERENCES dept (dept),
    numerator   INTEGER NOT NULL
                CONSTRAINT indicator_value_numerator CHECK (numerator BETWEEN 0 AND 1000000000),
    denominator INTEGER                    -- NULL for a plain number
                CONSTRAINT indicator_value_denominator
                CHECK (denominator BETWEEN 0 AND 1000000000),
    source      TEXT,
    starts_on   TEXT NOT NULL,         -- the first day of the calendar's period of that name
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX indicator_value_key ON indicator_value (indicator, period, COALESCE(dept, ''));
CREATE INDEX indicator_value_starts ON indicator_value (starts_on);
CREATE TABLE selfscore (
    no          TEXT PRIMARY KEY NOT NULL,
    period      TEXT NOT NULL,         -- 2026-09
    dept        TEXT NOT NULL REFERENCES dept (dept),
    item        TEXT NOT NULL,         -- the sheet's column
    points      INTEGER NOT NULL,          -- hundredths, signed as in the sheet
    comment     TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX selfscore_key ON selfscore (period, dept, item);
CREATE TABLE review_note (
    period   TEXT NOT NULL,
    dept     TEXT NOT NULL REFERENCES dept (dept),
    item     TEXT NOT NULL,
    note     TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    noted_by TEXT NOT NULL REFERENCES person (person),
    event    INTEGER NOT NULL,
    PRIMARY KEY (period, dept, item, event)
) STRICT;
CREATE TABLE reward_case (
    no           TEXT PRIMARY KEY NOT NULL,
    source       TEXT NOT NULL,        -- domain of the record that caused it; reward: none other
    source_no    TEXT NOT NULL,        -- that record, or the case's own number
    clause       TEXT NOT NULL,
    dept         TEXT NOT NULL REFERENCES dept (dept), -- whose head and leader sign
    person       TEXT REFERENCES person (person),
    facts        TEXT NOT NULL,
    evidence     TEXT,
    amount       INTEGER CONSTRAINT reward_case_amount CHECK (amount > 0),     -- fen, without sign
    head_amount  INTEGER CONSTRAINT reward_case_head CHECK (head_amount > 0),
    points       INTEGER CONSTRAINT reward_case_points CHECK (points > 0),     -- of the department
    annual_points INTEGER CONSTRAINT reward_case_annual CHECK (annual_points > 0), -- off its year
    loss         INTEGER CONSTRAINT reward_case_loss CHECK (loss > 0),
    quantity     INTEGER CONSTRAINT reward_case_quantity CHECK (quantity > 0), -- of what its clause is per
    suspension   TEXT
                 CONSTRAINT reward_case_suspension CHECK (suspension IN ('probation', 'standby')),
    occurred_at  TEXT NOT NULL,
    chain        TEXT NOT NULL,
    proposer     TEXT NOT NULL REFERENCES person (person),
    state        TEXT NOT NULL
                 CONSTRAINT reward_case_state
                 CHECK (state IN ('proposed', 'approved', 'rejected', 'withdrawn', 'reversed')),
    decided_at   TEXT,                 -- the last signature, or the rejection
    suspended_at TEXT,                 -- under appeal since
    reverses     TEXT REFERENCES reward_case (no),
    beside       TEXT REFERENCES reward_case (no), -- of a further person: the fact's first case
    also_reason  TEXT,                 -- why a fact is sanctioned a second time
    recorded_at  TEXT NOT NULL,
    event        INTEGER NOT NULL,
    CONSTRAINT reward_case_decided
    CHECK ((state IN ('approved', 'rejected', 'reversed')) = (decided_at IS NOT NULL)),
    CONSTRAINT reward_case_appeal
    CHECK (suspended_at IS NULL OR state IN ('proposed', 'approved')),
    CONSTRAINT reward_case_own CHECK (reverses <> no)
) STRICT;
CREATE UNIQUE INDEX reward_case_fact ON reward_case (source, source_no, clause)
    WHERE reverses IS NULL AND beside IS NULL AND state IN ('proposed', 'approved');
CREATE UNIQUE INDEX reward_case_beside ON reward_case (beside, person)
    WHERE state IN ('proposed', 'approved');
CREATE UNIQUE INDEX reward_case_reverses ON reward_case (reverses)
    WHERE state IN ('proposed', 'approved');
CREATE INDEX reward_case_record ON reward_case (source_no, source);
CREATE INDEX reward_case_occurred ON reward_case (occurred_at);
CREATE INDEX reward_case_person ON reward_case (person) WHERE person IS NOT NULL;
CREATE TABLE reward_leg (
    no      TEXT NOT NULL REFERENCES reward_case (no),
    leg     INTEGER NOT NULL,
    subject TEXT NOT NULL
            CONSTRAINT reward_leg_subject
            CHECK (subject IN ('person', 'head', 'leader', 'deputy', 'dept', 'contractor')),
    dept    TEXT NOT NULL REFERENCES dept (dept),
    person  TEXT REFERENCES person (person),
    points  INTEGER NOT NULL,
    amount  INTEGER NOT NULL,
    effect  TEXT,
    event   INTEGER NOT NULL,
    PRIMARY KEY (no, leg),
    CONSTRAINT reward_leg_person
    CHECK ((subject IN ('person', 'head', 'leader', 'deputy')) = (person IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX reward_leg_once ON reward_leg (no, person) WHERE person IS NOT NULL;
CREATE INDEX reward_leg_whose ON reward_leg (person) WHERE person IS NOT NULL;
CREATE VIEW line_case AS
SELECT r.source, r.source_no, r.clause,
       CASE WHEN MAX(CASE WHEN r.state IN ('approved', 'reversed') THEN 1 ELSE 0 END) = 1 THEN 'decided'
            WHEN MAX(CASE WHEN r.state = 'proposed' AND r.suspended_at IS NOT NULL THEN 1 ELSE 0 END) = 1
                 THEN 'suspended'
            WHEN MAX(CASE WHEN r.state = 'proposed' THEN 1 ELSE 0 END) = 1 THEN 'proposed'
            ELSE 'rejected' END AS state,
       MAX('case_rejected|' || r.no || '|' || s.person || '|'
           || REPLACE(REPLACE(s.reason, '\', '\\'), '|', '\|') || '|') AS rejected
  FROM reward_case r
  LEFT JOIN signature s ON s.tbl = 'reward_case' AND s.no = r.no AND s.decision = 'rejected'
 WHERE r.reverses IS NULL AND r.beside IS NULL AND r.state <> 'withdrawn'
 GROUP BY r.source, r.source_no, r.clause
/* line_case(source,source_no,clause,state,rejected) */;
CREATE TABLE paper_dispute (
    no     TEXT NOT NULL REFERENCES reward_case (no),
    stage  INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES person (person),
    at     TEXT NOT NULL,
    reason TEXT NOT NULL,
    event  INTEGER NOT NULL,
    PRIMARY KEY (no, stage)
) STRICT;
CREATE TABLE paper_decision (
    no       TEXT NOT NULL,
    stage    INTEGER NOT NULL,
    person   TEXT NOT NULL REFERENCES person (person), -- who decided
    decision TEXT NOT NULL
             CONSTRAINT paper_decision_words CHECK (decision IN ('stands', 'void')),
    at       TEXT NOT NULL,
    reason   TEXT NOT NULL,
    event    INTEGER NOT NULL,
    PRIMARY KEY (no, stage),
    FOREIGN KEY (no, stage) REFERENCES paper_dispute (no, stage)
) STRICT;
CREATE TABLE signing (
    tbl          TEXT NOT NULL,
    no           TEXT NOT NULL,
    chain        TEXT NOT NULL,
    round        INTEGER NOT NULL,
    version      INTEGER NOT NULL REFERENCES policy_version (version),
    proposer     TEXT REFERENCES person (person), -- NULL: a rule alone proposes it
    subject_dept TEXT REFERENCES dept (dept),
    own_dept     TEXT REFERENCES dept (dept),
    other_dept   TEXT REFERENCES dept (dept),
    amount       INTEGER NOT NULL,         -- fen, without sign
    begun_at     TEXT NOT NULL,
    event        INTEGER NOT NULL,
    PRIMARY KEY (tbl, no, chain, round)
) STRICT;
CREATE TABLE signing_subject (
    tbl    TEXT NOT NULL,
    no     TEXT NOT NULL,
    chain  TEXT NOT NULL,
    round  INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES person (person),
    event  INTEGER NOT NULL,
    PRIMARY KEY (tbl, no, chain, round, person),
    FOREIGN KEY (tbl, no, chain, round) REFERENCES signing (tbl, no, chain, round)
) STRICT;
CREATE TABLE signature (
    tbl        TEXT NOT NULL,
    no         TEXT NOT NULL,
    chain      TEXT NOT NULL,
    round      INTEGER NOT NULL,
    stage      INTEGER NOT NULL,
    role       TEXT NOT NULL,          -- in which the person signed, after moving up
    person     TEXT NOT NULL REFERENCES person (person),
    behalf     TEXT REFERENCES person (person), -- for whom a delegate signed
    entered_by TEXT NOT NULL REFERENCES person (person),
    evidence   TEXT,
    decision   TEXT NOT NULL
               CONSTRAINT signature_decision CHECK (decision IN ('signed', 'rejected')),
    reason     TEXT,
    signed_at  TEXT NOT NULL,
    event      INTEGER NOT NULL,
    PRIMARY KEY (tbl, no, chain, round, stage),
    CONSTRAINT signature_once UNIQUE (tbl, no, chain, round, person),
    CONSTRAINT signature_paper CHECK (entered_by = person OR evidence IS NOT NULL),
    CONSTRAINT signature_rejected CHECK (decision = 'signed' OR reason IS NOT NULL),
    CONSTRAINT signature_behalf CHECK (behalf IS NULL OR behalf <> person),
    FOREIGN KEY (tbl, no, chain, round) REFERENCES signing (tbl, no, chain, round)
) STRICT;
CREATE VIEW signer AS
SELECT s.tbl, s.no, s.chain, s.round, s.stage, s.role, s.person, p.name, s.behalf, s.entered_by,
       s.evidence, s.decision, s.reason, s.signed_at,
       s.person || ' ' || p.name AS who
  FROM signature s
  JOIN person p ON p.person = s.person
/* signer(tbl,"no",chain,round,stage,role,person,name,behalf,entered_by,evidence,decision,reason,signed_at,who) */;
CREATE VIEW signing_stage AS
SELECT g.tbl, g.no, g.chain, g.round, g.amount, g.own_dept, g.other_dept, c.stage, c.role, c.scope,
       c.condition, s.role AS signed_as, s.person, s.name, s.behalf, s.entered_by, s.evidence, s.decision,
       s.reason, s.signed_at
  FROM signing g
  JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain
  LEFT JOIN signer s ON s.tbl = g.tbl AND s.no = g.no AND s.chain = g.chain AND s.round = g.round
                    AND s.stage = c.stage
/* signing_stage(tbl,"no",chain,round,amount,own_dept,other_dept,stage,role,scope,condition,signed_as,person,name,behalf,entered_by,evidence,decision,reason,signed_at) */;
CREATE TABLE survey (
    no            TEXT PRIMARY KEY NOT NULL,
    source        TEXT,
    source_no     TEXT,
    code          TEXT NOT NULL,
    title         TEXT NOT NULL,
    kind          TEXT NOT NULL
                  CONSTRAINT survey_kind CHECK (kind IN ('external', 'internal')),
    agency        TEXT,
    mode          TEXT,
    open_from     TEXT NOT NULL,
    open_until    TEXT NOT NULL,
    population    INTEGER,
    target_n      INTEGER,
    issued        INTEGER,                 -- questionnaires sent
    returned      INTEGER,                 -- … and come back
    rate_question TEXT,                -- whose answers are the satisfaction rate …
    satisfied     TEXT,                -- … and which of them count, ;-separated
    state         TEXT NOT NULL
                  CONSTRAINT survey_state CHECK (state IN ('draft', 'open', 'closed', 'frozen')),
    revision      INTEGER NOT NULL,        -- how often it was frozen
    opened_at     TEXT,
    closed_at     TEXT,
    frozen_at     TEXT,                -- for the first time
    reported_at   TEXT,
    report        TEXT,                -- where the report lies
    recorded_at   TEXT NOT NULL,
    recorded_by   TEXT,
    digest        TEXT NOT NULL,
    event         INTEGER NOT NULL,
    CONSTRAINT survey_order CHECK (open_until >= open_from),
    CONSTRAINT survey_returned CHECK (returned <= issued),
    CONSTRAINT survey_rated CHECK ((rate_question IS NULL) = (satisfied IS NULL)),
    CONSTRAINT survey_frozen CHECK ((state = 'frozen') = (frozen_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX survey_key ON survey (source_no, source) WHERE source_no IS NOT NULL;
CREATE UNIQUE INDEX survey_code ON survey (code, substr(open_from, 1, 4));
CREATE INDEX survey_frozen_at ON survey (frozen_at) WHERE frozen_at IS NOT NULL;
CREATE TABLE survey_question (
    no          TEXT PRIMARY KEY NOT NULL,
    survey      TEXT NOT NULL REFERENCES survey (no),
    question    TEXT NOT NULL,
    dimension   TEXT NOT NULL,
    text        TEXT,
    kind        TEXT NOT NULL
                CONSTRAINT survey_question_kind CHECK (kind IN ('scale', 'nps', 'yes_no', 'text')),
    scale_min   INTEGER NOT NULL,
    scale_max   INTEGER NOT NULL,
    direction   TEXT NOT NULL
                CONSTRAINT survey_question_direction CHECK (direction IN ('up', 'down')),
    weight      TEXT NOT NULL,
    place       INTEGER NOT NULL,          -- in the order in which they came
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT survey_question_scale CHECK (scale_max > scale_min),
    CONSTRAINT survey_question_nps CHECK (kind <> 'nps' OR (scale_min = 0 AND scale_max = 10))
) STRICT;
CREATE UNIQUE INDEX survey_question_key ON survey_question (survey, question);
CREATE TABLE survey_dimension (
    no          TEXT PRIMARY KEY NOT NULL,
    survey      TEXT NOT NULL REFERENCES survey (no),
    dimension   TEXT NOT NULL,
    weight      TEXT NOT NULL,
    method      TEXT NOT NULL
                CONSTRAINT survey_dimension_method
                CHECK (method IN ('expert', 'regression', 'agreed')),
    source      TEXT,
    place       INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX survey_dimension_key ON survey_dimension (survey, dimension);
CREATE TABLE survey_unit (
    no          TEXT PRIMARY KEY NOT NULL,
    survey      TEXT NOT NULL REFERENCES survey (no),
    unit        TEXT NOT NULL,
    parent      TEXT,
    name        TEXT,
    dept        TEXT REFERENCES dept (dept), -- the department whose points it is about
    customers   INTEGER NOT NULL,
    gas_m3      INTEGER NOT NULL,
    place       INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT survey_unit_self CHECK (parent <> unit)
) STRICT;
CREATE UNIQUE INDEX survey_unit_key ON survey_unit (survey, unit);
CREATE TABLE survey_answer (
    no          TEXT PRIMARY KEY NOT NULL,
    survey      TEXT NOT NULL REFERENCES survey (no),
    respondent  TEXT NOT NULL,
    question    TEXT NOT NULL,
    score       INTEGER,
    unit        TEXT,
    stratum     TEXT,
    grp         TEXT,
    answered_at TEXT NOT NULL,
    channel     TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX survey_answer_key ON survey_answer (survey, respondent, question);
CREATE TABLE survey_expert (
    no          TEXT PRIMARY KEY NOT NULL,
    survey      TEXT NOT NULL REFERENCES survey (no),
    expert      TEXT NOT NULL,
    dimension   TEXT NOT NULL,
    score       INTEGER NOT NULL
                CONSTRAINT survey_expert_score CHECK (score BETWEEN 0 AND 10),
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX survey_expert_key ON survey_expert (survey, expert, dimension);
CREATE TABLE survey_index (
    no          TEXT PRIMARY KEY NOT NULL,
    survey      TEXT NOT NULL REFERENCES survey (no),
    revision    INTEGER NOT NULL,
    frozen_at   TEXT NOT NULL,
    why         TEXT,
    respondents INTEGER NOT NULL,
    csi         INTEGER,                   -- hundredths
    rolled      INTEGER,                   -- from the units
    target      INTEGER NOT NULL,          -- of the satisfaction rate, percent
    answers     TEXT NOT NULL,         -- SHA-256 of what was counted
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX survey_index_key ON survey_index (survey, revision);
CREATE TABLE survey_index_row (
    no           TEXT NOT NULL REFERENCES survey_index (no),
    place        INTEGER NOT NULL,
    unit         TEXT,
    level        TEXT NOT NULL,
    dimension    TEXT,
    question     TEXT,
    n            TEXT,
    mean         TEXT,
    score        TEXT,
    weight       TEXT,
    contribution TEXT,
    sd           TEXT,
    se           TEXT,
    low          TEXT,
    high         TEXT,
    note         TEXT,
    event        INTEGER NOT NULL,
    PRIMARY KEY (no, place)
) STRICT;
CREATE TABLE survey_result (
    no          TEXT NOT NULL REFERENCES survey_index (no),
    place       INTEGER NOT NULL,
    unit        TEXT,
    parent      TEXT,
    name        TEXT,
    dept        TEXT REFERENCES dept (dept),
    customers   INTEGER,
    gas_m3      INTEGER,
    respondents INTEGER NOT NULL,
    valid       INTEGER NOT NULL,          -- who answered enough for a score of their own
    csi         INTEGER,
    satisfied   INTEGER NOT NULL,
    asked       INTEGER NOT NULL,
    upper       INTEGER,
    promoters   INTEGER NOT NULL,
    detractors  INTEGER NOT NULL,
    advised     INTEGER NOT NULL,          -- who answered the question of recommendation
    counts      INTEGER NOT NULL CONSTRAINT survey_result_counts CHECK (counts IN (0, 1)),
    shown       INTEGER NOT NULL CONSTRAINT survey_result_shown CHECK (shown IN (0, 1)),
    event       INTEGER NOT NULL,
    PRIMARY KEY (no, place)
) STRICT;
CREATE INDEX survey_result_dept ON survey_result (dept) WHERE dept IS NOT NULL;
CREATE TABLE survey_judged (
    no        TEXT NOT NULL REFERENCES survey (no),
    unit      TEXT NOT NULL,
    outcome   TEXT NOT NULL
              CONSTRAINT survey_judged_outcome CHECK (outcome IN ('upheld', 'dropped')),
    reason    TEXT NOT NULL,
    judged_at TEXT NOT NULL,
    judged_by TEXT NOT NULL REFERENCES person (person),
    event     INTEGER NOT NULL,
    PRIMARY KEY (no, unit, event)
) STRICT;
CREATE TABLE customer (
    customer      TEXT PRIMARY KEY NOT NULL,
    name          TEXT,
    kind          TEXT NOT NULL CONSTRAINT customer_kind CHECK (kind IN ('person', 'unit')),
    customer_kind TEXT NOT NULL,
    class         TEXT,
    address       TEXT,
    phone         TEXT,
    meter         TEXT,
    daily_gas_m3  INTEGER,
    tier          TEXT NOT NULL
                  CONSTRAINT customer_tier CHECK (tier = 'vip' OR tier = 'key' OR tier = 'general'),
    tier_since    TEXT,
    asked         TEXT CONSTRAINT customer_asked CHECK (asked IN ('vip', 'key')),
    grading       TEXT CONSTRAINT customer_grading CHECK (grading IN ('unreviewed', 'waiting')),
    recorded_at   TEXT NOT NULL,
    recorded_by   TEXT,
    digest        TEXT NOT NULL,
    event         INTEGER NOT NULL,
    CONSTRAINT customer_waiting CHECK ((grading = 'waiting') = (asked IS NOT NULL) OR grading IS NULL)
) STRICT;
CREATE INDEX customer_grading_open ON customer (grading) WHERE grading IS NOT NULL;
CREATE INDEX customer_special ON customer (tier, customer) WHERE tier <> 'general';
CREATE TABLE tier_review (
    no          TEXT PRIMARY KEY NOT NULL,
    kind        TEXT NOT NULL CONSTRAINT tier_review_kind CHECK (kind IN ('initial', 'change')),
    reviewed_at TEXT NOT NULL,
    customers   INTEGER NOT NULL,          -- how many it grades
    state       TEXT NOT NULL
                CONSTRAINT tier_review_state CHECK (state IN ('proposed', 'signed', 'rejected')),
    file        TEXT NOT NULL,         -- SHA-256 of the list as it was read
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE INDEX tier_review_at ON tier_review (reviewed_at);
CREATE TABLE tier_change (
    customer     TEXT NOT NULL REFERENCES customer (customer),
    review       TEXT NOT NULL REFERENCES tier_review (no),
    was          TEXT NOT NULL,
    was_since    TEXT,
    tier         TEXT NOT NULL
                 CONSTRAINT tier_change_tier CHECK (tier IN ('vip', 'key', 'general')),
    from_day     TEXT NOT NULL,
    daily_gas_m3 INTEGER,                  -- the usage that was judged, where one was brought
    dept         TEXT REFERENCES dept (dept),     -- which supplied the customer
    proposer     TEXT REFERENCES person (person), -- NULL: the rule alone gives the tier
    why          TEXT NOT NULL,
    event        INTEGER NOT NULL,
    PRIMARY KEY (customer, review)
) STRICT;
CREATE INDEX tier_change_review ON tier_change (review, customer);
CREATE TABLE tier_contact (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT,
    source_no   TEXT,
    customer    TEXT NOT NULL REFERENCES customer (customer),
    business    TEXT NOT NULL,
    person      TEXT REFERENCES person (person),  -- of the company
    contact     TEXT,                             -- at the customer's
    phone       TEXT,
    from_day    TEXT NOT NULL,
    until_day   TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT tier_contact_somebody CHECK (person IS NOT NULL OR contact IS NOT NULL),
    CONSTRAINT tier_contact_order CHECK (until_day IS NULL OR until_day >= from_day)
) STRICT;
CREATE UNIQUE INDEX tier_contact_source ON tier_contact (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX tier_contact_customer ON tier_contact (customer);
CREATE TABLE tier_done (
    customer TEXT NOT NULL REFERENCES customer (customer),
    duty     TEXT NOT NULL,
    done_at  TEXT NOT NULL,
    person   TEXT NOT NULL REFERENCES person (person),
    record   TEXT,                     -- the complaint or order, of a duty of single cases
    evidence TEXT,
    note     TEXT,
    event    INTEGER NOT NULL,
    PRIMARY KEY (customer, duty, done_at, event)
) STRICT;
CREATE TABLE tier_check (
    no          TEXT PRIMARY KEY NOT NULL,
    source      TEXT,
    source_no   TEXT,
    checked_at  TEXT NOT NULL,
    dept        TEXT NOT NULL REFERENCES dept (dept),
    clause      TEXT NOT NULL,
    points      INTEGER NOT NULL CONSTRAINT tier_check_points CHECK (points > 0), -- hundredths
    customer    TEXT REFERENCES customer (customer),
    duty        TEXT,
    finding     TEXT NOT NULL,
    evidence    TEXT,
    state       TEXT NOT NULL
                CONSTRAINT tier_check_state CHECK (state IN ('proposed', 'signed', 'rejected')),
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tier_check_source ON tier_check (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX tier_check_customer ON tier_check (customer) WHERE customer IS NOT NULL;
CREATE INDEX tier_check_at ON tier_check (checked_at);
CREATE TRIGGER delegation_again BEFORE INSERT ON delegation
WHEN EXISTS
     (SELECT 1 FROM delegation d
       WHERE (d.delegate = NEW.grantor OR d.grantor = NEW.delegate)
         AND (d.scope = NEW.scope OR d.scope = 'all' OR NEW.scope = 'all')
         AND d.from_day <= NEW.until_day AND d.until_day >= NEW.from_day)
BEGIN
    SELECT RAISE(ABORT, 'delegation_again');
END;
CREATE TRIGGER delegation_recorder BEFORE INSERT ON delegation
WHEN NEW.recorded_by <> NEW.grantor AND EXISTS
     (SELECT 1 FROM meta m WHERE m.name = 'mode' AND m.value = 'host')
 AND (NEW.confirmed_by IS NOT NULL OR NEW.recorded_by = NEW.delegate)
BEGIN
    SELECT RAISE(ABORT, 'delegation_unconfirmed');
END;
CREATE TRIGGER delegation_confirmed BEFORE UPDATE ON delegation
WHEN NEW.confirmed_by IS NOT OLD.confirmed_by AND
     (OLD.confirmed_by IS NOT NULL OR NEW.confirmed_by IN (OLD.recorded_by, OLD.delegate))
BEGIN
    SELECT RAISE(ABORT, 'delegation_confirmed_by_another');
END;
CREATE TRIGGER delegation_no_update BEFORE UPDATE ON delegation
WHEN NEW.no <> OLD.no OR NEW.grantor <> OLD.grantor OR NEW.delegate <> OLD.delegate
  OR NEW.scope <> OLD.scope OR NEW.cap IS NOT OLD.cap OR NEW.from_day <> OLD.from_day
  OR NEW.until_day > OLD.until_day OR NEW.evidence IS NOT OLD.evidence
BEGIN
    SELECT RAISE(ABORT, 'delegation_fixed');
END;
CREATE TRIGGER delegation_no_delete BEFORE DELETE ON delegation
BEGIN
    SELECT RAISE(ABORT, 'delegation_fixed');
END;
CREATE TRIGGER authority_use_no_delete BEFORE DELETE ON authority_use
BEGIN
    SELECT RAISE(ABORT, 'authority_use_kept');
END;
CREATE TRIGGER authority_use_begin BEFORE INSERT ON authority_use
WHEN NEW.state NOT IN ('recorded', 'signing')
BEGIN
    SELECT RAISE(ABORT, 'authority_use_state');
END;
CREATE TRIGGER authority_use_state BEFORE UPDATE ON authority_use
WHEN NEW.state <> OLD.state AND
     (OLD.state IN ('authorised', 'rejected') OR NEW.state = 'recorded' OR
      (OLD.state = 'recorded' AND NEW.state <> 'signing'))
BEGIN
    SELECT RAISE(ABORT, 'authority_use_state');
END;
CREATE TRIGGER authority_use_signed BEFORE UPDATE ON authority_use
WHEN NEW.state = 'authorised' AND OLD.state <> 'authorised' AND
     (NOT EXISTS (SELECT 1 FROM signing g WHERE g.tbl = 'authority_use' AND g.no = NEW.no)
      OR EXISTS
      (SELECT 1 FROM signing g
         JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain
         LEFT JOIN signature s ON s.tbl = g.tbl AND s.no = g.no AND s.chain = g.chain
                              AND s.round = g.round AND s.stage = c.stage
        WHERE g.tbl = 'authority_use' AND g.no = NEW.no
          AND COALESCE(s.decision, '') <> 'signed'
          AND NOT (';' || COALESCE(c.condition, '') || ';' LIKE '%;amount>0;%' AND g.amount = 0)
          AND NOT (';' || COALESCE(c.condition, '') || ';' LIKE '%;touches_other_dept;%'
                   AND COALESCE(g.other_dept, '') IN ('', COALESCE(g.own_dept, '')))))
BEGIN
    SELECT RAISE(ABORT, 'authority_use_signed');
END;
CREATE TRIGGER authority_use_rejected BEFORE UPDATE ON authority_use
WHEN NEW.state = 'rejected' AND OLD.state <> 'rejected' AND NOT EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = 'authority_use' AND s.no = NEW.no
         AND s.decision = 'rejected')
BEGIN
    SELECT RAISE(ABORT, 'authority_use_signed');
END;
CREATE TRIGGER authority_use_fixed BEFORE UPDATE ON authority_use
WHEN OLD.state <> 'recorded' AND
     (NEW.amount IS NOT OLD.amount OR NEW.other_dept IS NOT OLD.other_dept OR
      NEW.matter <> OLD.matter OR NEW.person <> OLD.person OR NEW.dept IS NOT OLD.dept OR
      NEW.handler <> OLD.handler OR NEW.used_at <> OLD.used_at)
BEGIN
    SELECT RAISE(ABORT, 'authority_use_fixed');
END;
CREATE TRIGGER authority_use_points BEFORE UPDATE ON authority_use
WHEN NEW.points IS NOT NULL AND NOT EXISTS
     (SELECT 1 FROM policy_leg l JOIN policy_version v ON v.version = l.version
                       JOIN policy_trigger t ON t.version = l.version AND t.clause = l.clause
                        AND t.event IN ('auth.exceeded', 'auth.false')
       WHERE l.subject = 'person'
         AND v.from_day <= NEW.used_at AND v.until_day > substr(NEW.used_at, 1, 10)
         AND NEW.points BETWEEN l.points_min AND l.points_max)
BEGIN
    SELECT RAISE(ABORT, 'authority_use_points');
END;
CREATE TRIGGER draw_no_update BEFORE UPDATE ON callback_draw
BEGIN
    SELECT RAISE(ABORT, 'draw_append_only');
END;
CREATE TRIGGER draw_no_delete BEFORE DELETE ON callback_draw
BEGIN
    SELECT RAISE(ABORT, 'draw_append_only');
END;
CREATE TRIGGER attempt_no_update BEFORE UPDATE ON callback_attempt
BEGIN
    SELECT RAISE(ABORT, 'attempt_append_only');
END;
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON callback_attempt
BEGIN
    SELECT RAISE(ABORT, 'attempt_append_only');
END;
CREATE TRIGGER hearing_no_update BEFORE UPDATE ON callback_hearing
BEGIN
    SELECT RAISE(ABORT, 'hearing_append_only');
END;
CREATE TRIGGER hearing_no_delete BEFORE DELETE ON callback_hearing
BEGIN
    SELECT RAISE(ABORT, 'hearing_append_only');
END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'event_append_only');
END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'event_append_only');
END;
CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM event)
  OR NEW.prev <> COALESCE((SELECT hash FROM event ORDER BY seq DESC LIMIT 1),
                 '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
    SELECT RAISE(ABORT, 'event_in_order');
END;
CREATE TRIGGER improve_idea_cycle BEFORE UPDATE OF parent ON improve_idea
WHEN NEW.parent IS NOT NULL AND EXISTS
     (WITH RECURSIVE up (no) AS (
          SELECT NEW.parent UNION SELECT i.parent FROM improve_idea i JOIN up ON i.no = up.no)
      SELECT 1 FROM up WHERE no = NEW.no)
BEGIN
    SELECT RAISE(ABORT, 'improve_idea_cycle');
END;
CREATE TRIGGER improve_scheme_signed BEFORE UPDATE ON improve_project
WHEN OLD.state NOT IN ('draft', 'replanning')
 AND (NEW.title <> OLD.title OR NEW.kind <> OLD.kind OR NEW.route <> OLD.route OR
      NEW.idea IS NOT OLD.idea OR NEW.dept <> OLD.dept OR NEW.owner <> OLD.owner OR
      NEW.adviser IS NOT OLD.adviser OR NEW.members IS NOT OLD.members OR
      NEW.starts_on <> OLD.starts_on OR NEW.ends_on <> OLD.ends_on OR
      NEW.situation IS NOT OLD.situation OR NEW.goal IS NOT OLD.goal OR
      NEW.cost IS NOT OLD.cost OR NEW.benefit IS NOT OLD.benefit OR
      NEW.method IS NOT OLD.method OR NEW.resources IS NOT OLD.resources)
BEGIN
    SELECT RAISE(ABORT, 'improve_scheme_signed');
END;
CREATE TRIGGER improve_milestone_added BEFORE INSERT ON improve_milestone
WHEN (SELECT state FROM improve_project p WHERE p.no = NEW.project) NOT IN ('draft', 'replanning')
BEGIN
    SELECT RAISE(ABORT, 'improve_scheme_signed');
END;
CREATE TRIGGER improve_milestone_signed BEFORE UPDATE ON improve_milestone
WHEN (NEW.project <> OLD.project OR NEW.title <> OLD.title OR NEW.standard <> OLD.standard OR
      NEW.dept <> OLD.dept OR NEW.person IS NOT OLD.person OR
      (NEW.due_on <> OLD.due_on AND NEW.round = OLD.round))
 AND (OLD.state = 'done' OR
      (SELECT state FROM improve_project p WHERE p.no = OLD.project)
          NOT IN ('draft', 'replanning'))
BEGIN
    SELECT RAISE(ABORT, 'improve_scheme_signed');
END;
CREATE TRIGGER improve_slip_no_update BEFORE UPDATE ON improve_slip
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;
CREATE TRIGGER improve_slip_no_delete BEFORE DELETE ON improve_slip
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;
CREATE TRIGGER improve_review_no_update BEFORE UPDATE ON improve_review
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;
CREATE TRIGGER improve_review_no_delete BEFORE DELETE ON improve_review
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;
CREATE TRIGGER improve_summary_no_update BEFORE UPDATE ON improve_summary
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;
CREATE TRIGGER improve_summary_no_delete BEFORE DELETE ON improve_summary
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;
CREATE TRIGGER inspection_held BEFORE UPDATE OF planned_at, level, kind, scope, inspectors, scheme
    ON inspection
WHEN OLD.state <> 'planned'
 AND (NEW.planned_at <> OLD.planned_at OR NEW.level <> OLD.level OR NEW.kind <> OLD.kind OR
      NEW.scope <> OLD.scope OR NEW.inspectors <> OLD.inspectors OR
      NEW.scheme IS NOT OLD.scheme)
BEGIN
    SELECT RAISE(ABORT, 'inspection_held');
END;
CREATE TRIGGER inspect_sheet_no_update BEFORE UPDATE ON inspect_sheet
WHEN OLD.state = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;
CREATE TRIGGER inspect_sheet_no_delete BEFORE DELETE ON inspect_sheet
WHEN OLD.state = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;
CREATE TRIGGER inspect_sheet_unmarked BEFORE UPDATE ON inspect_sheet
WHEN NEW.state = 'signed' AND EXISTS
     (SELECT 1 FROM inspect_item i WHERE i.sheet = NEW.no AND i.result = 'unmarked')
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_unmarked');
END;
CREATE TRIGGER inspect_item_no_insert BEFORE INSERT ON inspect_item
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = NEW.sheet) = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;
CREATE TRIGGER inspect_item_no_update BEFORE UPDATE ON inspect_item
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = OLD.sheet) = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;
CREATE TRIGGER inspect_item_no_delete BEFORE DELETE ON inspect_item
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = OLD.sheet) = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;
CREATE TRIGGER inspect_finding_late BEFORE INSERT ON inspect_finding
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = NEW.sheet) = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;
CREATE TRIGGER inspect_finding_signed
    BEFORE UPDATE OF sheet, item, found_at, severity, dept, person, facts, evidence,
                     evidence_sha256
    ON inspect_finding
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = OLD.sheet) = 'signed'
 AND (NEW.sheet <> OLD.sheet OR NEW.item IS NOT OLD.item OR NEW.found_at <> OLD.found_at OR
      NEW.severity <> OLD.severity OR NEW.dept <> OLD.dept OR NEW.person IS NOT OLD.person OR
      NEW.facts <> OLD.facts OR NEW.evidence IS NOT OLD.evidence OR
      NEW.evidence_sha256 IS NOT OLD.evidence_sha256)
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;
CREATE TRIGGER inspect_check_no_update BEFORE UPDATE ON inspect_check
BEGIN
    SELECT RAISE(ABORT, 'inspect_check_append_only');
END;
CREATE TRIGGER inspect_check_no_delete BEFORE DELETE ON inspect_check
BEGIN
    SELECT RAISE(ABORT, 'inspect_check_append_only');
END;
CREATE TRIGGER inspect_points_no_update BEFORE UPDATE ON inspect_points
BEGIN
    SELECT RAISE(ABORT, 'inspect_points_append_only');
END;
CREATE TRIGGER inspect_points_no_delete BEFORE DELETE ON inspect_points
BEGIN
    SELECT RAISE(ABORT, 'inspect_points_append_only');
END;
CREATE TRIGGER monitor_term_no_update BEFORE UPDATE ON monitor_term
BEGIN
    SELECT RAISE(ABORT, 'monitor_term_append_only');
END;
CREATE TRIGGER monitor_term_no_delete BEFORE DELETE ON monitor_term
WHEN NOT EXISTS (SELECT 1 FROM monitor m WHERE m.monitor = OLD.monitor AND m.appointed_on = OLD.appointed_on)
BEGIN
    SELECT RAISE(ABORT, 'monitor_term_append_only');
END;
CREATE TRIGGER month_close_no_update BEFORE UPDATE ON month_close
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER month_close_no_delete BEFORE DELETE ON month_close
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER month_line_no_update BEFORE UPDATE ON month_line
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER month_line_no_delete BEFORE DELETE ON month_line
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER month_sheet_no_update BEFORE UPDATE ON month_sheet
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER month_sheet_no_delete BEFORE DELETE ON month_sheet
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER month_roster_no_update BEFORE UPDATE ON month_roster
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER month_roster_no_delete BEFORE DELETE ON month_roster
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER month_page_no_update BEFORE UPDATE ON month_page
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER month_page_no_delete BEFORE DELETE ON month_page
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER adjustment_no_update BEFORE UPDATE ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER adjustment_no_delete BEFORE DELETE ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER selfscore_closed_insert BEFORE INSERT ON selfscore
WHEN EXISTS (SELECT 1 FROM month_close WHERE period = NEW.period)
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER selfscore_closed_update BEFORE UPDATE ON selfscore
WHEN EXISTS (SELECT 1 FROM month_close WHERE period IN (OLD.period, NEW.period))
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER selfscore_closed_delete BEFORE DELETE ON selfscore
WHEN EXISTS (SELECT 1 FROM month_close WHERE period = OLD.period)
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER note_closed_insert BEFORE INSERT ON review_note
WHEN EXISTS (SELECT 1 FROM month_close WHERE period = NEW.period)
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER note_no_update BEFORE UPDATE ON review_note
BEGIN
    SELECT RAISE(ABORT, 'note_append_only');
END;
CREATE TRIGGER note_no_delete BEFORE DELETE ON review_note
BEGIN
    SELECT RAISE(ABORT, 'note_append_only');
END;
CREATE TRIGGER reward_case_new BEFORE INSERT ON reward_case
WHEN NEW.state <> 'proposed' OR NEW.suspended_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'reward_case_is_proposed_first');
END;
CREATE TRIGGER reward_case_reversing BEFORE INSERT ON reward_case
WHEN NEW.reverses IS NOT NULL AND NOT EXISTS
     (SELECT 1 FROM reward_case o WHERE o.no = NEW.reverses AND o.reverses IS NULL
         AND o.state = 'approved' AND o.clause = NEW.clause AND o.occurred_at = NEW.occurred_at)
BEGIN
    SELECT RAISE(ABORT, 'reward_case_reverses_an_approved_one');
END;
CREATE TRIGGER reward_case_fixed BEFORE UPDATE ON reward_case
WHEN NEW.no <> OLD.no OR NEW.source <> OLD.source OR NEW.source_no <> OLD.source_no
  OR NEW.clause <> OLD.clause OR NEW.dept <> OLD.dept OR NEW.person IS NOT OLD.person
  OR NEW.amount IS NOT OLD.amount OR NEW.head_amount IS NOT OLD.head_amount
  OR NEW.points IS NOT OLD.points OR NEW.annual_points IS NOT OLD.annual_points
  OR NEW.loss IS NOT OLD.loss OR NEW.quantity IS NOT OLD.quantity
  OR NEW.occurred_at <> OLD.occurred_at OR NEW.chain <> OLD.chain
  OR NEW.proposer <> OLD.proposer OR NEW.reverses IS NOT OLD.reverses
  OR NEW.beside IS NOT OLD.beside OR NEW.also_reason IS NOT OLD.also_reason OR NEW.recorded_at <> OLD.recorded_at
  OR NEW.event <> OLD.event
  OR ((NEW.facts <> OLD.facts OR NEW.evidence IS NOT OLD.evidence
       OR NEW.suspension IS NOT OLD.suspension)
      AND (OLD.state <> 'proposed'
           OR EXISTS (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = OLD.no)))
  OR (OLD.decided_at IS NOT NULL AND NEW.decided_at IS NOT OLD.decided_at)
BEGIN
    SELECT RAISE(ABORT, 'reward_case_never_changes');
END;
CREATE TRIGGER reward_case_moves BEFORE UPDATE ON reward_case
WHEN NEW.state <> OLD.state
 AND NOT (OLD.state = 'proposed' AND NEW.state IN ('approved', 'rejected', 'withdrawn'))
 AND NOT (OLD.state = 'approved' AND NEW.state = 'reversed')
BEGIN
    SELECT RAISE(ABORT, 'reward_case_moves_forward');
END;
CREATE TRIGGER reward_case_signed BEFORE UPDATE ON reward_case
WHEN NEW.state = 'approved' AND OLD.state <> 'approved' AND
     (NOT EXISTS (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = OLD.no
                     AND s.chain = OLD.chain)
      OR EXISTS (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = OLD.no
                    AND s.decision = 'rejected')
      OR EXISTS (SELECT 1 FROM signing g
                   JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain
                  WHERE g.tbl = 'reward_case' AND g.no = OLD.no AND c.condition IS NULL
                    AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.tbl = g.tbl AND s.no = g.no
                                       AND s.chain = g.chain AND s.round = g.round
                                       AND s.stage = c.stage)))
BEGIN
    SELECT RAISE(ABORT, 'reward_case_lacks_signatures');
END;
CREATE TRIGGER reward_case_rejected BEFORE UPDATE ON reward_case
WHEN NEW.state = 'rejected' AND OLD.state <> 'rejected' AND NOT EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = OLD.no
         AND s.decision = 'rejected')
BEGIN
    SELECT RAISE(ABORT, 'reward_case_lacks_a_rejection');
END;
CREATE TRIGGER reward_case_reversed BEFORE UPDATE ON reward_case
WHEN NEW.state = 'reversed' AND OLD.state <> 'reversed' AND NOT EXISTS
     (SELECT 1 FROM reward_case r WHERE r.reverses = OLD.no AND r.state = 'approved')
BEGIN
    SELECT RAISE(ABORT, 'reward_case_lacks_its_reversal');
END;
CREATE TRIGGER reward_case_no_delete BEFORE DELETE ON reward_case
BEGIN
    SELECT RAISE(ABORT, 'reward_case_stays');
END;
CREATE TRIGGER reward_case_beside_one BEFORE INSERT ON reward_case
WHEN NEW.beside IS NOT NULL AND (NEW.person IS NULL OR NEW.reverses IS NOT NULL OR NOT EXISTS
     (SELECT 1 FROM reward_case o WHERE o.no = NEW.beside AND o.beside IS NULL
         AND o.reverses IS NULL AND o.state IN ('proposed', 'approved') AND o.clause = NEW.clause
         AND o.source = NEW.source AND o.source_no = NEW.source_no))
BEGIN
    SELECT RAISE(ABORT, 'reward_case_beside_one_of_the_fact');
END;
CREATE TRIGGER reward_leg_beside BEFORE INSERT ON reward_leg
WHEN NEW.subject <> 'person' AND EXISTS
     (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.beside IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_of_the_first_case');
END;
CREATE TRIGGER reward_leg_in_time BEFORE INSERT ON reward_leg
WHEN NOT EXISTS (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.state = 'proposed')
  OR EXISTS (SELECT 1 FROM signing g WHERE g.tbl = 'reward_case' AND g.no = NEW.no)
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_comes_with_its_case');
END;
CREATE TRIGGER reward_leg_in_range BEFORE INSERT ON reward_leg
WHEN EXISTS (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.reverses IS NULL)
 AND NOT EXISTS
     (SELECT 1 FROM reward_case c
        JOIN policy_version v ON v.from_day <= substr(c.occurred_at, 1, 10)
                             AND v.until_day > substr(c.occurred_at, 1, 10)
        JOIN policy_leg l ON l.version = v.version AND l.clause = c.clause
                         AND l.subject = NEW.subject AND l.approval = c.chain
                         AND COALESCE(l.loss_from, 0) <= COALESCE(c.loss, 0)
                         AND (l.loss_to IS NULL OR l.loss_to > COALESCE(c.loss, 0))
       WHERE c.no = NEW.no
         AND CASE WHEN l.share_of IS NOT NULL
                  THEN ABS(NEW.points) <= (SELECT SUM(ABS(b.points)) FROM reward_leg b WHERE b.no = c.no)
                   AND ABS(NEW.amount) <= (SELECT SUM(ABS(b.amount)) FROM reward_leg b WHERE b.no = c.no)
                  ELSE ABS(NEW.points) BETWEEN COALESCE(l.points_min, 0) * (CASE WHEN l.per IS NULL THEN 1 ELSE c.quantity END)
                                           AND COALESCE(l.points_max, 0) * (CASE WHEN l.per IS NULL THEN 1 ELSE c.quantity END)
                   AND ABS(NEW.amount) <= COALESCE(l.amount_max, 0) * (CASE WHEN l.per IS NULL THEN 1 ELSE c.quantity END)
                  END
         AND CASE l.sign WHEN '+' THEN NEW.points >= 0 AND NEW.amount >= 0
                         ELSE NEW.points <= 0 AND NEW.amount <= 0 END)
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_in_range');
END;
CREATE TRIGGER reward_leg_negated BEFORE INSERT ON reward_leg
WHEN EXISTS (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.reverses IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM reward_leg o WHERE o.no = c.reverses
                                   AND o.leg = NEW.leg AND o.subject = NEW.subject
                                   AND o.dept = NEW.dept AND o.person IS NEW.person
                                   AND o.points = -NEW.points AND o.amount = -NEW.amount))
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_gives_back_the_first');
END;
CREATE TRIGGER reward_leg_no_update BEFORE UPDATE ON reward_leg
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_never_changes');
END;
CREATE TRIGGER reward_leg_no_delete BEFORE DELETE ON reward_leg
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_never_changes');
END;
CREATE TRIGGER signature_reward BEFORE INSERT ON signature
WHEN NEW.tbl = 'reward_case' AND NOT EXISTS
     (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.state = 'proposed'
         AND c.chain = NEW.chain AND c.suspended_at IS NULL
         AND (c.evidence IS NOT NULL OR NEW.decision = 'rejected'))
BEGIN
    SELECT RAISE(ABORT, 'signature_needs_evidence');
END;
CREATE TRIGGER paper_dispute_own BEFORE INSERT ON paper_dispute
WHEN NOT EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = NEW.no AND s.stage = NEW.stage
         AND s.person = NEW.person AND s.entered_by <> s.person)
BEGIN
    SELECT RAISE(ABORT, 'paper_dispute_own');
END;
CREATE TRIGGER paper_dispute_no_update BEFORE UPDATE ON paper_dispute
BEGIN
    SELECT RAISE(ABORT, 'paper_dispute_append_only');
END;
CREATE TRIGGER paper_dispute_no_delete BEFORE DELETE ON paper_dispute
BEGIN
    SELECT RAISE(ABORT, 'paper_dispute_append_only');
END;
CREATE TRIGGER paper_decision_other BEFORE INSERT ON paper_decision
WHEN EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = NEW.no AND s.stage = NEW.stage
         AND NEW.person IN (s.person, s.entered_by))
  OR EXISTS
     (SELECT 1 FROM reward_leg l WHERE l.no = NEW.no AND l.person = NEW.person)
BEGIN
    SELECT RAISE(ABORT, 'paper_decision_other');
END;
CREATE TRIGGER paper_decision_no_update BEFORE UPDATE ON paper_decision
BEGIN
    SELECT RAISE(ABORT, 'paper_decision_append_only');
END;
CREATE TRIGGER paper_decision_no_delete BEFORE DELETE ON paper_decision
BEGIN
    SELECT RAISE(ABORT, 'paper_decision_append_only');
END;
CREATE TRIGGER signature_proposer BEFORE INSERT ON signature
WHEN NEW.role <> 'handler' AND EXISTS
     (SELECT 1 FROM signing s WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain
         AND s.round = NEW.round AND s.proposer = NEW.person)
BEGIN
    SELECT RAISE(ABORT, 'signature_proposer');
END;
CREATE TRIGGER signature_subject BEFORE INSERT ON signature
WHEN EXISTS
     (SELECT 1 FROM signing_subject s WHERE s.tbl = NEW.tbl AND s.no = NEW.no
         AND s.chain = NEW.chain AND s.round = NEW.round AND s.person = NEW.person)
BEGIN
    SELECT RAISE(ABORT, 'signature_subject');
END;
CREATE TRIGGER signature_delegate BEFORE INSERT ON signature
WHEN EXISTS
     (SELECT 1 FROM signing_subject s JOIN delegation d ON d.grantor = s.person
       WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain AND s.round = NEW.round
         AND d.delegate = NEW.person AND d.scope IN ('all', NEW.chain)
         AND d.from_day <= substr(NEW.signed_at, 1, 10)
         AND d.until_day >= substr(NEW.signed_at, 1, 10))
  OR EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain
         AND s.round = NEW.round AND s.person = NEW.behalf)
  OR EXISTS
     (SELECT 1 FROM signing s WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain
         AND s.round = NEW.round AND s.proposer = NEW.behalf AND NEW.role <> 'handler')
BEGIN
    SELECT RAISE(ABORT, 'signature_delegate');
END;
CREATE TRIGGER signature_enterer BEFORE INSERT ON signature
WHEN NEW.entered_by <> NEW.person AND EXISTS
     (SELECT 1 FROM meta m WHERE m.name = 'mode' AND m.value = 'host')
 AND (EXISTS
     (SELECT 1 FROM signing g LEFT JOIN event e ON e.seq = g.event
       WHERE g.tbl = NEW.tbl AND g.no = NEW.no AND g.chain = NEW.chain AND g.round = NEW.round
         AND (g.proposer = NEW.entered_by OR (g.proposer IS NOT NULL AND e.person = NEW.entered_by)))
  OR EXISTS
     (SELECT 1 FROM signing_subject s WHERE s.tbl = NEW.tbl AND s.no = NEW.no
         AND s.chain = NEW.chain AND s.round = NEW.round AND s.person = NEW.entered_by)
  OR EXISTS
     (SELECT 1 FROM delegation d WHERE d.delegate = NEW.entered_by AND d.scope IN ('all', NEW.chain)
         AND d.from_day <= substr(NEW.signed_at, 1, 10)
         AND d.until_day >= substr(NEW.signed_at, 1, 10)
         AND (d.grantor = NEW.person OR d.grantor IN
             (SELECT s.person FROM signing_subject s WHERE s.tbl = NEW.tbl AND s.no = NEW.no
                 AND s.chain = NEW.chain AND s.round = NEW.round))))
BEGIN
    SELECT RAISE(ABORT, 'signature_enterer');
END;
CREATE TRIGGER signature_order BEFORE INSERT ON signature
WHEN EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain
         AND s.round = NEW.round AND (s.stage >= NEW.stage OR s.decision = 'rejected'))
  OR NOT EXISTS
     (SELECT 1 FROM signing g JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain
       WHERE g.tbl = NEW.tbl AND g.no = NEW.no AND g.chain = NEW.chain AND g.round = NEW.round
         AND c.stage = NEW.stage)
BEGIN
    SELECT RAISE(ABORT, 'signature_order');
END;
CREATE TRIGGER signature_no_update BEFORE UPDATE ON signature
BEGIN
    SELECT RAISE(ABORT, 'signature_append_only');
END;
CREATE TRIGGER signature_no_delete BEFORE DELETE ON signature
BEGIN
    SELECT RAISE(ABORT, 'signature_append_only');
END;
CREATE TRIGGER signing_no_update BEFORE UPDATE ON signing
BEGIN
    SELECT RAISE(ABORT, 'signing_append_only');
END;
CREATE TRIGGER signing_no_delete BEFORE DELETE ON signing
BEGIN
    SELECT RAISE(ABORT, 'signing_append_only');
END;
CREATE TRIGGER signing_subject_no_change BEFORE UPDATE ON signing_subject
BEGIN
    SELECT RAISE(ABORT, 'signing_append_only');
END;
CREATE TRIGGER signing_subject_no_delete BEFORE DELETE ON signing_subject
BEGIN
    SELECT RAISE(ABORT, 'signing_append_only');
END;
CREATE TRIGGER survey_answer_late BEFORE INSERT ON survey_answer
WHEN (SELECT state FROM survey s WHERE s.no = NEW.survey) <> 'open'
BEGIN
    SELECT RAISE(ABORT, 'survey_not_open');
END;
CREATE TRIGGER survey_unit_cycle BEFORE UPDATE OF parent ON survey_unit
WHEN NEW.parent IS NOT NULL AND EXISTS
     (WITH RECURSIVE up (unit) AS (
          SELECT NEW.parent
          UNION SELECT u.parent FROM survey_unit u JOIN up ON u.unit = up.unit
           WHERE u.survey = NEW.survey)
      SELECT 1 FROM up WHERE unit = NEW.unit)
BEGIN
    SELECT RAISE(ABORT, 'survey_unit_cycle');
END;
CREATE TRIGGER survey_unit_cycle_new BEFORE INSERT ON survey_unit
WHEN NEW.parent IS NOT NULL AND EXISTS
     (WITH RECURSIVE up (unit) AS (
          SELECT NEW.parent
          UNION SELECT u.parent FROM survey_unit u JOIN up ON u.unit = up.unit
           WHERE u.survey = NEW.survey)
      SELECT 1 FROM up WHERE unit = NEW.unit)
BEGIN
    SELECT RAISE(ABORT, 'survey_unit_cycle');
END;
CREATE TRIGGER survey_index_no_update BEFORE UPDATE ON survey_index
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;
CREATE TRIGGER survey_index_no_delete BEFORE DELETE ON survey_index
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;
CREATE TRIGGER survey_index_row_no_update BEFORE UPDATE ON survey_index_row
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;
CREATE TRIGGER survey_index_row_no_delete BEFORE DELETE ON survey_index_row
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;
CREATE TRIGGER survey_result_no_update BEFORE UPDATE ON survey_result
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;
CREATE TRIGGER survey_result_no_delete BEFORE DELETE ON survey_result
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;
CREATE TRIGGER survey_judged_no_update BEFORE UPDATE ON survey_judged
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;
CREATE TRIGGER survey_judged_no_delete BEFORE DELETE ON survey_judged
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;
CREATE TRIGGER tier_change_no_update BEFORE UPDATE ON tier_change
BEGIN
    SELECT RAISE(ABORT, 'tier_change_append_only');
END;
CREATE TRIGGER tier_change_no_delete BEFORE DELETE ON tier_change
BEGIN
    SELECT RAISE(ABORT, 'tier_change_append_only');
END;
CREATE TRIGGER tier_done_no_update BEFORE UPDATE ON tier_done
BEGIN
    SELECT RAISE(ABORT, 'tier_done_append_only');
END;
CREATE TRIGGER tier_done_no_delete BEFORE DELETE ON tier_done
BEGIN
    SELECT RAISE(ABORT, 'tier_done_append_only');
END;
