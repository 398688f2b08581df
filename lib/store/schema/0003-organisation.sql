-- Departments and persons. A person leaves, never disappears.

CREATE TABLE dept (
    dept        {TEXT} PRIMARY KEY NOT NULL,
    name        {TEXT} NOT NULL,
    kind        {TEXT} NOT NULL
                CONSTRAINT dept_kind CHECK (kind IN ('business', 'support', 'contractor')),
    leader      {TEXT},                  -- the supervising deputy GM; may be loaded first
    head        {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};

CREATE TABLE person (
    person      {TEXT} PRIMARY KEY NOT NULL,
    name        {TEXT} NOT NULL,
    dept        {TEXT} REFERENCES dept (dept),
    post        {TEXT},
    title       {TEXT},
    roles       {TEXT} NOT NULL,
    login       {TEXT},
    joined      {TEXT},
    "left"      {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT person_left CHECK ("left" IS NULL OR joined IS NULL OR "left" >= joined)
) {STRICT};
CREATE UNIQUE INDEX person_login ON person (login) WHERE "left" IS NULL;

INSERT INTO register_state (tbl, state) VALUES
    ('dept', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('person', '0000000000000000000000000000000000000000000000000000000000000000');
