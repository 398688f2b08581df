-- Delegated authority: who acts for whom, and the register of its uses.

-- Somebody signs for somebody else who is away.
CREATE TABLE delegation (
    no          {TEXT} PRIMARY KEY NOT NULL,
    grantor     {TEXT} NOT NULL REFERENCES person (person),
    delegate    {TEXT} NOT NULL REFERENCES person (person),
    scope       {TEXT} NOT NULL,         -- a chain, a matter of authority, or all
    cap         {INT} CONSTRAINT delegation_cap CHECK (cap >= 0),
    from_day    {TEXT} NOT NULL,
    until_day   {TEXT} NOT NULL,
    why         {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    evidence    {TEXT}                   -- the paper, where somebody else than the grantor wrote it
                CONSTRAINT delegation_paper CHECK (recorded_by = grantor OR evidence IS NOT NULL),
    confirmed_by {TEXT} REFERENCES person (person), -- who gave it force; NULL: it waits, and gives nobody power
    CONSTRAINT delegation_self CHECK (delegate <> grantor),
    CONSTRAINT delegation_order CHECK (until_day >= from_day)
) {STRICT};

-- Those that have force.
CREATE VIEW delegation_given AS
SELECT no, grantor, delegate, scope, cap, from_day, until_day
  FROM delegation
 WHERE confirmed_by IS NOT NULL;

-- One exercise of a matter of authority. `standing` is what the person, or the one acted for, was
-- on that day: roles, post, departments headed. The verdict is judged as the record is written,
-- by the matrix in force on the day of the use.
CREATE TABLE authority_use (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    used_at     {TEXT} NOT NULL,
    matter      {TEXT} NOT NULL,         -- authority.csv; or a class without any matter
    class       {TEXT} NOT NULL
                CONSTRAINT authority_class
                CHECK (class IN ('permission', 'fee_waiver', 'compensation', 'cost_bearing',
                                 'priority')),
    person      {TEXT} NOT NULL REFERENCES person (person),
    dept        {TEXT} REFERENCES dept (dept),
    behalf      {TEXT} REFERENCES person (person), -- whose authority a delegate used
    handler     {TEXT} NOT NULL REFERENCES person (person), -- signs the slip first
    customer    {TEXT},
    record      {TEXT},                  -- order or other record it belongs to
    facts       {TEXT},                  -- condition=value,…
    evidence    {TEXT},                  -- condition=paper,…
    amount      {INT} CONSTRAINT authority_amount CHECK (amount >= 0), -- fen
    units       {INT} CONSTRAINT authority_units CHECK (units >= 1),
    other_dept  {TEXT} REFERENCES dept (dept),
    damage      {INT} CONSTRAINT authority_damage CHECK (damage >= 0), -- fen
    harm        {TEXT},                  -- to the company's name
    remark      {TEXT},
    state       {TEXT} NOT NULL
                CONSTRAINT authority_state
                CHECK (state IN ('recorded', 'signing', 'authorised', 'rejected')),
    false_use   {TEXT} NOT NULL CONSTRAINT authority_false CHECK (false_use IN ('yes', 'no')),
    points      {INT} CONSTRAINT authority_points CHECK (points >= 0), -- hundredths
    verdict     {TEXT} NOT NULL
                CONSTRAINT authority_verdict
                CHECK (verdict IN ('ok', 'missing_condition', 'expired_delegation', 'exceeded',
                                   'false')),
    finding     {TEXT},
    standing    {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT authority_behalf CHECK (behalf IS NULL OR behalf <> person),
    CONSTRAINT authority_slip CHECK (state <> 'recorded' OR COALESCE(amount, 0) = 0),
    CONSTRAINT authority_judged CHECK ((false_use = 'yes') = (verdict = 'false')),
    CONSTRAINT authority_charged
        CHECK (points IS NULL OR verdict IN ('expired_delegation', 'exceeded', 'false'))
) {STRICT};
CREATE UNIQUE INDEX authority_use_source ON authority_use (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX authority_use_customer ON authority_use (customer) WHERE customer IS NOT NULL;
CREATE INDEX authority_use_used ON authority_use (used_at);

INSERT INTO register_state (tbl) VALUES
    ('delegation'), ('authority_use');
