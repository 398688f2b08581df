-- Call-back tasks: one telephone call that is due about one record, and what came of it; how plans
-- drew them, each attempt, the issues that customers' answers raised, and calls that were listened
-- to again.

CREATE TABLE callback (
    no            {TEXT} PRIMARY KEY NOT NULL,
    source        {TEXT},
    source_no     {TEXT},
    register      {TEXT},                  -- complaint, order or customer
    record        {TEXT},                  -- what is asked about
    business      {TEXT} NOT NULL,         -- ratios.csv: business
    plan          {TEXT},                  -- the plan that drew it
    stratum       {TEXT},
    second_of     {TEXT},                  -- the call-back whose issue this one asks about again
    dept          {TEXT} REFERENCES dept (dept),     -- of the handler
    person        {TEXT} REFERENCES person (person), -- the handler
    customer      {TEXT},
    tier          {TEXT},                  -- these two as the record has them
    customer_kind {TEXT},
    planned_at    {TEXT} NOT NULL,
    window_from   {TEXT},
    window_to     {TEXT},
    late          {TEXT},                  -- yes: planned when its window was over
    caller        {TEXT} REFERENCES person (person),
    attempts      {INT} NOT NULL CONSTRAINT callback_attempts CHECK (attempts >= 0),
    attempted_at  {TEXT},                  -- the last attempt
    disposition   {TEXT},                  -- what came of it
    called_at     {TEXT},                  -- when the customer was reached
    unreachable_at {TEXT},                 -- given up
    cancelled_at  {TEXT},
    attitude      {INT} CONSTRAINT callback_attitude CHECK (attitude BETWEEN 1 AND 10),
    skill         {INT} CONSTRAINT callback_skill CHECK (skill BETWEEN 1 AND 10),
    timeliness    {INT} CONSTRAINT callback_timeliness CHECK (timeliness BETWEEN 1 AND 10),
    result        {INT} CONSTRAINT callback_result CHECK (result BETWEEN 1 AND 10),
    overall       {INT} CONSTRAINT callback_overall CHECK (overall BETWEEN 1 AND 10),
    satisfaction  {TEXT},                  -- the customer's word; without a number, overall is its value
    satisfied     {TEXT},                  -- the policy's band of overall on that day
    solved        {TEXT} CONSTRAINT callback_solved CHECK (solved IN ('yes', 'no')),
    kept          {TEXT},                  -- items of the 7653 standard, as the customer says
    broken        {TEXT},
    comment       {TEXT},
    state         {TEXT} NOT NULL,
    undated       {TEXT},                  -- its times that are dates alone
    recorded_at   {TEXT} NOT NULL,
    recorded_by   {TEXT},
    digest        {TEXT} NOT NULL,
    event         {INT} NOT NULL,
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
) {STRICT};
CREATE UNIQUE INDEX callback_source ON callback (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX callback_record ON callback (register, record) WHERE record IS NOT NULL;
CREATE INDEX callback_customer ON callback (customer) WHERE customer IS NOT NULL;
CREATE INDEX callback_open ON callback (no)
    WHERE called_at IS NULL AND unreachable_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX callback_second ON callback (second_of) WHERE second_of IS NOT NULL;

-- The rates of a period from one index: it begins with the moment of planning and has every column
-- that is counted, so that no row of the table is looked up.
CREATE INDEX callback_kpi ON callback
    (planned_at, business, dept, caller, window_from, window_to, called_at, unreachable_at,
     cancelled_at, attempts, late, satisfied, solved, overall, attitude, skill, timeliness, result);

-- What is rare has an index of its own, so that a month stays as quick in the tenth year as in the
-- first: customers who complain, wrong numbers, and windows that were missed. The last has the
-- deadline on the left, as in the score lines' query.
CREATE INDEX callback_unhappy ON callback (called_at, second_of, no)
    WHERE (satisfied = 'dissatisfied' OR solved = 'no');
CREATE INDEX callback_wrong ON callback (attempted_at) WHERE disposition = 'wrong_number';
CREATE INDEX callback_missed ON callback (window_to)
    WHERE window_to < COALESCE(called_at, unreachable_at, cancelled_at, '9999');

-- One drawing from one stratum, of which the same population and ratio make the same again. A row
-- whose stratum begins with `excluded/` counts the records that a plan left out, and why.
CREATE TABLE callback_draw (
    plan       {TEXT} NOT NULL,          -- its seed
    stratum    {TEXT} NOT NULL,
    drawn_at   {TEXT} NOT NULL,
    ratio      {TEXT},                   -- these three as the pack of the records' days has them
    min        {INT},
    policy     {INT} REFERENCES policy_version (version),
    population {INT} NOT NULL,
    quota      {INT} NOT NULL,
    had        {INT} NOT NULL,           -- had a call-back already
    drawn      {INT} NOT NULL,           -- added by this drawing
    expired    {INT} NOT NULL,           -- of those, their window was over
    records    {TEXT} NOT NULL,          -- SHA-256 over the population's numbers in the order of
                                         -- their ranks, each with its NUL
    drawn_by   {TEXT} REFERENCES person (person),
    event      {INT} NOT NULL,
    PRIMARY KEY (plan, stratum, event)
) {STRICT};

CREATE TABLE callback_attempt (
    no           {TEXT} NOT NULL REFERENCES callback (no),
    nth          {INT} NOT NULL CONSTRAINT attempt_nth CHECK (nth > 0),
    attempted_at {TEXT} NOT NULL,
    half_day     {TEXT} NOT NULL,        -- 2026-10-09 am
    disposition  {TEXT} NOT NULL CONSTRAINT attempt_disposition
                 CHECK (disposition IN ('reached', 'no_answer', 'busy', 'refused', 'wrong_number',
                                        'powered_off', 'invalid')),
    caller       {TEXT} NOT NULL REFERENCES person (person),
    event        {INT} NOT NULL,
    PRIMARY KEY (no, nth)
) {STRICT};
CREATE INDEX attempt_wrong ON callback_attempt (attempted_at) WHERE disposition = 'wrong_number';

-- A customer was dissatisfied, or the matter is not solved for it: the department answers, then
-- closes, and the customer is called a second time.
CREATE TABLE callback_issue (
    no          {TEXT} PRIMARY KEY NOT NULL REFERENCES callback (no),
    dept        {TEXT} REFERENCES dept (dept),
    raised_at   {TEXT} NOT NULL,
    cause       {TEXT} NOT NULL
                CONSTRAINT issue_cause CHECK (cause IN ('dissatisfied', 'not_solved')),
    answer_due  {TEXT},
    close_due   {TEXT},
    provisional {TEXT},
    answered_at {TEXT},
    answered_by {TEXT} REFERENCES person (person),
    answer      {TEXT},
    closed_at   {TEXT},
    closed_by   {TEXT} REFERENCES person (person),
    solution    {TEXT},
    second      {TEXT} REFERENCES callback (no), -- the second call-back
    reopened_at {TEXT},                  -- its complaint was opened again: that goes on instead
    state       {TEXT} NOT NULL,
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT} REFERENCES person (person),
    event       {INT} NOT NULL,
    CONSTRAINT issue_state CHECK (state = CASE WHEN closed_at IS NOT NULL THEN 'closed'
        WHEN reopened_at IS NOT NULL THEN 'reopened'
        WHEN answered_at IS NOT NULL THEN 'answered' ELSE 'open' END),
    CONSTRAINT issue_one_end CHECK (closed_at IS NULL OR reopened_at IS NULL),
    CONSTRAINT issue_second CHECK ((closed_at IS NULL) = (second IS NULL)),
    CONSTRAINT issue_order CHECK (
        COALESCE(answered_at, raised_at) >= raised_at AND
        COALESCE(reopened_at, raised_at) >= raised_at AND
        COALESCE(closed_at, answered_at, raised_at) >= COALESCE(answered_at, raised_at))
) {STRICT};
CREATE INDEX issue_raised ON callback_issue (raised_at);
CREATE INDEX issue_answer_missed ON callback_issue (answer_due)
    WHERE answer_due < COALESCE(answered_at, closed_at, reopened_at, '9999');
CREATE INDEX issue_close_missed ON callback_issue (close_due)
    WHERE close_due < COALESCE(closed_at, reopened_at, '9999');

-- A call that somebody else listened to again: where the record differs from what was said.
CREATE TABLE callback_hearing (
    no         {TEXT} NOT NULL REFERENCES callback (no),
    heard_at   {TEXT} NOT NULL,
    listener   {TEXT} NOT NULL REFERENCES person (person),
    caller     {TEXT} NOT NULL REFERENCES person (person),
    deviations {INT} NOT NULL CONSTRAINT hearing_deviations CHECK (deviations >= 0),
    deviating  {TEXT},                   -- `;`-separated answers that deviate
    remark     {TEXT},
    event      {INT} NOT NULL,
    PRIMARY KEY (no, event),
    CONSTRAINT hearing_not_caller CHECK (listener <> caller)
) {STRICT};
CREATE INDEX hearing_heard ON callback_hearing (heard_at);

INSERT INTO register_state (tbl) VALUES
    ('callback'), ('callback_draw'), ('callback_attempt'), ('callback_issue'), ('callback_hearing');

INSERT INTO clock (tbl, clock, matter, start_col, due_col, met_cols, bound_col, place, start_cols)
VALUES
    ('callback_issue', 'answer', 'callback_issue', 'raised_at', 'answer_due',
     'answered_at,closed_at,reopened_at', NULL, 1, 'raised_at,answered_at'),
    ('callback_issue', 'close', 'callback_issue', 'raised_at', 'close_due',
     'closed_at,reopened_at', NULL, 2, 'raised_at,answered_at');

INSERT INTO clock_done (tbl, state) VALUES
    ('callback_issue', 'closed'), ('callback_issue', 'reopened');
