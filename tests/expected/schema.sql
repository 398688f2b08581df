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
CREATE UNIQUE INDEX improve_idea_key ON improve_idea (source, source_no);
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
CREATE UNIQUE INDEX improve_project_key ON improve_project (source, source_no);
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
CREATE UNIQUE INDEX improve_milestone_key ON improve_milestone (source, source_no);
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
