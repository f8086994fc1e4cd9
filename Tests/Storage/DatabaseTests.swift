import Glibc
import Storage
import Testing

@Suite struct DatabaseTests {
    let scratch: Scratch
    let path: String

    init() throws {
        scratch = try Scratch()
        path = scratch.file("test.sqlite")
    }

    @Test func `every kind of value comes back as it went in`() throws {
        let database = try Database(path: path)
        try database.runScript("CREATE TABLE t (i INTEGER, r REAL, s TEXT, b BLOB, n TEXT) STRICT")
        let text = "größe \u{0} 流量 🧭"
        try database.run(
            "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)", .integer(.min), 0.1, .text(text), .blob([0, 255]), nil)
        try database.run(
            "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)", Value(7), Value(2.0), "", .blob([]), Value(String?.none))
        let rows = try database.query("SELECT i, r, s, b, n FROM t ORDER BY rowid") { row in
            #expect(try row.optionalText(4) == nil)
            #expect(try row.isNull(4))
            return (try row.int64(0), try row.double(1), try row.text(2), try row.blob(3), try row.value(4))
        }
        #expect(rows.count == 2)
        #expect(rows[0] == (Int64.min, 0.1, text, [0, 255], Value.null))
        #expect(rows[1] == (7, 2, "", [], Value.null))
    }

    @Test func `a column that holds something else is an error, not a zero`() throws {
        let database = try Database(inMemory: DatabaseOptions())
        let error = try storageError { _ = try database.first("SELECT NULL AS lag") { row in try row.int(0) } }
        #expect(error.code == .typeMismatch)
        #expect(error.message.contains("the column lag does not hold a whole number"))
        #expect(try storageError { _ = try database.first("SELECT 1") { row in try row.text(1) } }.code == .misuse)
        #expect(try storageError { try database.run("SELECT ?1", 1, 2) }.code == .misuse)
        #expect(try storageError { try database.run("SELECT 1; SELECT 2") }.code == .misuse)
        #expect(try storageError { try database.run("SELEC 1") }.code == .misuse)
    }

    @Test func `a statement can be run inside its own rows`() throws {
        let database = try Database(inMemory: DatabaseOptions())
        let sql = "SELECT value FROM (SELECT 1 AS value UNION SELECT 2)"
        var pairs = 0
        try database.forEach(sql) { outer in
            let outer = try outer.int(0)
            try database.forEach(sql) { inner in
                pairs += outer * 10 + (try inner.int(0))
                return true
            }
            return true
        }
        #expect(pairs == 11 + 12 + 21 + 22)
    }

    @Test func `a transaction that throws leaves nothing behind`() throws {
        let database = try Database(path: path)
        try database.runScript("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT")
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.run("INSERT INTO t VALUES (1)")
                throw Stop()
            }
        }
        try database.transaction {
            try database.run("INSERT INTO t VALUES (2)")
            #expect(throws: Stop.self) {
                try database.transaction {
                    try database.run("INSERT INTO t VALUES (3)")
                    throw Stop()
                }
            }
            try database.transaction { try database.run("INSERT INTO t VALUES (4)") }
        }
        #expect(try database.query("SELECT i FROM t ORDER BY i") { row in try row.int(0) } == [2, 4])
        let error = try storageError { try database.run("INSERT INTO t VALUES (2)") }
        #expect(error.code == .constraint)
        #expect(error.message.contains(path))
    }

    @Test func `a commit is durable and the file is its owner's alone`() throws {
        let before = umask(0o077)
        defer { umask(before) }
        let database = try Database(path: path)
        try database.runScript("CREATE TABLE t (i INTEGER) STRICT")
        #expect(try database.first("PRAGMA journal_mode") { row in try row.text(0) } == "wal")
        #expect(try database.first("PRAGMA synchronous") { row in try row.int(0) } == 2)
        #expect(try database.first("PRAGMA foreign_keys") { row in try row.int(0) } == 1)
        for file in [path, path + "-wal", path + "-shm"] { #expect(mode(file) == 0o600) }

        let shared = scratch.file("made/for/all.sqlite")
        let other = try Database(path: shared, options: DatabaseOptions(durability: .checkpoints, sharing: .group))
        try other.runScript("CREATE TABLE t (i INTEGER) STRICT")
        #expect(try other.first("PRAGMA synchronous") { row in try row.int(0) } == 1)
        for file in [shared, shared + "-wal", shared + "-shm"] { #expect(mode(file) == 0o660) }
        #expect(mode(scratch.file("made/for")) == 0o2770)
    }

    @Test func `two connections write the same file in turns`() throws {
        let patient = try Database(path: path)
        let hasty = try Database(path: path, options: DatabaseOptions(busyTimeout: .zero))
        try patient.runScript("CREATE TABLE t (i INTEGER) STRICT")
        let before = try hasty.dataVersion()
        try patient.transaction {
            try patient.run("INSERT INTO t VALUES (1)")
            let error = try storageError { try hasty.run("INSERT INTO t VALUES (2)") }
            #expect(error.code == .busy)
            #expect(error.message.contains("Another process is writing it: try again"))
            #expect(try hasty.query("SELECT i FROM t") { row in try row.int(0) } == [])
        }
        #expect(try hasty.dataVersion() != before)
        try hasty.run("INSERT INTO t VALUES (2)")
        #expect(try patient.query("SELECT i FROM t ORDER BY i") { row in try row.int(0) } == [1, 2])
    }

    @Test func `writers of many threads wait for each other and lose nothing`() async throws {
        try Database(path: path).runScript("CREATE TABLE t (i INTEGER) STRICT")
        try await withThrowingTaskGroup { group in
            for writer in 0..<4 {
                group.addTask { [path] in
                    let database = try Database(path: path, options: DatabaseOptions(busyTimeout: .seconds(60)))
                    for number in 0..<25 {
                        try database.transaction {
                            let count = try database.first("SELECT count(*) FROM t") { row in try row.int(0) }
                            try database.run("INSERT INTO t VALUES (?1)", Value(count.map { $0 + 0 * writer * number }))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let rows = try Database(path: path).query("SELECT i FROM t ORDER BY i") { row in try row.int(0) }
        #expect(rows == Array(0..<100))
    }

    @Test func `what was committed is there after a kill`() throws {
        // The second connection reads what the first has put in the log, as a process does after the first one died.
        let writer = try Database(path: path)
        try writer.runScript("CREATE TABLE t (i INTEGER) STRICT; INSERT INTO t VALUES (1)")
        for suffix in ["", "-wal"] {
            let source = open(path + suffix, O_RDONLY)
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            bytes.removeSubrange(max(0, read(source, &bytes, bytes.count))...)
            close(source)
            try write(bytes, to: scratch.file("copy") + suffix)
        }
        let copy = try Database(path: scratch.file("copy"), options: DatabaseOptions(access: .readWrite))
        #expect(try copy.query("SELECT i FROM t") { row in try row.int(0) } == [1])
        try copy.checkIntegrity()
    }
}
