-- What a signature must not be, also when no tool is asked.

CREATE TRIGGER signature_proposer BEFORE INSERT ON signature
WHEN NEW.role <> 'handler' AND EXISTS
     (SELECT 1 FROM signing s WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain
         AND s.round = NEW.round AND s.proposer = NEW.person)
BEGIN
    SELECT RAISE(ABORT, 'signature_proposer');
END;

CREATE TRIGGER signature_subject BEFORE INSERT ON signature
WHEN EXISTS
     (SELECT 1 FROM signing_subject s WHERE s.tbl = NEW.tbl AND s.no = NEW.no
         AND s.chain = NEW.chain AND s.round = NEW.round AND s.person = NEW.person)
BEGIN
    SELECT RAISE(ABORT, 'signature_subject');
END;

-- Nobody signs for whoever could not, and a subject's delegate signs nothing.
CREATE TRIGGER signature_delegate BEFORE INSERT ON signature
WHEN EXISTS
     (SELECT 1 FROM signing_subject s JOIN delegation d ON d.grantor = s.person
       WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain AND s.round = NEW.round
         AND d.delegate = NEW.person AND d.scope IN ('all', NEW.chain)
         AND d.from_day <= substr(NEW.signed_at, 1, 10)
         AND d.until_day >= substr(NEW.signed_at, 1, 10))
  OR EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain
         AND s.round = NEW.round AND s.person = NEW.behalf)
  OR EXISTS
     (SELECT 1 FROM signing s WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain
         AND s.round = NEW.round AND s.proposer = NEW.behalf AND NEW.role <> 'handler')
BEGIN
    SELECT RAISE(ABORT, 'signature_delegate');
END;

-- On a host nobody enters a signature on paper that serves himself.
CREATE TRIGGER signature_enterer BEFORE INSERT ON signature
WHEN NEW.entered_by <> NEW.person AND EXISTS
     (SELECT 1 FROM meta m WHERE m.name = 'mode' AND m.value = 'host')
 AND (EXISTS
     (SELECT 1 FROM signing g LEFT JOIN event e ON e.seq = g.event
       WHERE g.tbl = NEW.tbl AND g.no = NEW.no AND g.chain = NEW.chain AND g.round = NEW.round
         AND (g.proposer = NEW.entered_by OR (g.proposer IS NOT NULL AND e.person = NEW.entered_by)))
  OR EXISTS
     (SELECT 1 FROM signing_subject s WHERE s.tbl = NEW.tbl AND s.no = NEW.no
         AND s.chain = NEW.chain AND s.round = NEW.round AND s.person = NEW.entered_by)
  OR EXISTS
     (SELECT 1 FROM delegation d WHERE d.delegate = NEW.entered_by AND d.scope IN ('all', NEW.chain)
         AND d.from_day <= substr(NEW.signed_at, 1, 10)
         AND d.until_day >= substr(NEW.signed_at, 1, 10)
         AND (d.grantor = NEW.person OR d.grantor IN
             (SELECT s.person FROM signing_subject s WHERE s.tbl = NEW.tbl AND s.no = NEW.no
                 AND s.chain = NEW.chain AND s.round = NEW.round))))
BEGIN
    SELECT RAISE(ABORT, 'signature_enterer');
END;

CREATE TRIGGER signature_order BEFORE INSERT ON signature
WHEN EXISTS
     (SELECT 1 FROM signature s WHERE s.tbl = NEW.tbl AND s.no = NEW.no AND s.chain = NEW.chain
         AND s.round = NEW.round AND (s.stage >= NEW.stage OR s.decision = 'rejected'))
  OR NOT EXISTS
     (SELECT 1 FROM signing g JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain
       WHERE g.tbl = NEW.tbl AND g.no = NEW.no AND g.chain = NEW.chain AND g.round = NEW.round
         AND c.stage = NEW.stage)
BEGIN
    SELECT RAISE(ABORT, 'signature_order');
END;

CREATE TRIGGER signature_no_update BEFORE UPDATE ON signature
BEGIN
    SELECT RAISE(ABORT, 'signature_append_only');
END;

CREATE TRIGGER signature_no_delete BEFORE DELETE ON signature
BEGIN
    SELECT RAISE(ABORT, 'signature_append_only');
END;

CREATE TRIGGER signing_no_update BEFORE UPDATE ON signing
BEGIN
    SELECT RAISE(ABORT, 'signing_append_only');
END;

CREATE TRIGGER signing_no_delete BEFORE DELETE ON signing
BEGIN
    SELECT RAISE(ABORT, 'signing_append_only');
END;

CREATE TRIGGER signing_subject_no_change BEFORE UPDATE ON signing_subject
BEGIN
    SELECT RAISE(ABORT, 'signing_append_only');
END;

CREATE TRIGGER signing_subject_no_delete BEFORE DELETE ON signing_subject
BEGIN
    SELECT RAISE(ABORT, 'signing_append_only');
END;
