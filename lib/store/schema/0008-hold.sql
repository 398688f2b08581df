-- What changes a running clock of a record of any register: holds (waiting for the customer) and
-- extensions. Facts that are only ever added; a hold without its end lasts.

CREATE TABLE hold (
    tbl     {TEXT} NOT NULL,
    no      {TEXT} NOT NULL,
    from_at {TEXT} NOT NULL,
    reason  {TEXT} NOT NULL,
    event   {INT} NOT NULL,
    PRIMARY KEY (tbl, no, from_at)
) {STRICT};

CREATE TABLE hold_end (
    tbl      {TEXT} NOT NULL,
    no       {TEXT} NOT NULL,
    from_at  {TEXT} NOT NULL,
    until_at {TEXT} NOT NULL,
    event    {INT} NOT NULL,
    PRIMARY KEY (tbl, no, from_at),
    FOREIGN KEY (tbl, no, from_at) REFERENCES hold (tbl, no, from_at),
    CONSTRAINT hold_order CHECK (until_at >= from_at)
) {STRICT};

-- A limit made longer, once: by so many of its own units, with who allowed it and when the
-- customer was told.
CREATE TABLE extension (
    tbl       {TEXT} NOT NULL,
    no        {TEXT} NOT NULL,
    clock     {TEXT} NOT NULL,
    start_at  {TEXT} NOT NULL,           -- of the clock: a new round has its own extension
    length    {TEXT} NOT NULL,
    approver  {TEXT} NOT NULL REFERENCES person (person),
    reason    {TEXT} NOT NULL,
    told_at   {TEXT} NOT NULL,
    event     {INT} NOT NULL,
    PRIMARY KEY (tbl, no, clock, start_at)
) {STRICT};

INSERT INTO register_state (tbl, state) VALUES
    ('hold', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('hold_end', '0000000000000000000000000000000000000000000000000000000000000000'),
    ('extension', '0000000000000000000000000000000000000000000000000000000000000000');
