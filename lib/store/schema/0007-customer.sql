-- Customers and their tiers. The tier in force steers limits of complaints and orders; a record
-- keeps the tier of its own day.
CREATE TABLE customer (
    customer      {TEXT} PRIMARY KEY NOT NULL,
    name          {TEXT},
    kind          {TEXT} NOT NULL CONSTRAINT customer_kind CHECK (kind IN ('person', 'unit')),
    customer_kind {TEXT} NOT NULL
                  CONSTRAINT customer_customer_kind CHECK (customer_kind IN ('home', 'business')),
    class         {TEXT},
    address       {TEXT},
    phone         {TEXT},
    meter         {TEXT},
    daily_gas_m3  {INT},
    tier          {TEXT} NOT NULL
                  CONSTRAINT customer_tier CHECK (tier = 'vip' OR tier = 'key' OR tier = 'general'),
    since         {TEXT},
    recorded_at   {TEXT} NOT NULL,
    recorded_by   {TEXT},
    digest        {TEXT} NOT NULL,
    event         {INT} NOT NULL
) {STRICT};

INSERT INTO register_state (tbl, state) VALUES
    ('customer', '0000000000000000000000000000000000000000000000000000000000000000');
