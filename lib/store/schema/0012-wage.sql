-- What a person earned in a month, for the cap that the law sets on deductions.
CREATE TABLE wage (
    no          {TEXT} PRIMARY KEY NOT NULL,
    person      {TEXT} NOT NULL REFERENCES person (person),
    period      {TEXT} NOT NULL,         -- 2026-09
    gross       {INT} NOT NULL CONSTRAINT wage_gross CHECK (gross >= 0), -- fen
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX wage_person ON wage (person, period);

INSERT INTO register_state (tbl, state) VALUES
    ('wage', '0000000000000000000000000000000000000000000000000000000000000000');
