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
    place      INTEGER NOT NULL,           -- the order in which they are told
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
CREATE UNIQUE INDEX inspection_source ON inspection (source, source_no);
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
    severity        TEXT NOT NULL
                    CONSTRAINT inspect_finding_severity CHECK (severity IN ('minor', 'major')),
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
    recorded_at     TEXT NOT NULL,
    recorded_by     TEXT,
    digest          TEXT NOT NULL,
    event           INTEGER NOT NULL,
    CONSTRAINT inspect_finding_item FOREIGN KEY (sheet, item) REFERENCES inspect_item (sheet, code),
    CONSTRAINT inspect_finding_fixed CHECK ((state = 'fixed') <= (fixed_at IS NOT NULL)),
    CONSTRAINT inspect_finding_order CHECK (fixed_at IS NULL OR fixed_at >= found_at)
) STRICT;
CREATE UNIQUE INDEX inspect_finding_source ON inspect_finding (source, source_no);
CREATE INDEX inspect_finding_found ON inspect_finding (found_at);
CREATE INDEX inspect_finding_sheet ON inspect_finding (sheet);
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
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    digest      TEXT NOT NULL,
    event       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX praise_source ON praise (source, source_no);
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
CREATE UNIQUE INDEX walk_source ON walk (source, source_no);
CREATE UNIQUE INDEX walk_once ON walk (walked_at, zone, person);
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
