-- Personal data: where it stands, and the salts of what the audit chain says of it.

-- Every column that holds personal data of customers, and the column with the record's number.
-- A register with such columns adds its own.
CREATE TABLE personal (
    tbl     {TEXT} NOT NULL,
    key_col {TEXT} NOT NULL,
    col     {TEXT} NOT NULL,
    PRIMARY KEY (tbl, col)
) {STRICT};

INSERT INTO personal (tbl, key_col, col) VALUES
    ('complaint', 'no', 'caller'),
    ('complaint', 'no', 'phone'),
    ('complaint', 'no', 'address'),
    ('customer', 'customer', 'name'),
    ('customer', 'customer', 'address'),
    ('customer', 'customer', 'phone');

-- The salt of an event's commitments. It has no state and may be deleted, after which nobody can
-- tell what the event committed to; the event itself stays as it is. It is written before its
-- event, hence the deferred reference.
CREATE TABLE salt (
    seq  {INT} PRIMARY KEY NOT NULL REFERENCES event (seq) DEFERRABLE INITIALLY DEFERRED,
    tbl  {TEXT} NOT NULL,                -- whose personal data
    salt {TEXT} NOT NULL CONSTRAINT salt_length CHECK (LENGTH(salt) = 32)
) {STRICT};
