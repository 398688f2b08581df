-- Complaints. Deadlines are kept beside the times they bound, so that lists and SQL can compare.

CREATE TABLE complaint (
    no             {TEXT} PRIMARY KEY NOT NULL,
    source         {TEXT},
    source_no      {TEXT},
    received_at    {TEXT} NOT NULL,
    channel        {TEXT} NOT NULL,
    customer       {TEXT},
    caller         {TEXT},
    phone          {TEXT},
    address        {TEXT},
    category       {TEXT} NOT NULL,
    subject        {TEXT},
    content        {TEXT} NOT NULL,
    level_initial  {INT} NOT NULL,
    level          {INT} NOT NULL
                   CONSTRAINT complaint_level CHECK (level BETWEEN 1 AND 3),
    dept           {TEXT} REFERENCES dept (dept),
    person         {TEXT} REFERENCES person (person),
    state          {TEXT} NOT NULL
                   CONSTRAINT complaint_state
                   CHECK (state IN ('open', 'assigned', 'responded', 'proposed', 'closed')),
    assigned_at    {TEXT},
    responded_at   {TEXT},
    solution_at    {TEXT},
    solution       {TEXT},
    closed_at      {TEXT},
    cause          {TEXT},
    valid          {TEXT} NOT NULL
                   CONSTRAINT complaint_valid CHECK (valid IN ('yes', 'no', 'undetermined')),
    responsible    {TEXT} NOT NULL
                   CONSTRAINT complaint_responsible
                   CHECK (responsible IN ('yes', 'no', 'undetermined')),
    determined_at  {TEXT},
    clause         {TEXT},
    repeat_of      {TEXT},
    plan           {TEXT},
    respond_due    {TEXT},
    solution_due   {TEXT},
    close_due      {TEXT},
    callback_due   {TEXT},
    provisional    {TEXT},               -- the clocks that reach into a year without calendar
    recorded_at    {TEXT} NOT NULL,
    recorded_by    {TEXT},
    digest         {TEXT} NOT NULL,
    event          {INT} NOT NULL,
    CONSTRAINT complaint_order CHECK (closed_at IS NULL OR closed_at >= received_at),
    CONSTRAINT complaint_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) {STRICT};
CREATE UNIQUE INDEX complaint_source ON complaint (source, source_no);
CREATE INDEX complaint_received ON complaint (received_at);

-- A missed limit is rare: an index of the missed ones alone keeps a month's lines as quick in the
-- tenth year as in the first.
CREATE INDEX complaint_respond_missed ON complaint (respond_due)
    WHERE COALESCE(responded_at, solution_at, closed_at, '9999') > respond_due;
CREATE INDEX complaint_solution_missed ON complaint (solution_due)
    WHERE COALESCE(solution_at, closed_at, '9999') > solution_due;
CREATE INDEX complaint_close_missed ON complaint (close_due)
    WHERE COALESCE(closed_at, '9999') > close_due;
CREATE INDEX complaint_clause ON complaint (received_at) WHERE clause IS NOT NULL;

-- A complaint handed from one department to another: a missed limit belongs to the department
-- that had it at the deadline. Before the first move that is `from_dept`, after the last
-- complaint.dept.
CREATE TABLE complaint_move (
    no        {TEXT} NOT NULL REFERENCES complaint (no),
    moved_at  {TEXT} NOT NULL,
    from_dept {TEXT} NOT NULL REFERENCES dept (dept),
    event     {INT} NOT NULL,
    PRIMARY KEY (no, moved_at, event)
) {STRICT};

INSERT INTO register_state (tbl, state) VALUES
    ('complaint', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('complaint_move', '0000000000000000000000000000000000000000000000000000000000000000');

INSERT INTO clock (tbl, clock, matter, start_col, due_col, place) VALUES
    ('complaint', 'respond', 'complaint', 'received_at', 'respond_due', 1),
    ('complaint', 'solution', 'complaint', 'received_at', 'solution_due', 2),
    ('complaint', 'close', 'complaint', 'received_at', 'close_due', 3),
    ('complaint', 'callback', 'complaint', 'closed_at', 'callback_due', 4);
