import Synchronization
import Topology

/// One copy of what a fleet repeats: services, status words, zones, metadata keys, values and whole sets.
///
/// Shared by all nodes of all sources. It forgets everything once it is full, which costs a second copy and nothing
/// else, so that a registry of endless new values cannot fill the memory.
final class InternPool: Sendable {
    private struct Store {
        var strings: Set<String> = []
        var sets: Set<Metadata> = []
        var registrations: [String: Registration] = [:]
    }

    private let store = Mutex(Store())
    private let limit: Int

    /// A pool of at most so many strings and as many sets.
    init(limit: Int = 50_000) {
        self.limit = limit
    }

    /// The kept copy of a string. Strings of up to 15 bytes live in their variable: there is nothing to share.
    func string(_ text: String) -> String {
        guard text.utf8.count > 15 else { return text }
        return store.withLock { store in
            if store.strings.count >= limit { store.strings.removeAll(keepingCapacity: true) }
            return store.strings.insert(text).memberAfterInsert
        }
    }

    /// The kept registration that says the same, whenever a server last changed it: servers that agree share one object.
    ///
    /// Of each id the newest is kept, and everything is forgotten now and then, so that the dead do not pile up.
    func registration(_ registration: Registration) -> Registration {
        store.withLock { store in
            if let kept = store.registrations[registration.id], kept.saysTheSame(as: registration) { return kept }
            if store.registrations.count >= 4 * limit { store.registrations.removeAll(keepingCapacity: true) }
            store.registrations[registration.id] = registration
            return registration
        }
    }

    /// The kept copy of a set of pairs.
    func metadata(_ pairs: [String: String]) -> Metadata {
        guard !pairs.isEmpty else { return .none }
        let metadata = Metadata(pairs)
        return store.withLock { store in
            if store.sets.count >= limit { store.sets.removeAll(keepingCapacity: true) }
            return store.sets.insert(metadata).memberAfterInsert
        }
    }
}
