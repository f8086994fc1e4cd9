import SQLite

/// A prepared statement: compiled once, run as often as wanted.
///
/// Every run starts from the beginning and lets go of its locks at the end, also where a closure throws, so that a
/// statement never holds a reader's snapshot open between calls.
public final class Statement {
    private let connection: Connection
    let pointer: OpaquePointer

    /// Compiles one statement; SQL after its end is refused, so that nothing is silently left out.
    init(_ connection: Connection, _ sql: String, lasting: Bool) throws(StorageError) {
        var pointer: OpaquePointer?
        var rest = ""
        var sql = sql
        let flags = lasting ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let result = sql.withUTF8 { text -> Int32 in
            text.withMemoryRebound(to: CChar.self) { text in
                var end: UnsafePointer<CChar>?
                let count = Int32(clamping: text.count)
                let result = sqlite3_prepare_v3(connection.pointer, text.baseAddress, count, flags, &pointer, &end)
                if let start = text.baseAddress, let end {
                    rest = String(
                        decoding: UnsafeRawBufferPointer(start: end, count: text.count - (end - start)), as: UTF8.self)
                }
                return result
            }
        }
        guard result == SQLITE_OK else { throw connection.error(result, "prepare \"\(sql)\" for") }
        guard let pointer else { throw StorageError(.misuse, "\(connection.path): no SQL in \"\(sql)\"") }
        self.connection = connection
        self.pointer = pointer
        guard rest.utf8.allSatisfy({ $0 == UInt8(ascii: ";") || $0 <= UInt8(ascii: " ") }) else {
            throw StorageError(.misuse, "\(connection.path): more than one statement in \"\(sql)\"")
        }
    }

    deinit { sqlite3_finalize(pointer) }

    /// Whether it is in the middle of giving rows, so that it cannot be run anew now.
    var isBusy: Bool { sqlite3_stmt_busy(pointer) != 0 }

    /// Runs it with these values for its `?1`, `?2` … and drops what it answers.
    public func run(_ values: [Value] = []) throws(StorageError) {
        defer { sqlite3_reset(pointer) }
        try bind(values)
        while try step() {}
    }

    // Out of line: the optimiser of Swift 6.3.1 crashes when it inlines this into its callers (a row cannot be copied).
    /// Gives each row to `body`, until that answers false.
    ///
    /// - Throws: `StorageError`, and whatever `body` throws.
    @inline(never)
    public func forEach(_ values: [Value] = [], _ body: (borrowing Row) throws -> Bool) throws {
        defer { sqlite3_reset(pointer) }
        try bind(values)
        while try step(), try body(Row(statement: pointer, connection: connection)) {}
    }

    private func step() throws(StorageError) -> Bool {
        let result = sqlite3_step(pointer)
        if result == SQLITE_ROW { return true }
        if result == SQLITE_DONE { return false }
        throw connection.error(result, sqlite3_stmt_readonly(pointer) != 0 ? "read" : "write to")
    }

    private func bind(_ values: [Value]) throws(StorageError) {
        let wanted = Int(sqlite3_bind_parameter_count(pointer))
        guard wanted == values.count else {
            let sql = sqlite3_sql(pointer).map { String(cString: $0) } ?? ""
            throw StorageError(.misuse, "\(connection.path): \(values.count) values for \(wanted) places in \"\(sql)\"")
        }
        for (index, value) in zip(Int32(1)..., values) {
            try connection.check(bind(value, at: index), "bind a value for")
        }
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(pointer, index)
        case .integer(let number): return sqlite3_bind_int64(pointer, index, number)
        case .real(let number): return sqlite3_bind_double(pointer, index, number)
        case .text(var text):
            return text.withUTF8 { text in
                text.withMemoryRebound(to: CChar.self) {
                    azimuth_sqlite_bind_text(pointer, index, $0.baseAddress, UInt64($0.count))
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { azimuth_sqlite_bind_blob(pointer, index, $0.baseAddress, UInt64($0.count)) }
        }
    }
}
