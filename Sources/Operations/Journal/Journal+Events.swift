import FoundationEssentials
import Storage
import Topology

extension Journal {
    /// Adds a line to the chain, inside the change that it tells of, and marks the operation as changed.
    func append(
        _ kind: JournalEvent.Kind, _ operation: String, _ text: String, _ fields: [String: String] = [:],
        to database: Database
    ) throws {
        let last = try database.first("SELECT count, hash, revision FROM chain") { row in
            (try row.int64(0), try row.text(1), try row.int64(2))
        }
        guard let (count, previous, revision) = last else {
            throw OperationError(.journal, "the journal \(path) has lost the end of its chain: it was edited.")
        }
        let sequence = count + 1
        let at = wall
        let fields = try CanonicalJSON.text(fields)
        let hash = JournalEvent.link(
            previous: previous, sequence: sequence, operation: operation, at: at, kind: kind.rawValue, text: text,
            fields: fields)
        try database.run(
            "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", .integer(sequence), .text(operation),
            .integer(at), .text(kind.rawValue), .text(text), .text(fields), .text(hash))
        try database.run(
            "UPDATE chain SET count = ?1, hash = ?2, revision = ?3", .integer(sequence), .text(hash),
            .integer(revision + 1))
        try database.run(
            "UPDATE operations SET revision = ?1 WHERE id = ?2", .integer(revision + 1), .text(operation))
    }

    /// The lines of an operation, or of all, after a sequence number, oldest first.
    ///
    /// - Parameter limit: the newest so many of them.
    public func events(
        of operation: String? = nil, after sequence: Int64 = 0, limit: Int = 1_000
    ) throws(OperationError) -> [JournalEvent] {
        try read { database in
            let newest = try database.query(
                """
                SELECT seq, operation, at, kind, text, fields FROM events
                WHERE seq > ?1 AND (?2 IS NULL OR operation = ?2) ORDER BY seq DESC LIMIT ?3
                """, .integer(sequence), Value(operation), .integer(Int64(limit))
            ) { row in
                JournalEvent(
                    sequence: try row.int64(0), operation: try row.text(1),
                    at: Timestamp(milliseconds: try row.int64(2)),
                    kind: JournalEvent.Kind(rawValue: try row.text(3)) ?? .state, text: try row.text(4),
                    fields: try CanonicalJSON.value([String: String].self, from: try row.text(5)))
            }
            return newest.reversed()
        }
    }

    /// Reads the whole chain: whether a line was edited or removed, and whether the plans are those that were confirmed.
    public func verify() throws(OperationError) -> ChainVerdict {
        try read { database in
            var previous = ""
            var expected: Int64 = 1
            var broken: ChainVerdict?
            var hashes: [String: String] = [:]
            try database.forEach("SELECT seq, operation, at, kind, text, fields, hash FROM events ORDER BY seq") {
                row in
                let sequence = try row.int64(0)
                let (operation, kind, fields) = (try row.text(1), try row.text(3), try row.text(5))
                guard sequence == expected else {
                    broken = .broken(at: expected, why: "line \(expected) is missing")
                    return false
                }
                let hash = JournalEvent.link(
                    previous: previous, sequence: sequence, operation: operation, at: try row.int64(2), kind: kind,
                    text: try row.text(4), fields: fields)
                guard try row.text(6) == hash else {
                    broken = .broken(at: sequence, why: "line \(sequence) was edited, or the one before it was")
                    return false
                }
                if kind == JournalEvent.Kind.created.rawValue {
                    hashes[operation] = try CanonicalJSON.value([String: String].self, from: fields)["plan"]
                }
                previous = hash
                expected += 1
                return true
            }
            if let broken { return broken }
            let end = try database.first("SELECT count, hash FROM chain") { (try $0.int64(0), try $0.text(1)) }
            guard let end, end.0 == expected - 1, end.1 == previous else {
                return .broken(at: expected, why: "lines are missing at the end: \(end?.0 ?? 0) were written")
            }
            return try editedPlan(hashes, database) ?? .intact(events: expected - 1)
        }
    }

    private func editedPlan(_ hashes: [String: String], _ database: Database) throws -> ChainVerdict? {
        var verdict: ChainVerdict?
        try database.forEach(
            "SELECT o.id, p.plan FROM operations o JOIN plans p ON p.operation = o.id ORDER BY o.number"
        ) { row in
            let (id, plan) = (try row.text(0), try row.text(1))
            guard let confirmed = hashes[id] else {
                verdict = .broken(at: 0, why: "operation \(id) was put there without a line that tells of it")
                return false
            }
            if JournalEvent.digest(plan) != confirmed {
                verdict = .broken(at: 0, why: "the plan of operation \(id) is not the one that was confirmed")
                return false
            }
            return true
        }
        return verdict
    }
}
