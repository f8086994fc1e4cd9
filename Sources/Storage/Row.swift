import SQLite

/// One row of an answer, valid only inside the closure that was given it; it cannot be copied out.
///
/// Columns count from 0. A column of another kind than asked for throws `typeMismatch` instead of being converted: an
/// empty or zero that nobody stored would be a lie.
public struct Row: ~Copyable {
    let statement: OpaquePointer
    let connection: Connection

    /// Whether the column holds nothing.
    public func isNull(_ column: Int) throws(StorageError) -> Bool { try kind(column) == SQLITE_NULL }

    /// The column's whole number.
    public func int64(_ column: Int) throws(StorageError) -> Int64 {
        try expect(column, SQLITE_INTEGER, "a whole number")
        return sqlite3_column_int64(statement, Int32(column))
    }

    /// The column's whole number.
    public func int(_ column: Int) throws(StorageError) -> Int { Int(try int64(column)) }

    /// The column's whole number as a truth: 0 is false.
    public func bool(_ column: Int) throws(StorageError) -> Bool { try int64(column) != 0 }

    /// The column's number; a whole one counts, since SQLite stores 1.0 as 1 where it may.
    public func double(_ column: Int) throws(StorageError) -> Double {
        if try kind(column) != SQLITE_INTEGER { try expect(column, SQLITE_FLOAT, "a number") }
        return sqlite3_column_double(statement, Int32(column))
    }

    /// The column's text.
    public func text(_ column: Int) throws(StorageError) -> String {
        try expect(column, SQLITE_TEXT, "text")
        guard let start = sqlite3_column_text(statement, Int32(column)) else { throw exhausted() }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The column's bytes.
    public func blob(_ column: Int) throws(StorageError) -> [UInt8] {
        try expect(column, SQLITE_BLOB, "bytes")
        let start = sqlite3_column_blob(statement, Int32(column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
    }

    /// The column's whole number, or `nil` where it holds nothing.
    public func optionalInt(_ column: Int) throws(StorageError) -> Int? { try isNull(column) ? nil : try int(column) }

    /// The column's whole number, or `nil` where it holds nothing.
    public func optionalInt64(_ column: Int) throws(StorageError) -> Int64? {
        try isNull(column) ? nil : try int64(column)
    }

    /// The column's number, or `nil` where it holds nothing.
    public func optionalDouble(_ column: Int) throws(StorageError) -> Double? {
        try isNull(column) ? nil : try double(column)
    }

    /// The column's text, or `nil` where it holds nothing.
    public func optionalText(_ column: Int) throws(StorageError) -> String? {
        try isNull(column) ? nil : try text(column)
    }

    /// The column's bytes, or `nil` where it holds nothing.
    public func optionalBlob(_ column: Int) throws(StorageError) -> [UInt8]? {
        try isNull(column) ? nil : try blob(column)
    }

    /// The column's value, whatever its kind.
    public func value(_ column: Int) throws(StorageError) -> Value {
        switch try kind(column) {
        case SQLITE_INTEGER: .integer(try int64(column))
        case SQLITE_FLOAT: .real(try double(column))
        case SQLITE_TEXT: .text(try text(column))
        case SQLITE_BLOB: .blob(try blob(column))
        default: .null
        }
    }

    private func kind(_ column: Int) throws(StorageError) -> Int32 {
        guard column >= 0, column < Int(sqlite3_column_count(statement)) else {
            throw StorageError(.misuse, "\(connection.path): the answer has no column \(column): \(sql)")
        }
        return sqlite3_column_type(statement, Int32(column))
    }

    private func expect(_ column: Int, _ expected: Int32, _ what: String) throws(StorageError) {
        guard try kind(column) != expected else { return }
        let name = sqlite3_column_name(statement, Int32(column)).map { String(cString: $0) } ?? "\(column)"
        throw StorageError(
            .typeMismatch,
            "\(connection.path): the column \(name) does not hold \(what): the file was edited or is damaged")
    }

    private func exhausted() -> StorageError { connection.error(SQLITE_NOMEM, "read") }

    private var sql: String { sqlite3_sql(statement).map { String(cString: $0) } ?? "" }
}
