-- What clauses count of a complaint. ?1 its number, ?2 what: people, of whom one alone needs no number.

SELECT COALESCE(people, 1) AS quantity FROM complaint WHERE no = ?1 AND ?2 = 'people'
