import Storage
import Testing

@Suite struct SchemaTests {
    let scratch: Scratch
    let path: String
    let one = Schema(
        name: "journal", identifier: 77, scripts: ["CREATE TABLE a (i INTEGER) STRICT; INSERT INTO a VALUES (1)"])
    let two: Schema

    init() throws {
        scratch = try Scratch()
        path = scratch.file("journal.sqlite")
        two = Schema(
            name: "journal", identifier: 77, scripts: one.scripts + ["ALTER TABLE a ADD COLUMN s TEXT DEFAULT 'x'"])
    }

    @Test func `an older file is brought up to date and keeps its rows`() throws {
        try Database(path: path).migrate(to: one)
        let database = try Database(path: path)
        #expect(try database.version() == 1)
        try database.migrate(to: two)
        try database.migrate(to: two)
        #expect(try database.version() == 2)
        #expect(try database.query("SELECT i, s FROM a") { row in "\(try row.int(0))\(try row.text(1))" } == ["1x"])
    }

    @Test func `a newer file is refused`() throws {
        try Database(path: path).migrate(to: two)
        let error = try storageError { try Database(path: path).migrate(to: one) }
        #expect(error.code == .newer)
        #expect(
            error.message == "\(path) holds version 2 of the journal, this program knows up to 1: "
                + "a newer azimuth wrote it. Use that version, or name another file.")
    }

    @Test func `an older file that may only be read is refused`() throws {
        try Database(path: path).migrate(to: one)
        let reader = try Database(path: path, options: DatabaseOptions(access: .readOnly))
        #expect(try storageError { try reader.migrate(to: two) }.code == .older)
        try reader.migrate(to: one)
        #expect(try storageError { try reader.run("DELETE FROM a") }.code == .readOnly)
    }

    @Test func `another program's database is refused`() throws {
        try Database(path: path).runScript("CREATE TABLE theirs (i INTEGER)")
        #expect(try storageError { try Database(path: path).migrate(to: one) }.code == .foreign)
        let other = scratch.file("other.sqlite")
        try Database(path: other).migrate(to: one)
        let cache = Schema(name: "cache", identifier: 78, scripts: one.scripts)
        let error = try storageError { try Database(path: other).migrate(to: cache) }
        #expect(error.code == .foreign)
        #expect(error.message == "\(other) is a database, but no cache of this program: name another file.")
    }

    @Test func `a script that fails changes nothing`() throws {
        let broken = Schema(
            name: "journal", identifier: 77, scripts: one.scripts + ["CREATE TABLE b (i); CREATE TABLE a (i)"])
        let database = try Database(path: path)
        #expect(throws: StorageError.self) { try database.migrate(to: broken) }
        #expect(try database.version() == 0)
        try database.migrate(to: two)
    }

    @Test func `processes that start together make the tables once`() async throws {
        for round in 0..<20 {
            let path = scratch.file("round-\(round).sqlite")
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { [two] in try Database(path: path).migrate(to: two) } }
                try await group.waitForAll()
            }
            #expect(try Database(path: path).query("SELECT i FROM a") { row in try row.int(0) } == [1])
        }
    }
}
