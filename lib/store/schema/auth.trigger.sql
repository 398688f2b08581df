-- What a delegation and a use of authority must not be, also when no tool is asked.

-- Who was delegated something cannot pass it on while that lasts, nor be given what is passed on.
CREATE TRIGGER delegation_again BEFORE INSERT ON delegation
WHEN EXISTS
     (SELECT 1 FROM delegation d
       WHERE (d.delegate = NEW.grantor OR d.grantor = NEW.delegate)
         AND (d.scope = NEW.scope OR d.scope = 'all' OR NEW.scope = 'all')
         AND d.from_day <= NEW.until_day AND d.until_day >= NEW.from_day)
BEGIN
    SELECT RAISE(ABORT, 'delegation_again');
END;

-- On a host what somebody else than the grantor recorded has no force before another confirms it, and who is
-- given it records it not.
CREATE TRIGGER delegation_recorder BEFORE INSERT ON delegation
WHEN NEW.recorded_by <> NEW.grantor AND EXISTS
     (SELECT 1 FROM meta m WHERE m.name = 'mode' AND m.value = 'host')
 AND (NEW.confirmed_by IS NOT NULL OR NEW.recorded_by = NEW.delegate)
BEGIN
    SELECT RAISE(ABORT, 'delegation_unconfirmed');
END;

CREATE TRIGGER delegation_confirmed BEFORE UPDATE ON delegation
WHEN NEW.confirmed_by IS NOT OLD.confirmed_by AND
     (OLD.confirmed_by IS NOT NULL OR NEW.confirmed_by IN (OLD.recorded_by, OLD.delegate))
BEGIN
    SELECT RAISE(ABORT, 'delegation_confirmed_by_another');
END;

-- It may only end earlier.
CREATE TRIGGER delegation_no_update BEFORE UPDATE ON delegation
WHEN NEW.no <> OLD.no OR NEW.grantor <> OLD.grantor OR NEW.delegate <> OLD.delegate
  OR NEW.scope <> OLD.scope OR NEW.cap IS NOT OLD.cap OR NEW.from_day <> OLD.from_day
  OR NEW.until_day > OLD.until_day OR NEW.evidence IS NOT OLD.evidence
BEGIN
    SELECT RAISE(ABORT, 'delegation_fixed');
END;

CREATE TRIGGER delegation_no_delete BEFORE DELETE ON delegation
BEGIN
    SELECT RAISE(ABORT, 'delegation_fixed');
END;

CREATE TRIGGER authority_use_no_delete BEFORE DELETE ON authority_use
BEGIN
    SELECT RAISE(ABORT, 'authority_use_kept');
END;

-- A use begins before its slip is signed, and its slip ends once.
CREATE TRIGGER authority_use_begin BEFORE INSERT ON authority_use
WHEN NEW.state NOT IN ('recorded', 'signing')
BEGIN
    SELECT RAISE(ABORT, 'authority_use_state');
END;

CREATE TRIGGER authority_use_state BEFORE UPDATE ON authority_use
WHEN NEW.state <> OLD.state AND
     (OLD.state IN ('authorised', 'rejected') OR NEW.state = 'recorded' OR
      (OLD.state = 'recorded' AND NEW.state <> 'signing'))
BEGIN
    SELECT RAISE(ABORT, 'authority_use_state');
END;

-- Authorised is what everybody has signed whose stage applies; rejected what somebody rejected.
CREATE TRIGGER authority_use_signed BEFORE UPDATE ON authority_use
WHEN NEW.state = 'authorised' AND OLD.state <> 'authorised' AND
     (NOT EXISTS (SELECT 1 FROM signing g WHERE g.tbl = 'authority_use' AND g.no = NEW.no)
      OR EXISTS
      (SELECT 1 FROM signing g
         JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain
         LEFT JOIN signature s ON s.tbl = g.tbl AND s.no = g.no AND s.chain = g.chain
                              AND s.round = g.round AND s.stage = c.stage
        WHERE g.tbl = 'authority_use' AND g.no = NEW.no
          AND COALESCE(s.decision, '') <> 'signed'
          AND NOT (';' || COALESCE(c.condition, '') || ';' LIKE '%;amount>0;%' AND g.amount = 0)
          AND NOT (';' || COALESCE(c.condition, '') || ';' LIKE '%;touches_other_dept;%'
                   AND COALESCE(g.other_dept, '') IN ('', COALESCE(g.own_dept, '')))))
BEGIN
    SELECT RAISE(ABORT, 'authority_use_signed');
END;

CREATE TRIGGER authority_use_rejected BEFORE UPDATE ON authority_use
WHEN NEW.state = 'rejected' AND OLD.state <> 'rejected' AND NOT EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = 'authority_use' AND s.no = NEW.no
         AND s.decision = 'rejected')
BEGIN
    SELECT RAISE(ABORT, 'authority_use_signed');
END;

-- What is on its way through signatures stays as it was put forward.
CREATE TRIGGER authority_use_fixed BEFORE UPDATE ON authority_use
WHEN OLD.state <> 'recorded' AND
     (NEW.amount IS NOT OLD.amount OR NEW.other_dept IS NOT OLD.other_dept OR
      NEW.matter <> OLD.matter OR NEW.person <> OLD.person OR NEW.dept IS NOT OLD.dept OR
      NEW.handler <> OLD.handler OR NEW.used_at <> OLD.used_at)
BEGIN
    SELECT RAISE(ABORT, 'authority_use_fixed');
END;

-- Points lie inside the range of the clause on the day of the use.
CREATE TRIGGER authority_use_points BEFORE UPDATE ON authority_use
WHEN NEW.points IS NOT NULL AND NOT EXISTS
     (SELECT 1 FROM policy_leg l JOIN policy_version v ON v.version = l.version
                       JOIN policy_trigger t ON t.version = l.version AND t.clause = l.clause
                        AND t.event IN ('auth.exceeded', 'auth.false')
       WHERE l.subject = 'person'
         AND v.from_day <= NEW.used_at AND v.until_day > substr(NEW.used_at, 1, 10)
         AND NEW.points BETWEEN l.points_min AND l.points_max)
BEGIN
    SELECT RAISE(ABORT, 'authority_use_points');
END;
