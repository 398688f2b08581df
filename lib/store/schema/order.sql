-- Service orders from the dispatch system, with their time limits, and the 7653 check of a visit.
-- Words of columns that imports fill are checked by OR: a list of more than two would cost the
-- engine a temporary index for every row.

CREATE TABLE service_order (
    no                 {TEXT} PRIMARY KEY NOT NULL,
    source             {TEXT},
    source_no          {TEXT},
    business           {TEXT} NOT NULL,     -- limits.csv: matter
    dept               {TEXT} REFERENCES dept (dept),
    person             {TEXT} REFERENCES person (person),
    customer           {TEXT},
    tier               {TEXT},              -- these four of the customer, on the day it asked
    kind               {TEXT},
    customer_kind      {TEXT},
    class              {TEXT},
    accepted_at        {TEXT} NOT NULL,
    papers_complete_at {TEXT},
    survey_ready_at    {TEXT},
    install_ready_at   {TEXT},
    appointed_at       {TEXT},              -- when the customer wants the visit
    contract_day       {TEXT},              -- by when the contract has it finished
    dispatched_at      {TEXT},
    accepted_by_at     {TEXT},              -- when who does it took it on
    surveyed_at        {TEXT},
    notified_at        {TEXT},
    stopped_at         {TEXT},              -- when the supply is stopped; may be planned
    arrived_at         {TEXT},
    solution_at        {TEXT},
    finished_at        {TEXT},
    cancelled_at       {TEXT},
    result             {TEXT},              -- what came of it, where the dispatch system says so
    state              {TEXT} NOT NULL,
    content            {TEXT},
    complaint_no       {TEXT},              -- as its file named it; what it is linked with stands in link
    apply_due          {TEXT},
    survey_due         {TEXT},
    notice_due         {TEXT},
    arrive_due         {TEXT},
    solution_due       {TEXT},
    finish_due         {TEXT},
    provisional        {TEXT},              -- the clocks that reach into a year without calendar, or
                                            -- whose outcome hangs on a time of day that is missing
    undated            {TEXT},              -- its times that are dates alone
    recorded_at        {TEXT} NOT NULL,
    recorded_by        {TEXT},
    digest             {TEXT} NOT NULL,
    event              {INT} NOT NULL,
    CONSTRAINT order_state CHECK (state = CASE
        WHEN cancelled_at IS NOT NULL THEN 'cancelled' WHEN result = 'no_access' THEN 'no_access'
        WHEN finished_at IS NOT NULL THEN 'finished' WHEN arrived_at IS NOT NULL THEN 'arrived'
        WHEN appointed_at IS NOT NULL THEN 'appointed' ELSE 'accepted' END),
    CONSTRAINT order_result CHECK (result IS NULL OR
        (result = 'done' AND finished_at IS NOT NULL) OR
        (result = 'no_access' AND finished_at IS NOT NULL) OR
        (result = 'refused' AND COALESCE(finished_at, cancelled_at) IS NOT NULL) OR
        (result = 'cancelled' AND cancelled_at IS NOT NULL)),
    CONSTRAINT order_one_end CHECK (cancelled_at IS NULL OR finished_at IS NULL),
    CONSTRAINT order_in_order CHECK (finished_at IS NULL OR finished_at >= accepted_at)
) {STRICT};
CREATE UNIQUE INDEX order_source ON service_order (source_no, source) WHERE source_no IS NOT NULL;
CREATE INDEX order_accepted ON service_order (accepted_at);
CREATE INDEX order_finished ON service_order (finished_at, dept, state) WHERE finished_at IS NOT NULL;
CREATE INDEX order_customer ON service_order (customer) WHERE customer IS NOT NULL;
CREATE INDEX order_open ON service_order (no) WHERE finished_at IS NULL AND cancelled_at IS NULL;

-- A missed limit is rare: an index of the missed ones alone keeps a month's lines as quick in the
-- tenth year as in the first. A cancellation ends a clock: what was missed before stays missed.
CREATE INDEX order_apply_missed ON service_order (apply_due)
    WHERE apply_due < accepted_at;
CREATE INDEX order_survey_missed ON service_order (survey_due)
    WHERE survey_due < COALESCE(surveyed_at, finished_at, cancelled_at, '9999');
CREATE INDEX order_notice_missed ON service_order (notice_due)
    WHERE notice_due < COALESCE(notified_at, cancelled_at, '9999');
CREATE INDEX order_arrive_missed ON service_order (arrive_due)
    WHERE arrive_due < COALESCE(arrived_at, finished_at, cancelled_at, '9999');
CREATE INDEX order_solution_missed ON service_order (solution_due)
    WHERE solution_due < COALESCE(solution_at, finished_at, cancelled_at, '9999');
CREATE INDEX order_finish_missed ON service_order (finish_due)
    WHERE finish_due < COALESCE(finished_at, cancelled_at, '9999');

-- An order handed from one department or person to another: a missed limit belongs to whoever had
-- it at the deadline.
CREATE TABLE order_move (
    no          {TEXT} NOT NULL REFERENCES service_order (no),
    moved_at    {TEXT} NOT NULL,
    from_dept   {TEXT} REFERENCES dept (dept),
    from_person {TEXT} REFERENCES person (person),
    event       {INT} NOT NULL,
    PRIMARY KEY (no, moved_at, event)
) {STRICT};

-- The 7653 standard: seven ones of a visit, six musts towards a customer, five nots of conduct.
-- Its three aims are the company's and no items of a visit.
CREATE TABLE check_item (
    item  {TEXT} PRIMARY KEY NOT NULL,
    place {INT} NOT NULL,
    part  {TEXT} NOT NULL
) {STRICT};

-- What was found on a visit. The last answer to an item counts, the earlier ones stay.
CREATE TABLE order_check (
    no         {TEXT} NOT NULL REFERENCES service_order (no),
    item       {TEXT} NOT NULL REFERENCES check_item (item),
    answer     {TEXT} NOT NULL CONSTRAINT order_check_answer CHECK (answer IN ('kept', 'broken')),
    checked_at {TEXT} NOT NULL,
    checked_by {TEXT} REFERENCES person (person),
    reason     {TEXT},
    event      {INT} NOT NULL,
    PRIMARY KEY (no, item, event)
) {STRICT};

INSERT INTO check_item (place, part, item) VALUES
    (1, 'visit', 'greeting'),
    (2, 'visit', 'shoe_covers'),
    (3, 'visit', 'cloth'),
    (4, 'visit', 'safety'),
    (5, 'visit', 'opinion'),
    (6, 'visit', 'star_card'),
    (7, 'visit', 'callback'),
    (8, 'reception', 'question'),
    (9, 'reception', 'request'),
    (10, 'reception', 'matter'),
    (11, 'reception', 'complaint'),
    (12, 'reception', 'mistake'),
    (13, 'reception', 'alarm'),
    (14, 'conduct', 'favours'),
    (15, 'conduct', 'delay'),
    (16, 'conduct', 'rough_work'),
    (17, 'conduct', 'breach'),
    (18, 'conduct', 'fees');

INSERT INTO pack_sql (tbl, col, closed) VALUES ('check_item', '*', 0);

INSERT INTO register_state (tbl) VALUES
    ('service_order'), ('order_move'), ('order_check');

INSERT INTO clock (tbl, clock, matter, start_col, due_col, met_cols, bound_col, place, matter_col,
                   agreed_col, void_state, start_cols)
SELECT 'service_order', column1, '', 'accepted_at', column2, column3, NULL, column4, 'business',
       column5, column6, 'stopped_at,papers_complete_at,survey_ready_at,install_ready_at'
                || CASE column1 WHEN 'apply' THEN '' -- nothing else lies before the acceptance
                        ELSE ',accepted_at,appointed_at,dispatched_at,accepted_by_at,surveyed_at,'
                             || 'notified_at,arrived_at,solution_at' END
  FROM (VALUES ('apply', 'apply_due', 'accepted_at', 1, NULL, NULL),
               ('survey', 'survey_due', 'surveyed_at,finished_at,cancelled_at', 2, NULL, NULL),
               ('notice', 'notice_due', 'notified_at,cancelled_at', 3, NULL, NULL),
               ('arrive', 'arrive_due', 'arrived_at,finished_at,cancelled_at', 4, 'appointed_at',
                NULL),
               ('solution', 'solution_due', 'solution_at,finished_at,cancelled_at', 5, NULL,
                NULL),
               ('finish', 'finish_due', 'finished_at,cancelled_at', 6, 'contract_day',
                'no_access')) AS clocks;

INSERT INTO clock_done (tbl, state) VALUES
    ('service_order', 'finished'), ('service_order', 'no_access'), ('service_order', 'cancelled');
