-- The rates of a period from one index: it begins with the moment of planning, as the one before
-- it did, and has every column that is counted, so that no row of the table is looked up.
DROP INDEX callback_planned;
CREATE INDEX callback_kpi ON callback
    (planned_at, business, dept, caller, window_from, window_to, called_at, unreachable_at,
     cancelled_at, attempts, late, satisfied, solved, overall, attitude, skill, timeliness, result);
