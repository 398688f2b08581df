-- What every store has and the other files of the schema build on: its own facts, the audit
-- chain, the states of the audited tables, record counters, personal data, clocks.

CREATE TABLE meta (
    name  {TEXT} PRIMARY KEY NOT NULL,
    value {TEXT}
) {STRICT};

CREATE TABLE event (
    seq    {INT} PRIMARY KEY NOT NULL,
    at     {TEXT} NOT NULL,              -- civil time; the fixed one where `fixed` is 1
    fixed  {INT} NOT NULL CONSTRAINT event_fixed CHECK (fixed IN (0, 1)),
    uid    {INT} NOT NULL,
    login  {TEXT} NOT NULL,
    person {TEXT},
    roles  {TEXT},
    tool   {TEXT} NOT NULL,
    verb   {TEXT} NOT NULL,
    tbl    {TEXT},
    record {TEXT},
    op_id  {TEXT} NOT NULL,
    reason {TEXT},
    change {TEXT},
    state  {TEXT},                       -- of tbl, after this change, in hex
    prev   {TEXT} NOT NULL,
    hash   {TEXT} NOT NULL
) {STRICT};
CREATE INDEX event_record ON event (record);
CREATE INDEX event_op ON event (op_id);
CREATE INDEX event_clock ON event (fixed, seq);

-- What named operations were asked to do, as a digest (asked.h). It bears on personal data and goes with
-- them, hence it has no state; after that the name alone tells an operation.
CREATE TABLE operation (
    login  {TEXT} NOT NULL,
    op_id  {TEXT} NOT NULL,
    digest {TEXT} NOT NULL,
    PRIMARY KEY (login, op_id)
) {BY_KEY};

-- The state of every audited table, at first of none of its rows, and the number of the last event that
-- carried it; see event.state. That of the chain itself, table event, is the hash of its last event.
CREATE TABLE register_state (
    tbl   {TEXT} PRIMARY KEY NOT NULL,
    state {TEXT} NOT NULL
          DEFAULT '0000000000000000000000000000000000000000000000000000000000000000',
    seq   {INT} NOT NULL DEFAULT 0
) {STRICT};

CREATE TABLE counter (
    prefix {TEXT} NOT NULL,
    year   {INT} NOT NULL,
    last   {INT} NOT NULL,
    PRIMARY KEY (prefix, year)
) {STRICT};

-- Every column that holds personal data of customers. What is masked, hidden, committed to in
-- events and retired goes by these rows; a register with such columns adds its own, and says in its
-- description how each is masked.
CREATE TABLE personal (
    tbl     {TEXT} NOT NULL,
    key_col {TEXT} NOT NULL,             -- with the record's number
    col     {TEXT} NOT NULL,
    old_col {TEXT} NOT NULL,             -- with the day it grows old from, once the record is done
                                         -- (clock_done); never: it stays as long as its record
    PRIMARY KEY (tbl, col)
) {STRICT};

-- The SQL of a rule pack (svc/guarded.h) reads the audited tables and all views. What stands here it
-- reads as well, or with `closed` never, as it reads nothing personal: a column, or * for a whole table.
CREATE TABLE pack_sql (
    tbl    {TEXT} NOT NULL,
    col    {TEXT} NOT NULL,
    closed {INT} NOT NULL CONSTRAINT pack_sql_closed CHECK (closed IN (0, 1)),
    PRIMARY KEY (tbl, col)
) {STRICT};

-- The telephone numbers of records, each in its one spelling, to find the record by. It follows from
-- the record's own cell and has no state.
CREATE TABLE phone_number (
    tbl    {TEXT} NOT NULL,
    number {TEXT} NOT NULL,
    no     {TEXT} NOT NULL,
    PRIMARY KEY (tbl, number, no)
) {BY_KEY};

INSERT INTO personal (tbl, key_col, col, old_col) VALUES
    ('phone_number', 'no', 'number', 'never');

-- Who looked somebody up by personal data that he may not see whole, in the last hour (look-up.h); the events
-- tell of all. It has no state.
CREATE TABLE look_up (
    login {TEXT} NOT NULL,
    at    {TEXT} NOT NULL,
    seq   {INT} NOT NULL,                -- of the event
    PRIMARY KEY (login, at, seq)
) {BY_KEY};

-- The steps that files brought (steps.h), so that each is taken once and none of them counts as late. The
-- step itself stands in its event, the rows of a file in one of their own.
CREATE TABLE step_brought (
    tbl    {TEXT} NOT NULL,
    no     {TEXT} NOT NULL,
    verb   {TEXT} NOT NULL,
    at     {TEXT} NOT NULL,
    digest {TEXT} NOT NULL,              -- of what else the row said
    PRIMARY KEY (tbl, no, verb, at)
) {BY_KEY};

-- The salt of an event's commitments. It has no state and may be deleted, after which nobody can
-- tell what the event committed to; the event itself stays as it is. It is written before its
-- event, hence the deferred reference.
CREATE TABLE salt (
    seq  {INT} PRIMARY KEY NOT NULL REFERENCES event (seq) DEFERRABLE INITIALLY DEFERRED,
    tbl  {TEXT} NOT NULL,                -- whose personal data
    salt {TEXT} NOT NULL CONSTRAINT salt_length CHECK (LENGTH(salt) = 32)
) {STRICT};

-- Which columns of which table are clocks: what a start is called, where the deadline is kept.
-- The tools compute and recompute every deadline from these rows. The businesses of one register
-- may have limits of their own, which run from different moments: then the matter stands in the
-- record, and a limit's start names a column. A start_col is what the policy in force is found by.
CREATE TABLE clock (
    tbl        {TEXT} NOT NULL,
    clock      {TEXT} NOT NULL,          -- limits.csv: clock
    matter     {TEXT} NOT NULL,          -- limits.csv: matter
    start_col  {TEXT} NOT NULL,          -- the moment it runs from
    due_col    {TEXT} NOT NULL,          -- the deadline kept
    met_cols   {TEXT},                   -- the columns whose first given moment met it
    bound_col  {TEXT},                   -- a date set from outside that wins when earlier
    place      {INT} NOT NULL,           -- the order in which they are told
    matter_col {TEXT},                   -- names the matter, where records differ
    start_cols {TEXT},                   -- what a limit's start may name: accepted_at is accepted,
                                         -- `received:opened_at` a column under another name; the
                                         -- first is also what `before` counts back from
    agreed_col {TEXT},                   -- agreed with the customer: stands in the place of
                                         -- whatever limit applies
    void_state {TEXT},                   -- a record in this state has no such limit
    taken_col  {TEXT},                   -- where start_col has its moment from, while both are the
                                         -- same; start_col is then the beginning of a round, and no
                                         -- start of the round lies before it
    PRIMARY KEY (tbl, clock)
) {STRICT};

-- A record in one of these states is decided: a new version of the policy does not move its
-- deadlines. A register with clocks adds its own states.
CREATE TABLE clock_done (
    tbl   {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    PRIMARY KEY (tbl, state)
) {STRICT};

-- Where the rounds of a register's records that were opened again are kept: a table with the columns of
-- its clocks, and `no`, `round` and `provisional`; `level`, too, where limits go by it.
CREATE TABLE clock_round (
    tbl       {TEXT} PRIMARY KEY NOT NULL,
    round_tbl {TEXT} NOT NULL
) {STRICT};

-- Records that were made of others, and say so in `source` and `source_no`. The other one is told, as the
-- record comes in, what it was used as (its columns use, use_no, used_at), once; where it stands in one of
-- the states that `ends` lists it is closed by that.
CREATE TABLE made_of (
    tbl    {TEXT} NOT NULL,
    source {TEXT} NOT NULL,              -- as the record has it
    of_tbl {TEXT} NOT NULL,
    use    {TEXT} NOT NULL,
    ends   {TEXT} NOT NULL,              -- `;`-separated, with a `;` at either end
    PRIMARY KEY (tbl, source)
) {STRICT};

-- What changes a running clock of a record of any register: holds (waiting for the customer) and
-- extensions. Facts that are only ever added; a hold without its end lasts.
CREATE TABLE hold (
    tbl     {TEXT} NOT NULL,
    no      {TEXT} NOT NULL,
    from_at {TEXT} NOT NULL,
    longest {TEXT},                      -- as long as it may last without an approver
    reason  {TEXT} NOT NULL,
    event   {INT} NOT NULL,
    PRIMARY KEY (tbl, no, from_at)
) {STRICT};

CREATE TABLE hold_end (
    tbl      {TEXT} NOT NULL,
    no       {TEXT} NOT NULL,
    from_at  {TEXT} NOT NULL,
    until_at {TEXT} NOT NULL,
    approver {TEXT} REFERENCES person (person), -- of one that lasted longer
    event    {INT} NOT NULL,
    PRIMARY KEY (tbl, no, from_at),
    FOREIGN KEY (tbl, no, from_at) REFERENCES hold (tbl, no, from_at),
    CONSTRAINT hold_order CHECK (until_at >= from_at)
) {STRICT};

-- A limit made longer, once: by so many of its own units, with who allowed it and when the
-- customer was told.
CREATE TABLE extension (
    tbl       {TEXT} NOT NULL,
    no        {TEXT} NOT NULL,
    clock     {TEXT} NOT NULL,
    start_at  {TEXT} NOT NULL,           -- of the clock: a new round has its own extension
    length    {TEXT} NOT NULL,
    approver  {TEXT} NOT NULL REFERENCES person (person),
    reason    {TEXT} NOT NULL,
    told_at   {TEXT} NOT NULL,
    event     {INT} NOT NULL,
    PRIMARY KEY (tbl, no, clock, start_at)
) {STRICT};

-- What became of missed limits afterwards; facts that are only ever added. `round` is 1 where a
-- register has no rounds. An excuse by the office leaves the miss where it is.
CREATE TABLE excuse (
    tbl        {TEXT} NOT NULL,
    no         {TEXT} NOT NULL,
    round      {INT} NOT NULL,
    clock      {TEXT} NOT NULL,
    due_at     {TEXT} NOT NULL,
    approver   {TEXT} NOT NULL REFERENCES person (person),
    reason     {TEXT} NOT NULL,
    evidence   {TEXT} NOT NULL,
    excused_at {TEXT} NOT NULL,
    excused_by {TEXT},
    event      {INT} NOT NULL,
    PRIMARY KEY (tbl, no, round, clock),
    CONSTRAINT excuse_other CHECK (excused_by IS NULL OR approver <> excused_by)
) {STRICT};

-- A miss that would have vanished: by a step that was recorded after the deadline and dated before it
-- (late), which the office confirms, or by a decision that moved the deadline.
CREATE TABLE miss_undone (
    tbl       {TEXT} NOT NULL,
    no        {TEXT} NOT NULL,
    round     {INT} NOT NULL,
    clock     {TEXT} NOT NULL,
    due_at    {TEXT} NOT NULL,           -- these two as the record had them, and says now
    done_at   {TEXT},
    how       {TEXT} NOT NULL CONSTRAINT miss_how CHECK (how IN ('late', 'decided')),
    reason    {TEXT},
    undone_at {TEXT} NOT NULL,
    undone_by {TEXT},
    event     {INT} NOT NULL,
    PRIMARY KEY (event)
) {STRICT};
CREATE INDEX miss_undone_record ON miss_undone (tbl, no, round, clock);
CREATE INDEX miss_undone_due ON miss_undone (tbl, due_at);

CREATE TABLE miss_confirm (
    undone       {INT} PRIMARY KEY NOT NULL REFERENCES miss_undone (event),
    reason       {TEXT} NOT NULL,
    confirmed_at {TEXT} NOT NULL,
    confirmed_by {TEXT},
    event        {INT} NOT NULL
) {STRICT};

-- The misses that a record does not show any more, each with its status and why, a statement; `waits` is
-- what the office confirms. Only the last vanishing of a clock counts, and where the record shows a miss
-- again that one does.
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
                   WHERE o.tbl = u.tbl AND o.no = u.no AND o.round = u.round AND o.clock = u.clock);

-- What times that decided a deadline were before they were corrected, and what others' files asked them to
-- be: the office answers by correcting the time.
CREATE TABLE former_time (
    tbl        {TEXT} NOT NULL,
    no         {TEXT} NOT NULL,
    col        {TEXT} NOT NULL,
    was        {TEXT},
    becomes    {TEXT},
    reason     {TEXT},
    changed_at {TEXT} NOT NULL,
    changed_by {TEXT},
    event      {INT} PRIMARY KEY NOT NULL
) {STRICT};
CREATE INDEX former_time_record ON former_time (tbl, no, col);

CREATE TABLE asked_time (
    tbl      {TEXT} NOT NULL,
    no       {TEXT} NOT NULL,
    col      {TEXT} NOT NULL,
    asked    {TEXT},
    asked_at {TEXT} NOT NULL,
    asked_by {TEXT},
    event    {INT} PRIMARY KEY NOT NULL
) {STRICT};
CREATE INDEX asked_time_record ON asked_time (tbl, no, col);

-- The last that was asked of a time, as long as nobody has corrected it since.
CREATE VIEW asked_open AS
SELECT a.tbl, a.no, a.col, a.asked, a.asked_at, a.asked_by
  FROM asked_time a
 WHERE a.event = (SELECT MAX(o.event) FROM asked_time o
                   WHERE o.tbl = a.tbl AND o.no = a.no AND o.col = a.col)
   AND NOT EXISTS (SELECT 1 FROM former_time f
                    WHERE f.tbl = a.tbl AND f.no = a.no AND f.col = a.col AND f.event > a.event);

INSERT INTO pack_sql (tbl, col, closed) VALUES ('event', '*', 1), ('meta', '*', 1);

INSERT INTO register_state (tbl) VALUES
    ('event'), ('meta'), ('hold'), ('hold_end'), ('extension'), ('excuse'), ('miss_undone'), ('miss_confirm'),
    ('former_time'), ('asked_time'), ('step_brought');
