-- Changed roles count from the next day on. person.roles are the roles as last decided; here stand
-- those that were held until a change comes into force.

CREATE TABLE role_change (
    person    {TEXT} NOT NULL REFERENCES person (person),
    from_day  {TEXT} NOT NULL,           -- the first day of the changed roles
    old_roles {TEXT} NOT NULL,           -- held until then
    event     {INT} NOT NULL,
    PRIMARY KEY (person, from_day)
) {STRICT};

INSERT INTO register_state (tbl, state) VALUES
    ('role_change', '0000000000000000000000000000000000000000000000000000000000000000');
