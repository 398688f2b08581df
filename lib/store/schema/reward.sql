-- Rewards and penalties. A case is one fact under one clause; its legs are what it does to whom.
-- A case is decided by the signatures of its chain and never changes afterwards: a correction is
-- a case of its own that reverses the first.

CREATE TABLE reward_case (
    no           {TEXT} PRIMARY KEY NOT NULL,
    source       {TEXT} NOT NULL,        -- domain of the record that caused it; reward: none other
    source_no    {TEXT} NOT NULL,        -- that record, or the case's own number
    clause       {TEXT} NOT NULL,
    dept         {TEXT} NOT NULL REFERENCES dept (dept), -- whose head and leader sign
    person       {TEXT} REFERENCES person (person),
    facts        {TEXT} NOT NULL,
    evidence     {TEXT},
    amount       {INT} CONSTRAINT reward_case_amount CHECK (amount > 0),     -- fen, without sign
    head_amount  {INT} CONSTRAINT reward_case_head CHECK (head_amount > 0),
    points       {INT} CONSTRAINT reward_case_points CHECK (points > 0),     -- of the department
    annual_points {INT} CONSTRAINT reward_case_annual CHECK (annual_points > 0), -- off its year
    loss         {INT} CONSTRAINT reward_case_loss CHECK (loss > 0),
    quantity     {INT} CONSTRAINT reward_case_quantity CHECK (quantity > 0), -- of what its clause is per
    suspension   {TEXT}
                 CONSTRAINT reward_case_suspension CHECK (suspension IN ('probation', 'standby')),
    occurred_at  {TEXT} NOT NULL,
    chain        {TEXT} NOT NULL,
    proposer     {TEXT} NOT NULL REFERENCES person (person),
    state        {TEXT} NOT NULL
                 CONSTRAINT reward_case_state
                 CHECK (state IN ('proposed', 'approved', 'rejected', 'withdrawn', 'reversed')),
    decided_at   {TEXT},                 -- the last signature, or the rejection
    suspended_at {TEXT},                 -- under appeal since
    reverses     {TEXT} REFERENCES reward_case (no),
    beside       {TEXT} REFERENCES reward_case (no), -- of a further person: the fact's first case
    also_reason  {TEXT},                 -- why a fact is sanctioned a second time
    recorded_at  {TEXT} NOT NULL,
    event        {INT} NOT NULL,
    CONSTRAINT reward_case_decided
    CHECK ((state IN ('approved', 'rejected', 'reversed')) = (decided_at IS NOT NULL)),
    CONSTRAINT reward_case_appeal
    CHECK (suspended_at IS NULL OR state IN ('proposed', 'approved')),
    CONSTRAINT reward_case_own CHECK (reverses <> no)
) {STRICT};

-- One fact under one clause is one case, but for a further person beside it, and a case is reversed
-- once.
CREATE UNIQUE INDEX reward_case_fact ON reward_case (source, source_no, clause)
    WHERE reverses IS NULL AND beside IS NULL AND state IN ('proposed', 'approved');
CREATE UNIQUE INDEX reward_case_beside ON reward_case (beside, person)
    WHERE state IN ('proposed', 'approved');
CREATE UNIQUE INDEX reward_case_reverses ON reward_case (reverses)
    WHERE state IN ('proposed', 'approved');
CREATE INDEX reward_case_record ON reward_case (source_no, source);
CREATE INDEX reward_case_occurred ON reward_case (occurred_at);
CREATE INDEX reward_case_person ON reward_case (person) WHERE person IS NOT NULL;

-- Points in hundredths and amounts in fen, signed as on the sheet. Of two legs of one person the
-- larger stands.
CREATE TABLE reward_leg (
    no      {TEXT} NOT NULL REFERENCES reward_case (no),
    leg     {INT} NOT NULL,
    subject {TEXT} NOT NULL
            CONSTRAINT reward_leg_subject
            CHECK (subject IN ('person', 'head', 'leader', 'deputy', 'dept', 'contractor')),
    dept    {TEXT} NOT NULL REFERENCES dept (dept),
    person  {TEXT} REFERENCES person (person),
    points  {INT} NOT NULL,
    amount  {INT} NOT NULL,
    effect  {TEXT},
    event   {INT} NOT NULL,
    PRIMARY KEY (no, leg),
    CONSTRAINT reward_leg_person
    CHECK ((subject IN ('person', 'head', 'leader', 'deputy')) = (person IS NOT NULL))
) {STRICT};
CREATE UNIQUE INDEX reward_leg_once ON reward_leg (no, person) WHERE person IS NOT NULL;
CREATE INDEX reward_leg_whose ON reward_leg (person) WHERE person IS NOT NULL;

-- What became of a fact under a clause, for the score lines of the record that caused it: `decided`
-- once a case was approved (the lines of svc-reward speak, also of one that was reversed), else
-- `proposed`, `suspended` while that is under appeal, or `rejected` with who and why, a statement
-- that ends where the line's own reason begins. A withdrawn case is none.
CREATE VIEW line_case AS
SELECT r.source, r.source_no, r.clause,
       CASE WHEN MAX(CASE WHEN r.state IN ('approved', 'reversed') THEN 1 ELSE 0 END) = 1 THEN 'decided'
            WHEN MAX(CASE WHEN r.state = 'proposed' AND r.suspended_at IS NOT NULL THEN 1 ELSE 0 END) = 1
                 THEN 'suspended'
            WHEN MAX(CASE WHEN r.state = 'proposed' THEN 1 ELSE 0 END) = 1 THEN 'proposed'
            ELSE 'rejected' END AS state,
       MAX('case_rejected|' || r.no || '|' || s.person || '|'
           || REPLACE(REPLACE(s.reason, '\', '\\'), '|', '\|') || '|') AS rejected
  FROM reward_case r
  LEFT JOIN signature s ON s.tbl = 'reward_case' AND s.no = r.no AND s.decision = 'rejected'
 WHERE r.reverses IS NULL AND r.beside IS NULL AND r.state <> 'withdrawn'
 GROUP BY r.source, r.source_no, r.clause;

INSERT INTO register_state (tbl) VALUES
    ('reward_case'), ('reward_leg');

-- Who says that he did not sign what another entered from paper in his name, and what the committee decided.
-- Facts that are only ever added.
CREATE TABLE paper_dispute (
    no     {TEXT} NOT NULL REFERENCES reward_case (no),
    stage  {INT} NOT NULL,
    person {TEXT} NOT NULL REFERENCES person (person),
    at     {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    event  {INT} NOT NULL,
    PRIMARY KEY (no, stage)
) {STRICT};

CREATE TABLE paper_decision (
    no       {TEXT} NOT NULL,
    stage    {INT} NOT NULL,
    person   {TEXT} NOT NULL REFERENCES person (person), -- who decided
    decision {TEXT} NOT NULL
             CONSTRAINT paper_decision_words CHECK (decision IN ('stands', 'void')),
    at       {TEXT} NOT NULL,
    reason   {TEXT} NOT NULL,
    event    {INT} NOT NULL,
    PRIMARY KEY (no, stage),
    FOREIGN KEY (no, stage) REFERENCES paper_dispute (no, stage)
) {STRICT};

INSERT INTO register_state (tbl) VALUES
    ('paper_dispute'), ('paper_decision');
