-- Call-back tasks: one telephone call that is due about one record, and what came of it. Plans,
-- attempts, issues and hearings have tables of their own, keyed by its number.

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
    satisfied     {TEXT},                  -- the policy's band of overall on that day
    solved        {TEXT} CONSTRAINT callback_solved CHECK (solved IN ('yes', 'no')),
    kept          {TEXT},                  -- items of the 7653 standard, as the customer says
    broken        {TEXT},
    comment       {TEXT},
    state         {TEXT} NOT NULL,
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
        result IS NULL AND overall IS NULL AND solved IS NULL AND kept IS NULL AND
        broken IS NULL AND comment IS NULL)),
    CONSTRAINT callback_disposition CHECK (
        (disposition = 'reached') = (called_at IS NOT NULL) OR disposition IS NULL),
    CONSTRAINT callback_tried CHECK (
        (called_at IS NULL AND unreachable_at IS NULL) OR attempts > 0),
    CONSTRAINT callback_not_handler CHECK (caller IS NULL OR person IS NULL OR caller <> person)
) {STRICT};
CREATE UNIQUE INDEX callback_source ON callback (source, source_no);
CREATE INDEX callback_planned ON callback (planned_at);
CREATE INDEX callback_record ON callback (register, record) WHERE record IS NOT NULL;
CREATE INDEX callback_open ON callback (window_to)
    WHERE called_at IS NULL AND unreachable_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX callback_second ON callback (second_of) WHERE second_of IS NOT NULL;

-- What is rare has an index of its own, so that a month stays as quick in the tenth year as in the
-- first: customers who complain, wrong numbers, and windows that were missed. The last has the
-- deadline on the left, as in the score lines' query.
CREATE INDEX callback_unhappy ON callback (called_at)
    WHERE (satisfied = 'dissatisfied' OR solved = 'no');
CREATE INDEX callback_wrong ON callback (attempted_at) WHERE disposition = 'wrong_number';
CREATE INDEX callback_missed ON callback (window_to)
    WHERE window_to < COALESCE(called_at, unreachable_at, cancelled_at, '9999');

INSERT INTO register_state (tbl, state) VALUES
    ('callback', '0000000000000000000000000000000000000000000000000000000000000000');
