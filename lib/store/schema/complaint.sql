-- Complaints. Deadlines are kept beside the times they bound, so that lists and SQL can compare.
-- Words of columns that imports fill are checked by OR: a list of more than two would cost the
-- engine a temporary index for every row.

CREATE TABLE complaint (
    no             {TEXT} PRIMARY KEY NOT NULL,
    source         {TEXT},
    source_no      {TEXT},
    received_at    {TEXT} NOT NULL,
    channel        {TEXT} NOT NULL,
    customer       {TEXT},
    tier           {TEXT},               -- of the customer, on the day it spoke
    customer_kind  {TEXT},
    people         {INT},                -- how many customers complain together
    accident       {TEXT}
                   CONSTRAINT complaint_accident CHECK (accident IN ('yes', 'no')),
    caller         {TEXT},
    phone          {TEXT},
    address        {TEXT},
    category       {TEXT} NOT NULL,
    subject        {TEXT},
    content        {TEXT} NOT NULL,
    level_initial  {INT} NOT NULL,
    level          {INT} NOT NULL
                   CONSTRAINT complaint_level CHECK (level BETWEEN 1 AND 9),
    dept           {TEXT} REFERENCES dept (dept),
    person         {TEXT} REFERENCES person (person),
    state          {TEXT} NOT NULL
                   CONSTRAINT complaint_state
                   CHECK (state = 'open' OR state = 'assigned' OR state = 'responded' OR
                          state = 'proposed' OR state = 'closed' OR state = 'withdrawn'),
    assigned_at    {TEXT},
    responded_at   {TEXT},
    solution_at    {TEXT},
    solution       {TEXT},
    answered_by    {TEXT} REFERENCES person (person), -- who told the customer
    closed_at      {TEXT},
    withdrawn_at   {TEXT},
    cause          {TEXT},
    valid          {TEXT} NOT NULL
                   CONSTRAINT complaint_valid
                   CHECK (valid = 'yes' OR valid = 'no' OR valid = 'undetermined'),
    responsible    {TEXT} NOT NULL
                   CONSTRAINT complaint_responsible
                   CHECK (responsible = 'yes' OR responsible = 'no' OR
                          responsible = 'undetermined'),
    responsible_dept {TEXT} REFERENCES dept (dept),     -- who answers for it, as determined,
    responsible_person {TEXT} REFERENCES person (person), -- whoever handles it
    determined_at  {TEXT},
    clause         {TEXT},
    repeat_of      {TEXT},
    order_no       {TEXT},               -- as its file named it; what it is linked with stands in link
    plan           {TEXT},
    external_due   {TEXT},               -- the date an outside channel set itself
    held           {TEXT},               -- its rows of hold and hold_end, as files bring them
    round          {INT} NOT NULL,       -- 1, and one more for each reopening
    opened_at      {TEXT} NOT NULL,      -- where this round's clocks run from
    held_since     {TEXT},               -- on hold: waiting for the customer
    flagged        {TEXT},               -- yes: the third time for the same matter
    respond_due    {TEXT},
    solution_due   {TEXT},
    close_due      {TEXT},
    callback_due   {TEXT},
    provisional    {TEXT},               -- the clocks that reach into a year without calendar, or
                                         -- whose outcome hangs on a time of day that is missing
    undated        {TEXT},               -- its times that are dates alone
    recorded_at    {TEXT} NOT NULL,
    recorded_by    {TEXT},
    digest         {TEXT} NOT NULL,
    event          {INT} NOT NULL,
    CONSTRAINT complaint_order CHECK (closed_at IS NULL OR closed_at >= received_at),
    CONSTRAINT complaint_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT complaint_withdrawn CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
) {STRICT};
CREATE UNIQUE INDEX complaint_source ON complaint (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX complaint_received ON complaint (received_at);
CREATE INDEX complaint_customer ON complaint (customer, category) WHERE customer IS NOT NULL;
CREATE INDEX complaint_person ON complaint (received_at, responsible_person)
    WHERE valid = 'yes' AND responsible = 'yes';
-- What is open is little, however many years are there: the daily lists read these alone.
CREATE INDEX complaint_open ON complaint (no) WHERE closed_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX complaint_ended ON complaint (closed_at, dept) WHERE closed_at IS NOT NULL;
CREATE INDEX complaint_callback ON complaint (callback_due) WHERE callback_due IS NOT NULL;

-- A missed limit is rare: an index of the missed ones alone keeps a month's lines as quick in the
-- tenth year as in the first. The deadline stands on the left, as in the score lines' query: only
-- then the engine sees that both say the same.
CREATE INDEX complaint_respond_missed ON complaint (respond_due)
    WHERE respond_due < COALESCE(responded_at, solution_at, closed_at, withdrawn_at, '9999');
CREATE INDEX complaint_solution_missed ON complaint (solution_due)
    WHERE solution_due < COALESCE(solution_at, closed_at, withdrawn_at, '9999');
CREATE INDEX complaint_close_missed ON complaint (close_due)
    WHERE close_due < COALESCE(closed_at, withdrawn_at, '9999');
-- What VIPs are promised is judged by these alone.
CREATE INDEX complaint_vip ON complaint (opened_at) WHERE tier = 'vip';
CREATE INDEX complaint_clause ON complaint (received_at) WHERE clause IS NOT NULL;

-- The complaints whose level intake proposed, and nobody has said otherwise: other rules might propose
-- another one. It follows from what was brought and determined, and has no state.
CREATE TABLE complaint_leveled (
    no {TEXT} PRIMARY KEY NOT NULL
) {BY_KEY};

-- A complaint handed from one department or person to another: a missed limit belongs to whoever
-- had it at the deadline. Before the first move that is `from_dept` and `from_person` (NULL: it
-- stood with nobody), after the last complaint.dept and complaint.person.
CREATE TABLE complaint_move (
    no          {TEXT} NOT NULL REFERENCES complaint (no),
    moved_at    {TEXT} NOT NULL,
    from_dept   {TEXT} REFERENCES dept (dept),
    from_person {TEXT} REFERENCES person (person),
    event       {INT} NOT NULL,
    PRIMARY KEY (no, moved_at, event)
) {STRICT};

-- The rounds before the present one of a reopened complaint: its times and deadlines as they
-- stood, so that both rounds are counted apart.
CREATE TABLE complaint_round (
    no           {TEXT} NOT NULL REFERENCES complaint (no),
    round        {INT} NOT NULL,
    opened_at    {TEXT} NOT NULL,
    dept         {TEXT} REFERENCES dept (dept),
    level        {INT} NOT NULL,
    responded_at {TEXT},
    solution_at  {TEXT},
    solution     {TEXT},
    answered_by  {TEXT} REFERENCES person (person),
    closed_at    {TEXT} NOT NULL,
    respond_due  {TEXT},
    solution_due {TEXT},
    close_due    {TEXT},
    callback_due {TEXT},
    provisional  {TEXT},
    reopened_at  {TEXT} NOT NULL,
    event        {INT} NOT NULL,
    PRIMARY KEY (no, round)
) {STRICT};
CREATE INDEX complaint_round_respond ON complaint_round (respond_due)
    WHERE respond_due < COALESCE(responded_at, solution_at, closed_at, '9999');
CREATE INDEX complaint_round_solution ON complaint_round (solution_due)
    WHERE solution_due < COALESCE(solution_at, closed_at, '9999');
CREATE INDEX complaint_round_close ON complaint_round (close_due)
    WHERE close_due < COALESCE(closed_at, '9999');
CREATE INDEX complaint_round_callback ON complaint_round (callback_due)
    WHERE callback_due IS NOT NULL;

-- A closing that a reopening ended without a new round (parameter reopen_clock), once the deadline of its
-- call-back had come: the clocks of the complaint go on, the call-back about that closing was owed.
CREATE TABLE complaint_closing (
    no           {TEXT} NOT NULL REFERENCES complaint (no),
    round        {INT} NOT NULL,
    opened_at    {TEXT} NOT NULL,
    closed_at    {TEXT} NOT NULL,
    callback_due {TEXT} NOT NULL,
    provisional  {TEXT},
    reopened_at  {TEXT} NOT NULL,
    event        {INT} NOT NULL,
    PRIMARY KEY (no, reopened_at)
) {STRICT};
CREATE INDEX complaint_closing_callback ON complaint_closing (callback_due);

-- Each determination, and whose limit of an appeal it starts: the first and one that makes a line heavier
-- everybody's (all), another one that of the person and the department it names anew (named), else
-- nobody's (none).
CREATE TABLE complaint_ruling (
    no            {TEXT} NOT NULL REFERENCES complaint (no),
    determined_at {TEXT} NOT NULL,
    starts        {TEXT} NOT NULL
                  CONSTRAINT ruling_starts CHECK (starts IN ('all', 'named', 'none')),
    dept          {TEXT} REFERENCES dept (dept),     -- those named anew
    person        {TEXT} REFERENCES person (person),
    event         {INT} NOT NULL,
    PRIMARY KEY (no, event)
) {STRICT};

-- An appeal against a determination: stage 1 goes to the service office, stage 2, the last, to
-- the committee. While one is undecided the complaint's lines are suspended. Both are facts that
-- are only ever added.
CREATE TABLE complaint_appeal (
    no          {TEXT} NOT NULL REFERENCES complaint (no),
    stage       {INT} NOT NULL CONSTRAINT appeal_stage CHECK (stage IN (1, 2)),
    against     {TEXT} NOT NULL
                CONSTRAINT appeal_against CHECK (against IN ('level', 'valid', 'responsible')),
    appellant   {TEXT} NOT NULL REFERENCES person (person),
    reason      {TEXT} NOT NULL,
    appealed_at {TEXT} NOT NULL,
    due         {TEXT},                  -- of the decision
    event       {INT} NOT NULL,
    PRIMARY KEY (no, stage)
) {STRICT};

CREATE TABLE complaint_decision (
    no         {TEXT} NOT NULL,
    stage      {INT} NOT NULL,
    outcome    {TEXT} NOT NULL
               CONSTRAINT decision_outcome
               CHECK (outcome IN ('upheld', 'downgraded', 'invalid', 'not_responsible')),
    decider    {TEXT} NOT NULL REFERENCES person (person),
    evidence   {TEXT},                   -- of a signature on paper
    reason     {TEXT} NOT NULL,
    decided_at {TEXT} NOT NULL,
    event      {INT} NOT NULL,
    PRIMARY KEY (no, stage),
    FOREIGN KEY (no, stage) REFERENCES complaint_appeal (no, stage)
) {STRICT};

-- How the appeals against a complaint's determination stand: one is undecided, one was won, and who
-- decided that and why, a statement whose last value, what is taken back, is still to come.
CREATE VIEW complaint_appealed AS
SELECT a.no,
       MAX(CASE WHEN d.no IS NULL THEN 1 ELSE 0 END) AS undecided,
       MAX(CASE WHEN d.outcome IN ('invalid', 'not_responsible') THEN 1 ELSE 0 END) AS won,
       MAX(CASE WHEN d.outcome IN ('invalid', 'not_responsible')
                THEN 'appeal_won|' || d.decider || '|'
                     || REPLACE(REPLACE(d.reason, '\', '\\'), '|', '\|') || '|' END) AS told
  FROM complaint_appeal a
  LEFT JOIN complaint_decision d ON d.no = a.no AND d.stage = a.stage
 GROUP BY a.no;

-- Complaints that cost nothing (any more), and who said so and why: a statement whose last value, what is
-- taken back, is still to come, and the event it was said with (none: it came so with its first file).
-- `blamed` is 1 where it had been found valid and responsible before.
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
 WHERE c.valid = 'no' OR c.responsible = 'no' OR c.state = 'withdrawn';

-- Every round of every complaint, the present one and those that were reopened, with what the
-- complaint is counted by.
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
  JOIN complaint c ON c.no = r.no;

-- What moved a complaint's limits, or forgave one, and what was said against its determinations: as
-- registers.
CREATE VIEW complaint_hold AS
SELECT h.no, h.from_at, e.until_at, h.longest, h.reason AS why, e.approver, h.event
  FROM hold h
  LEFT JOIN hold_end e ON e.tbl = h.tbl AND e.no = h.no AND e.from_at = h.from_at
 WHERE h.tbl = 'complaint';

CREATE VIEW complaint_extension AS
SELECT no, clock, start_at, length, approver, told_at, reason AS why, event
  FROM extension
 WHERE tbl = 'complaint';

CREATE VIEW complaint_excuse AS
SELECT no, round, clock, due_at, approver, reason AS why, evidence, excused_at, excused_by, event
  FROM excuse
 WHERE tbl = 'complaint';

CREATE VIEW complaint_appeals AS
SELECT a.no, a.stage, a.against, a.appellant, a.reason AS why, a.appealed_at, a.due,
       CASE WHEN d.no IS NULL THEN 'open' ELSE 'decided' END AS state, d.outcome, d.decider,
       d.reason AS ground, d.decided_at, a.event
  FROM complaint_appeal a
  LEFT JOIN complaint_decision d ON d.no = a.no AND d.stage = a.stage;

-- Every closing, with the deadline of its call-back and whether somebody can be called.
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
  JOIN complaint c ON c.no = k.no;

INSERT INTO register_state (tbl) VALUES
    ('complaint'), ('complaint_move'), ('complaint_round'), ('complaint_closing'), ('complaint_appeal'),
    ('complaint_decision'), ('complaint_ruling');

INSERT INTO personal (tbl, key_col, col, old_col) VALUES
    ('complaint', 'no', 'caller', 'received_at'),
    ('complaint', 'no', 'phone', 'received_at'),
    ('complaint', 'no', 'address', 'received_at');

INSERT INTO clock (tbl, clock, matter, start_col, due_col, met_cols, bound_col, place, taken_col,
                   start_cols)
SELECT 'complaint', column1, 'complaint', column2, column3, column4, column5, column6, column7,
       'received:opened_at,assigned_at,responded_at,solution_at,closed_at,determined_at'
  FROM (VALUES ('respond', 'opened_at', 'respond_due',
                'responded_at,solution_at,closed_at,withdrawn_at', NULL, 1, 'received_at'),
               ('solution', 'opened_at', 'solution_due', 'solution_at,closed_at,withdrawn_at', NULL, 2,
                'received_at'),
               ('close', 'opened_at', 'close_due', 'closed_at,withdrawn_at', 'external_due', 3,
                'received_at'),
               ('callback', 'closed_at', 'callback_due', NULL, NULL, 4, NULL)) AS clocks;

INSERT INTO clock_done (tbl, state) VALUES ('complaint', 'closed'), ('complaint', 'withdrawn');

INSERT INTO clock_round (tbl, round_tbl) VALUES ('complaint', 'complaint_round');
