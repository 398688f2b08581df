-- Departments and persons, their roles, what they earned. A person leaves, never disappears.

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
    left_on     {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT person_left CHECK (left_on IS NULL OR joined IS NULL OR left_on >= joined)
) {STRICT};
CREATE UNIQUE INDEX person_login ON person (login) WHERE left_on IS NULL;

-- Changed roles count from the next day on. person.roles are the roles as last decided; here stand
-- those that were held until a change comes into force.
CREATE TABLE role_change (
    person    {TEXT} NOT NULL REFERENCES person (person),
    from_day  {TEXT} NOT NULL,           -- the first day of the changed roles
    old_roles {TEXT} NOT NULL,           -- held until then
    event     {INT} NOT NULL,
    PRIMARY KEY (person, from_day)
) {STRICT};

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

INSERT INTO register_state (tbl) VALUES
    ('dept'), ('person'), ('role_change'), ('wage');
