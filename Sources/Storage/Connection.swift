import SQLite

/// SQLite's connection, closed with the last who holds it.
///
/// Not `Sendable`, and neither is what is built on it: the compiler lets only one isolation domain at a time use a
/// connection, which is what lets SQLite leave out its own lock (`SQLITE_OPEN_NOMUTEX`).
final class Connection {
    let pointer: OpaquePointer
    let path: String

    init(path: String, flags: Int32) throws(StorageError) {
        guard sqlite3_threadsafe() != 0 else {
            throw StorageError(.misuse, "cannot open \(path): this SQLite library was built without threads")
        }
        var pointer: OpaquePointer?
        let result = sqlite3_open_v2(path, &pointer, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let pointer else {
            throw StorageError(result: SQLITE_NOMEM, systemError: 0, detail: "no memory", action: "open", path: path)
        }
        self.pointer = pointer
        self.path = path
        // From here on deinit closes what was opened, as SQLite asks for even where opening failed.
        try check(result, "open")
    }

    deinit {
        // The _v2 form waits for statements that are still held elsewhere.
        sqlite3_close_v2(pointer)
    }

    /// Throws what SQLite says of its last call, unless that went well.
    func check(_ result: Int32, _ action: String) throws(StorageError) {
        guard result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE else { throw error(result, action) }
    }

    /// What SQLite says of its last call.
    func error(_ result: Int32, _ action: String) -> StorageError {
        // The number is kept from the last call that failed in the system, so other results must not quote it.
        let fromSystem = [SQLITE_IOERR, SQLITE_CANTOPEN].contains(result & 0xff)
        return StorageError(
            result: result, systemError: fromSystem ? sqlite3_system_errno(pointer) : 0,
            detail: String(cString: sqlite3_errmsg(pointer)), action: action, path: path)
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(pointer) == 0 }

    /// Runs SQL without results or values: pragmas, schemas, the edges of transactions.
    func execute(_ sql: String, _ action: String) throws(StorageError) {
        try check(sqlite3_exec(pointer, sql, nil, nil, nil), action)
    }
}
