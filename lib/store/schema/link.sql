-- Links that people and files told between records of different registers, or of one. The two ends
-- stand in one order, so that a pair is found by either. What other columns say already (a call-back's
-- record, a case's source, a repeat) is not copied here. Of one fact are a complaint and the order of
-- the visit that it is about, a finding and a case, and what somebody said so of. A link that was
-- wrong is taken back and stays.
CREATE TABLE link (
    no           {TEXT} PRIMARY KEY NOT NULL,
    register     {TEXT} NOT NULL
                 CONSTRAINT link_register
                 CHECK (register IN ('complaint', 'order', 'callback', 'finding', 'case')),
    record       {TEXT} NOT NULL,
    with_register {TEXT} NOT NULL
                 CONSTRAINT link_with_register
                 CHECK (with_register IN ('complaint', 'order', 'callback', 'finding', 'case')),
    with_record  {TEXT} NOT NULL,
    same_fact    {TEXT} NOT NULL CONSTRAINT link_same_fact CHECK (same_fact IN ('yes', 'no')),
    origin       {TEXT} NOT NULL
                 CONSTRAINT link_origin CHECK (origin IN ('hand', 'import', 'reopen')),
    linked_at    {TEXT} NOT NULL,
    linked_by    {TEXT} REFERENCES person (person),
    why          {TEXT},
    state        {TEXT} NOT NULL,
    unlinked_at  {TEXT},
    unlinked_by  {TEXT} REFERENCES person (person),
    unlink_why   {TEXT},
    event        {INT} NOT NULL,
    CONSTRAINT link_state CHECK (state = CASE WHEN unlinked_at IS NULL THEN 'linked'
        ELSE 'unlinked' END),
    CONSTRAINT link_two CHECK (register <> with_register OR record <> with_record)
) {STRICT};
-- What is one fact is asked of each record that has score lines, by either end.
CREATE UNIQUE INDEX link_once ON link (record, with_record, register, with_register)
    WHERE state = 'linked';
CREATE INDEX link_with ON link (with_record);
CREATE INDEX link_case ON link (with_record) WHERE with_register = 'case';

INSERT INTO register_state (tbl) VALUES ('link');
