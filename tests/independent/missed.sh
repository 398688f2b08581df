#!/bin/sh
# An independent count of missed limits of level 3 complaints, straight from the foreign file and
# the calendar, with sqlite3 alone: respond within 24 hours, close within 5 working days (17:30 of
# the last). The reply's time is the only step these messages have. Prints month,clock,count.
#   missed.sh MESSAGES.csv CALENDAR.csv
set -eu
sqlite3 -batch :memory: <<SQL
.import --csv "$1" message
.import --csv "$2" exception
.mode list
.separator ,

-- 2019/4/25 9:32:09 (or a date alone, or already with dashes) as 2019-04-25 09:32:09.
CREATE TABLE part AS
SELECT json_extract('["' || replace(replace(replace(replace(留言时间, '-', '/'), '/', '","'), ' ', '","'), ':', '","') || '"]', '$') AS received,
       json_extract('["' || replace(replace(replace(replace(答复时间, '-', '/'), '/', '","'), ' ', '","'), ':', '","') || '"]', '$') AS replied
  FROM message;
CREATE TABLE fact AS
SELECT printf('%04d-%02d-%02d %02d:%02d:%02d', received ->> 0, received ->> 1, received ->> 2,
              COALESCE(received ->> 3, 0), COALESCE(received ->> 4, 0), COALESCE(received ->> 5, 0)) AS received,
       printf('%04d-%02d-%02d %02d:%02d:%02d', replied ->> 0, replied ->> 1, replied ->> 2,
              COALESCE(replied ->> 3, 0), COALESCE(replied ->> 4, 0), COALESCE(replied ->> 5, 0)) AS replied
  FROM part;

-- Every day numbered by how many working days have passed up to and with it.
CREATE TABLE passed AS
WITH RECURSIVE day(d) AS (SELECT '2010-12-01' UNION ALL
                          SELECT date(d, '+1 day') FROM day WHERE d < '2020-12-31'),
     works AS (SELECT d, COALESCE((SELECT kind = 'work' FROM exception WHERE exception.day = d),
                                  strftime('%w', d) NOT IN ('0', '6')) AS work
                 FROM day)
SELECT d, work, SUM(work) OVER (ORDER BY d) AS n FROM works;
CREATE INDEX passed_day ON passed (d);
CREATE INDEX passed_n ON passed (n, work);

CREATE TABLE due AS
SELECT datetime(received, '+24 hours') AS due, replied, 'respond' AS clock FROM fact
UNION ALL
SELECT (SELECT last.d FROM passed last, passed first
         WHERE first.d = date(received) AND last.n = first.n + 5 AND last.work = 1) || ' 17:30:00',
       replied, 'close' FROM fact;
SELECT substr(due, 1, 7) AS month, clock, COUNT(*) FROM due WHERE replied > due
 GROUP BY month, clock ORDER BY month, clock;
SQL
