-- Customers and their tiers, what the tiers rest on and what they promise.

-- The tier in force steers limits of complaints and orders; a record keeps the tier of its own day.
CREATE TABLE customer (
    customer      {TEXT} PRIMARY KEY NOT NULL,
    name          {TEXT},
    kind          {TEXT} NOT NULL CONSTRAINT customer_kind CHECK (kind IN ('person', 'unit')),
    customer_kind {TEXT} NOT NULL,
    class         {TEXT},
    address       {TEXT},
    phone         {TEXT},
    meter         {TEXT},
    daily_gas_m3  {INT},
    tier          {TEXT} NOT NULL
                  CONSTRAINT customer_tier CHECK (tier = 'vip' OR tier = 'key' OR tier = 'general'),
    tier_since    {TEXT},
    asked         {TEXT} CONSTRAINT customer_asked CHECK (asked IN ('vip', 'key')),
    grading       {TEXT} CONSTRAINT customer_grading CHECK (grading IN ('unreviewed', 'waiting')),
    recorded_at   {TEXT} NOT NULL,
    recorded_by   {TEXT},
    digest        {TEXT} NOT NULL,
    event         {INT} NOT NULL,
    CONSTRAINT customer_waiting CHECK ((grading = 'waiting') = (asked IS NOT NULL) OR grading IS NULL)
) {STRICT};

-- What stands above the general tier unreviewed, or asks to, is looked up by itself.
CREATE INDEX customer_grading_open ON customer (grading) WHERE grading IS NOT NULL;

-- The tier in force on any day is looked up with the customer.
CREATE INDEX customer_special ON customer (tier, customer) WHERE tier <> 'general';

-- A list of gradings that was put before its reviewer. `initial` is the first grading of all
-- customers, which the leadership reviews; any later one is a `change`.
CREATE TABLE tier_review (
    no          {TEXT} PRIMARY KEY NOT NULL,
    kind        {TEXT} NOT NULL CONSTRAINT tier_review_kind CHECK (kind IN ('initial', 'change')),
    reviewed_at {TEXT} NOT NULL,
    customers   {INT} NOT NULL,          -- how many it grades
    state       {TEXT} NOT NULL
                CONSTRAINT tier_review_state CHECK (state IN ('proposed', 'signed', 'rejected')),
    file        {TEXT} NOT NULL,         -- SHA-256 of the list as it was read
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE INDEX tier_review_at ON tier_review (reviewed_at);

-- One customer of such a list. What it had before stands beside what it gets, so the rows of the
-- signed reviews are the history of tiers: `was` from `was_since` until `from_day`.
CREATE TABLE tier_change (
    customer     {TEXT} NOT NULL REFERENCES customer (customer),
    review       {TEXT} NOT NULL REFERENCES tier_review (no),
    was          {TEXT} NOT NULL,
    was_since    {TEXT},
    tier         {TEXT} NOT NULL
                 CONSTRAINT tier_change_tier CHECK (tier IN ('vip', 'key', 'general')),
    from_day     {TEXT} NOT NULL,
    daily_gas_m3 {INT},                  -- the usage that was judged, where one was brought
    dept         {TEXT} REFERENCES dept (dept),     -- which supplied the customer
    proposer     {TEXT} REFERENCES person (person), -- NULL: the rule alone gives the tier
    why          {TEXT} NOT NULL,
    event        {INT} NOT NULL,
    PRIMARY KEY (customer, review)
) {STRICT};
CREATE INDEX tier_change_review ON tier_change (review, customer);

-- Whom a customer may call and who is called there: one row for each business and pair of people.
CREATE TABLE tier_contact (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    customer    {TEXT} NOT NULL REFERENCES customer (customer),
    business    {TEXT} NOT NULL,
    person      {TEXT} REFERENCES person (person),  -- of the company
    contact     {TEXT},                             -- at the customer's
    phone       {TEXT},
    from_day    {TEXT} NOT NULL,
    until_day   {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT tier_contact_somebody CHECK (person IS NOT NULL OR contact IS NOT NULL),
    CONSTRAINT tier_contact_order CHECK (until_day IS NULL OR until_day >= from_day)
) {STRICT};
CREATE UNIQUE INDEX tier_contact_source ON tier_contact (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX tier_contact_customer ON tier_contact (customer);

-- A duty towards a customer that was done. Without evidence it is told, not proven; the proof may
-- follow as another row of the same moment.
CREATE TABLE tier_done (
    customer {TEXT} NOT NULL REFERENCES customer (customer),
    duty     {TEXT} NOT NULL,
    done_at  {TEXT} NOT NULL,
    person   {TEXT} NOT NULL REFERENCES person (person),
    record   {TEXT},                     -- the complaint or order, of a duty of single cases
    evidence {TEXT},
    note     {TEXT},
    event    {INT} NOT NULL,
    PRIMARY KEY (customer, duty, done_at, event)
) {STRICT};

-- A spot check of the service office: points that a department loses or gains when it is signed.
CREATE TABLE tier_check (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    checked_at  {TEXT} NOT NULL,
    dept        {TEXT} NOT NULL REFERENCES dept (dept),
    clause      {TEXT} NOT NULL,
    points      {INT} NOT NULL CONSTRAINT tier_check_points CHECK (points > 0), -- hundredths
    customer    {TEXT} REFERENCES customer (customer),
    duty        {TEXT},
    finding     {TEXT} NOT NULL,
    evidence    {TEXT},
    state       {TEXT} NOT NULL
                CONSTRAINT tier_check_state CHECK (state IN ('proposed', 'signed', 'rejected')),
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX tier_check_source ON tier_check (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX tier_check_customer ON tier_check (customer) WHERE customer IS NOT NULL;
CREATE INDEX tier_check_at ON tier_check (checked_at);

INSERT INTO register_state (tbl) VALUES
    ('customer'), ('tier_review'), ('tier_change'), ('tier_contact'), ('tier_done'), ('tier_check');

INSERT INTO personal (tbl, key_col, col, old_col) VALUES
    ('customer', 'customer', 'name', 'never'),
    ('customer', 'customer', 'address', 'never'),
    ('customer', 'customer', 'phone', 'never'),
    ('tier_contact', 'no', 'contact', 'never'),
    ('tier_contact', 'no', 'phone', 'never');
