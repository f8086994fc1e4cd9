import Topology

/// Reads what the instances behind a gateway have counted themselves: where routes name a service (`lb://`), nobody else
/// knows which zone a request went to.
public protocol UpstreamSampler: Sendable {
    /// How many instances it may ask in one round; the rest is not measured, and said so.
    var most: Int { get }

    /// The counters of one instance, all callers together; nothing is sent to it but a read, and no credentials.
    ///
    /// - Throws: `ReadError`; `refused` where the instance shows no counters, which is not asked again at once.
    func sample(_ target: UpstreamTarget, until deadline: Moment) async throws(ReadError) -> CounterReading
}

/// An instance whose counters are to be read.
public struct UpstreamTarget: Hashable, Sendable {
    /// Which.
    public var instance: InstanceKey
    /// What its registry says of it: address, ports and paths in the metadata.
    public var registration: Registration

    /// An instance.
    public init(instance: InstanceKey, registration: Registration) {
        self.instance = instance
        self.registration = registration
    }
}
