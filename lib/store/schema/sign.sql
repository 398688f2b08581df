-- Signatures of any register's records, along the policy's chains. Facts that are only ever added.

-- A record on its way through a chain: what decides who may sign. Another round is another try
-- (a project that was planned anew).
CREATE TABLE signing (
    tbl          {TEXT} NOT NULL,
    no           {TEXT} NOT NULL,
    chain        {TEXT} NOT NULL,
    round        {INT} NOT NULL,
    version      {INT} NOT NULL REFERENCES policy_version (version),
    proposer     {TEXT} REFERENCES person (person), -- NULL: a rule alone proposes it
    subject_dept {TEXT} REFERENCES dept (dept),
    own_dept     {TEXT} REFERENCES dept (dept),
    other_dept   {TEXT} REFERENCES dept (dept),
    amount       {INT} NOT NULL,         -- fen, without sign
    begun_at     {TEXT} NOT NULL,
    event        {INT} NOT NULL,
    PRIMARY KEY (tbl, no, chain, round)
) {STRICT};

-- The persons whom it is about: they sign no stage of it.
CREATE TABLE signing_subject (
    tbl    {TEXT} NOT NULL,
    no     {TEXT} NOT NULL,
    chain  {TEXT} NOT NULL,
    round  {INT} NOT NULL,
    person {TEXT} NOT NULL REFERENCES person (person),
    event  {INT} NOT NULL,
    PRIMARY KEY (tbl, no, chain, round, person),
    FOREIGN KEY (tbl, no, chain, round) REFERENCES signing (tbl, no, chain, round)
) {STRICT};

-- One person signs one stage. `entered_by` is who recorded it: the signer, or whoever copied it
-- from the paper that `evidence` names. A rejection ends the chain.
CREATE TABLE signature (
    tbl        {TEXT} NOT NULL,
    no         {TEXT} NOT NULL,
    chain      {TEXT} NOT NULL,
    round      {INT} NOT NULL,
    stage      {INT} NOT NULL,
    role       {TEXT} NOT NULL,          -- in which the person signed, after moving up
    person     {TEXT} NOT NULL REFERENCES person (person),
    behalf     {TEXT} REFERENCES person (person), -- for whom a delegate signed
    entered_by {TEXT} NOT NULL REFERENCES person (person),
    evidence   {TEXT},
    decision   {TEXT} NOT NULL
               CONSTRAINT signature_decision CHECK (decision IN ('signed', 'rejected')),
    reason     {TEXT},
    signed_at  {TEXT} NOT NULL,
    event      {INT} NOT NULL,
    PRIMARY KEY (tbl, no, chain, round, stage),
    CONSTRAINT signature_once UNIQUE (tbl, no, chain, round, person),
    CONSTRAINT signature_paper CHECK (entered_by = person OR evidence IS NOT NULL),
    CONSTRAINT signature_rejected CHECK (decision = 'signed' OR reason IS NOT NULL),
    CONSTRAINT signature_behalf CHECK (behalf IS NULL OR behalf <> person),
    FOREIGN KEY (tbl, no, chain, round) REFERENCES signing (tbl, no, chain, round)
) {STRICT};

-- Who signed what, by name.
CREATE VIEW signer AS
SELECT s.tbl, s.no, s.chain, s.round, s.stage, s.role, s.person, p.name, s.behalf, s.entered_by,
       s.evidence, s.decision, s.reason, s.signed_at,
       s.person || ' ' || p.name AS who
  FROM signature s
  JOIN person p ON p.person = s.person;

-- The stages of every chain that a record was begun on, with who signed each, if anybody did.
CREATE VIEW signing_stage AS
SELECT g.tbl, g.no, g.chain, g.round, g.amount, g.own_dept, g.other_dept, c.stage, c.role, c.scope,
       c.condition, s.role AS signed_as, s.person, s.name, s.behalf, s.entered_by, s.evidence, s.decision,
       s.reason, s.signed_at
  FROM signing g
  JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain
  LEFT JOIN signer s ON s.tbl = g.tbl AND s.no = g.no AND s.chain = g.chain AND s.round = g.round
                    AND s.stage = c.stage;

INSERT INTO register_state (tbl) VALUES
    ('signing'), ('signing_subject'), ('signature');
