extension EurekaRegistry {
    /// Puts all instances in, as if they had registered long ago and renewed ever since: nothing of it is a change that a delta tells,
    /// and the counters are those of a server at rest.
    mutating func seed(_ population: Population, now: Int64) {
        for instance in population.instances {
            var lease = Lease(instance.registration, now: instance.lastDirty)
            lease.serviceUp = instance.lastDirty
            // As long ago as its place on the wheel says.
            lease.renew(now - clocks.renewal + Int64(instance.spoke) * clocks.step)
            _ = put(lease)
        }
        open(clients: population.instances.count)
        renewals.last = population.instances.count * Int(clocks.renewalWindow / clocks.renewal)
    }
}
