/// The registrations that make one instance.
struct InstanceGroup {
    /// In the order of the listings.
    private(set) var members: [InstanceJudge.Member]
    /// Set where a node lists the address several times, which makes the source's own id tell its registrations apart.
    private(set) var discriminator = ""
    /// The ids that the last listing gave this address; only filled where it gave several.
    private var ids: (listing: Int, seen: Set<String>)?
    private var isSplit = false

    /// Where registrations are, before it is known whether the address tells them apart.
    struct Address: Hashable {
        var host: String
        var port: Int

        init(_ registration: Registration) {
            host = registration.host
            port = registration.port
        }
    }

    private init(_ member: InstanceJudge.Member, capacity: Int) {
        members = []
        members.reserveCapacity(capacity)
        members.append(member)
    }

    private init(_ members: [InstanceJudge.Member], discriminator: String) {
        self.members = members
        self.discriminator = discriminator
    }

    /// Its address.
    var address: Address { Address(members[0].registration) }

    /// Registrations of one address are one instance, unless a node lists the address twice: two registrations of one node
    /// are never one instance (bridge addresses repeat), so there the source's own id tells them apart, on every node.
    static func groups(of listings: [NodeListing]) -> [InstanceGroup] {
        var index: [Address: Int] = [:]
        let most = listings.lazy.map(\.registrations.count).max() ?? 0
        index.reserveCapacity(most)
        var groups: [InstanceGroup] = []
        groups.reserveCapacity(most)
        for (listing, said) in listings.enumerated() {
            for registration in said.registrations {
                let member = InstanceJudge.Member(listing: listing, registration: registration)
                let address = Address(registration)
                if let found = index[address] {
                    groups[found].add(member)
                } else {
                    index[address] = groups.count
                    groups.append(InstanceGroup(member, capacity: listings.count))
                }
            }
        }
        guard groups.contains(where: \.isSplit) else { return groups }
        return groups.flatMap { group -> [InstanceGroup] in
            guard group.isSplit else { return [group] }
            return Dictionary(grouping: group.members, by: \.registration.id)
                .map { InstanceGroup($0.value, discriminator: $0.key) }
        }
    }

    /// Adds a member; the same id twice on one node is one registration.
    private mutating func add(_ member: InstanceJudge.Member) {
        guard let last = members.last, last.listing == member.listing else {
            members.append(member)
            return
        }
        if ids?.listing != member.listing { ids = (member.listing, [last.registration.id]) }
        guard ids?.seen.insert(member.registration.id).inserted == true else { return }
        isSplit = true
        members.append(member)
    }
}
