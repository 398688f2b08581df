-- Satisfaction surveys: what is asked of whom, the answers, and the index that was made of them.

CREATE TABLE survey (
    no            {TEXT} PRIMARY KEY NOT NULL,
    source        {TEXT},
    source_no     {TEXT},
    code          {TEXT} NOT NULL,
    title         {TEXT} NOT NULL,
    kind          {TEXT} NOT NULL
                  CONSTRAINT survey_kind CHECK (kind IN ('external', 'internal')),
    agency        {TEXT},
    mode          {TEXT},
    open_from     {TEXT} NOT NULL,
    open_until    {TEXT} NOT NULL,
    population    {INT},
    target_n      {INT},
    issued        {INT},                 -- questionnaires sent
    returned      {INT},                 -- … and come back
    rate_question {TEXT},                -- whose answers are the satisfaction rate …
    satisfied     {TEXT},                -- … and which of them count, ;-separated
    state         {TEXT} NOT NULL
                  CONSTRAINT survey_state CHECK (state IN ('draft', 'open', 'closed', 'frozen')),
    revision      {INT} NOT NULL,        -- how often it was frozen
    opened_at     {TEXT},
    closed_at     {TEXT},
    frozen_at     {TEXT},                -- for the first time
    reported_at   {TEXT},
    report        {TEXT},                -- where the report lies
    recorded_at   {TEXT} NOT NULL,
    recorded_by   {TEXT},
    digest        {TEXT} NOT NULL,
    event         {INT} NOT NULL,
    CONSTRAINT survey_order CHECK (open_until >= open_from),
    CONSTRAINT survey_returned CHECK (returned <= issued),
    CONSTRAINT survey_rated CHECK ((rate_question IS NULL) = (satisfied IS NULL)),
    CONSTRAINT survey_frozen CHECK ((state = 'frozen') = (frozen_at IS NOT NULL))
) {STRICT};
CREATE UNIQUE INDEX survey_key ON survey (source_no, source) WHERE source_no IS NOT NULL;
CREATE UNIQUE INDEX survey_code ON survey (code, substr(open_from, 1, 4));
CREATE INDEX survey_frozen_at ON survey (frozen_at) WHERE frozen_at IS NOT NULL;

-- The key of what belongs to a survey is made of its number and the own code: SV2026-000001/q1.
-- Weights are decimal numbers of up to six places, as text.
CREATE TABLE survey_question (
    no          {TEXT} PRIMARY KEY NOT NULL,
    survey      {TEXT} NOT NULL REFERENCES survey (no),
    question    {TEXT} NOT NULL,
    dimension   {TEXT} NOT NULL,
    text        {TEXT},
    kind        {TEXT} NOT NULL
                CONSTRAINT survey_question_kind CHECK (kind IN ('scale', 'nps', 'yes_no', 'text')),
    scale_min   {INT} NOT NULL,
    scale_max   {INT} NOT NULL,
    direction   {TEXT} NOT NULL
                CONSTRAINT survey_question_direction CHECK (direction IN ('up', 'down')),
    weight      {TEXT} NOT NULL,
    place       {INT} NOT NULL,          -- in the order in which they came
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT survey_question_scale CHECK (scale_max > scale_min),
    CONSTRAINT survey_question_nps CHECK (kind <> 'nps' OR (scale_min = 0 AND scale_max = 10))
) {STRICT};
CREATE UNIQUE INDEX survey_question_key ON survey_question (survey, question);

CREATE TABLE survey_dimension (
    no          {TEXT} PRIMARY KEY NOT NULL,
    survey      {TEXT} NOT NULL REFERENCES survey (no),
    dimension   {TEXT} NOT NULL,
    weight      {TEXT} NOT NULL,
    method      {TEXT} NOT NULL
                CONSTRAINT survey_dimension_method
                CHECK (method IN ('expert', 'regression', 'agreed')),
    source      {TEXT},
    place       {INT} NOT NULL,
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX survey_dimension_key ON survey_dimension (survey, dimension);

-- Areas, branches or companies that have an index of their own; `parent` is the unit above.
CREATE TABLE survey_unit (
    no          {TEXT} PRIMARY KEY NOT NULL,
    survey      {TEXT} NOT NULL REFERENCES survey (no),
    unit        {TEXT} NOT NULL,
    parent      {TEXT},
    name        {TEXT},
    dept        {TEXT} REFERENCES dept (dept), -- the department whose points it is about
    customers   {INT} NOT NULL,
    gas_m3      {INT} NOT NULL,
    place       {INT} NOT NULL,
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL,
    CONSTRAINT survey_unit_self CHECK (parent <> unit)
) {STRICT};
CREATE UNIQUE INDEX survey_unit_key ON survey_unit (survey, unit);

-- One answer of one respondent, who is a code and no person. NULL: was asked and did not answer.
CREATE TABLE survey_answer (
    no          {TEXT} PRIMARY KEY NOT NULL,
    survey      {TEXT} NOT NULL REFERENCES survey (no),
    respondent  {TEXT} NOT NULL,
    question    {TEXT} NOT NULL,
    score       {INT},
    unit        {TEXT},
    stratum     {TEXT},
    grp         {TEXT},
    answered_at {TEXT} NOT NULL,
    channel     {TEXT},
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX survey_answer_key ON survey_answer (survey, respondent, question);

CREATE TABLE survey_expert (
    no          {TEXT} PRIMARY KEY NOT NULL,
    survey      {TEXT} NOT NULL REFERENCES survey (no),
    expert      {TEXT} NOT NULL,
    dimension   {TEXT} NOT NULL,
    score       {INT} NOT NULL
                CONSTRAINT survey_expert_score CHECK (score BETWEEN 0 AND 10),
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX survey_expert_key ON survey_expert (survey, expert, dimension);

-- A frozen index: who froze what, and the rows as they were printed.
CREATE TABLE survey_index (
    no          {TEXT} PRIMARY KEY NOT NULL,
    survey      {TEXT} NOT NULL REFERENCES survey (no),
    revision    {INT} NOT NULL,
    frozen_at   {TEXT} NOT NULL,
    why         {TEXT},
    respondents {INT} NOT NULL,
    csi         {INT},                   -- hundredths
    rolled      {INT},                   -- from the units
    target      {INT} NOT NULL,          -- of the satisfaction rate, percent
    answers     {TEXT} NOT NULL,         -- SHA-256 of what was counted
    recorded_at {TEXT} NOT NULL,
    recorded_by {TEXT},
    digest      {TEXT} NOT NULL,
    event       {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX survey_index_key ON survey_index (survey, revision);

-- Its rows, in the order of `place`: of the whole (unit NULL), then of each unit. `level` is question,
-- dimension or index.
CREATE TABLE survey_index_row (
    no           {TEXT} NOT NULL REFERENCES survey_index (no),
    place        {INT} NOT NULL,
    unit         {TEXT},
    level        {TEXT} NOT NULL,
    dimension    {TEXT},
    question     {TEXT},
    n            {TEXT},
    mean         {TEXT},
    score        {TEXT},
    weight       {TEXT},
    contribution {TEXT},
    sd           {TEXT},
    se           {TEXT},
    low          {TEXT},
    high         {TEXT},
    note         {TEXT},
    event        {INT} NOT NULL,
    PRIMARY KEY (no, place)
) {STRICT};

-- The same by unit, NULL for the whole, as numbers: what units are rolled up from, and months and
-- measures are made of. `upper` is the upper end of the satisfaction rate's interval, in hundredths of a
-- percent; `counts` is 1 where enough answered for a department to be held to it, `shown` 0 where so few
-- did that nothing of them may be told.
CREATE TABLE survey_result (
    no          {TEXT} NOT NULL REFERENCES survey_index (no),
    place       {INT} NOT NULL,
    unit        {TEXT},
    parent      {TEXT},
    name        {TEXT},
    dept        {TEXT} REFERENCES dept (dept),
    customers   {INT},
    gas_m3      {INT},
    respondents {INT} NOT NULL,
    valid       {INT} NOT NULL,          -- who answered enough for a score of their own
    csi         {INT},
    satisfied   {INT} NOT NULL,
    asked       {INT} NOT NULL,
    upper       {INT},
    promoters   {INT} NOT NULL,
    detractors  {INT} NOT NULL,
    advised     {INT} NOT NULL,          -- who answered the question of recommendation
    counts      {INT} NOT NULL CONSTRAINT survey_result_counts CHECK (counts IN (0, 1)),
    shown       {INT} NOT NULL CONSTRAINT survey_result_shown CHECK (shown IN (0, 1)),
    event       {INT} NOT NULL,
    PRIMARY KEY (no, place)
) {STRICT};
CREATE INDEX survey_result_dept ON survey_result (dept) WHERE dept IS NOT NULL;

-- What the office says of a department's miss that the interval of its rate leaves open; the latest word
-- counts.
CREATE TABLE survey_judged (
    no        {TEXT} NOT NULL REFERENCES survey (no),
    unit      {TEXT} NOT NULL,
    outcome   {TEXT} NOT NULL
              CONSTRAINT survey_judged_outcome CHECK (outcome IN ('upheld', 'dropped')),
    reason    {TEXT} NOT NULL,
    judged_at {TEXT} NOT NULL,
    judged_by {TEXT} NOT NULL REFERENCES person (person),
    event     {INT} NOT NULL,
    PRIMARY KEY (no, unit, event)
) {STRICT};

INSERT INTO register_state (tbl) VALUES
    ('survey'), ('survey_question'), ('survey_dimension'), ('survey_unit'), ('survey_answer'),
    ('survey_expert'), ('survey_index'), ('survey_index_row'), ('survey_result'), ('survey_judged');
