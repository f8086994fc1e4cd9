/// Finds an instance of the last merge by what registrations say of it, without making its key's text again.
struct KnownInstances {
    private var byAddress: [InstanceGroup.Address: Int] = [:]
    /// Those that share an address on one node, and those that nobody lists.
    private var byKey: [String: Int] = [:]

    init(_ instances: [InstanceView]) {
        byAddress.reserveCapacity(instances.count)
        for (index, instance) in instances.enumerated() {
            if instance.key.discriminator.isEmpty, let registration = instance.registrations.first?.registration {
                byAddress[InstanceGroup.Address(registration)] = index
            } else {
                byKey[Self.text(instance.key.address, instance.key.discriminator)] = index
            }
        }
    }

    /// Where the instance of a group was.
    func index(of group: InstanceGroup) -> Int? {
        if group.discriminator.isEmpty, let index = byAddress[group.address] { return index }
        guard !byKey.isEmpty else { return nil }
        return byKey[Self.text(group.members[0].registration.address, group.discriminator)]
    }

    private static func text(_ address: String, _ discriminator: String) -> String {
        discriminator.isEmpty ? address : address + "#" + discriminator
    }
}
