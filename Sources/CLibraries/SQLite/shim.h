#pragma once
#include <sqlite3.h>

// What Swift cannot call: a variadic function, and a macro that casts -1 to a function pointer.

/// Copies the text, so that the caller's buffer may go as soon as this returns; no bytes are empty text, never NULL.
static inline int azimuth_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, text ? text : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Copies the bytes; no bytes are an empty blob, never NULL.
static inline int azimuth_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    if (count == 0) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/// No statement may write the file behind SQLite's back, whatever a damaged or hostile file holds in its schema.
static inline int azimuth_sqlite_defend(sqlite3 *connection) {
    int code = sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    if (code != SQLITE_OK) return code;
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}
