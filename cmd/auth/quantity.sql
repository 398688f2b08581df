-- What clauses count of a use of authority. ?1 its number, ?2 what: units, or the loss in fen.

SELECT CASE ?2 WHEN 'units' THEN units WHEN 'loss' THEN damage END AS quantity
  FROM authority_use
 WHERE no = ?1
