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
CREATE TABLE register_state (
    tbl   TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE TABLE counter (
    letter TEXT NOT NULL,
    year   INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (letter, year)
) STRICT;
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
    PRIMARY KEY (version, clause, subject),
    FOREIGN KEY (version, clause) REFERENCES policy_clause (version, clause)
) STRICT;
CREATE TABLE policy_limit (
    version       INTEGER NOT NULL REFERENCES policy_version (version),
    matter        TEXT NOT NULL,
    clock         TEXT NOT NULL,
    level         TEXT,
    tier          TEXT,
    customer_kind TEXT,
    length        TEXT NOT NULL,
    start         TEXT NOT NULL,
    basis         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX policy_limit_case ON policy_limit
    (version, matter, clock, COALESCE(level, ''), COALESCE(tier, ''), COALESCE(customer_kind, ''));
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
    basis   TEXT NOT NULL,
    PRIMARY KEY (version, name)
) STRICT;
CREATE TABLE policy_calendar (
    version INTEGER NOT NULL REFERENCES policy_version (version),
    day     TEXT NOT NULL,
    kind    TEXT NOT NULL,
    name    TEXT,
    PRIMARY KEY (version, day)
) STRICT;
CREATE TABLE clock (
    tbl        TEXT NOT NULL,
    clock      TEXT NOT NULL,          -- limits.csv: clock
    matter     TEXT NOT NULL,          -- limits.csv: matter
    start_col  TEXT NOT NULL,          -- the moment it runs from
    due_col    TEXT NOT NULL,          -- the deadline kept
    met_cols   TEXT,                   -- the columns whose first given moment met it
    bound_col  TEXT,                   -- a date set from outside that wins when earlier
    place      INTEGER NOT NULL, matter_col TEXT, start_cols TEXT, agreed_col TEXT,           -- the order in which they are told
    PRIMARY KEY (tbl, clock)
) STRICT;
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
    "left"      TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT person_left CHECK ("left" IS NULL OR joined IS NULL OR "left" >= joined)
) STRICT;
CREATE UNIQUE INDEX person_login ON person (login) WHERE "left" IS NULL;
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
                   CONSTRAINT complaint_level CHECK (level BETWEEN 1 AND 3),
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
    determined_at  TEXT,
    clause         TEXT,
    repeat_of      TEXT,
    plan           TEXT,
    external_due   TEXT,               -- the date an outside channel set itself
    round          INTEGER NOT NULL,       -- 1, and one more for each reopening
    opened_at      TEXT NOT NULL,      -- where this round's clocks run from
    held_since     TEXT,               -- on hold: waiting for the customer
    flagged        TEXT,               -- yes: the third time for the same matter
    respond_due    TEXT,
    solution_due   TEXT,
    close_due      TEXT,
    callback_due   TEXT,
    provisional    TEXT,               -- the clocks that reach into a year without calendar
    recorded_at    TEXT NOT NULL,
    recorded_by    TEXT,
    digest         TEXT NOT NULL,
    event          INTEGER NOT NULL,
    CONSTRAINT complaint_order CHECK (closed_at IS NULL OR closed_at >= received_at),
    CONSTRAINT complaint_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT complaint_withdrawn CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX complaint_source ON complaint (source, source_no);
CREATE INDEX complaint_received ON complaint (received_at);
CREATE INDEX complaint_customer ON complaint (customer, category) WHERE customer IS NOT NULL;
CREATE INDEX complaint_person ON complaint (received_at, person)
    WHERE person IS NOT NULL AND valid = 'yes' AND responsible = 'yes';
CREATE INDEX complaint_respond_missed ON complaint (respond_due)
    WHERE respond_due < COALESCE(responded_at, solution_at, closed_at, '9999');
CREATE INDEX complaint_solution_missed ON complaint (solution_due)
    WHERE solution_due < COALESCE(solution_at, closed_at, '9999');
CREATE INDEX complaint_close_missed ON complaint (close_due)
    WHERE close_due < COALESCE(closed_at, '9999');
CREATE INDEX complaint_clause ON complaint (received_at) WHERE clause IS NOT NULL;
CREATE TABLE complaint_move (
    no        TEXT NOT NULL REFERENCES complaint (no),
    moved_at  TEXT NOT NULL,
    from_dept TEXT REFERENCES dept (dept),
    event     INTEGER NOT NULL,
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
    closed_at    TEXT NOT NULL,
    respond_due  TEXT,
    solution_due TEXT,
    close_due    TEXT,
    provisional  TEXT,
    event        INTEGER NOT NULL,
    PRIMARY KEY (no, round)
) STRICT;
CREATE INDEX complaint_round_respond ON complaint_round (respond_due)
    WHERE respond_due < COALESCE(responded_at, solution_at, closed_at);
CREATE INDEX complaint_round_solution ON complaint_round (solution_due)
    WHERE solution_due < COALESCE(solution_at, closed_at);
CREATE INDEX complaint_round_close ON complaint_round (close_due) WHERE close_due < closed_at;
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
CREATE TABLE clock_done (
    tbl   TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (tbl, state)
) STRICT;
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
CREATE TABLE role_change (
    person    TEXT NOT NULL REFERENCES person (person),
    from_day  TEXT NOT NULL,           -- the first day of the changed roles
    old_roles TEXT NOT NULL,           -- held until then
    event     INTEGER NOT NULL,
    PRIMARY KEY (person, from_day)
) STRICT;
CREATE TABLE customer (
    customer      TEXT PRIMARY KEY NOT NULL,
    name          TEXT,
    kind          TEXT NOT NULL CONSTRAINT customer_kind CHECK (kind IN ('person', 'unit')),
    customer_kind TEXT NOT NULL
                  CONSTRAINT customer_customer_kind CHECK (customer_kind IN ('home', 'business')),
    class         TEXT,
    address       TEXT,
    phone         TEXT,
    meter         TEXT,
    daily_gas_m3  INTEGER,
    tier          TEXT NOT NULL
                  CONSTRAINT customer_tier CHECK (tier = 'vip' OR tier = 'key' OR tier = 'general'),
    since         TEXT,
    recorded_at   TEXT NOT NULL,
    recorded_by   TEXT,
    digest        TEXT NOT NULL,
    event         INTEGER NOT NULL
) STRICT;
CREATE TABLE hold (
    tbl     TEXT NOT NULL,
    no      TEXT NOT NULL,
    from_at TEXT NOT NULL,
    reason  TEXT NOT NULL,
    event   INTEGER NOT NULL,
    PRIMARY KEY (tbl, no, from_at)
) STRICT;
CREATE TABLE hold_end (
    tbl      TEXT NOT NULL,
    no       TEXT NOT NULL,
    from_at  TEXT NOT NULL,
    until_at TEXT NOT NULL,
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
CREATE UNIQUE INDEX book_feedback_source ON book_feedback (source, source_no);
CREATE INDEX book_feedback_given ON book_feedback (given_at);
CREATE INDEX book_feedback_book ON book_feedback (book);
CREATE TABLE personal (
    tbl     TEXT NOT NULL,
    key_col TEXT NOT NULL,
    col     TEXT NOT NULL,
    PRIMARY KEY (tbl, col)
) STRICT;
CREATE TABLE salt (
    seq  INTEGER PRIMARY KEY NOT NULL REFERENCES event (seq) DEFERRABLE INITIALLY DEFERRED,
    tbl  TEXT NOT NULL,                -- whose personal data
    salt TEXT NOT NULL CONSTRAINT salt_length CHECK (LENGTH(salt) = 32)
) STRICT;
CREATE TABLE signing (
    tbl          TEXT NOT NULL,
    no           TEXT NOT NULL,
    chain        TEXT NOT NULL,
    round        INTEGER NOT NULL,
    version      INTEGER NOT NULL REFERENCES policy_version (version),
    proposer     TEXT NOT NULL REFERENCES person (person),
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
CREATE TABLE delegation (
    no          TEXT PRIMARY KEY NOT NULL,
    grantor     TEXT NOT NULL REFERENCES person (person),
    delegate    TEXT NOT NULL REFERENCES person (person),
    scope       TEXT NOT NULL,         -- a chain, a matter of authority, or all
    cap         INTEGER CONSTRAINT delegation_cap CHECK (cap >= 0),
    from_day    TEXT NOT NULL,
    until_day   TEXT NOT NULL,
    reason      TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL,
    CONSTRAINT delegation_self CHECK (delegate <> grantor),
    CONSTRAINT delegation_order CHECK (until_day >= from_day)
) STRICT;
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
    surveyed_at        TEXT,
    notified_at        TEXT,
    stopped_at         TEXT,              -- when the supply is stopped; may be planned
    arrived_at         TEXT,
    solution_at        TEXT,
    finished_at        TEXT,
    cancelled_at       TEXT,
    state              TEXT NOT NULL,
    content            TEXT,
    apply_due          TEXT,
    survey_due         TEXT,
    notice_due         TEXT,
    arrive_due         TEXT,
    solution_due       TEXT,
    finish_due         TEXT,
    provisional        TEXT,              -- the clocks that reach into a year without calendar
    recorded_at        TEXT NOT NULL,
    recorded_by        TEXT,
    digest             TEXT NOT NULL,
    event              INTEGER NOT NULL,
    CONSTRAINT order_state CHECK (state = CASE
        WHEN cancelled_at IS NOT NULL THEN 'cancelled' WHEN finished_at IS NOT NULL THEN 'finished'
        WHEN arrived_at IS NOT NULL THEN 'arrived' WHEN appointed_at IS NOT NULL THEN 'appointed'
        ELSE 'accepted' END),
    CONSTRAINT order_one_end CHECK (cancelled_at IS NULL OR finished_at IS NULL),
    CONSTRAINT order_in_order CHECK (finished_at IS NULL OR finished_at >= accepted_at)
) STRICT;
CREATE UNIQUE INDEX order_source ON service_order (source, source_no);
CREATE INDEX order_accepted ON service_order (accepted_at);
CREATE INDEX order_finished ON service_order (finished_at, dept) WHERE finished_at IS NOT NULL;
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
    no        TEXT NOT NULL REFERENCES service_order (no),
    moved_at  TEXT NOT NULL,
    from_dept TEXT REFERENCES dept (dept),
    event     INTEGER NOT NULL,
    PRIMARY KEY (no, moved_at, event)
) STRICT;
CREATE TABLE check_item (
    item  TEXT PRIMARY KEY NOT NULL,
    place INTEGER NOT NULL,
    part  TEXT NOT NULL,
    text  TEXT NOT NULL
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
    satisfied     TEXT,                  -- the policy's band of overall on that day
    solved        TEXT CONSTRAINT callback_solved CHECK (solved IN ('yes', 'no')),
    kept          TEXT,                  -- items of the 7653 standard, as the customer says
    broken        TEXT,
    comment       TEXT,
    state         TEXT NOT NULL,
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
        result IS NULL AND overall IS NULL AND solved IS NULL AND kept IS NULL AND
        broken IS NULL AND comment IS NULL)),
    CONSTRAINT callback_disposition CHECK (
        (disposition = 'reached') = (called_at IS NOT NULL) OR disposition IS NULL),
    CONSTRAINT callback_tried CHECK (
        (called_at IS NULL AND unreachable_at IS NULL) OR attempts > 0),
    CONSTRAINT callback_not_handler CHECK (caller IS NULL OR person IS NULL OR caller <> person)
) STRICT;
CREATE UNIQUE INDEX callback_source ON callback (source, source_no);
CREATE INDEX callback_planned ON callback (planned_at);
CREATE INDEX callback_record ON callback (register, record) WHERE record IS NOT NULL;
CREATE INDEX callback_open ON callback (window_to)
    WHERE called_at IS NULL AND unreachable_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX callback_second ON callback (second_of) WHERE second_of IS NOT NULL;
CREATE INDEX callback_unhappy ON callback (called_at)
    WHERE (satisfied = 'dissatisfied' OR solved = 'no');
CREATE INDEX callback_wrong ON callback (attempted_at) WHERE disposition = 'wrong_number';
CREATE INDEX callback_missed ON callback (window_to)
    WHERE window_to < COALESCE(called_at, unreachable_at, cancelled_at, '9999');
CREATE TABLE month_close (
    period        TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    closed_at     TEXT NOT NULL,
    closed_by     TEXT NOT NULL REFERENCES person (person),
    reason        TEXT,                -- of a revision
    versions      TEXT NOT NULL,       -- of the policy that judged in the month, `;`-separated
    policy        TEXT NOT NULL,       -- digest over the digests of these versions
    calendar      TEXT NOT NULL,       -- digest over their days that differ from the plain week
    lines         TEXT NOT NULL,       -- digests over what is stored here, as CSV
    sheet_dept    TEXT NOT NULL,
    sheet_person  TEXT NOT NULL,
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
    reason      TEXT,
    article     TEXT,
    text        TEXT,
    basis       TEXT,
    policy      INTEGER,
    carried     INTEGER NOT NULL CONSTRAINT month_line_carried CHECK (carried IN (0, 1)),
    PRIMARY KEY (period, revision, place),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE month_sheet (
    period   TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind     TEXT NOT NULL CONSTRAINT month_sheet_kind CHECK (kind IN ('dept', 'person')),
    csv      TEXT NOT NULL,
    PRIMARY KEY (period, revision, kind),
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
CREATE TABLE adjustment (
    no          TEXT PRIMARY KEY NOT NULL,
    period      TEXT NOT NULL,         -- the open month that takes it
    from_period TEXT NOT NULL,         -- the closed one that it corrects
    dept        TEXT NOT NULL,
    person      TEXT,
    clause      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    points      INTEGER NOT NULL,
    amount      INTEGER NOT NULL,
    effect      TEXT,
    source      TEXT NOT NULL,
    record      TEXT NOT NULL,
    occurred_at TEXT NOT NULL,         -- first moment of `period`
    reason      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE INDEX adjustment_occurred ON adjustment (occurred_at);
CREATE INDEX adjustment_from ON adjustment (from_period);
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
CREATE TRIGGER adjustment_no_update BEFORE UPDATE ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
CREATE TRIGGER adjustment_no_delete BEFORE DELETE ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
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
    state       TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT REFERENCES person (person),
    event       INTEGER NOT NULL,
    CONSTRAINT issue_state CHECK (state = CASE WHEN closed_at IS NOT NULL THEN 'closed'
        WHEN answered_at IS NOT NULL THEN 'answered' ELSE 'open' END),
    CONSTRAINT issue_second CHECK ((closed_at IS NULL) = (second IS NULL)),
    CONSTRAINT issue_order CHECK (
        COALESCE(answered_at, raised_at) >= raised_at AND
        COALESCE(closed_at, answered_at, raised_at) >= COALESCE(answered_at, raised_at))
) STRICT;
CREATE INDEX issue_raised ON callback_issue (raised_at);
CREATE INDEX issue_answer_missed ON callback_issue (answer_due)
    WHERE answer_due < COALESCE(answered_at, closed_at, '9999');
CREATE INDEX issue_close_missed ON callback_issue (close_due)
    WHERE close_due < COALESCE(closed_at, '9999');
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
CREATE INDEX complaint_callback ON complaint (callback_due) WHERE callback_due IS NOT NULL;
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
