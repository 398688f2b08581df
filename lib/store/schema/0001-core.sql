-- What every store has: its own facts, the audit chain, the states of the audited tables,
-- record counters.

CREATE TABLE meta (
    name  {TEXT} PRIMARY KEY NOT NULL,
    value {TEXT}
) {STRICT};

CREATE TABLE event (
    seq    {INT} PRIMARY KEY NOT NULL,
    at     {TEXT} NOT NULL,              -- civil time; the fixed one where `fixed` is 1
    fixed  {INT} NOT NULL CONSTRAINT event_fixed CHECK (fixed IN (0, 1)),
    uid    {INT} NOT NULL,
    login  {TEXT} NOT NULL,
    person {TEXT},
    roles  {TEXT},
    tool   {TEXT} NOT NULL,
    verb   {TEXT} NOT NULL,
    tbl    {TEXT},
    record {TEXT},
    op_id  {TEXT} NOT NULL,
    reason {TEXT},
    change {TEXT},
    state  {TEXT},                       -- of tbl, after this change, in hex
    prev   {TEXT} NOT NULL,
    hash   {TEXT} NOT NULL
) {STRICT};
CREATE INDEX event_record ON event (record);
CREATE INDEX event_op ON event (op_id);

CREATE TABLE register_state (
    tbl   {TEXT} PRIMARY KEY NOT NULL,
    state {TEXT} NOT NULL
) {STRICT};

CREATE TABLE counter (
    letter {TEXT} NOT NULL,
    year   {INT} NOT NULL,
    last   {INT} NOT NULL,
    PRIMARY KEY (letter, year)
) {STRICT};
