import Operations
import Topology

/// What the console knows of the journal.
struct JournalState: Sendable {
    /// All operations, newest first.
    var operations: [Operation] = []
    /// What drains of ours keep out, by instance.
    var drains: [InstanceKey: DrainRecord] = [:]
    /// The lines of the operation that is watched, oldest first.
    var events: [JournalEvent] = []
    /// The operation that is watched.
    var watched: String?
    /// How far each operation is, by id.
    var standings: [String: OperationStanding] = [:]
    /// Why the journal cannot be read, where it cannot.
    var trouble: String?
    /// Rises with every change.
    var revision: UInt64 = 0
    /// Whether what was found at the start has been offered.
    var offered = false

    /// As many lines of an operation are kept; the journal has them all.
    private static let mostEvents = 1_000

    /// Takes in lines of the operation that is watched; those that are there already are passed over.
    mutating func take(_ new: [JournalEvent]) {
        let last = events.last?.sequence ?? 0
        events += new.filter { $0.sequence > last }
        if events.count > Self.mostEvents { events.removeFirst(events.count - Self.mostEvents) }
        revision += 1
    }

    /// How far an operation is.
    func standing(_ operation: Operation) -> OperationStanding {
        standings[operation.id] ?? OperationStanding(operation)
    }

    /// The operation of an id.
    func operation(_ id: String) -> Operation? { operations.first { $0.id == id } }

    /// Operations that a runner works on, or is about to.
    var moving: [Operation] { operations.filter(\.state.isMoving) }

    /// Operations that stand still until a person says how they go on.
    var waiting: [Operation] {
        operations.filter {
            switch $0.state {
            case .interrupted, .needsOperator, .undoFailed: true
            case .planned, .running, .paused, .complete, .owed, .held, .undone: false
            }
        }
    }
}
