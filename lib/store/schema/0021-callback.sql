-- What stands beside the call-backs: how plans drew them, each attempt, the issues that customers'
-- answers raised, and calls that were listened to again.

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
    state       {TEXT} NOT NULL,
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT} REFERENCES person (person),
    event       {INT} NOT NULL,
    CONSTRAINT issue_state CHECK (state = CASE WHEN closed_at IS NOT NULL THEN 'closed'
        WHEN answered_at IS NOT NULL THEN 'answered' ELSE 'open' END),
    CONSTRAINT issue_second CHECK ((closed_at IS NULL) = (second IS NULL)),
    CONSTRAINT issue_order CHECK (
        COALESCE(answered_at, raised_at) >= raised_at AND
        COALESCE(closed_at, answered_at, raised_at) >= COALESCE(answered_at, raised_at))
) {STRICT};
CREATE INDEX issue_raised ON callback_issue (raised_at);
CREATE INDEX issue_answer_missed ON callback_issue (answer_due)
    WHERE answer_due < COALESCE(answered_at, closed_at, '9999');
CREATE INDEX issue_close_missed ON callback_issue (close_due)
    WHERE close_due < COALESCE(closed_at, '9999');

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

CREATE INDEX complaint_callback ON complaint (callback_due) WHERE callback_due IS NOT NULL;

INSERT INTO register_state (tbl, state) VALUES
    ('callback_draw', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('callback_attempt', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('callback_issue', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('callback_hearing', '0000000000000000000000000000000000000000000000000000000000000000');

INSERT INTO clock_done (tbl, state) VALUES ('callback_issue', 'closed');
INSERT INTO clock (tbl, clock, matter, start_col, due_col, met_cols, bound_col, place) VALUES
    ('callback_issue', 'answer', 'callback_issue', 'raised_at', 'answer_due',
     'answered_at,closed_at', NULL, 1),
    ('callback_issue', 'close', 'callback_issue', 'raised_at', 'close_due', 'closed_at', NULL, 2);
