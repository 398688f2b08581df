-- Closed months, indicators, and what departments and the reviewer say of a month.

-- A closed month is what was counted and what was printed, for good. A revision is a close of its
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
    calendar      {TEXT} NOT NULL,       -- digest over the days that differ from the plain week
    lines         {TEXT} NOT NULL,       -- digests over what is stored here, as CSV
    sheet_dept    {TEXT} NOT NULL,
    sheet_person  {TEXT} NOT NULL,
    words         {TEXT} NOT NULL,       -- digest over statements, and what is stored in Chinese
    pages         {TEXT} NOT NULL,       -- digest over the pages of its book
    tool          {TEXT} NOT NULL,       -- the tools' version
    head          {TEXT} NOT NULL,       -- of the audit chain before the close
    event         {INT} NOT NULL,
    PRIMARY KEY (period, revision),
    CONSTRAINT month_close_reason CHECK (revision = 1 OR reason IS NOT NULL)
) {STRICT};

-- Every line, with what its clause said, and as it was printed in each language: later names, titles
-- and words change nothing of it. `carried` lines waited for a signature or an appeal: they
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
    reason      {TEXT},                  -- a statement: key and values
    reason_en   {TEXT},
    reason_zh   {TEXT},
    item_zh     {TEXT} NOT NULL,
    subject_zh  {TEXT} NOT NULL,
    effect_zh   {TEXT},
    status_zh   {TEXT} NOT NULL,
    source_zh   {TEXT} NOT NULL,
    article     {TEXT},
    text        {TEXT},
    basis       {TEXT},
    policy      {INT},
    carried     {INT} NOT NULL CONSTRAINT month_line_carried CHECK (carried IN (0, 1)),
    PRIMARY KEY (period, revision, place),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) {STRICT};
CREATE INDEX month_line_occurred ON month_line (occurred_at);
CREATE INDEX month_line_record ON month_line (source, record);

-- The sheets as they were printed, in each language, and who was in which department.
CREATE TABLE month_sheet (
    period   {TEXT} NOT NULL,
    revision {INT} NOT NULL,
    kind     {TEXT} NOT NULL CONSTRAINT month_sheet_kind CHECK (kind IN ('dept', 'person')),
    words    {TEXT} NOT NULL CONSTRAINT month_sheet_words CHECK (words IN ('code', 'zh')),
    csv      {TEXT} NOT NULL,
    PRIMARY KEY (period, revision, kind, words),
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

-- The pages of the month's book as they were then (svc/book.h), so that it is the same book for ever.
CREATE TABLE month_page (
    period   {TEXT} NOT NULL,
    revision {INT} NOT NULL,
    name     {TEXT} NOT NULL,            -- of its file
    title    {TEXT} NOT NULL,
    text     {TEXT} NOT NULL,
    PRIMARY KEY (period, revision, name),
    FOREIGN KEY (period, revision) REFERENCES month_close (period, revision)
        DEFERRABLE INITIALLY DEFERRED
) {STRICT};

-- What a closed month would be today and is not: points, yuan and effects to be settled in an open
-- month. `line_points` are the line's own difference; of them `points` count, what the closed month's
-- caps let them cost or give. An effect that is taken back has a minus sign before it; it is of the
-- fact's month.
CREATE TABLE adjustment (
    no          {TEXT} PRIMARY KEY NOT NULL,
    period      {TEXT} NOT NULL,         -- the open month that takes it
    from_period {TEXT} NOT NULL,         -- the closed one that it corrects
    dept        {TEXT} NOT NULL,
    person      {TEXT},
    item        {TEXT} NOT NULL,         -- of the line that it corrects
    clause      {TEXT} NOT NULL,
    subject     {TEXT} NOT NULL,
    points      {INT} NOT NULL,
    line_points {INT} NOT NULL,
    amount      {INT} NOT NULL,
    effect      {TEXT},
    source      {TEXT} NOT NULL,
    record      {TEXT} NOT NULL,
    occurred_at {TEXT} NOT NULL,         -- the fact's moment
    taken_at    {TEXT} NOT NULL,         -- first moment of `period`
    reason      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE INDEX adjustment_taken ON adjustment (taken_at);
CREATE INDEX adjustment_occurred ON adjustment (occurred_at);
CREATE INDEX adjustment_from ON adjustment (from_period);

-- The register of indicators (rule book 003, article 18) and the values that are imported. An
-- indicator has either a measure of the store's own records or imported values, never both.
CREATE TABLE indicator (
    indicator   {TEXT} PRIMARY KEY NOT NULL,
    name        {TEXT} NOT NULL,
    grp         {TEXT} NOT NULL
                CONSTRAINT indicator_group CHECK (grp IN ('service', 'regulation', 'planning',
                                                            'system', 'technology', 'other')),
    scope       {TEXT} NOT NULL CONSTRAINT indicator_scope CHECK (scope IN ('company', 'dept')),
    kind        {TEXT} NOT NULL CONSTRAINT indicator_kind CHECK (kind IN ('week', 'month', 'quarter', 'year')),
    unit        {TEXT} NOT NULL,
    times       {INT}                    -- what the fraction is multiplied by; NULL: a plain number
                CONSTRAINT indicator_times CHECK (times BETWEEN 1 AND 100000),
    direction   {TEXT} NOT NULL CONSTRAINT indicator_direction CHECK (direction IN ('up', 'down')),
    target      {INT},                   -- these two in hundredths
    amber       {INT},
    measure     {TEXT} NOT NULL,
    clause      {TEXT},
    basis       {TEXT}
                CONSTRAINT indicator_basis CHECK (basis IN ('seed', 'external', 'assumed')),
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT indicator_fraction CHECK (measure = 'imported' OR times IS NOT NULL),
    CONSTRAINT indicator_amber CHECK (amber IS NULL OR
        COALESCE(CASE direction WHEN 'up' THEN target - amber ELSE amber - target END, -1) >= 0)
) {STRICT};

CREATE TABLE indicator_value (
    no          {TEXT} PRIMARY KEY NOT NULL,
    indicator   {TEXT} NOT NULL REFERENCES indicator (indicator),
    period      {TEXT} NOT NULL,         -- 2026-W37, 2026-09, 2026Q3 or 2026, as the indicator's kind
    dept        {TEXT} REFERENCES dept (dept),
    numerator   {INT} NOT NULL
                CONSTRAINT indicator_value_numerator CHECK (numerator BETWEEN 0 AND 1000000000),
    denominator {INT}                    -- NULL for a plain number
                CONSTRAINT indicator_value_denominator
                CHECK (denominator BETWEEN 0 AND 1000000000),
    source      {TEXT},
    starts_on   {TEXT} NOT NULL,         -- the first day of the calendar's period of that name
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX indicator_value_key ON indicator_value (indicator, period, COALESCE(dept, ''));
CREATE INDEX indicator_value_starts ON indicator_value (starts_on);

-- What departments say of their own month, and what the reviewer notes beside it. Neither counts in
-- a sheet. Once the month is closed both stay as they are.
CREATE TABLE selfscore (
    no          {TEXT} PRIMARY KEY NOT NULL,
    period      {TEXT} NOT NULL,         -- 2026-09
    dept        {TEXT} NOT NULL REFERENCES dept (dept),
    item        {TEXT} NOT NULL,         -- the sheet's column
    points      {INT} NOT NULL,          -- hundredths, signed as in the sheet
    comment     {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX selfscore_key ON selfscore (period, dept, item);

-- The last note on an item counts, the earlier ones stay.
CREATE TABLE review_note (
    period   {TEXT} NOT NULL,
    dept     {TEXT} NOT NULL REFERENCES dept (dept),
    item     {TEXT} NOT NULL,
    note     {TEXT} NOT NULL,
    noted_at {TEXT} NOT NULL,
    noted_by {TEXT} NOT NULL REFERENCES person (person),
    event    {INT} NOT NULL,
    PRIMARY KEY (period, dept, item, event)
) {STRICT};

INSERT INTO register_state (tbl) VALUES
    ('month_close'), ('month_line'), ('month_sheet'), ('month_roster'), ('month_page'),
    ('adjustment'), ('indicator'), ('indicator_value'), ('selfscore'), ('review_note');

INSERT INTO pack_sql (tbl, col, closed) VALUES
    ('month_roster', 'name', 1), ('month_sheet', '*', 1), ('month_page', '*', 1),
    ('month_line', 'reason_en', 1), ('month_line', 'reason_zh', 1); -- they call persons by name
