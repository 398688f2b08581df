-- Call-back tasks: one telephone call that is due about one record, and what came of it. Attempts,
-- single answers, issues and plans have tables of their own beside this one, keyed by its number.

CREATE TABLE callback (
    no            {TEXT} PRIMARY KEY NOT NULL,
    source        {TEXT},
    source_no     {TEXT},
    register      {TEXT},                  -- complaint or order: where the record stands
    record        {TEXT},                  -- what is asked about
    business      {TEXT} NOT NULL,         -- ratios.csv: business
    plan          {TEXT},                  -- the plan that drew it
    stratum       {TEXT},
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
    called_at     {TEXT},                  -- when the customer was reached
    unreachable_at {TEXT},                 -- given up
    cancelled_at  {TEXT},
    overall       {INT} CONSTRAINT callback_overall CHECK (overall BETWEEN 1 AND 10),
    satisfied     {TEXT},                  -- the policy's band of overall on that day
    solved        {TEXT} CONSTRAINT callback_solved CHECK (solved IN ('yes', 'no')),
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
        called_at IS NOT NULL OR (overall IS NULL AND solved IS NULL AND comment IS NULL)),
    CONSTRAINT callback_tried CHECK (
        (called_at IS NULL AND unreachable_at IS NULL) OR attempts > 0),
    CONSTRAINT callback_not_handler CHECK (caller IS NULL OR person IS NULL OR caller <> person)
) {STRICT};
CREATE UNIQUE INDEX callback_source ON callback (source, source_no);
CREATE INDEX callback_planned ON callback (planned_at);
CREATE INDEX callback_record ON callback (register, record) WHERE record IS NOT NULL;
CREATE INDEX callback_open ON callback (window_to)
    WHERE called_at IS NULL AND unreachable_at IS NULL AND cancelled_at IS NULL;

INSERT INTO register_state (tbl, state) VALUES
    ('callback', '0000000000000000000000000000000000000000000000000000000000000000');
