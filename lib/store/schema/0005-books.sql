-- Rule books on their way from a draft to being in force, and the states in which a record's
-- clocks are done. A fact of either is only ever added.

-- A record in one of these states is decided: a new version of the policy does not move its
-- deadlines. A register with clocks adds its own states.
CREATE TABLE clock_done (
    tbl   {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    PRIMARY KEY (tbl, state)
) {STRICT};

INSERT INTO clock_done (tbl, state) VALUES ('complaint', 'closed'), ('complaint', 'withdrawn');

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

INSERT INTO register_state (tbl, state) VALUES
    ('book_step', '0000000000000000000000000000000000000000000000000000000000000000');

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

INSERT INTO register_state (tbl, state) VALUES
    ('book_article', '0000000000000000000000000000000000000000000000000000000000000000');

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
