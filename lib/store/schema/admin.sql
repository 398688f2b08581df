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

-- What persons and departments were before: what held until `until_day`, exclusive, from the end of the
-- past before it, or ever. person and dept hold what was decided last, which may begin on a day to
-- come. A row of the past that nothing distinguishes from the next is none.
CREATE TABLE person_past (
    person    {TEXT} NOT NULL REFERENCES person (person),
    until_day {TEXT} NOT NULL,
    name      {TEXT} NOT NULL,
    dept      {TEXT} REFERENCES dept (dept),
    post      {TEXT},
    roles     {TEXT} NOT NULL,
    event     {INT} NOT NULL,
    PRIMARY KEY (person, until_day)
) {STRICT};

CREATE TABLE dept_past (
    dept      {TEXT} NOT NULL REFERENCES dept (dept),
    until_day {TEXT} NOT NULL,
    name      {TEXT} NOT NULL,
    leader    {TEXT},
    head      {TEXT},
    event     {INT} NOT NULL,
    PRIMARY KEY (dept, until_day)
) {STRICT};

-- What each was on the days from from_day until before until_day: every day has one row.
CREATE VIEW person_span AS
SELECT h.person,
       COALESCE((SELECT MAX(b.until_day) FROM person_past b
                  WHERE b.person = h.person AND b.until_day < h.until_day), '0001-01-01') AS from_day,
       h.until_day, h.name, h.dept, h.post, h.roles
  FROM person_past h
UNION ALL
SELECT p.person,
       COALESCE((SELECT MAX(b.until_day) FROM person_past b WHERE b.person = p.person),
                '0001-01-01'),
       '9999-12-31', p.name, p.dept, p.post, p.roles
  FROM person p;

-- Whose the service office is, by the roles of each day; '' and '9999' where somebody has no first or last.
CREATE VIEW office_span AS
SELECT s.dept, s.from_day, s.until_day, COALESCE(p.joined, '') AS joined,
       COALESCE(p.left_on, '9999') AS left_on
  FROM person_span s
  JOIN person p ON p.person = s.person
 WHERE ';' || s.roles || ';' LIKE '%;office;%';

CREATE VIEW dept_span AS
SELECT h.dept,
       COALESCE((SELECT MAX(b.until_day) FROM dept_past b
                  WHERE b.dept = h.dept AND b.until_day < h.until_day), '0001-01-01') AS from_day,
       h.until_day, h.name, h.leader, h.head
  FROM dept_past h
UNION ALL
SELECT d.dept,
       COALESCE((SELECT MAX(b.until_day) FROM dept_past b WHERE b.dept = d.dept), '0001-01-01'),
       '9999-12-31', d.name, d.leader, d.head
  FROM dept d;

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
    ('dept'), ('person'), ('person_past'), ('dept_past'), ('wage');

INSERT INTO pack_sql (tbl, col, closed) VALUES
    ('wage', '*', 1), ('person', 'name', 1), ('person', 'login', 1), ('person_past', 'name', 1);
