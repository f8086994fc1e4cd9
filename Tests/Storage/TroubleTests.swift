import Glibc
import Storage
import Testing

/// What a disk, a directory or a stranger can do to a file.
@Suite struct TroubleTests {
    let scratch: Scratch
    let path: String

    init() throws {
        scratch = try Scratch()
        path = scratch.file("journal.sqlite")
    }

    @Test(.enabled(if: isRoot))
    func `a full disk stops the write, keeps what was there, and goes on when there is room`() throws {
        try scratch.mountSmallDisk(kibibytes: 512)
        let database = try Database(path: path)
        try database.runScript("CREATE TABLE t (i INTEGER, b BLOB) STRICT")
        try database.run("INSERT INTO t VALUES (1, ?1)", .blob([1]))
        let ballast = scratch.file("ballast")
        try fill(ballast)
        let error = try storageError {
            for number in 2..<200 { try database.run("INSERT INTO t VALUES (?1, zeroblob(4000))", Value(number)) }
        }
        #expect(error.code == .full)
        #expect(error.message.contains("Free space on the file system of \(scratch.path)"))
        let kept = try database.query("SELECT i FROM t") { row in try row.int(0) }
        #expect(kept == Array(1...kept.count))
        unlink(ballast)
        try database.run("INSERT INTO t VALUES (1000, NULL)")
        try database.checkIntegrity()
        #expect(try database.query("SELECT i FROM t") { row in try row.int(0) } == kept + [1000])
    }

    @Test(.enabled(if: isRoot))
    func `a disk that is full from the start is named when the file is opened or first written`() throws {
        try scratch.mountSmallDisk(kibibytes: 64)
        try fill(scratch.file("ballast"))
        let error = try storageError {
            try Database(path: path).runScript("CREATE TABLE t (i INTEGER)")
        }
        #expect(error.code == .full)
    }

    @Test func `a file that reached its own limit is full`() throws {
        let database = try Database(path: path, options: DatabaseOptions(pageLimit: 8))
        try database.runScript("CREATE TABLE t (b BLOB) STRICT")
        let error = try storageError { try database.run("INSERT INTO t VALUES (zeroblob(100000))") }
        #expect(error.code == .full)
        #expect(try database.first("SELECT count(*) FROM t") { row in try row.int(0) } == 0)
    }

    @Test(.enabled(if: isRoot)) func `a file system that is mounted read-only is named`() throws {
        try scratch.mountSmallDisk(kibibytes: 512)
        try Database(path: path).runScript("CREATE TABLE t (i INTEGER)")
        try scratch.remountReadOnly()
        for path in [path, scratch.file("new.sqlite")] {
            let error = try storageError { try Database(path: path).runScript("CREATE TABLE u (i INTEGER)") }
            #expect(error.code == .readOnly)
            #expect(error.message.contains("is on a file system that is mounted read-only."))
        }
    }

    @Test func `a directory that may not be written is named, with its mode`() throws {
        chmod(scratch.path, 0o500)
        // Root may write everywhere, so root becomes a stranger for it.
        let error = try storageError {
            if isRoot { try asStranger { _ = try Database(path: path) } } else { _ = try Database(path: path) }
        }
        #expect(error.code == .readOnly)
        let place = isRoot ? path : "\(path): Permission denied. The directory \(scratch.path)"
        #expect(error.message.hasPrefix("cannot create \(place)"))
    }

    @Test(.enabled(if: isRoot)) func `a file of another owner is named, with its owner`() throws {
        try Database(path: path).runScript("CREATE TABLE t (i INTEGER)")
        chmod(scratch.path, 0o777)
        chmod(path, 0o644)
        try asStranger {
            let error = try storageError { _ = try Database(path: path) }
            #expect(error.code == .readOnly)
            #expect(error.message.contains("The file \(path) has mode 644"))
        }
    }

    @Test(.enabled(if: isRoot)) func `a reader who may not write beside the file is told of the directory`() throws {
        try Database(path: path).runScript("CREATE TABLE t (i INTEGER)")
        chmod(scratch.path, 0o755)
        chmod(path, 0o644)
        try asStranger {
            let error = try storageError {
                _ = try Database(path: path, options: DatabaseOptions(access: .readOnly)).version()
            }
            let told =
                "cannot read \(path): reading it takes the right to write beside it. The directory \(scratch.path) has mode 755"
            #expect(error.message.hasPrefix(told))
        }
    }

    @Test func `a file that is not there is named`() throws {
        let error = try storageError { _ = try Database(path: path, options: DatabaseOptions(access: .readWrite)) }
        #expect(error.code == .cannotOpen)
        #expect(error.message.hasPrefix("cannot open \(path): "))
        let below = try storageError { _ = try Database(path: "/dev/null/x.sqlite") }
        #expect(below.code == .cannotOpen)
        #expect(below.message.contains("/dev/null"))
        #expect(try storageError { _ = try Database(path: scratch.path) }.message.contains("is not a regular file"))
    }

    @Test func `a file that is no database, and one that was damaged, are corrupt`() throws {
        try write(Array(String(repeating: "estate: shop\n", count: 500).utf8), to: path)
        let error = try storageError { _ = try Database(path: path) }
        #expect(error.code == .corrupt)
        #expect(error.message.contains("Move the file aside"))

        let other = scratch.file("damaged.sqlite")
        try Database(path: other).runScript("CREATE TABLE t (i INTEGER PRIMARY KEY, b TEXT)")
        do {
            let database = try Database(path: other)
            for number in 0..<100 { try database.run("INSERT INTO t VALUES (?1, hex(randomblob(200)))", Value(number)) }
        }
        let descriptor = open(other, O_WRONLY)
        let noise = [UInt8](repeating: 0xa5, count: 4096 * 3)
        #expect(pwrite(descriptor, noise, noise.count, 4096) == noise.count)
        close(descriptor)
        let damaged = try Database(path: other)
        #expect(try storageError { try damaged.run("SELECT * FROM t") }.code == .corrupt)
        #expect(try storageError { try damaged.checkIntegrity() }.code == .corrupt)
    }

    @Test func `a file that everybody may write is refused`() throws {
        try Database(path: path).runScript("CREATE TABLE t (i INTEGER)")
        chmod(path, 0o666)
        let error = try storageError { _ = try Database(path: path) }
        #expect(error.code == .insecure)
        #expect(error.message.hasSuffix("chmod o-rwx \(path)"))
    }

    private func fill(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 0, count: 4096)
        while Glibc.write(descriptor, block, block.count) > 0 {}
        #expect(errno == ENOSPC)
    }
}
