-- Inspections: plans, sheets with their items, what was found, notices and their rectification;
-- praise and walk-rounds.

-- A planned inspection. `scope` and `inspectors` are lists parted by `;`; the first inspector
-- leads.
CREATE TABLE inspection (
    no            {TEXT} PRIMARY KEY NOT NULL,
    source        {TEXT},
    source_no     {TEXT},
    planned_at    {TEXT} NOT NULL,
    level         {TEXT} NOT NULL
                  CONSTRAINT inspection_level
                  CHECK (level = 'company' OR level = 'department' OR level = 'team'),
    kind          {TEXT} NOT NULL
                  CONSTRAINT inspection_kind
                  CHECK (kind = 'special' OR kind = 'routine' OR kind = 'surprise'),
    method        {TEXT} NOT NULL,
    plan_of       {TEXT},                -- the plan it stands in: 2026, 2026Q4 or 2026-10
    title         {TEXT},
    scope         {TEXT} NOT NULL,
    inspectors    {TEXT} NOT NULL,
    scheme        {TEXT},                -- without one nothing is checked
    state         {TEXT} NOT NULL
                  CONSTRAINT inspection_state
                  CHECK (state = 'planned' OR state = 'held' OR state = 'reported' OR
                         state = 'filed' OR state = 'cancelled'),
    held_at       {TEXT},                -- its first sheet
    summary       {TEXT},
    report        {TEXT},                -- file, and its SHA-256
    report_sha256 {TEXT},
    reported_at   {TEXT},
    room          {TEXT},                -- where the archive room keeps it
    filed_at      {TEXT},
    recorded_at   {TEXT} NOT NULL,
    recorded_by   {TEXT},
    digest        {TEXT} NOT NULL,
    event         {INT} NOT NULL,
    CONSTRAINT inspection_reported CHECK (reported_at IS NULL OR summary IS NOT NULL),
    CONSTRAINT inspection_scheme CHECK (held_at IS NULL OR scheme IS NOT NULL)
) {STRICT};
CREATE UNIQUE INDEX inspection_source ON inspection (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX inspection_planned ON inspection (planned_at);

-- One sheet for each department inspected; or a contractor's sheet of a quarter, which belongs to
-- no inspection.
CREATE TABLE inspect_sheet (
    no          {TEXT} PRIMARY KEY NOT NULL,
    inspection  {TEXT} REFERENCES inspection (no),
    dept        {TEXT} NOT NULL REFERENCES dept (dept),
    quarter     {TEXT},                  -- 2026Q4
    template    {TEXT} NOT NULL,
    checked_at  {TEXT} NOT NULL,
    inspectors  {TEXT} NOT NULL,
    opinion     {TEXT},                  -- of the inspectors: what must become better
    answer      {TEXT},                  -- of the inspected department
    state       {TEXT} NOT NULL
                CONSTRAINT inspect_sheet_state CHECK (state IN ('open', 'signed')),
    signed_at   {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT inspect_sheet_kind CHECK ((inspection IS NULL) = (quarter IS NOT NULL)),
    CONSTRAINT inspect_sheet_once UNIQUE (inspection, dept),
    CONSTRAINT inspect_sheet_quarter UNIQUE (quarter, dept),
    CONSTRAINT inspect_sheet_signed CHECK ((state = 'signed') = (signed_at IS NOT NULL))
) {STRICT};

CREATE TABLE inspect_item (
    item      {TEXT} PRIMARY KEY NOT NULL, -- sheet/code
    sheet     {TEXT} NOT NULL REFERENCES inspect_sheet (no),
    code      {TEXT} NOT NULL,
    content   {TEXT} NOT NULL,           -- the group that it belongs to: 3.1 to 3.7
    "text"    {TEXT} NOT NULL,
    result    {TEXT} NOT NULL
              CONSTRAINT inspect_item_result
              CHECK (result IN ('unmarked', 'pass', 'fail', 'na')),
    opinion   {TEXT},
    answer    {TEXT},
    marked_at {TEXT},
    marked_by {TEXT},
    digest    {TEXT} NOT NULL,
    event     {INT} NOT NULL,
    CONSTRAINT inspect_item_marked CHECK ((result = 'unmarked') = (marked_at IS NULL))
) {STRICT};
CREATE UNIQUE INDEX inspect_item_sheet ON inspect_item (sheet, code);

-- What was found, fixed on the spot or by a deadline. A notice takes the deadline over.
CREATE TABLE inspect_finding (
    no              {TEXT} PRIMARY KEY NOT NULL,
    source          {TEXT},
    source_no       {TEXT},
    sheet           {TEXT} NOT NULL REFERENCES inspect_sheet (no),
    item            {TEXT},              -- code on the sheet
    found_at        {TEXT} NOT NULL,
    severity        {TEXT} NOT NULL,
    dept            {TEXT} NOT NULL REFERENCES dept (dept),
    person          {TEXT} REFERENCES person (person),
    facts           {TEXT} NOT NULL,
    "action"        {TEXT},              -- taken at once
    deadline        {TEXT},              -- given; due_at is the earlier of it and the policy's
    evidence        {TEXT},              -- file before, and its SHA-256
    evidence_sha256 {TEXT},
    after_evidence  {TEXT},
    after_sha256    {TEXT},
    fixed_at        {TEXT},
    state           {TEXT} NOT NULL
                    CONSTRAINT inspect_finding_state
                    CHECK (state IN ('open', 'noticed', 'fixed', 'cancelled')),
    due_at          {TEXT},
    provisional     {TEXT},
    undated         {TEXT},              -- its times that are dates alone
    recorded_at     {TEXT} NOT NULL,
    recorded_by     {TEXT},
    digest          {TEXT} NOT NULL,
    event           {INT} NOT NULL,
    CONSTRAINT inspect_finding_item FOREIGN KEY (sheet, item) REFERENCES inspect_item (sheet, code),
    CONSTRAINT inspect_finding_fixed CHECK ((state = 'fixed') <= (fixed_at IS NOT NULL)),
    CONSTRAINT inspect_finding_order CHECK (fixed_at IS NULL OR fixed_at >= found_at)
) {STRICT};
CREATE UNIQUE INDEX inspect_finding_source ON inspect_finding (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX inspect_finding_found ON inspect_finding (found_at);
CREATE INDEX inspect_finding_sheet ON inspect_finding (sheet);
CREATE INDEX inspect_finding_item ON inspect_finding (dept, item) WHERE item IS NOT NULL;
CREATE INDEX inspect_finding_due ON inspect_finding (due_at);

-- A rectification notice for one finding. `round` goes up by one when the rectification fails.
CREATE TABLE inspect_notice (
    no            {TEXT} PRIMARY KEY NOT NULL,
    finding       {TEXT} NOT NULL REFERENCES inspect_finding (no),
    dept          {TEXT} NOT NULL REFERENCES dept (dept),
    person        {TEXT} REFERENCES person (person), -- responsible for the rectification
    severity      {TEXT} NOT NULL,
    issued_at     {TEXT} NOT NULL,
    demand        {TEXT} NOT NULL,
    round         {INT} NOT NULL,
    opened_at     {TEXT} NOT NULL,       -- where this round's clock runs from
    deadline      {TEXT},                -- given for this round
    due_at        {TEXT},
    replied_at    {TEXT},
    replied_by    {TEXT} REFERENCES person (person),
    reply         {TEXT},
    report        {TEXT},                -- file, and its SHA-256
    report_sha256 {TEXT},
    state         {TEXT} NOT NULL
                  CONSTRAINT inspect_notice_state
                  CHECK (state IN ('issued', 'replied', 'passed', 'effective', 'cancelled')),
    passed_at     {TEXT},
    effect_on     {TEXT},                -- given: when the effect is to be checked
    effect_due    {TEXT},
    effect_at     {TEXT},
    provisional   {TEXT},
    recorded_at   {TEXT} NOT NULL,
    recorded_by   {TEXT},
    digest        {TEXT} NOT NULL,
    event         {INT} NOT NULL,
    CONSTRAINT inspect_notice_order CHECK (replied_at IS NULL OR replied_at >= opened_at),
    CONSTRAINT inspect_notice_reply CHECK ((replied_at IS NULL) = (reply IS NULL))
) {STRICT};
CREATE UNIQUE INDEX inspect_notice_finding ON inspect_notice (finding) WHERE state <> 'cancelled';
CREATE INDEX inspect_notice_issued ON inspect_notice (issued_at);
CREATE INDEX inspect_notice_due ON inspect_notice (due_at);

-- The judgements over a notice's rounds, with the reply as it stood. Facts that are only ever
-- added. A `refused` round is one that the department would not rectify.
CREATE TABLE inspect_check (
    no            {TEXT} NOT NULL REFERENCES inspect_notice (no),
    round         {INT} NOT NULL,
    stage         {TEXT} NOT NULL
                  CONSTRAINT inspect_check_stage CHECK (stage IN ('rectify', 'effect')),
    result        {TEXT} NOT NULL
                  CONSTRAINT inspect_check_result CHECK (result IN ('pass', 'fail', 'refused')),
    checked_at    {TEXT} NOT NULL,
    verifier      {TEXT} NOT NULL REFERENCES person (person),
    evidence      {TEXT},                -- of a judgement on paper
    reason        {TEXT},
    opened_at     {TEXT} NOT NULL,
    due_at        {TEXT},
    replied_at    {TEXT},
    replied_by    {TEXT},
    reply         {TEXT},
    report        {TEXT},
    report_sha256 {TEXT},
    provisional   {TEXT},
    event         {INT} NOT NULL,
    PRIMARY KEY (no, round, stage),
    CONSTRAINT inspect_check_own CHECK (replied_by IS NULL OR verifier <> replied_by)
) {STRICT};

-- What the office chose inside the range of a clause; the latest counts.
CREATE TABLE inspect_points (
    record  {TEXT} NOT NULL,
    clause  {TEXT} NOT NULL,
    points  {INT} NOT NULL,              -- hundredths, without sign
    reason  {TEXT} NOT NULL,
    set_at  {TEXT} NOT NULL,
    set_by  {TEXT} NOT NULL REFERENCES person (person),
    event   {INT} NOT NULL,
    PRIMARY KEY (record, clause, event)
) {STRICT};

-- Good deeds seen.
CREATE TABLE praise (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    occurred_at {TEXT} NOT NULL,
    dept        {TEXT} NOT NULL REFERENCES dept (dept),
    person      {TEXT} NOT NULL REFERENCES person (person),
    facts       {TEXT} NOT NULL,
    evidence    {TEXT},
    inspection  {TEXT} REFERENCES inspection (no),
    clause      {TEXT} NOT NULL,         -- of the reward book, for which it may be proposed
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX praise_source ON praise (source_no, source) WHERE source_no IS NOT NULL;

-- A person's mark of 1 to 5 in a zone, on a walk-round.
CREATE TABLE walk (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    walked_at   {TEXT} NOT NULL,
    zone        {TEXT} NOT NULL,
    person      {TEXT} NOT NULL REFERENCES person (person),
    walker      {TEXT} NOT NULL REFERENCES person (person),
    score       {INT} NOT NULL CONSTRAINT walk_score CHECK (score BETWEEN 1 AND 5),
    remark      {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT walk_own CHECK (walker <> person)
) {STRICT};
CREATE UNIQUE INDEX walk_source ON walk (source_no, source) WHERE source_no IS NOT NULL;
CREATE UNIQUE INDEX walk_once ON walk (walked_at, zone, person);

-- That somebody who answers for it walked the premises of a contractor, as the records of patrols tell.
CREATE TABLE patrol (
    no           {TEXT} PRIMARY KEY NOT NULL,
    source       {TEXT},
    source_no    {TEXT},
    patrolled_at {TEXT} NOT NULL,
    dept         {TEXT} NOT NULL REFERENCES dept (dept),
    area         {TEXT},
    patroller    {TEXT} NOT NULL,        -- of the contractor, or of the department that manages it
    evidence     {TEXT},
    remark       {TEXT},
    recorded_at  {TEXT} NOT NULL,
    recorded_by  {TEXT},
    digest       {TEXT} NOT NULL,
    event        {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX patrol_source ON patrol (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX patrol_dept ON patrol (dept, patrolled_at);

-- The findings on the sheets of contractors, each with the last one of its item before, on the same sheet
-- or on that of one of the quarters before which the policy of its day asks about (parameter
-- contractor_again_quarters; 0 without it).
CREATE VIEW finding_again AS
SELECT f.no,
       (SELECT MAX(g.no)
          FROM inspect_finding g
          JOIN inspect_sheet t ON t.no = g.sheet AND t.quarter IS NOT NULL
         WHERE g.dept = f.dept AND g.item = f.item AND g.state <> 'cancelled' AND g.found_at < f.found_at
           AND CAST(substr(s.quarter, 1, 4) AS INTEGER) * 4 + CAST(substr(s.quarter, 6, 1) AS INTEGER)
               - CAST(substr(t.quarter, 1, 4) AS INTEGER) * 4 - CAST(substr(t.quarter, 6, 1) AS INTEGER)
               BETWEEN 0 AND COALESCE((SELECT CAST(p.value AS INTEGER)
                                         FROM policy_version v
                                         JOIN policy_param p ON p.version = v.version
                                        WHERE p.name = 'contractor_again_quarters'
                                          AND v.from_day <= substr(f.found_at, 1, 10)
                                          AND v.until_day > substr(f.found_at, 1, 10)), 0)) AS first
  FROM inspect_finding f
  JOIN inspect_sheet s ON s.no = f.sheet AND s.quarter IS NOT NULL
 WHERE f.state <> 'cancelled';

-- How grave findings and notices are, by the built-in word that theirs acts as on their day.
CREATE VIEW finding_severity AS
SELECT f.no, a.word AS severity
  FROM inspect_finding f
  JOIN acting a ON a.list = 'severity' AND a.code = f.severity
               AND a.from_day <= substr(f.found_at, 1, 10) AND a.until_day > substr(f.found_at, 1, 10);

CREATE VIEW notice_severity AS
SELECT n.no, a.word AS severity
  FROM inspect_notice n
  JOIN acting a ON a.list = 'severity' AND a.code = n.severity
               AND a.from_day <= substr(n.issued_at, 1, 10)
               AND a.until_day > substr(n.issued_at, 1, 10);

INSERT INTO register_state (tbl) VALUES
    ('inspection'), ('inspect_sheet'), ('inspect_item'), ('inspect_finding'), ('inspect_notice'),
    ('inspect_check'), ('inspect_points'), ('praise'), ('walk'), ('patrol');

INSERT INTO clock (tbl, clock, matter, start_col, due_col, met_cols, bound_col, place, start_cols)
VALUES
    ('inspect_finding', 'fix', 'inspect', 'found_at', 'due_at', 'fixed_at', 'deadline', 1,
     'found_at'),
    ('inspect_notice', 'rectify', 'inspect', 'opened_at', 'due_at', 'replied_at', 'deadline', 1,
     'issued:opened_at'),
    ('inspect_notice', 'effect', 'inspect', 'passed_at', 'effect_due', 'effect_at', 'effect_on', 2,
     'passed_at');

INSERT INTO clock_done (tbl, state) VALUES
    ('inspect_finding', 'fixed'), ('inspect_finding', 'noticed'), ('inspect_finding', 'cancelled'),
    ('inspect_notice', 'passed'), ('inspect_notice', 'effective'), ('inspect_notice', 'cancelled');
