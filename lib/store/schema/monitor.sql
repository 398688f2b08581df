-- Social monitors, whom the company asks to watch its service: their terms, what they said and what
-- became of it, the meetings with them.

-- A monitor with the present term, or the last one. `term` counts terms that follow each other without a
-- gap. Until when the term runs: ended_on, else ends_on.
CREATE TABLE monitor (
    monitor      {TEXT} PRIMARY KEY NOT NULL,
    name         {TEXT},
    phone        {TEXT},
    grp          {TEXT} NOT NULL,
    district     {TEXT} NOT NULL,
    customer     {TEXT} REFERENCES customer (customer),
    appointed_on {TEXT} NOT NULL,
    ends_on      {TEXT} NOT NULL,        -- the last day
    term         {INT} NOT NULL CONSTRAINT monitor_term CHECK (term > 0),
    letter_no    {TEXT},                 -- of the letter of appointment
    state        {TEXT} NOT NULL
                 CONSTRAINT monitor_state
                 CHECK (state IN ('active', 'ended', 'resigned', 'dismissed')),
    ended_on     {TEXT},                 -- the last day, where it is over
    why          {TEXT},
    recorded_at  {TEXT} NOT NULL,
    recorded_by  {TEXT},
    digest       {TEXT} NOT NULL,
    event        {INT} NOT NULL,
    CONSTRAINT monitor_order CHECK (ends_on >= appointed_on),
    CONSTRAINT monitor_ended CHECK ((state = 'active') = (ended_on IS NULL)),
    CONSTRAINT monitor_last CHECK (ended_on IS NULL OR ended_on BETWEEN appointed_on AND ends_on)
) {STRICT};
CREATE UNIQUE INDEX monitor_customer ON monitor (customer) WHERE state = 'active';
CREATE INDEX monitor_customers ON monitor (customer) WHERE customer IS NOT NULL;

-- The terms before the present one; a renewal leaves them here.
CREATE TABLE monitor_term (
    monitor      {TEXT} NOT NULL REFERENCES monitor (monitor),
    term         {INT} NOT NULL,
    appointed_on {TEXT} NOT NULL,
    ends_on      {TEXT} NOT NULL,
    letter_no    {TEXT},
    state        {TEXT} NOT NULL,
    ended_on     {TEXT} NOT NULL,
    why          {TEXT},
    event        {INT} NOT NULL,
    PRIMARY KEY (monitor, appointed_on)
) {STRICT};

-- Every term of every monitor, with the last day on which it runs.
CREATE VIEW monitor_terms AS
SELECT monitor, term, appointed_on, ends_on, COALESCE(ended_on, ends_on) AS last_on, letter_no, state,
       ended_on, why, event
  FROM monitor
UNION ALL
SELECT monitor, term, appointed_on, ends_on, ended_on, letter_no, state, ended_on, why, event
  FROM monitor_term;

-- What a monitor said. Praise needs no answer: no clock runs of it. An answer that the verification did
-- not bear out goes back to the department as another round, whose clocks run anew.
CREATE TABLE monitor_opinion (
    no           {TEXT} PRIMARY KEY NOT NULL,
    source       {TEXT},
    source_no    {TEXT},
    raised_at    {TEXT} NOT NULL,
    monitor      {TEXT} NOT NULL REFERENCES monitor (monitor),
    kind         {TEXT} NOT NULL
                 CONSTRAINT opinion_kind CHECK (kind IN ('problem', 'suggestion', 'praise', 'complaint')),
    category     {TEXT},
    content      {TEXT} NOT NULL,
    dept         {TEXT} REFERENCES dept (dept),
    person       {TEXT} REFERENCES person (person),
    round        {INT} NOT NULL CONSTRAINT opinion_round CHECK (round > 0),
    opened_at    {TEXT},                 -- where the round's clocks run from; none of praise
    assigned_at  {TEXT},
    assign_due   {TEXT},
    answered_at  {TEXT},
    answered_by  {TEXT} REFERENCES person (person),
    answer       {TEXT},
    answer_due   {TEXT},
    verified_at  {TEXT},
    verified_by  {TEXT} REFERENCES person (person), -- NULL: the monitor
    verified     {TEXT} CONSTRAINT opinion_verified CHECK (verified = 'yes'),
    satisfied    {TEXT} CONSTRAINT opinion_satisfied CHECK (satisfied IN ('yes', 'fairly', 'no')),
    verify_due   {TEXT},
    use          {TEXT}
                 CONSTRAINT opinion_use
                 CHECK (use IN ('none', 'improve', 'complaint', 'inspect', 'entry', 'policy', 'reward')),
    use_no       {TEXT},
    used_at      {TEXT},
    withdrawn_at {TEXT},
    state        {TEXT} NOT NULL,
    provisional  {TEXT},
    undated      {TEXT},                 -- its times that are dates alone
    recorded_at  {TEXT} NOT NULL,
    recorded_by  {TEXT},
    digest       {TEXT} NOT NULL,
    event        {INT} NOT NULL,
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
) {STRICT};
CREATE UNIQUE INDEX opinion_source ON monitor_opinion (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX opinion_raised ON monitor_opinion (raised_at);
CREATE INDEX opinion_monitor ON monitor_opinion (monitor, raised_at);
CREATE INDEX opinion_answer ON monitor_opinion (answer_due);
CREATE INDEX opinion_used ON monitor_opinion (use_no) WHERE use_no IS NOT NULL;
CREATE INDEX opinion_open ON monitor_opinion (state)
    WHERE state NOT IN ('closed', 'withdrawn', 'noted');

-- The rounds of an opinion whose answer was not borne out.
CREATE TABLE monitor_round (
    no          {TEXT} NOT NULL REFERENCES monitor_opinion (no),
    round       {INT} NOT NULL,
    opened_at   {TEXT} NOT NULL,
    dept        {TEXT} REFERENCES dept (dept),
    person      {TEXT} REFERENCES person (person),
    assigned_at {TEXT},
    assign_due  {TEXT},
    answered_at {TEXT} NOT NULL,
    answered_by {TEXT} REFERENCES person (person),
    answer      {TEXT} NOT NULL,
    answer_due  {TEXT},
    verified_at {TEXT} NOT NULL,
    verified_by {TEXT} REFERENCES person (person),
    verified    {TEXT} NOT NULL CONSTRAINT round_verified CHECK (verified = 'no'),
    satisfied   {TEXT} CONSTRAINT round_satisfied CHECK (satisfied IN ('yes', 'fairly', 'no')),
    verify_due  {TEXT},
    why         {TEXT},
    provisional {TEXT},
    event       {INT} NOT NULL,
    PRIMARY KEY (no, round),
    CONSTRAINT round_other CHECK (verified_by IS NULL OR verified_by <> answered_by)
) {STRICT};
CREATE INDEX monitor_round_answer ON monitor_round (answer_due);

-- Every round of every opinion that waits for an answer, with what the opinion is counted by.
CREATE VIEW monitor_rounds AS
SELECT no, monitor, kind, state, use, round, opened_at, dept, answered_at, answer_due, verified_at,
       verified, satisfied, verify_due
  FROM monitor_opinion
 WHERE opened_at IS NOT NULL
UNION ALL
SELECT r.no, o.monitor, o.kind, o.state, o.use, r.round, r.opened_at, r.dept, r.answered_at,
       r.answer_due, r.verified_at, r.verified, r.satisfied, r.verify_due
  FROM monitor_round r
  JOIN monitor_opinion o ON o.no = r.no;

CREATE TABLE monitor_meeting (
    no             {TEXT} PRIMARY KEY NOT NULL,
    source         {TEXT},
    source_no      {TEXT},
    held_at        {TEXT} NOT NULL,
    kind           {TEXT} NOT NULL
                   CONSTRAINT meeting_kind CHECK (kind IN ('visit', 'symposium', 'training', 'report')),
    place          {TEXT},
    chair          {TEXT} REFERENCES person (person),
    monitors       {TEXT},
    topics         {TEXT},
    minutes        {TEXT},                 -- file
    minutes_sha256 {TEXT},
    recorded_at    {TEXT} NOT NULL,
    recorded_by    {TEXT},
    digest         {TEXT} NOT NULL,
    event          {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX meeting_source ON monitor_meeting (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX meeting_held ON monitor_meeting (held_at);

INSERT INTO register_state (tbl) VALUES
    ('monitor'), ('monitor_term'), ('monitor_opinion'), ('monitor_round'), ('monitor_meeting');

INSERT INTO personal (tbl, key_col, col, old_col) VALUES
    ('monitor', 'monitor', 'name', 'ended_on'),
    ('monitor', 'monitor', 'phone', 'ended_on');

INSERT INTO clock (tbl, clock, matter, start_col, due_col, met_cols, bound_col, place, taken_col,
                   start_cols)
SELECT 'monitor_opinion', column1, 'monitor', 'opened_at', column2, column3, NULL, column4, 'raised_at',
       'raised:opened_at,assigned_at,answered_at'
  FROM (VALUES ('assign', 'assign_due', 'assigned_at,answered_at,verified_at,withdrawn_at', 1),
               ('answer', 'answer_due', 'answered_at,verified_at,withdrawn_at', 2),
               ('verify', 'verify_due', 'verified_at,withdrawn_at', 3)) AS clocks;

INSERT INTO clock_done (tbl, state) VALUES
    ('monitor_opinion', 'closed'), ('monitor_opinion', 'withdrawn'),
    ('monitor', 'ended'), ('monitor', 'resigned'), ('monitor', 'dismissed');

INSERT INTO clock_round (tbl, round_tbl) VALUES ('monitor_opinion', 'monitor_round');

INSERT INTO made_of (tbl, source, of_tbl, use, ends) VALUES
    ('complaint', 'svc-monitor', 'monitor_opinion', 'complaint', ';verified;noted;'),
    ('improve_idea', 'monitor', 'monitor_opinion', 'improve', ';verified;noted;'),
    ('praise', 'svc-monitor', 'monitor_opinion', 'inspect', ';verified;noted;'),
    ('entry_error', 'svc-monitor', 'monitor_opinion', 'entry', ';verified;noted;');
