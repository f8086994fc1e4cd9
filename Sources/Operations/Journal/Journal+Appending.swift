import Contract
import Storage
import Topology

/// A step that was added to an operation while it ran: an instance that came up in a zone that is out, a gateway that
/// nobody knew of when the plan was made.
public struct AddedStep: Codable, Hashable, Sendable {
    /// What is done.
    public var step: Step
    /// What takes it back, as far as that can be told before its outcome.
    public var undo: Step?
    /// What its source was asked for, where it is about an instance: what a restore gives back is looked up by it.
    public var target: Intent.Target?
    /// What its source was asked for, where it is about a route.
    public var route: Intent.RouteTarget?

    /// A step that is added.
    public init(
        step: Step, undo: Step? = nil, target: Intent.Target? = nil, route: Intent.RouteTarget? = nil
    ) {
        self.step = step
        self.undo = undo
        self.target = target
        self.route = route
    }
}

extension Journal {
    /// Adds steps behind those of the plan and locks their instances: one change, on the disk when this returns.
    ///
    /// What was confirmed stays as it is: the plan and its hash do not change, the added steps are journaled beside it.
    /// An instance that another operation works on is left out; that operation has it.
    ///
    /// - Returns: the steps as the operation has them now.
    /// - Throws: `lost`, `journal`.
    @discardableResult
    func add(
        _ added: [AddedStep], because text: String, _ claim: Claim
    ) throws(OperationError) -> [OperationStep] {
        let first = try change { database -> Int in
            try check(claim, database)
            let next =
                try database.first(
                    "SELECT coalesce(max(idx), -1) + 1 FROM steps WHERE operation = ?1 AND direction = 'do'",
                    .text(claim.operation)
                ) { try $0.int(0) } ?? 0
            let taken = try lockAdded(Set(added.compactMap(\.step.instance)), claim, database)
            let own = added.filter { $0.step.instance.map { !taken.contains($0) } ?? true }
            for (offset, step) in own.enumerated() {
                try insert(step, next + offset, claim.operation, database)
            }
            guard !own.isEmpty else { return next }
            let digest = JournalEvent.digest(try CanonicalJSON.text(own))
            try append(
                .added, claim.operation, text, ["steps": "\(own.count)", "digest": digest], to: database)
            return next
        }
        return try existing(claim.operation).steps.filter { $0.index >= first }
    }

    private func insert(_ added: AddedStep, _ index: Int, _ id: String, _ database: Database) throws {
        try database.run(
            """
            INSERT INTO steps (operation, direction, idx, step, instance, source, node, state)
            VALUES (?1, 'do', ?2, ?3, ?4, ?5, ?6, 'planned')
            """, .text(id), .integer(Int64(index)), .text(try CanonicalJSON.text(added)),
            Value(added.step.instance?.description), .text(added.step.source), .text(added.step.node))
    }

    /// Locks what is not locked; answers what another operation has.
    private func lockAdded(
        _ instances: Set<InstanceKey>, _ claim: Claim, _ database: Database
    ) throws -> Set<InstanceKey> {
        var taken: Set<InstanceKey> = []
        for instance in instances.sorted() {
            let name = instance.description
            let holder = try database.first("SELECT operation FROM locks WHERE instance = ?1", .text(name)) {
                try $0.text(0)
            }
            if let holder, holder != claim.operation {
                taken.insert(instance)
            } else if holder == nil {
                try database.run(
                    "INSERT INTO locks VALUES (?1, ?2, ?3)", .text(name), .text(try CanonicalJSON.text(instance)),
                    .text(claim.operation))
            }
        }
        return taken
    }
}
