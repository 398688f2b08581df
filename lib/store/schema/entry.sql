-- Data entry: what was checked and what was wrong, who was trained, what waits to be entered, and where
-- receipts, money and system were held against each other.

-- One check of what one person, or a department, entered. How many fields it looked at is the denominator
-- of every rate; only a final one counts.
CREATE TABLE entry_audit (
    no              {TEXT} PRIMARY KEY NOT NULL,
    source          {TEXT},
    source_no       {TEXT},
    audited_at      {TEXT} NOT NULL,
    kind            {TEXT} NOT NULL
                    CONSTRAINT entry_audit_kind
                    CHECK (kind IN ('monthly', 'self', 'next_step', 'during', 'team_leader')),
    auditor         {TEXT} NOT NULL REFERENCES person (person),
    dept            {TEXT} NOT NULL REFERENCES dept (dept),
    operator        {TEXT} REFERENCES person (person), -- NULL: the whole department
    role            {TEXT},
    grp             {TEXT},              -- of fields
    records_checked {INT} NOT NULL,
    fields_checked  {INT} NOT NULL,
    population      {INT},               -- records that the sample was drawn from, and its seed
    seed            {TEXT},
    note            {TEXT},
    state           {TEXT} NOT NULL
                    CONSTRAINT entry_audit_state CHECK (state IN ('draft', 'final')),
    closed_at       {TEXT},
    undated         {TEXT},
    recorded_at     {TEXT} NOT NULL,
    recorded_by     {TEXT},
    digest          {TEXT} NOT NULL,
    event           {INT} NOT NULL,
    CONSTRAINT entry_audit_fields CHECK (fields_checked > 0),
    CONSTRAINT entry_audit_own CHECK ((kind = 'self') >= (COALESCE(operator, '') = auditor)),
    CONSTRAINT entry_audit_closed CHECK ((state = 'final') = (closed_at IS NOT NULL))
) {STRICT};
CREATE UNIQUE INDEX entry_audit_source ON entry_audit (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX entry_audit_draft ON entry_audit (no) WHERE state = 'draft';
CREATE INDEX entry_audit_audited ON entry_audit (audited_at);

-- One field that was wrong. Its record may be any system's; without an audit it was met with elsewhere:
-- a wrong number called, a complaint.
CREATE TABLE entry_error (
    no           {TEXT} PRIMARY KEY NOT NULL,
    source       {TEXT},
    source_no    {TEXT},
    found_at     {TEXT} NOT NULL,
    audit        {TEXT} REFERENCES entry_audit (no),
    register     {TEXT},
    record       {TEXT},
    customer     {TEXT},
    grp          {TEXT},
    field        {TEXT} NOT NULL,
    error        {TEXT} NOT NULL
                 CONSTRAINT entry_error_error
                 CHECK (error IN ('missing', 'format', 'wrong_value', 'logic', 'late', 'false')),
    severity     {TEXT} NOT NULL,
    operator     {TEXT} REFERENCES person (person),
    role         {TEXT},
    dept         {TEXT} REFERENCES dept (dept),
    entered_at   {TEXT},
    fix_due      {TEXT},
    fixed_at     {TEXT},
    evidence     {TEXT},
    complaint    {TEXT} REFERENCES complaint (no), -- that the slip caused
    points       {INT},                  -- hundredths, without sign; NULL: the least of the range
    state        {TEXT} NOT NULL
                 CONSTRAINT entry_error_state
                 CHECK (state IN ('open', 'disputed', 'fixed', 'dropped')),
    disputed_at  {TEXT},
    disputed_by  {TEXT} REFERENCES person (person),
    objection    {TEXT},
    decided_at   {TEXT},
    decided_by   {TEXT} REFERENCES person (person),
    outcome      {TEXT} CONSTRAINT entry_error_outcome CHECK (outcome IN ('upheld', 'dropped')),
    decision     {TEXT},
    file_line    {INT},                  -- of the file that a machine looked at, and the rule broken
    why          {TEXT},
    provisional  {TEXT},
    undated      {TEXT},
    recorded_at  {TEXT} NOT NULL,
    recorded_by  {TEXT},
    digest       {TEXT} NOT NULL,
    event        {INT} NOT NULL,
    CONSTRAINT entry_error_order CHECK (entered_at IS NULL OR entered_at <= found_at),
    CONSTRAINT entry_error_fixed CHECK (state <> 'fixed' OR fixed_at IS NOT NULL),
    CONSTRAINT entry_error_decided CHECK ((outcome IS NULL) = (decided_at IS NULL)),
    CONSTRAINT entry_error_dropped CHECK ((state = 'dropped') = (COALESCE(outcome, '') = 'dropped')),
    CONSTRAINT entry_error_decider
    CHECK (decided_by IS NULL OR operator IS NULL OR decided_by <> operator)
) {STRICT};
CREATE UNIQUE INDEX entry_error_source ON entry_error (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX entry_error_found ON entry_error (found_at);
CREATE INDEX entry_error_audit ON entry_error (audit);
CREATE INDEX entry_error_customer ON entry_error (customer) WHERE customer IS NOT NULL;
CREATE INDEX entry_error_open ON entry_error (state) WHERE state = 'open' OR state = 'disputed';
CREATE INDEX entry_error_operator ON entry_error (operator, found_at);

CREATE TABLE entry_training (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    trained_at  {TEXT} NOT NULL,
    person      {TEXT} NOT NULL REFERENCES person (person),
    grp         {TEXT},                  -- of fields; NULL: all of them
    topic       {TEXT} NOT NULL,
    evidence    {TEXT} NOT NULL,
    undated     {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX entry_training_source ON entry_training (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX entry_training_person ON entry_training (person, trained_at);

-- What waits to be entered: a new customer's master data, a piece of business, an update.
CREATE TABLE entry_task (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    matter      {TEXT} NOT NULL
                CONSTRAINT entry_task_matter
                CHECK (matter IN ('master_data', 'business_info', 'customer_update')),
    received_at {TEXT} NOT NULL,
    dept        {TEXT} NOT NULL REFERENCES dept (dept),
    person      {TEXT} REFERENCES person (person),
    register    {TEXT},
    record      {TEXT},
    customer    {TEXT},
    entered_at  {TEXT},
    state       {TEXT} NOT NULL
                CONSTRAINT entry_task_state CHECK (state IN ('open', 'entered')),
    due_at      {TEXT},
    provisional {TEXT},
    undated     {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT entry_task_entered CHECK ((state = 'entered') = (entered_at IS NOT NULL)),
    CONSTRAINT entry_task_order CHECK (entered_at IS NULL OR entered_at >= received_at)
) {STRICT};
CREATE UNIQUE INDEX entry_task_source ON entry_task (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX entry_task_received ON entry_task (received_at);
CREATE INDEX entry_task_customer ON entry_task (customer) WHERE customer IS NOT NULL;
CREATE INDEX entry_task_open ON entry_task (due_at) WHERE state = 'open';
CREATE INDEX entry_task_due ON entry_task (due_at);

-- Receipts, money and system of some days held against each other, as it came out.
CREATE TABLE entry_reconciliation (
    no              {TEXT} PRIMARY KEY NOT NULL,
    run_at          {TEXT} NOT NULL,
    day_from        {TEXT} NOT NULL,
    day_to          {TEXT} NOT NULL,
    dept            {TEXT} NOT NULL REFERENCES dept (dept),
    kind            {TEXT} NOT NULL
                    CONSTRAINT entry_reconciliation_kind CHECK (kind IN ('money', 'consumables')),
    receipt_file    {TEXT} NOT NULL,
    receipt_sha256  {TEXT} NOT NULL,
    receipt_rows    {INT} NOT NULL,
    receipt_sum     {INT} NOT NULL,
    cash_file       {TEXT} NOT NULL,
    cash_sha256     {TEXT} NOT NULL,
    cash_rows       {INT} NOT NULL,
    cash_sum        {INT} NOT NULL,
    system_file     {TEXT} NOT NULL,
    system_sha256   {TEXT} NOT NULL,
    system_rows     {INT} NOT NULL,
    system_sum      {INT} NOT NULL,
    keys            {INT} NOT NULL,
    matched         {INT} NOT NULL,
    differing       {INT} NOT NULL,
    missing_receipt {INT} NOT NULL,
    missing_cash    {INT} NOT NULL,
    missing_system  {INT} NOT NULL,
    netted          {INT} NOT NULL,
    why             {TEXT} NOT NULL,
    state           {TEXT} NOT NULL
                    CONSTRAINT entry_reconciliation_state
                    CHECK (state IN ('open', 'signed', 'rejected')),
    recorded_at     {TEXT} NOT NULL,
    recorded_by     {TEXT},
    event           {INT} NOT NULL,
    CONSTRAINT entry_reconciliation_days CHECK (day_from <= day_to),
    CONSTRAINT entry_reconciliation_keys CHECK (matched + differing = keys)
) {STRICT};
CREATE INDEX entry_reconciliation_days_at ON entry_reconciliation (day_from, day_to);

-- Whose rights to enter were asked to be withdrawn: the cases of svc-reward of which a leg says so, in
-- whatever word the company has for it.
CREATE VIEW entry_right AS
SELECT r.no, r.source, r.source_no, r.occurred_at, r.person, r.dept, r.clause, r.state,
       CASE r.state WHEN 'approved' THEN 'withdrawn' WHEN 'reversed' THEN 'restored'
                    ELSE 'suggested' END AS "action",
       r.facts, r.evidence, r.event
  FROM reward_case r
 WHERE r.reverses IS NULL AND r.state <> 'withdrawn' AND EXISTS
       (SELECT 1 FROM reward_leg l
          JOIN acting a ON a.list = 'effect' AND a.word = 'withdraw_rights'
                       AND a.from_day <= substr(r.occurred_at, 1, 10)
                       AND a.until_day > substr(r.occurred_at, 1, 10)
         WHERE l.no = r.no AND ';' || l.effect || ';' LIKE '%;' || a.code || ';%');

INSERT INTO register_state (tbl) VALUES
    ('entry_audit'), ('entry_error'), ('entry_training'), ('entry_task'), ('entry_reconciliation');

INSERT INTO clock (tbl, clock, matter, start_col, due_col, met_cols, bound_col, place, matter_col,
                   start_cols) VALUES
    ('entry_task', 'enter', '', 'received_at', 'due_at', 'entered_at', NULL, 1, 'matter',
     'task_received:received_at,accepted:received_at'),
    ('entry_error', 'fix', 'entry', 'found_at', 'fix_due', 'fixed_at', NULL, 1, NULL, 'found_at');

INSERT INTO clock_done (tbl, state) VALUES
    ('entry_task', 'entered'), ('entry_error', 'fixed'), ('entry_error', 'dropped');
