-- The register of indicators (rule book 003, article 18) and the values that are imported. An
-- indicator has either a measure of the store's own records or imported values, never both.

CREATE TABLE indicator (
    indicator   {TEXT} PRIMARY KEY NOT NULL,
    name        {TEXT} NOT NULL,
    "group"     {TEXT} NOT NULL
                CONSTRAINT indicator_group CHECK ("group" IN ('service', 'regulation', 'planning',
                                                              'system', 'technology', 'other')),
    scope       {TEXT} NOT NULL CONSTRAINT indicator_scope CHECK (scope IN ('company', 'dept')),
    kind        {TEXT} NOT NULL CONSTRAINT indicator_kind CHECK (kind IN ('month', 'quarter', 'year')),
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
    period      {TEXT} NOT NULL,         -- 2026-09, 2026Q3 or 2026, as the indicator's kind
    dept        {TEXT} REFERENCES dept (dept),
    numerator   {INT} NOT NULL
                CONSTRAINT indicator_value_numerator CHECK (numerator BETWEEN 0 AND 1000000000),
    denominator {INT}                    -- NULL for a plain number
                CONSTRAINT indicator_value_denominator
                CHECK (denominator BETWEEN 0 AND 1000000000),
    source      {TEXT},
    starts_on   {TEXT} NOT NULL,         -- the period's first day
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX indicator_value_key ON indicator_value (indicator, period, COALESCE(dept, ''));
CREATE INDEX indicator_value_starts ON indicator_value (starts_on);

INSERT INTO register_state (tbl, state) VALUES
    ('indicator', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('indicator_value', '0000000000000000000000000000000000000000000000000000000000000000');
