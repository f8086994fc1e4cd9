import FoundationEssentials
import Storage
import Topology

/// Watches a journal that other processes write: cheap while nobody does, so that a console can look twice a second.
///
/// The file need not be there: a host on which nothing was ever changed has none, and watching does not make one.
public actor JournalWatch {
    private let path: String
    private let clock: Clock
    private var journal: Journal?
    private var version: Int64?
    private var revision: Int64 = 0
    private var operations: [String: Operation] = [:]

    /// Watches the journal of this path.
    public init(path: String, clock: @escaping Clock) {
        self.path = path
        self.clock = clock
    }

    /// All operations, newest first, where anything changed since the last look; nothing where nothing did.
    ///
    /// The life of a runner counts as a change: one that dies writes nothing.
    /// - Throws: `journal` where the file is there and cannot be read.
    public func poll() async throws(OperationError) -> [Operation]? {
        guard let journal = try opened() else { return nil }
        var changed = false
        let now = try await journal.dataVersion()
        if now != version {
            let news = try await journal.operations(changedAfter: revision)
            for operation in news.operations { operations[operation.id] = operation }
            changed = version == nil || !news.operations.isEmpty
            revision = news.newest
            version = now
        }
        for (id, operation) in operations where operation.state == .running || operation.state == .paused {
            let judged = try await journal.refreshed(operation)
            if judged != operation {
                operations[id] = judged
                changed = true
            }
        }
        guard changed else { return nil }
        return operations.values.sorted { ($0.createdAt, $0.revision, $0.id) > ($1.createdAt, $1.revision, $1.id) }
    }

    /// The lines of an operation, or of all, after a sequence number, oldest first.
    ///
    /// - Throws: `journal`.
    public func events(
        of operation: String? = nil, after sequence: Int64 = 0, limit: Int = 200
    ) async throws(OperationError) -> [JournalEvent] {
        guard let journal = try opened() else { return [] }
        return try await journal.events(of: operation, after: sequence, limit: limit)
    }

    /// All instances that drains of ours keep out now, newest first.
    ///
    /// - Throws: `journal`.
    public func drains() async throws(OperationError) -> [DrainRecord] {
        guard let journal = try opened() else { return [] }
        return try await journal.drains()
    }

    func opened() throws(OperationError) -> Journal? {
        if let journal { return journal }
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        // Reading a write-ahead log takes the right to write its index; where there is none, reading alone may still do.
        let access: DatabaseOptions.Access = FileManager.default.isWritableFile(atPath: path) ? .readWrite : .readOnly
        let made = try Journal(
            path: path, options: DatabaseOptions(access: access, busyTimeout: .milliseconds(200)), clock: clock,
            processes: { ProcessTable.start(of: $0) }, boot: ProcessTable.boot, observer: nil)
        journal = made
        return made
    }
}

extension Journal {
    /// The operation with its runner's last sign of life, and judged by it.
    func refreshed(_ operation: Operation) throws(OperationError) -> Operation {
        var operation = operation
        operation.runner = try read { database in try runner(of: operation.id, database) }
        return judgedAlive(operation)
    }

    /// Who works on an operation, or worked on it last.
    func runner(of id: String, _ database: Database) throws -> RunnerRecord? {
        try database.first("SELECT epoch, process, beat, ended FROM runners WHERE operation = ?1", .text(id)) {
            RunnerRecord(
                process: try CanonicalJSON.value(ProcessIdentity.self, from: try $0.text(1)), epoch: try $0.int64(0),
                beatAt: Moment(milliseconds: try $0.int64(2)), ended: try $0.bool(3))
        }
    }
}
