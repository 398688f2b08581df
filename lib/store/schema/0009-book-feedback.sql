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
CREATE UNIQUE INDEX book_feedback_source ON book_feedback (source, source_no);
CREATE INDEX book_feedback_given ON book_feedback (given_at);
CREATE INDEX book_feedback_book ON book_feedback (book);

INSERT INTO register_state (tbl, state) VALUES
    ('book_feedback', '0000000000000000000000000000000000000000000000000000000000000000');
