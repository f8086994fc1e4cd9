import SQLite

extension Database {
    /// Runs one statement with values for its `?1`, `?2` …
    public func run(_ sql: String, _ values: Value...) throws(StorageError) { try statement(sql).run(values) }

    /// Runs one statement with values for its `?1`, `?2` …
    public func run(_ sql: String, values: [Value]) throws(StorageError) { try statement(sql).run(values) }

    /// Runs a script of statements that answer nothing and take no values.
    public func runScript(_ sql: String) throws(StorageError) { try connection.execute(sql, "run a script on") }

    /// What `read` makes of each row.
    ///
    /// - Throws: `StorageError`, and whatever `read` throws.
    public func query<Result>(
        _ sql: String, _ values: Value..., read: (borrowing Row) throws -> Result
    ) throws -> [Result] {
        var results: [Result] = []
        try statement(sql).forEach(values) { row in
            results.append(try read(row))
            return true
        }
        return results
    }

    /// What `read` makes of the first row, or `nil` where there is none.
    ///
    /// - Throws: `StorageError`, and whatever `read` throws.
    public func first<Result>(
        _ sql: String, _ values: Value..., read: (borrowing Row) throws -> Result
    ) throws -> Result? {
        var result: Result?
        try statement(sql).forEach(values) { row in
            result = try read(row)
            return false
        }
        return result
    }

    /// Gives each row to `body`, until that answers false.
    ///
    /// - Throws: `StorageError`, and whatever `body` throws.
    public func forEach(_ sql: String, _ values: Value..., body: (borrowing Row) throws -> Bool) throws {
        try statement(sql).forEach(values, body)
    }

    /// The compiled form of this SQL, kept for the next time; a new one where the kept one is in the middle of its rows.
    public func statement(_ sql: String) throws(StorageError) -> Statement {
        if let kept = statements[sql], !kept.isBusy { return kept }
        let made = try Statement(connection, sql, lasting: true)
        // SQL is text of the program's own, so there is not much of it; the bound is against text made from data.
        if statements.count >= 256 { statements.removeAll(keepingCapacity: true) }
        statements[sql] = made
        return made
    }

    /// The row number that the last insert made.
    public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(connection.pointer) }

    /// How many rows the last statement inserted, changed or deleted.
    public var changedRows: Int { Int(sqlite3_changes64(connection.pointer)) }

    /// A number that changes when another connection commits: a cheap look whether there is anything new to read.
    public func dataVersion() throws -> Int64 {
        try first("PRAGMA data_version") { row in try row.int64(0) } ?? 0
    }
}
