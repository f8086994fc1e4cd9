import Topology

/// One instance as a document of one server has it: the registration and what only this connector needs beside it.
struct Entry: Hashable, Sendable {
    /// What is told of it.
    var registration: Registration
    /// Its lease as the document says.
    var lease: Lease
    /// Where its id stands among others: by a hash, which is compared faster than ids that begin alike.
    let order: Int

    /// When the server last changed it, by the server's clock; answers of caches are ordered by it. The registration's
    /// own can be another server's, because one object serves all servers that say the same.
    var changedAt: Int64

    /// An entry; it changed when its registration says, unless that is shared.
    init(registration: Registration, lease: Lease, changedAt: Int64? = nil) {
        self.registration = registration
        self.lease = lease
        self.changedAt = changedAt ?? registration.changedAt?.milliseconds ?? 0
        order = registration.id.hashValue
    }

    /// The source's own id.
    var id: String { registration.id }
}
