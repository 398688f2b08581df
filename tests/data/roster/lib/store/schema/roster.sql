-- Who is on duty on which day and in which shift.

CREATE TABLE roster (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    day         {TEXT} NOT NULL,
    shift       {TEXT} NOT NULL CONSTRAINT roster_shift CHECK (shift IN ('day', 'night')),
    person      {TEXT} NOT NULL REFERENCES person (person),
    stand_in    {TEXT},
    phone       {TEXT},                  -- of the stand-in
    remark      {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX roster_source ON roster (source, source_no);
CREATE INDEX roster_day ON roster (day);

INSERT INTO register_state (tbl) VALUES
    ('roster');

INSERT INTO personal (tbl, key_col, col, old_col) VALUES
    ('roster', 'no', 'stand_in', 'never'),
    ('roster', 'no', 'phone', 'never');
