import Topology

/// Who clients will have in their lists.
enum ServiceCalls {
    /// The instances of a service that are up and not drained, by zone; "" where none is known.
    static func listed(of service: ServiceView, without drained: Set<InstanceKey>) -> [String: Int] {
        var listed: [String: Int] = [:]
        for instance in service.instances where instance.state == .up && !drained.contains(instance.key) {
            listed[instance.zone ?? "", default: 0] += 1
        }
        return listed
    }
}
