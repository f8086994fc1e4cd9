import Contract
import FoundationEssentials
import Storage
import Topology

/// The durable record of operations: what was confirmed, what was sent, what came of it.
///
/// Many processes of one host use the same file: consoles and commands put operations and requests into it, runners do
/// the rest. Every change is one transaction that is on the disk when the call returns, and leaves its line in the
/// chain of events. It holds no secrets: calls are journaled as a person would send them, without credentials.
public actor Journal {
    /// The file's path.
    public nonisolated let path: String
    let database: Database
    let clock: Clock
    let processes: @Sendable (Int32) -> Int64?
    nonisolated let boot: String
    /// Signs of life need not outlive a power cut: a connection of their own, which waits for no disk.
    var beats: Database?
    var plans: [String: Plan] = [:]
    var undos: [String: [PlannedStep]] = [:]
    /// Changes that go to the disk together.
    var pending: [PendingChange] = []
    /// Whether the file knows zones: one that this process may only read can be of an earlier version.
    var knowsZones: Bool?
    private let sharing: DatabaseOptions.Sharing
    private let observer: WriteObserver?

    /// Is told before each change begins and after it is on the disk; throwing there is a crash at that point.
    typealias WriteObserver = @Sendable (WritePoint) throws -> Void

    /// The two edges of a change.
    enum WritePoint: Sendable { case before, after }

    /// Opens the journal, and makes it where it is not there yet.
    ///
    /// - Throws: `journal`, which says what stands in the way of the file and what to do.
    public init(
        path: String, sharing: DatabaseOptions.Sharing = .owner, clock: @escaping Clock,
        busyTimeout: Duration = .seconds(10)
    ) throws(OperationError) {
        try self.init(
            path: path, options: DatabaseOptions(sharing: sharing, busyTimeout: busyTimeout), clock: clock,
            processes: { ProcessTable.start(of: $0) }, boot: ProcessTable.boot, observer: nil)
    }

    init(
        path: String, options: DatabaseOptions, clock: @escaping Clock,
        processes: @escaping @Sendable (Int32) -> Int64?, boot: String, observer: WriteObserver?
    ) throws(OperationError) {
        self.path = path
        self.clock = clock
        self.processes = processes
        self.boot = boot
        self.observer = observer
        sharing = options.sharing
        do {
            database = try Database(path: path, options: options)
            if options.access != .readOnly {
                try Self.bound(database)
                try database.migrate(to: JournalSchema.schema)
            }
        } catch {
            throw Self.failure(error)
        }
    }

    /// Keeps the write-ahead log short (SQLite's own bound is 4 MB): a journal works on the smallest disk, and its log can
    /// still be folded into it there.
    private static func bound(_ database: Database) throws(StorageError) {
        try database.runScript("PRAGMA wal_autocheckpoint=48")
    }

    /// Why the journal cannot be relied on now, nothing where a line that was just written is on the disk.
    public func trouble() -> String? {
        do {
            try change { database throws in
                try database.run("INSERT INTO probe VALUES (1, ?1) ON CONFLICT DO UPDATE SET at = ?1", .integer(wall))
            }
            return nil
        } catch {
            return error.message
        }
    }

    /// The wall clock now, in milliseconds since 1970.
    var wall: Int64 { clock().wall.milliseconds }

    /// Runs one change: all of it is on the disk when this returns, or none of it is.
    ///
    /// - Throws: `journal` where it cannot be written, or what `body` throws of ours.
    func change<Result>(_ body: (Database) throws -> Result) throws(OperationError) -> Result {
        do {
            try observer?(.before)
            let result = try database.transaction(.immediate) { try body(database) }
            try observer?(.after)
            return result
        } catch {
            throw Self.failure(error)
        }
    }

    /// Reads, all of one moment.
    func read<Result>(_ body: (Database) throws -> Result) throws(OperationError) -> Result {
        do {
            return try database.transaction(.reading) { try body(database) }
        } catch {
            throw Self.failure(error)
        }
    }

    /// The connection for signs of life.
    func beating() throws(OperationError) -> Database {
        if let beats { return beats }
        do {
            let made = try Database(
                path: path,
                options: DatabaseOptions(
                    access: .readWrite, durability: .checkpoints, sharing: sharing, busyTimeout: .seconds(2)))
            try Self.bound(made)
            beats = made
            return made
        } catch {
            throw Self.failure(error)
        }
    }

    static func failure(_ error: any Error) -> OperationError {
        if let own = error as? OperationError { return own }
        if let storage = error as? StorageError {
            return OperationError(.journal, "the journal: \(storage.message)", cause: storage)
        }
        return OperationError(.journal, "the journal: \(error)", cause: error)
    }
}
