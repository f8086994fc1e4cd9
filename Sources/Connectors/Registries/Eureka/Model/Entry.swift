import Topology

/// One instance as a document of one server has it: the registration and what only this connector needs beside it.
struct Entry: Hashable, Sendable {
    /// What is told of it.
    var registration: Registration
    /// Its lease as the document says.
    var lease: Lease

    /// The source's own id.
    var id: String { registration.id }

    /// When the server last changed it, by the server's clock; answers of caches are ordered by it.
    var changedAt: Int64 { registration.changedAt?.milliseconds ?? 0 }
}
