-- The rule pack; the rule books on their way from a draft to being in force, and what is said of
-- them.

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

-- Points in hundredths, amounts in fen, both without sign: `sign` says reward or penalty. `per`: they are
-- for each of what the record or case tells a number of. Several legs of one subject are a ladder: the one
-- whose loss it is counts. `share_of`: a share of that subject's instead (svc/leg.h).
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
    per          {TEXT},
    loss_from    {INT},                  -- fen, included
    loss_to      {INT},                  -- fen, excluded
    share_of     {TEXT},
    share        {TEXT},                 -- 0 to 1, decimal
    FOREIGN KEY (version, clause) REFERENCES policy_clause (version, clause)
) {STRICT};
CREATE UNIQUE INDEX policy_leg_band ON policy_leg (version, clause, subject, COALESCE(loss_from, 0));

-- What makes a clause act: an event that the tools notice, of records that are so. NULL: however they
-- are. `planned`: the tool that would notice it is not built yet.
CREATE TABLE policy_trigger (
    version  {INT} NOT NULL,
    event    {TEXT} NOT NULL,
    level    {TEXT},
    business {TEXT},
    category {TEXT},
    channel  {TEXT},
    class    {TEXT},
    tier     {TEXT},
    severity {TEXT},
    clause   {TEXT} NOT NULL,
    planned  {TEXT},
    basis    {TEXT} NOT NULL,
    FOREIGN KEY (version, clause) REFERENCES policy_clause (version, clause)
) {STRICT};
CREATE UNIQUE INDEX policy_trigger_event ON policy_trigger
    (version, event, clause, COALESCE(level, ''), COALESCE(business, ''), COALESCE(category, ''),
     COALESCE(channel, ''), COALESCE(class, ''), COALESCE(tier, ''), COALESCE(severity, ''));

-- What a clause costs or gives on the days from from_day until before until_day: the least of its
-- range, signed, for one of what it is per; and whether it counts at once or waits for signatures. Of
-- a ladder this is the lowest band; a leg that follows another one's is none (svc/leg.h makes both right).
CREATE VIEW sanction AS
SELECT v.from_day, v.until_day, v.version, l.clause, l.subject,
       CASE l.sign WHEN '-' THEN -1 ELSE 1 END AS sign,
       CASE l.sign WHEN '-' THEN -l.points_min ELSE l.points_min END AS points,
       CASE l.sign WHEN '-' THEN -l.amount_min ELSE l.amount_min END AS amount,
       l.points_min, l.points_max, l.effect, l.approval,
       CASE l.approval WHEN 'auto' THEN 'final' ELSE 'proposed' END AS status
  FROM policy_version v
  JOIN policy_leg l ON l.version = v.version
 WHERE l.share_of IS NULL AND l.subject NOT IN ('leader', 'deputy')
   AND NOT EXISTS (SELECT 1 FROM policy_leg b
                    WHERE b.version = l.version AND b.clause = l.clause AND b.subject = l.subject
                      AND COALESCE(b.loss_from, 0) < COALESCE(l.loss_from, 0));

-- The same by the event that fires the clause, for records that are as the trigger says.
CREATE VIEW fired AS
SELECT t.event, t.level, t.business, t.category, t.channel, t.class, t.tier, t.severity,
       s.from_day, s.until_day, s.version, s.clause, s.subject, s.sign, s.points, s.amount,
       s.points_min, s.points_max, s.effect, s.approval, s.status
  FROM policy_trigger t
  JOIN sanction s ON s.version = t.version AND s.clause = t.clause;

CREATE TABLE policy_limit (
    version       {INT} NOT NULL REFERENCES policy_version (version),
    matter        {TEXT} NOT NULL,
    clock         {TEXT} NOT NULL,
    level         {TEXT},
    tier          {TEXT},
    customer_kind {TEXT},
    channel       {TEXT},
    category      {TEXT},
    class         {TEXT},
    length        {TEXT} NOT NULL,
    start         {TEXT} NOT NULL,
    planned       {TEXT},
    basis         {TEXT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX policy_limit_case ON policy_limit
    (version, matter, clock, COALESCE(level, ''), COALESCE(tier, ''), COALESCE(customer_kind, ''),
     COALESCE(channel, ''), COALESCE(category, ''), COALESCE(class, ''));

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
    planned {TEXT},
    basis   {TEXT} NOT NULL,
    PRIMARY KEY (version, name)
) {STRICT};

-- The calendar is knowledge and no rule: its days hold for every clock as soon as they are known,
-- whatever version of the policy judges. Each load that changes something is a revision with all the
-- days that differ from the plain week; what was decided by an earlier one keeps it.
CREATE TABLE calendar_revision (
    revision  {INT} PRIMARY KEY NOT NULL,
    loaded_at {TEXT} NOT NULL,
    loaded_by {TEXT},
    event     {INT} NOT NULL
) {STRICT};

CREATE TABLE calendar_day (
    revision {INT} NOT NULL REFERENCES calendar_revision (revision),
    day      {TEXT} NOT NULL,
    kind     {TEXT} NOT NULL,
    name     {TEXT},
    PRIMARY KEY (revision, day)
) {STRICT};

-- What the company calls things (words.csv). A word acts as itself, or as one that is built in.
CREATE TABLE policy_word (
    version  {INT} NOT NULL REFERENCES policy_version (version),
    list     {TEXT} NOT NULL,
    code     {TEXT} NOT NULL,
    label    {TEXT} NOT NULL,
    synonyms {TEXT},                     -- `;`-separated
    "order"  {INT} NOT NULL,
    acts_as  {TEXT},
    PRIMARY KEY (version, list, code)
) {STRICT};

-- The months of assessment that the versions give, for what is grouped by month: a moment lies in the
-- last one that has begun. Made anew where a version changes them; svc/period.h tells the rule.
CREATE TABLE assessment_month (
    month     {TEXT} NOT NULL UNIQUE,    -- 2026-09
    from_day  {TEXT} PRIMARY KEY NOT NULL,
    until_day {TEXT} NOT NULL            -- exclusive
) {STRICT};

-- The level that intake proposes (levels.csv): of the rows that fit, the worst.
CREATE TABLE policy_level (
    version  {INT} NOT NULL REFERENCES policy_version (version),
    level    {TEXT} NOT NULL,
    channel  {TEXT},
    category {TEXT},
    tier     {TEXT},
    accident {TEXT},
    repeat   {TEXT},
    people   {INT},
    basis    {TEXT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX policy_level_case ON policy_level
    (version, level, COALESCE(channel, ''), COALESCE(category, ''), COALESCE(tier, ''),
     COALESCE(accident, ''), COALESCE(repeat, ''), COALESCE(people, 0));

-- The grades of the sheet (grades.csv), each from its lowest score in hundredths; NULL: the worst.
CREATE TABLE policy_grade (
    version {INT} NOT NULL REFERENCES policy_version (version),
    code    {TEXT} NOT NULL,
    "from"  {INT},
    basis   {TEXT} NOT NULL,
    PRIMARY KEY (version, code)
) {STRICT};

-- What adds up (thresholds.csv): so many of what is counted in a period give another clause, or the
-- first of it cost nothing.
CREATE TABLE policy_threshold (
    version    {INT} NOT NULL REFERENCES policy_version (version),
    clause     {TEXT},                   -- `;`-separated, as item
    item       {TEXT},
    event      {TEXT},
    subject    {TEXT} NOT NULL,
    measure    {TEXT} NOT NULL,
    period     {TEXT} NOT NULL,
    n          {INT},
    gives      {TEXT},
    first_free {INT},
    planned    {TEXT},
    basis      {TEXT} NOT NULL,
    FOREIGN KEY (version, gives) REFERENCES policy_clause (version, clause)
) {STRICT};
CREATE UNIQUE INDEX policy_threshold_case ON policy_threshold
    (version, COALESCE(clause, ''), COALESCE(item, ''), COALESCE(event, ''), subject, measure, period,
     COALESCE(gives, ''));

-- Those in force on the days from from_day until before until_day.
CREATE VIEW threshold AS
SELECT v.from_day, v.until_day, v.version, t.clause, t.item, t.event, t.subject, t.measure, t.period,
       t.n, t.gives, t.first_free
  FROM policy_version v
  JOIN policy_threshold t ON t.version = v.version AND t.planned IS NULL;

-- What an item of the sheet has of its own (items.csv), in hundredths.
CREATE TABLE policy_item (
    version   {INT} NOT NULL REFERENCES policy_version (version),
    item      {TEXT} NOT NULL,
    base      {INT},
    cap       {INT},
    bonus_cap {INT},
    weight    {INT},
    basis     {TEXT} NOT NULL,
    PRIMARY KEY (version, item)
) {STRICT};

-- What an indicator's value gives (bands.csv); bounds, points, step and cap in hundredths.
CREATE TABLE policy_band (
    version   {INT} NOT NULL REFERENCES policy_version (version),
    "group"   {TEXT} NOT NULL,
    indicator {TEXT} NOT NULL,
    "by"      {TEXT} NOT NULL,
    period    {TEXT},
    "from"    {INT},
    until     {INT},
    points    {INT},
    step      {INT},
    cap       {INT},
    clause    {TEXT},
    item      {TEXT},
    basis     {TEXT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX policy_band_row ON policy_band
    (version, "group", indicator, COALESCE("from", -1), COALESCE(until, -1));

-- Where the points of a band's line are from: the line's record begins with `lead`.
CREATE VIEW band_basis AS
SELECT version, clause, "group" || '.' || indicator || '@' AS lead, MIN(basis) AS basis
  FROM policy_band WHERE clause IS NOT NULL
 GROUP BY version, clause, "group", indicator;

-- The built-in word that a word of a list acts as on the days from from_day until before until_day:
-- what rules compare.
CREATE VIEW acting AS
SELECT v.from_day, v.until_day, v.version, w.list, w.code, COALESCE(w.acts_as, w.code) AS word,
       w."order"
  FROM policy_version v
  JOIN policy_word w ON w.version = v.version;

-- One step of one edition of a book. Whoever signed on paper is `person`, whoever wrote it down
-- is in the event; an outside body has no person here, only its paper.
CREATE TABLE book_step (
    book     {TEXT} NOT NULL,
    edition  {INT} NOT NULL,
    stage    {TEXT} NOT NULL
             CONSTRAINT book_step_stage
             CHECK (stage IN ('draft', 'review', 'approval', 'region', 'filed', 'trial',
                              'in_force')),
    at       {TEXT} NOT NULL,
    person   {TEXT} REFERENCES person (person),
    evidence {TEXT},
    event    {INT} NOT NULL,
    PRIMARY KEY (book, edition, stage),
    CONSTRAINT book_step_signed CHECK (person IS NOT NULL OR evidence IS NOT NULL)
) {STRICT};

-- What a book of each kind must contain, and the article of an edition where it stands.
CREATE TABLE book_content (
    book  {TEXT} NOT NULL,
    place {INT} NOT NULL,
    item  {TEXT} NOT NULL,
    text  {TEXT} NOT NULL,
    PRIMARY KEY (book, item)
) {STRICT};

CREATE TABLE book_article (
    book        {TEXT} NOT NULL,
    edition     {INT} NOT NULL,
    item        {TEXT} NOT NULL,
    article     {TEXT} NOT NULL,
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT} NOT NULL REFERENCES person (person),
    event       {INT} NOT NULL,
    PRIMARY KEY (book, edition, item, event),
    FOREIGN KEY (book, item) REFERENCES book_content (book, item)
) {STRICT};

-- What departments say of a rule book, and how its effect was evaluated: each is recorded, and
-- answered by somebody else (rule book 001, 5.2.1.6).
CREATE TABLE book_feedback (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    book        {TEXT} NOT NULL,
    kind        {TEXT} NOT NULL
                CONSTRAINT feedback_kind CHECK (kind IN ('feedback', 'evaluation')),
    dept        {TEXT} NOT NULL REFERENCES dept (dept),
    person      {TEXT} NOT NULL REFERENCES person (person),
    given_at    {TEXT} NOT NULL,
    text        {TEXT} NOT NULL,
    state       {TEXT} NOT NULL CONSTRAINT feedback_state CHECK (state IN ('open', 'answered')),
    answer      {TEXT},
    answered_at {TEXT},
    answered_by {TEXT} REFERENCES person (person),
    evidence    {TEXT},                  -- of an answer on paper
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT feedback_answered CHECK ((state = 'answered') = (answer IS NOT NULL)),
    CONSTRAINT feedback_answer CHECK ((answer IS NULL) = (answered_at IS NULL) AND
                                      (answer IS NULL) = (answered_by IS NULL)),
    CONSTRAINT feedback_order CHECK (answered_at IS NULL OR answered_at >= given_at),
    CONSTRAINT feedback_own CHECK (answered_by IS NULL OR answered_by <> person)
) {STRICT};
CREATE UNIQUE INDEX book_feedback_source ON book_feedback (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX book_feedback_given ON book_feedback (given_at);
CREATE INDEX book_feedback_book ON book_feedback (book);

INSERT INTO book_content (book, place, item, text) VALUES
    ('complaint', 1, 'bodies', '管理机构设置到位，职责清晰，渠道畅通'),
    ('complaint', 2, 'levels', '投诉分类、分级标准清晰明确'),
    ('complaint', 3, 'plan', '一级投诉处理应急预案'),
    ('complaint', 4, 'limits', '投诉的处理时限（含企业内部受理的投诉）'),
    ('complaint', 5, 'centre', '服务监督中心的接口关系'),
    ('complaint', 6, 'appeal', '申诉过程的流程、工作内容及标准'),
    ('callback', 1, 'bodies', '管理机构设置到位，职责清晰，信息渠道畅通'),
    ('callback', 2, 'scope', '回访所涉及的服务业务范围'),
    ('callback', 3, 'ratios', '回访所涉及的服务业务比例'),
    ('callback', 4, 'content', '回访内容的设计，重点为后续问题的及时发现与解决'),
    ('callback', 5, 'timing', '回访时间的设定'),
    ('callback', 6, 'process', '实施部门、实施流程、回访质量标准和质量监控手段'),
    ('callback', 7, 'centre', '与服务监督中心的接口关系，客户意见处理流程'),
    ('callback', 8, 'use', '回访结果的应用途径'),
    ('inspect', 1, 'duties', '职责分工明确到位'),
    ('inspect', 2, 'methods', '检查方法行之有效，建立成熟的反馈机制'),
    ('inspect', 3, 'use', '检查结果统一管控并有效应用'),
    ('tier', 1, 'grades', '客户分级定义、分类和标准明确'),
    ('tier', 2, 'duties', '组织职责清晰'),
    ('tier', 3, 'flow', '流程可操作，分级服务形式内容具体'),
    ('tier', 4, 'indicators', '关键指标可进行相应考核'),
    ('auth', 1, 'division', '授权管理各级分工明确'),
    ('auth', 2, 'scope', '授权细分，有明确的范围和标准'),
    ('auth', 3, 'control', '定期的监督检查机制'),
    ('reward', 1, 'methods', '奖惩方式定义分类清晰'),
    ('reward', 2, 'scope', '明确的奖惩范围和标准'),
    ('reward', 3, 'supervision', '奖惩工作的监察机制'),
    ('entry', 1, 'duties', '组织职责分工清晰，明确各责任主体'),
    ('entry', 2, 'collection', '信息收集要求、单据填写及提交时限'),
    ('entry', 3, 'limits', '信息更新、维护的具体时限'),
    ('entry', 4, 'rights', '信息化系统操作权限及管理要求'),
    ('entry', 5, 'checks', '自上而下、周期性的信息检查机制及考核'),
    ('monitor', 1, 'members', '人员组成来自不同群体、具有代表性，职责明晰'),
    ('monitor', 2, 'use', '运作模式具体可行，监督内容和结果有效应用');

-- A company's own score files (score/NAME.sql of the pack): one SELECT each, run beside the tools' own.
CREATE TABLE policy_score (
    version {INT} NOT NULL REFERENCES policy_version (version),
    name    {TEXT} NOT NULL,
    text    {TEXT} NOT NULL,
    PRIMARY KEY (version, name)
) {STRICT};

INSERT INTO pack_sql (tbl, col, closed) VALUES ('assessment_month', '*', 0);

INSERT INTO register_state (tbl) VALUES
    ('policy_score'), ('policy_version'), ('policy_book'), ('policy_clause'), ('policy_leg'), ('policy_trigger'), ('policy_limit'),
    ('policy_chain'), ('policy_ratio'), ('policy_authority'), ('policy_authority_condition'),
    ('policy_param'), ('calendar_revision'), ('calendar_day'), ('policy_word'), ('policy_level'),
    ('policy_grade'), ('policy_threshold'), ('policy_item'), ('policy_band'),
    ('book_step'), ('book_article'), ('book_feedback');
