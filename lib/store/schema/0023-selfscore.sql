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

INSERT INTO register_state (tbl, state) VALUES
    ('selfscore', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('review_note', '0000000000000000000000000000000000000000000000000000000000000000');
