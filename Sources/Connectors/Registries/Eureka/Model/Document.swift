import Topology

/// What was read out of one `/apps` or `/apps/delta`: entries by service, and what could not be used.
struct Document: Sendable {
    /// One instance of it.
    struct Item: Sendable {
        /// The instance.
        var entry: Entry
        /// What a delta says of it; in a full document always `upsert`.
        var action: DeltaAction
    }

    /// `apps__hashcode`; nothing where the document has none.
    var hashCode: String?
    /// The instances of each service in the document's order.
    var services: [ServiceKey: [Item]] = [:]
    /// Parts that could not be used.
    var faults: [DocumentFault] = []
    /// The application under which the server lists itself (`isCoordinatingDiscoveryServer`).
    var ownApplication: ServiceKey?
    /// How many instances were read.
    var count = 0

    /// What a delta says of an instance.
    enum DeltaAction: Sendable {
        /// It is so now.
        case upsert
        /// It is listed no more.
        case remove
    }
}

/// A part of a document that could not be used.
struct DocumentFault: Hashable, Sendable {
    /// Its service, where that can be told.
    var service: ServiceKey?
    /// The instance's id, where one instance alone is spoilt and says who it is.
    var instanceID: String?
    /// What is wrong with it, sanitised.
    var reason: String
}
