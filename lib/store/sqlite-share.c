/* Where rows stand, and what several processes need to read one state of a store together. */
#include <stdio.h>
#include <stdlib.h>

#include "sqlite.h"
#include "svc/mem.h"

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The header of the file has a counter that every commit raises. A file that has lost its name is not the one
 * that another process would open. */
int64_t svc_sqlite_state(void *handle, char *name, size_t size)
{
    enum { PAGE_SIZE = 16, COUNTER = 24, PAGES = 28, HEADER = 32 };
    struct svc_sqlite *conn = handle;
    unsigned char header[HEADER];
    sqlite3_file *file = NULL;
    int moved = 1;
    if (conn->scratch || sqlite3_file_control(conn->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK ||
        moved || sqlite3_file_control(conn->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        !file->pMethods || file->pMethods->xRead(file, header, sizeof header, 0) != SQLITE_OK)
        return 0;
    uint32_t pages = big_endian(header + PAGES), page = (uint32_t)header[PAGE_SIZE] << 8 | header[PAGE_SIZE + 1];
    snprintf(name, size, "%u/%u", big_endian(header + COUNTER), pages);
    return (int64_t)pages * (page == 1 ? 65536 : page);
}

/* By ranges of the numbers that the engine gives to rows; a table that has none is one part. A row that somebody
 * gave a number far out is in the last part with all that is left: their count has an end. */
char *svc_sqlite_part(void *handle, const char *table, size_t i)
{
    enum { ROWS = 1 << 16, MOST = 4096 };
    struct svc_sqlite *conn = handle;
    sqlite3_stmt *stmt = NULL;
    sqlite3_int64 last = 0, from = (sqlite3_int64)i * ROWS;
    char *sql = svc_format("SELECT MAX(rowid) FROM %s", table);
    if (sqlite3_prepare_v2(conn->db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        last = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    free(sql);
    if (i > 0 && (from >= last || i >= MOST))
        return NULL;
    if (last <= ROWS)
        return svc_strdup(table);
    if (i == 0)
        return svc_format("%s WHERE rowid <= %lld", table, from + ROWS);
    if (i + 1 < MOST && from + ROWS < last)
        return svc_format("%s WHERE rowid > %lld AND rowid <= %lld", table, from, from + ROWS);
    return svc_format("%s WHERE rowid > %lld", table, from);
}

/* The engine sorts what an IN yields, and reads the rows in that order. */
char *svc_sqlite_lying(const char *table, const char *as, const char *condition)
{
    return svc_format("%s.rowid IN (SELECT rowid FROM %s WHERE %s)", as, table, condition);
}
