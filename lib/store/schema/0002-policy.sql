-- The rule pack, by version. A version is in force from its first day until the first day of the
-- one that follows it; a fact is judged by the version in force on its day.

CREATE TABLE policy_version (
    version   {INT} PRIMARY KEY NOT NULL,
    from_day  {TEXT} NOT NULL,
    until_day {TEXT} NOT NULL,           -- exclusive
    loaded_at {TEXT} NOT NULL,
    loaded_by {TEXT},
    digest    {TEXT} NOT NULL            -- SHA-256 over the pack's files
) {STRICT};

CREATE TABLE policy_book (
    version      {INT} NOT NULL REFERENCES policy_version (version),
    book         {TEXT} NOT NULL,
    title        {TEXT} NOT NULL,
    trial_from   {TEXT},
    trial_months {INT},
    approval     {TEXT},
    basis        {TEXT} NOT NULL,
    PRIMARY KEY (version, book)
) {STRICT};

CREATE TABLE policy_clause (
    version {INT} NOT NULL REFERENCES policy_version (version),
    clause  {TEXT} NOT NULL,
    book    {TEXT} NOT NULL,
    article {TEXT} NOT NULL,
    kind    {TEXT} NOT NULL,
    text    {TEXT} NOT NULL,
    basis   {TEXT} NOT NULL,
    PRIMARY KEY (version, clause)
) {STRICT};

-- Points in hundredths, amounts in fen, both without sign: `sign` says reward or penalty.
CREATE TABLE policy_leg (
    version      {INT} NOT NULL,
    clause       {TEXT} NOT NULL,
    subject      {TEXT} NOT NULL,
    sign         {TEXT} NOT NULL,
    points_min   {INT},
    points_max   {INT},
    amount_min   {INT},
    amount_max   {INT},
    basis        {TEXT} NOT NULL,
    effect       {TEXT},
    effect_basis {TEXT},
    approval     {TEXT} NOT NULL,
    PRIMARY KEY (version, clause, subject),
    FOREIGN KEY (version, clause) REFERENCES policy_clause (version, clause)
) {STRICT};

CREATE TABLE policy_limit (
    version       {INT} NOT NULL REFERENCES policy_version (version),
    matter        {TEXT} NOT NULL,
    clock         {TEXT} NOT NULL,
    level         {TEXT},
    tier          {TEXT},
    customer_kind {TEXT},
    length        {TEXT} NOT NULL,
    start         {TEXT} NOT NULL,
    basis         {TEXT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX policy_limit_case ON policy_limit
    (version, matter, clock, COALESCE(level, ''), COALESCE(tier, ''), COALESCE(customer_kind, ''));

CREATE TABLE policy_chain (
    version   {INT} NOT NULL REFERENCES policy_version (version),
    chain     {TEXT} NOT NULL,
    stage     {INT} NOT NULL,
    role      {TEXT} NOT NULL,
    scope     {TEXT} NOT NULL,
    condition {TEXT},
    basis     {TEXT} NOT NULL,
    PRIMARY KEY (version, chain, stage)
) {STRICT};

CREATE TABLE policy_ratio (
    version       {INT} NOT NULL REFERENCES policy_version (version),
    business      {TEXT} NOT NULL,
    customer_kind {TEXT},
    tier          {TEXT},
    ratio         {TEXT} NOT NULL,
    min           {INT} NOT NULL,
    window_from   {TEXT},
    window_to     {TEXT},
    basis         {TEXT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX policy_ratio_case ON policy_ratio
    (version, business, COALESCE(customer_kind, ''), COALESCE(tier, ''));

CREATE TABLE policy_authority (
    version     {INT} NOT NULL REFERENCES policy_version (version),
    matter      {TEXT} NOT NULL,
    class       {TEXT} NOT NULL,
    text        {TEXT} NOT NULL,
    grantee     {TEXT} NOT NULL,
    amount_cap  {INT},
    amount_unit {TEXT},
    signers     {TEXT},
    basis       {TEXT} NOT NULL,
    PRIMARY KEY (version, matter)
) {STRICT};

CREATE TABLE policy_authority_condition (
    version {INT} NOT NULL,
    matter  {TEXT} NOT NULL,
    "key"   {TEXT} NOT NULL,
    op      {TEXT} NOT NULL,
    value   {TEXT} NOT NULL,
    text    {TEXT} NOT NULL,
    basis   {TEXT} NOT NULL,
    PRIMARY KEY (version, matter, "key"),
    FOREIGN KEY (version, matter) REFERENCES policy_authority (version, matter)
) {STRICT};

CREATE TABLE policy_param (
    version {INT} NOT NULL REFERENCES policy_version (version),
    name    {TEXT} NOT NULL,
    value   {TEXT},
    text    {TEXT} NOT NULL,
    basis   {TEXT} NOT NULL,
    PRIMARY KEY (version, name)
) {STRICT};

CREATE TABLE policy_calendar (
    version {INT} NOT NULL REFERENCES policy_version (version),
    day     {TEXT} NOT NULL,
    kind    {TEXT} NOT NULL,
    name    {TEXT},
    PRIMARY KEY (version, day)
) {STRICT};

-- Which columns of which table are clocks: what a start is called, where the deadline is kept.
-- The tools compute and recompute every deadline from these rows.
CREATE TABLE clock (
    tbl        {TEXT} NOT NULL,
    clock      {TEXT} NOT NULL,          -- limits.csv: clock
    matter     {TEXT} NOT NULL,          -- limits.csv: matter
    start_col  {TEXT} NOT NULL,          -- the moment it runs from
    due_col    {TEXT} NOT NULL,          -- the deadline kept
    met_cols   {TEXT},                   -- the columns whose first given moment met it
    bound_col  {TEXT},                   -- a date set from outside that wins when earlier
    place      {INT} NOT NULL,           -- the order in which they are told
    PRIMARY KEY (tbl, clock)
) {STRICT};

INSERT INTO register_state (tbl, state)
SELECT column1, '0000000000000000000000000000000000000000000000000000000000000000'
  FROM (VALUES ('policy_version'), ('policy_book'), ('policy_clause'), ('policy_leg'),
               ('policy_limit'), ('policy_chain'), ('policy_ratio'), ('policy_authority'),
               ('policy_authority_condition'), ('policy_param'), ('policy_calendar')) AS audited;
