import FoundationEssentials
import Storage
import Topology

/// The last snapshot of an estate, kept in a file, so that a console opened in an outage shows at once what was known.
///
/// It is read in two steps: the roll-up before the first frame, the rows behind it. Only what changed is written.
public actor KeptSnapshot {
    private let database: Database
    private var written: [ServiceKey: ServiceView] = [:]

    /// Opens the file, or makes it. One that is damaged or of a newer version is set aside as `FILE.unreadable`.
    ///
    /// - Throws: `StorageError` where there is no place to keep it; the console does without.
    public init(path: String) throws {
        database = try Self.open(path)
    }

    private static func open(_ path: String) throws -> Database {
        let options = DatabaseOptions(durability: .checkpoints, busyTimeout: .milliseconds(500))
        do {
            let database = try Database(path: path, options: options)
            try database.migrate(to: KeptSchema.schema)
            return database
        } catch let error as StorageError where [.corrupt, .newer, .foreign].contains(error.code) {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: "\(path).unreadable\(suffix)")
                try? FileManager.default.moveItem(atPath: path + suffix, toPath: "\(path).unreadable\(suffix)")
            }
            let database = try Database(path: path, options: options)
            try database.migrate(to: KeptSchema.schema)
            return database
        }
    }

    /// The roll-up of the file at this path; nothing where there is none that can be read.
    ///
    /// It is read in a few milliseconds however large the estate is: what the first frame shows.
    public static func rollup(at path: String, of estate: EstateDescription, now: ClockReading) -> Snapshot? {
        guard
            let database = try? Database(
                path: path, options: DatabaseOptions(access: .readOnly, busyTimeout: .milliseconds(5)))
        else { return nil }
        let row = try? database.first("SELECT takenAt, body FROM rollup") { row in
            (Timestamp(milliseconds: try row.int64(0)), try row.text(1))
        }
        guard let (takenAt, body) = row, let rollup = try? JSONDecoder().decode(KeptRollup.self, from: Data(body.utf8))
        else { return nil }
        return rollup.snapshot(of: estate, takenAt: now.moment(of: takenAt), now: now)
    }

    /// Keeps a snapshot: the roll-up, and the services that changed since the last one kept.
    ///
    /// - Throws: `StorageError`; nothing of it is kept then.
    public func keep(_ snapshot: Snapshot, now: ClockReading) throws {
        guard !snapshot.kept else { return }
        let body = String(decoding: try JSONEncoder().encode(KeptRollup(snapshot, now: now)), as: UTF8.self)
        let current = Dictionary(snapshot.services.lazy.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        try database.transaction(.immediate) {
            try database.run(
                "INSERT OR REPLACE INTO rollup VALUES (1, ?1, ?2)",
                .integer(now.wall(of: Self.lastHeard(snapshot)).milliseconds), .text(body))
            for key in try keptServices() where current[key] == nil { try delete(key) }
            for (key, view) in current where written[key] !== view {
                let print = KeptPrint.of(view)
                guard try keptPrint(key) != print else { continue }
                try delete(key)
                try database.run(
                    "INSERT INTO services VALUES (?1, ?2, ?3)", .text(key.namespace), .text(key.name), .integer(print))
                for instance in view.instances { try insert(instance, now: now) }
            }
        }
        written = current
    }

    /// When any node last answered: a console that was open while none did has not looked at anything.
    private static func lastHeard(_ snapshot: Snapshot) -> Moment {
        snapshot.sources.lazy.flatMap(\.nodes).compactMap(\.answeredAt).max() ?? snapshot.takenAt
    }

    private func keptServices() throws -> [ServiceKey] {
        try database.query("SELECT namespace, service FROM services") { row in
            ServiceKey(namespace: try row.text(0), name: try row.text(1))
        }
    }

    private func keptPrint(_ key: ServiceKey) throws -> Int64? {
        try database.first(
            "SELECT print FROM services WHERE namespace = ?1 AND service = ?2", .text(key.namespace), .text(key.name)
        ) { row in try row.int64(0) }
    }

    private func delete(_ key: ServiceKey) throws {
        try database.run(
            "DELETE FROM services WHERE namespace = ?1 AND service = ?2", .text(key.namespace), .text(key.name))
        try database.run(
            "DELETE FROM instances WHERE namespace = ?1 AND service = ?2", .text(key.namespace), .text(key.name))
    }

    private func insert(_ view: InstanceView, now: ClockReading) throws {
        try database.run(
            "INSERT INTO instances VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            .text(view.key.service.namespace), .text(view.key.service.name), .text(view.key.address),
            .text(view.key.discriminator), Value(view.zone), .text(view.zoneRule), .text(view.state.rawValue),
            Value(view.differs), .integer(now.wall(of: view.since).milliseconds))
        let row = database.lastInsertedRow
        for each in view.registrations {
            let registration = each.registration
            try database.run(
                "INSERT INTO registrations VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)",
                .integer(row), .text(each.node.source), .text(each.node.node), .text(registration.id),
                .text(registration.sourceService), .text(registration.host), Value(registration.port),
                .text(registration.hostName), .text(registration.status), .text(registration.state.rawValue),
                Value(registration.override), Value(registration.detail), Value(registration.nativeZone),
                .text(KeptMetadata.text(registration.metadata)), Value(registration.changedAt?.milliseconds),
                Value(registration.renewalMs))
        }
    }

    /// What these nodes said, by node and service, as a collector is seeded with it; nothing names all.
    public func listings(of nodes: Set<NodeID>? = nil) throws -> KeptListings {
        var listings = KeptListings()
        var last: Registration?
        let rollup = try database.first("SELECT takenAt, body FROM rollup") { row in
            (Timestamp(milliseconds: try row.int64(0)), try row.text(1))
        }
        listings.takenAt = rollup?.0
        if let body = rollup?.1, let kept = try? JSONDecoder().decode(KeptRollup.self, from: Data(body.utf8)) {
            for source in kept.sources {
                for node in source.nodes {
                    listings.answeredAt[NodeID(source: source.name, node: node.node)] = node.answeredAt
                }
            }
        }
        try database.forEach(
            """
            SELECT i.namespace, i.service, r.source, r.node, r.id, r.sourceService, r.host, r.port, r.hostName,
                r.status, r.state, r.override, r.detail, r.nativeZone, r.metadata, r.changedAt, r.renewalMs
            FROM instances i JOIN registrations r ON r.instance = i.id WHERE i.state <> 'gone' ORDER BY i.id, r.rowid
            """
        ) { row in
            let node = NodeID(source: try row.text(2), node: try row.text(3))
            guard nodes?.contains(node) ?? true else { return true }
            var registration = Registration(
                id: try row.text(4), sourceService: try row.text(5), host: try row.text(6), port: try row.int(7),
                hostName: try row.text(8), status: try row.text(9),
                state: RegistrationState(rawValue: try row.text(10)) ?? .unknown, override: try row.optionalText(11),
                detail: try row.optionalText(12), nativeZone: try row.optionalText(13),
                metadata: listings.metadata(try row.text(14)),
                changedAt: try row.optionalInt64(15).map(Timestamp.init(milliseconds:)),
                renewalMs: try row.optionalInt64(16))
            // What several nodes say alike stands side by side, and is one object again.
            if let last, last == registration { registration = last }
            last = registration
            let service = ServiceKey(namespace: try row.text(0), name: try row.text(1))
            listings.nodes[node, default: [:]][service, default: []].append(registration)
            return true
        }
        return listings
    }
}
