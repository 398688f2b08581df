-- Improvement: ideas, the projects made of them, their milestones, the year's plan.

-- What was noticed, and by which route it is improved. `parent` is the problem of which this one
-- is a cause.
CREATE TABLE improve_idea (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT}
                CONSTRAINT improve_idea_source
                CHECK (source IN ('callback', 'complaint', 'inspect', 'monitor', 'staff', 'survey',
                                  'market')),
    source_no   {TEXT},                  -- the record there
    raised_at   {TEXT} NOT NULL,
    content     {TEXT} NOT NULL,
    direction   {TEXT}
                CONSTRAINT improve_idea_direction
                CHECK (direction IN ('customer', 'staff', 'longstanding', 'conflict', 'efficiency',
                                     'weakness', 'risk', 'brand')),
    impact      {INT} CONSTRAINT improve_idea_impact CHECK (impact BETWEEN 1 AND 5),
    difficulty  {INT} CONSTRAINT improve_idea_difficulty CHECK (difficulty BETWEEN 1 AND 5),
    cross_dept  {TEXT} CONSTRAINT improve_idea_cross CHECK (cross_dept IN ('yes', 'no')),
    systemic    {TEXT} CONSTRAINT improve_idea_systemic CHECK (systemic IN ('yes', 'no')),
    parent      {TEXT} REFERENCES improve_idea (no),
    dept        {TEXT} REFERENCES dept (dept),
    person      {TEXT} REFERENCES person (person),
    state       {TEXT} NOT NULL
                CONSTRAINT improve_idea_state
                CHECK (state IN ('open', 'routed', 'adopted', 'closed', 'declined')),
    route       {TEXT}
                CONSTRAINT improve_idea_route CHECK (route IN ('key', 'department', 'spot')),
    routed_at   {TEXT},
    why         {TEXT},                  -- of the route
    resources   {TEXT},                  -- what a key project would take
    owner       {TEXT} REFERENCES person (person), -- who fixes it on the spot
    result      {TEXT}
                CONSTRAINT improve_idea_result
                CHECK (result IN ('effective', 'partly', 'ineffective')),
    checked_at  {TEXT},
    effect      {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT improve_idea_self CHECK (parent <> no),
    CONSTRAINT improve_idea_routed CHECK ((route IS NULL) = (state IN ('open', 'declined'))),
    CONSTRAINT improve_idea_closed CHECK ((state = 'closed') = (checked_at IS NOT NULL))
) {STRICT};
CREATE UNIQUE INDEX improve_idea_key ON improve_idea (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX improve_idea_raised ON improve_idea (raised_at);
CREATE INDEX improve_idea_parent ON improve_idea (parent) WHERE parent IS NOT NULL;

-- A project, or a quality circle's: the scheme (form 1), then how far it is. `round` counts the
-- signing rounds of the scheme: another one when it was rejected or planned anew.
CREATE TABLE improve_project (
    no           {TEXT} PRIMARY KEY NOT NULL,
    source       {TEXT},
    source_no    {TEXT},
    proposed_on  {TEXT} NOT NULL,
    title        {TEXT} NOT NULL,
    kind         {TEXT} NOT NULL
                 CONSTRAINT improve_project_kind CHECK (kind IN ('project', 'circle')),
    route        {TEXT} NOT NULL
                 CONSTRAINT improve_project_route CHECK (route IN ('key', 'department')),
    idea         {TEXT} REFERENCES improve_idea (no),
    dept         {TEXT} NOT NULL REFERENCES dept (dept),
    owner        {TEXT} NOT NULL REFERENCES person (person),
    adviser      {TEXT} REFERENCES person (person),
    members      {TEXT},
    starts_on    {TEXT} NOT NULL,
    ends_on      {TEXT} NOT NULL,
    situation    {TEXT},
    goal         {TEXT},
    cost         {INT} CONSTRAINT improve_project_cost CHECK (cost >= 0), -- fen, estimated
    benefit      {INT} CONSTRAINT improve_project_benefit CHECK (benefit >= 0),
    method       {TEXT},
    resources    {TEXT},
    state        {TEXT} NOT NULL
                 CONSTRAINT improve_project_state
                 CHECK (state IN ('draft', 'signing', 'running', 'replanning', 'finished',
                                  'summarised', 'closed', 'evaluated', 'archived', 'stopped')),
    round        {INT} NOT NULL,
    approved_at  {TEXT},                 -- for the first time
    finished_at  {TEXT},
    stopped_at   {TEXT},
    result       {TEXT}
                 CONSTRAINT improve_project_result
                 CHECK (result IN ('effective', 'partly', 'ineffective')),
    evaluated_at {TEXT},
    evaluation   {TEXT},
    filed_at     {TEXT},                 -- with the region
    filing       {TEXT},
    promoted_at  {TEXT},
    promotion    {TEXT},
    papers       {TEXT},                 -- for the archive: where process files and pictures are
    images       {TEXT},
    room         {TEXT},
    archived_at  {TEXT},
    recorded_at  {TEXT} NOT NULL,
    recorded_by  {TEXT},
    digest       {TEXT} NOT NULL,
    event        {INT} NOT NULL,
    CONSTRAINT improve_project_order CHECK (ends_on >= starts_on),
    CONSTRAINT improve_project_circle CHECK (kind = 'circle' OR adviser IS NULL),
    CONSTRAINT improve_project_evaluated CHECK ((result IS NULL) = (evaluated_at IS NULL)),
    CONSTRAINT improve_project_filed CHECK (filed_at IS NULL OR result = 'effective'),
    CONSTRAINT improve_project_stopped CHECK (state <> 'stopped' OR stopped_at IS NOT NULL)
) {STRICT};
CREATE UNIQUE INDEX improve_project_key ON improve_project (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX improve_project_ends ON improve_project (ends_on);
CREATE INDEX improve_project_idea ON improve_project (idea) WHERE idea IS NOT NULL;

-- A milestone is due at the end of its day. `round` counts the dates that it missed.
CREATE TABLE improve_milestone (
    no          {TEXT} PRIMARY KEY NOT NULL,
    source      {TEXT},
    source_no   {TEXT},
    project     {TEXT} NOT NULL REFERENCES improve_project (no),
    due_on      {TEXT} NOT NULL,
    title       {TEXT} NOT NULL,
    standard    {TEXT} NOT NULL,
    dept        {TEXT} NOT NULL REFERENCES dept (dept),
    person      {TEXT} REFERENCES person (person),
    state       {TEXT} NOT NULL
                CONSTRAINT improve_milestone_state CHECK (state IN ('planned', 'slipped', 'done')),
    round       {INT} NOT NULL,
    done_at     {TEXT},
    evidence    {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT improve_milestone_done CHECK ((state = 'done') = (done_at IS NOT NULL))
) {STRICT};
CREATE UNIQUE INDEX improve_milestone_key ON improve_milestone (source_no, source)
    WHERE source_no IS NOT NULL;
CREATE INDEX improve_milestone_project ON improve_milestone (project);
CREATE INDEX improve_milestone_due ON improve_milestone (due_on);

-- What is said of a date that a milestone, or a whole project, missed; of the points of one round
-- the latest count. `passed`: the record has a later date since, so this one is missed for good.
CREATE TABLE improve_slip (
    no       {TEXT} NOT NULL,
    round    {INT} NOT NULL,
    due_on   {TEXT} NOT NULL,
    passed   {INT} NOT NULL CONSTRAINT improve_slip_passed CHECK (passed IN (0, 1)),
    until_on {TEXT},
    points   {INT},                      -- chosen inside the clause's range; hundredths
    reason   {TEXT} NOT NULL,
    set_at   {TEXT} NOT NULL,
    set_by   {TEXT} NOT NULL REFERENCES person (person),
    event    {INT} NOT NULL,
    PRIMARY KEY (no, round, event)
) {STRICT};
CREATE INDEX improve_slip_passed ON improve_slip (due_on) WHERE passed = 1;

-- Meetings over a project: stage reviews, a circle's weekly ones, and what comes after the fact.
CREATE TABLE improve_review (
    no          {TEXT} NOT NULL REFERENCES improve_project (no),
    kind        {TEXT} NOT NULL
                CONSTRAINT improve_review_kind
                CHECK (kind IN ('stage', 'weekly', 'decision', 'verify', 'standard',
                                'recheck')),
    milestone   {TEXT} REFERENCES improve_milestone (no),
    reviewed_at {TEXT} NOT NULL,
    result      {TEXT} NOT NULL
                CONSTRAINT improve_review_result CHECK (result IN ('good', 'deviation', 'stop')),
    text        {TEXT} NOT NULL,
    attended    {TEXT},
    event       {INT} NOT NULL,
    PRIMARY KEY (no, event)
) {STRICT};

-- The summary (form 2), one for each signing round of it.
CREATE TABLE improve_summary (
    no           {TEXT} NOT NULL REFERENCES improve_project (no),
    round        {INT} NOT NULL,
    before       {TEXT} NOT NULL,
    effect       {TEXT} NOT NULL,
    deviation    {TEXT} NOT NULL,
    verification {TEXT} NOT NULL,
    cost         {INT} NOT NULL CONSTRAINT improve_summary_cost CHECK (cost >= 0),
    tangible     {INT} NOT NULL CONSTRAINT improve_summary_tangible CHECK (tangible >= 0),
    data         {TEXT},                 -- the tangible benefit described in figures
    intangible   {TEXT} NOT NULL,
    lessons      {TEXT},
    written_at   {TEXT} NOT NULL,
    event        {INT} NOT NULL,
    PRIMARY KEY (no, round)
) {STRICT};

-- A rate before and after.
CREATE TABLE improve_measure (
    no               {TEXT} NOT NULL REFERENCES improve_project (no),
    measured_at      {TEXT} NOT NULL,
    what             {TEXT} NOT NULL,
    before_n         {INT} NOT NULL,
    before_satisfied {INT} NOT NULL,
    after_n          {INT} NOT NULL,
    after_satisfied  {INT} NOT NULL,
    event            {INT} NOT NULL,
    PRIMARY KEY (no, event),
    CONSTRAINT improve_measure_before CHECK (before_satisfied BETWEEN 0 AND before_n),
    CONSTRAINT improve_measure_after CHECK (after_satisfied BETWEEN 0 AND after_n)
) {STRICT};

-- The year's plan and its adjustment in summer.
CREATE TABLE improve_plan (
    year         {TEXT} PRIMARY KEY NOT NULL,
    goal         {TEXT} NOT NULL,
    duties       {TEXT} NOT NULL,
    incentives   {TEXT} NOT NULL,
    state        {TEXT} NOT NULL
                 CONSTRAINT improve_plan_state CHECK (state IN ('draft', 'signing', 'approved')),
    round        {INT} NOT NULL,
    submitted_at {TEXT},                 -- to the region
    approved_at  {TEXT},
    adjustment   {TEXT},
    adjusted_at  {TEXT},
    filing       {TEXT},                 -- of the adjustment, one level up
    filed_at     {TEXT},
    recorded_at  {TEXT} NOT NULL,
    recorded_by  {TEXT},
    event        {INT} NOT NULL,
    CONSTRAINT improve_plan_filed CHECK (filed_at IS NULL OR adjusted_at IS NOT NULL)
) {STRICT};

INSERT INTO register_state (tbl) VALUES
    ('improve_idea'), ('improve_project'), ('improve_milestone'), ('improve_slip'),
    ('improve_review'), ('improve_summary'), ('improve_measure'), ('improve_plan');
