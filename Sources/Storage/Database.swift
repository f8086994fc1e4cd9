import Glibc
import SQLite

/// One connection to one SQLite file, with a write-ahead log.
///
/// It is not `Sendable` on purpose: a user wraps it in an actor or keeps it on one thread, and the compiler proves that
/// no two threads use it at once. Two processes, or two connections, may use the same file: readers never wait, and
/// writers wait for each other up to the busy timeout.
public final class Database {
    /// The file's path, as it was given.
    public let path: String
    let connection: Connection
    let options: DatabaseOptions
    var statements: [String: Statement] = [:]
    var depth = 0

    /// Opens the file at this path.
    ///
    /// - Throws: `StorageError`: `cannotOpen`, `readOnly`, `full`, `corrupt`, `insecure`, `busy`.
    public init(path: String, options: DatabaseOptions = DatabaseOptions()) throws(StorageError) {
        self.path = path
        self.options = options
        if options.access == .create { try DatabaseFile.make(path, options.sharing) }
        try DatabaseFile.refuseStrangers(path)
        let flags = options.access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        connection = try Connection(path: path, flags: flags)
        // SQLite falls back to reading where writing is not allowed; whoever wants to write learns it here.
        if options.access != .readOnly, sqlite3_db_readonly(connection.pointer, "main") != 0 {
            throw StorageError(.readOnly, action: "write to", path: path, detail: "it may only be read")
        }
        try configure()
    }

    /// A database without a file, gone with its last holder: for when there is no place to keep one.
    public init(inMemory options: DatabaseOptions = DatabaseOptions()) throws(StorageError) {
        path = ":memory:"
        self.options = options
        connection = try Connection(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY)
        try configure()
    }

    private func configure() throws(StorageError) {
        let milliseconds = options.busyTimeout / .milliseconds(1)
        sqlite3_busy_timeout(connection.pointer, Int32(min(max(milliseconds, 0), 3_600_000)))
        try connection.check(azimuth_sqlite_defend(connection.pointer), "open")
        // Temporary tables and sorting stay in memory: a full /tmp must not stop a journal.
        try connection.execute("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY", "open")
        guard options.access != .readOnly else { return }
        if path != ":memory:" { try useWriteAheadLog() }
        let synchronous = options.durability == .everyCommit ? "FULL" : "NORMAL"
        try connection.execute("PRAGMA synchronous=\(synchronous); PRAGMA journal_size_limit=8388608", "open")
        if let limit = options.pageLimit { try connection.execute("PRAGMA max_page_count=\(limit)", "open") }
    }

    private func useWriteAheadLog() throws(StorageError) {
        let mode = try switchToWriteAheadLog()
        guard mode == "wal" else {
            throw StorageError(
                .cannotOpen,
                "cannot use \(path): its file system allows no write-ahead log (journal mode stays \(mode)). "
                    + "Name a place on a local disk.")
        }
    }

    /// The switch, which a new file needs once, takes a lock for which SQLite does not wait by itself.
    private func switchToWriteAheadLog() throws(StorageError) -> String {
        let deadline = ContinuousClock.now + options.busyTimeout
        while true {
            do {
                return try pragmaText("journal_mode=WAL")
            } catch {
                guard error.code == .busy, ContinuousClock.now < deadline else { throw error }
                usleep(2000)
            }
        }
    }

    /// What a pragma answers, as text.
    func pragmaText(_ pragma: String) throws(StorageError) -> String {
        var answer = ""
        do {
            try Statement(connection, "PRAGMA \(pragma)", lasting: false).forEach { row in
                if case .text(let text) = try row.value(0) { answer = text }
                if case .integer(let number) = try row.value(0) { answer = String(number) }
                return false
            }
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(.misuse, "\(path): \(error)", cause: error)
        }
        return answer
    }

    /// Reads every page and every index, which takes as long as the file is big.
    ///
    /// - Throws: `corrupt`, with the first things that SQLite found.
    public func checkIntegrity() throws(StorageError) {
        let found = try pragmaText("quick_check(1)")
        guard found == "ok" else { throw StorageError(.corrupt, action: "trust", path: path, detail: found) }
    }
}
