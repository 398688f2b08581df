-- What a user would write who wants the same rows without the programs: the file into a table of its own, from
-- there into the table of complaints with its indexes. Nothing is checked, and what the rules would find out is
-- made up. The table is that of 0.1.0 as it was first measured, and stays so, whatever becomes of the schema.
CREATE TABLE complaint (
    no             TEXT PRIMARY KEY NOT NULL,
    source         TEXT,
    source_no      TEXT,
    received_at    TEXT NOT NULL,
    channel        TEXT NOT NULL,
    customer       TEXT,
    tier           TEXT,
    customer_kind  TEXT,
    people         INTEGER,
    accident       TEXT
                   CONSTRAINT complaint_accident CHECK (accident IN ('yes', 'no')),
    caller         TEXT,
    phone          TEXT,
    address        TEXT,
    category       TEXT NOT NULL,
    subject        TEXT,
    content        TEXT NOT NULL,
    level_initial  INTEGER NOT NULL,
    level          INTEGER NOT NULL
                   CONSTRAINT complaint_level CHECK (level BETWEEN 1 AND 9),
    dept           TEXT,
    person         TEXT,
    state          TEXT NOT NULL
                   CONSTRAINT complaint_state
                   CHECK (state = 'open' OR state = 'assigned' OR state = 'responded' OR
                          state = 'proposed' OR state = 'closed' OR state = 'withdrawn'),
    assigned_at    TEXT,
    responded_at   TEXT,
    solution_at    TEXT,
    solution       TEXT,
    answered_by    TEXT,
    closed_at      TEXT,
    withdrawn_at   TEXT,
    cause          TEXT,
    valid          TEXT NOT NULL
                   CONSTRAINT complaint_valid
                   CHECK (valid = 'yes' OR valid = 'no' OR valid = 'undetermined'),
    responsible    TEXT NOT NULL
                   CONSTRAINT complaint_responsible
                   CHECK (responsible = 'yes' OR responsible = 'no' OR
                          responsible = 'undetermined'),
    responsible_dept TEXT,
    responsible_person TEXT,
    determined_at  TEXT,
    clause         TEXT,
    repeat_of      TEXT,
    order_no       TEXT,
    plan           TEXT,
    external_due   TEXT,
    held           TEXT,
    round          INTEGER NOT NULL,
    opened_at      TEXT NOT NULL,
    held_since     TEXT,
    flagged        TEXT,
    respond_due    TEXT,
    solution_due   TEXT,
    close_due      TEXT,
    callback_due   TEXT,
    provisional    TEXT,
    undated        TEXT,
    recorded_at    TEXT NOT NULL,
    recorded_by    TEXT,
    digest         TEXT NOT NULL,
    event          INTEGER NOT NULL,
    CONSTRAINT complaint_order CHECK (closed_at IS NULL OR closed_at >= received_at),
    CONSTRAINT complaint_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT complaint_withdrawn CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX complaint_source ON complaint (source, source_no);
CREATE INDEX complaint_source_no ON complaint (source_no) WHERE source_no IS NOT NULL;
CREATE INDEX complaint_received ON complaint (received_at);
CREATE INDEX complaint_customer ON complaint (customer, category) WHERE customer IS NOT NULL;
CREATE INDEX complaint_person ON complaint (received_at, responsible_person)
    WHERE valid = 'yes' AND responsible = 'yes';
CREATE INDEX complaint_callback ON complaint (callback_due) WHERE callback_due IS NOT NULL;
CREATE INDEX complaint_respond_missed ON complaint (respond_due)
    WHERE respond_due < COALESCE(responded_at, solution_at, closed_at, withdrawn_at, '9999');
CREATE INDEX complaint_solution_missed ON complaint (solution_due)
    WHERE solution_due < COALESCE(solution_at, closed_at, withdrawn_at, '9999');
CREATE INDEX complaint_close_missed ON complaint (close_due)
    WHERE close_due < COALESCE(closed_at, withdrawn_at, '9999');
CREATE INDEX complaint_vip ON complaint (opened_at) WHERE tier = 'vip';
CREATE INDEX complaint_clause ON complaint (received_at) WHERE clause IS NOT NULL;
.import --csv rows.csv staging
INSERT INTO complaint (no, source, source_no, received_at, channel, category, subject, content, phone, level_initial,
  level, dept, state, responded_at, closed_at, solution, valid, responsible, responsible_dept, round, opened_at,
  respond_due, close_due, callback_due, recorded_at, recorded_by, digest, event)
SELECT printf('C%.4s-%06d', received_at, rowid), source, source_no, received_at, channel, category, subject, content,
  phone, level, level, dept, 'closed', responded_at, closed_at, solution, valid, responsible, dept, 1, received_at,
  datetime(received_at, '+1 day'), datetime(received_at, '+5 days'), datetime(closed_at, '+7 days'),
  '2026-10-01 09:00:00', 'office', lower(hex(randomblob(32))), 1 FROM staging;
