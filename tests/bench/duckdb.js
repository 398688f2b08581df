/* duckdb.js FILE: the file as a table in memory, every cell a text, by npm's @duckdb/node-api; for comparison.
 * Without a file it tells by its exit whether the package is there. */
const { DuckDBInstance } = require('@duckdb/node-api')

async function main(file) {
  const store = await DuckDBInstance.create(':memory:')
  const to = await store.connect()
  await to.run(`CREATE TABLE t AS SELECT * FROM read_csv('${file}', all_varchar = true)`)
  const count = await to.runAndReadAll('SELECT COUNT(*) FROM t')
  console.log(String(count.getRows()[0][0]))
}

if (process.argv[2])
  main(process.argv[2]).catch((error) => {
    console.error(error.message)
    process.exit(1)
  })
