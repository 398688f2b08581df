-- What a case must not become, also when no tool is asked.

CREATE TRIGGER reward_case_new BEFORE INSERT ON reward_case
WHEN NEW.state <> 'proposed' OR NEW.suspended_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'reward_case_is_proposed_first');
END;

CREATE TRIGGER reward_case_reversing BEFORE INSERT ON reward_case
WHEN NEW.reverses IS NOT NULL AND NOT EXISTS
     (SELECT 1 FROM reward_case o WHERE o.no = NEW.reverses AND o.reverses IS NULL
         AND o.state = 'approved' AND o.clause = NEW.clause AND o.occurred_at = NEW.occurred_at)
BEGIN
    SELECT RAISE(ABORT, 'reward_case_reverses_an_approved_one');
END;

-- What was proposed stands; only what is still missing is added, before the first signature.
CREATE TRIGGER reward_case_fixed BEFORE UPDATE ON reward_case
WHEN NEW.no <> OLD.no OR NEW.source <> OLD.source OR NEW.source_no <> OLD.source_no
  OR NEW.clause <> OLD.clause OR NEW.dept <> OLD.dept OR NEW.person IS NOT OLD.person
  OR NEW.amount IS NOT OLD.amount OR NEW.head_amount IS NOT OLD.head_amount
  OR NEW.points IS NOT OLD.points OR NEW.annual_points IS NOT OLD.annual_points
  OR NEW.loss IS NOT OLD.loss OR NEW.quantity IS NOT OLD.quantity
  OR NEW.occurred_at <> OLD.occurred_at OR NEW.chain <> OLD.chain
  OR NEW.proposer <> OLD.proposer OR NEW.reverses IS NOT OLD.reverses
  OR NEW.beside IS NOT OLD.beside OR NEW.also_reason IS NOT OLD.also_reason OR NEW.recorded_at <> OLD.recorded_at
  OR NEW.event <> OLD.event
  OR ((NEW.facts <> OLD.facts OR NEW.evidence IS NOT OLD.evidence
       OR NEW.suspension IS NOT OLD.suspension)
      AND (OLD.state <> 'proposed'
           OR EXISTS (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = OLD.no)))
  OR (OLD.decided_at IS NOT NULL AND NEW.decided_at IS NOT OLD.decided_at)
BEGIN
    SELECT RAISE(ABORT, 'reward_case_never_changes');
END;

CREATE TRIGGER reward_case_moves BEFORE UPDATE ON reward_case
WHEN NEW.state <> OLD.state
 AND NOT (OLD.state = 'proposed' AND NEW.state IN ('approved', 'rejected', 'withdrawn'))
 AND NOT (OLD.state = 'approved' AND NEW.state = 'reversed')
BEGIN
    SELECT RAISE(ABORT, 'reward_case_moves_forward');
END;

-- A state is what the signatures say. Stages with a condition are the tool's to judge.
CREATE TRIGGER reward_case_signed BEFORE UPDATE ON reward_case
WHEN NEW.state = 'approved' AND OLD.state <> 'approved' AND
     (NOT EXISTS (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = OLD.no
                     AND s.chain = OLD.chain)
      OR EXISTS (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = OLD.no
                    AND s.decision = 'rejected')
      OR EXISTS (SELECT 1 FROM signing g
                   JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain
                  WHERE g.tbl = 'reward_case' AND g.no = OLD.no AND c.condition IS NULL
                    AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.tbl = g.tbl AND s.no = g.no
                                       AND s.chain = g.chain AND s.round = g.round
                                       AND s.stage = c.stage)))
BEGIN
    SELECT RAISE(ABORT, 'reward_case_lacks_signatures');
END;

CREATE TRIGGER reward_case_rejected BEFORE UPDATE ON reward_case
WHEN NEW.state = 'rejected' AND OLD.state <> 'rejected' AND NOT EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = OLD.no
         AND s.decision = 'rejected')
BEGIN
    SELECT RAISE(ABORT, 'reward_case_lacks_a_rejection');
END;

CREATE TRIGGER reward_case_reversed BEFORE UPDATE ON reward_case
WHEN NEW.state = 'reversed' AND OLD.state <> 'reversed' AND NOT EXISTS
     (SELECT 1 FROM reward_case r WHERE r.reverses = OLD.no AND r.state = 'approved')
BEGIN
    SELECT RAISE(ABORT, 'reward_case_lacks_its_reversal');
END;

CREATE TRIGGER reward_case_no_delete BEFORE DELETE ON reward_case
BEGIN
    SELECT RAISE(ABORT, 'reward_case_stays');
END;

-- What stands beside a case is about the same fact, and about a person alone.
CREATE TRIGGER reward_case_beside_one BEFORE INSERT ON reward_case
WHEN NEW.beside IS NOT NULL AND (NEW.person IS NULL OR NEW.reverses IS NOT NULL OR NOT EXISTS
     (SELECT 1 FROM reward_case o WHERE o.no = NEW.beside AND o.beside IS NULL
         AND o.reverses IS NULL AND o.state IN ('proposed', 'approved') AND o.clause = NEW.clause
         AND o.source = NEW.source AND o.source_no = NEW.source_no))
BEGIN
    SELECT RAISE(ABORT, 'reward_case_beside_one_of_the_fact');
END;

CREATE TRIGGER reward_leg_beside BEFORE INSERT ON reward_leg
WHEN NEW.subject <> 'person' AND EXISTS
     (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.beside IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_of_the_first_case');
END;

-- Legs come with their case, before its chain begins, and inside what the clause allows.
CREATE TRIGGER reward_leg_in_time BEFORE INSERT ON reward_leg
WHEN NOT EXISTS (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.state = 'proposed')
  OR EXISTS (SELECT 1 FROM signing g WHERE g.tbl = 'reward_case' AND g.no = NEW.no)
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_comes_with_its_case');
END;

-- What is per something is so many times that; a share is of what the legs before it have.
CREATE TRIGGER reward_leg_in_range BEFORE INSERT ON reward_leg
WHEN EXISTS (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.reverses IS NULL)
 AND NOT EXISTS
     (SELECT 1 FROM reward_case c
        JOIN policy_version v ON v.from_day <= substr(c.occurred_at, 1, 10)
                             AND v.until_day > substr(c.occurred_at, 1, 10)
        JOIN policy_leg l ON l.version = v.version AND l.clause = c.clause
                         AND l.subject = NEW.subject AND l.approval = c.chain
                         AND COALESCE(l.loss_from, 0) <= COALESCE(c.loss, 0)
                         AND (l.loss_to IS NULL OR l.loss_to > COALESCE(c.loss, 0))
       WHERE c.no = NEW.no
         AND CASE WHEN l.share_of IS NOT NULL
                  THEN ABS(NEW.points) <= (SELECT SUM(ABS(b.points)) FROM reward_leg b WHERE b.no = c.no)
                   AND ABS(NEW.amount) <= (SELECT SUM(ABS(b.amount)) FROM reward_leg b WHERE b.no = c.no)
                  ELSE ABS(NEW.points) BETWEEN COALESCE(l.points_min, 0) * (CASE WHEN l.per IS NULL THEN 1 ELSE c.quantity END)
                                           AND COALESCE(l.points_max, 0) * (CASE WHEN l.per IS NULL THEN 1 ELSE c.quantity END)
                   AND ABS(NEW.amount) <= COALESCE(l.amount_max, 0) * (CASE WHEN l.per IS NULL THEN 1 ELSE c.quantity END)
                  END
         AND CASE l.sign WHEN '+' THEN NEW.points >= 0 AND NEW.amount >= 0
                         ELSE NEW.points <= 0 AND NEW.amount <= 0 END)
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_in_range');
END;

CREATE TRIGGER reward_leg_negated BEFORE INSERT ON reward_leg
WHEN EXISTS (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.reverses IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM reward_leg o WHERE o.no = c.reverses
                                   AND o.leg = NEW.leg AND o.subject = NEW.subject
                                   AND o.dept = NEW.dept AND o.person IS NEW.person
                                   AND o.points = -NEW.points AND o.amount = -NEW.amount))
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_gives_back_the_first');
END;

CREATE TRIGGER reward_leg_no_update BEFORE UPDATE ON reward_leg
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_never_changes');
END;

CREATE TRIGGER reward_leg_no_delete BEFORE DELETE ON reward_leg
BEGIN
    SELECT RAISE(ABORT, 'reward_leg_never_changes');
END;

-- Nobody signs what is not proved, is decided, or is under appeal.
CREATE TRIGGER signature_reward BEFORE INSERT ON signature
WHEN NEW.tbl = 'reward_case' AND NOT EXISTS
     (SELECT 1 FROM reward_case c WHERE c.no = NEW.no AND c.state = 'proposed'
         AND c.chain = NEW.chain AND c.suspended_at IS NULL
         AND (c.evidence IS NOT NULL OR NEW.decision = 'rejected'))
BEGIN
    SELECT RAISE(ABORT, 'signature_needs_evidence');
END;

-- A signature on paper is disputed by the one in whose name it stands, and decided by another.
CREATE TRIGGER paper_dispute_own BEFORE INSERT ON paper_dispute
WHEN NOT EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = NEW.no AND s.stage = NEW.stage
         AND s.person = NEW.person AND s.entered_by <> s.person)
BEGIN
    SELECT RAISE(ABORT, 'paper_dispute_own');
END;

CREATE TRIGGER paper_dispute_no_update BEFORE UPDATE ON paper_dispute
BEGIN
    SELECT RAISE(ABORT, 'paper_dispute_append_only');
END;

CREATE TRIGGER paper_dispute_no_delete BEFORE DELETE ON paper_dispute
BEGIN
    SELECT RAISE(ABORT, 'paper_dispute_append_only');
END;

CREATE TRIGGER paper_decision_other BEFORE INSERT ON paper_decision
WHEN EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = NEW.no AND s.stage = NEW.stage
         AND NEW.person IN (s.person, s.entered_by))
  OR EXISTS
     (SELECT 1 FROM reward_leg l WHERE l.no = NEW.no AND l.person = NEW.person)
BEGIN
    SELECT RAISE(ABORT, 'paper_decision_other');
END;

CREATE TRIGGER paper_decision_no_update BEFORE UPDATE ON paper_decision
BEGIN
    SELECT RAISE(ABORT, 'paper_decision_append_only');
END;

CREATE TRIGGER paper_decision_no_delete BEFORE DELETE ON paper_decision
BEGIN
    SELECT RAISE(ABORT, 'paper_decision_append_only');
END;
