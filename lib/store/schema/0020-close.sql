-- Closed months: what was counted and what was printed, for good. A revision is a close of its
-- own; the earlier ones stay. Rows are only ever added.

-- The manifest of a close. Digests are SHA-256 in hex.
CREATE TABLE month_close (
    period        {TEXT} NOT NULL,
    revision      {INT} NOT NULL,
    closed_at     {TEXT} NOT NULL,
    closed_by     {TEXT} NOT NULL REFERENCES person (person),
    reason        {TEXT},                -- of a revision
    versions      {TEXT} NOT NULL,       -- of the policy that judged in the month, `;`-separated
    policy        {TEXT} NOT NULL,       -- digest over the digests of these versions
    calendar      {TEXT} NOT NULL,       -- digest over their days that differ from the plain week
    lines         {TEXT} NOT NULL,       -- digests over what is stored here, as CSV
    sheet_dept    {TEXT} NOT NULL,
    sheet_person  {TEXT} NOT NULL,
    tool          {TEXT} NOT NULL,       -- the tools' version
    head          {TEXT} NOT NULL,       -- of the audit chain before the close
    event         {INT} NOT NULL,
    PRIMARY KEY (period, revision),
    CONSTRAINT month_close_reason CHECK (revision = 1 OR reason IS NOT NULL)
) {STRICT};

-- Every line, with what its clause said. `carried` lines waited for a signature or an appeal: they
-- count in no sheet of this month and go to the next one.
CREATE TABLE month_line (
    period      {TEXT} NOT NULL,
    revision    {INT} NOT NULL,
    place       {INT} NOT NULL,
    dept        {TEXT} NOT NULL,
    person      {TEXT},
    item        {TEXT} NOT NULL,
    clause      {TEXT} NOT NULL,
    subject     {TEXT} NOT NULL,
    points      {INT} NOT NULL,          -- hundredths
    amount      {INT} NOT NULL,          -- fen
    effect      {TEXT},
    status      {TEXT} NOT NULL,
    source      {TEXT} NOT NULL,
    record      {TEXT} NOT NULL,
    occurred_at {TEXT} NOT NULL,
    reason      {TEXT},
    article     {TEXT},
    text        {TEXT},
    basis       {TEXT},
    policy      {INT},
    carried     {INT} NOT NULL CONSTRAINT month_line_carried CHECK (carried IN (0, 1)),
    PRIMARY KEY (period, revision, place),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) {STRICT};

-- The sheets as they were printed, and who was in which department.
CREATE TABLE month_sheet (
    period   {TEXT} NOT NULL,
    revision {INT} NOT NULL,
    kind     {TEXT} NOT NULL CONSTRAINT month_sheet_kind CHECK (kind IN ('dept', 'person')),
    csv      {TEXT} NOT NULL,
    PRIMARY KEY (period, revision, kind),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) {STRICT};

CREATE TABLE month_roster (
    period   {TEXT} NOT NULL,
    revision {INT} NOT NULL,
    person   {TEXT} NOT NULL,
    name     {TEXT} NOT NULL,
    dept     {TEXT} NOT NULL,
    PRIMARY KEY (period, revision, person),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) {STRICT};

-- What a closed month would be today and is not: points and yuan to be settled in an open month.
CREATE TABLE adjustment (
    no          {TEXT} PRIMARY KEY NOT NULL,
    period      {TEXT} NOT NULL,         -- the open month that takes it
    from_period {TEXT} NOT NULL,         -- the closed one that it corrects
    dept        {TEXT} NOT NULL,
    person      {TEXT},
    clause      {TEXT} NOT NULL,
    subject     {TEXT} NOT NULL,
    points      {INT} NOT NULL,
    amount      {INT} NOT NULL,
    effect      {TEXT},
    source      {TEXT} NOT NULL,
    record      {TEXT} NOT NULL,
    occurred_at {TEXT} NOT NULL,         -- first moment of `period`
    reason      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE INDEX adjustment_occurred ON adjustment (occurred_at);
CREATE INDEX adjustment_from ON adjustment (from_period);

INSERT INTO register_state (tbl, state) VALUES
    ('month_close', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('month_line', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('month_sheet', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('month_roster', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('adjustment', '0000000000000000000000000000000000000000000000000000000000000000');
