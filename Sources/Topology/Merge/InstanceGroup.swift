/// Sorts the registrations of one service into instances.
enum InstanceGroup {
    private struct Address: Hashable {
        var host: String
        var port: Int
    }

    private struct Group {
        var members: [InstanceJudge.Member]
        /// The ids that the last listing gave this address; only filled where it gave several.
        var ids: (listing: Int, Set<String>)?
        var isSplit = false

        /// Adds a member; the same id twice on one node is one registration.
        mutating func add(_ member: InstanceJudge.Member) {
            guard let last = members.last, last.listing == member.listing else {
                members.append(member)
                return
            }
            if ids?.listing != member.listing { ids = (member.listing, [last.registration.id]) }
            guard ids?.1.insert(member.registration.id).inserted == true else { return }
            isSplit = true
            members.append(member)
        }
    }

    /// Registrations of one address are one instance, unless a node lists the address twice: two registrations of one node
    /// are never one instance (bridge addresses repeat), so there the source's own id tells them apart, on every node.
    static func groups(
        of listings: [NodeListing], service: ServiceKey
    ) -> [(key: InstanceKey, members: [InstanceJudge.Member])] {
        var index: [Address: Int] = [:]
        index.reserveCapacity(listings.lazy.map(\.registrations.count).max() ?? 0)
        var groups: [Group] = []
        for (listing, said) in listings.enumerated() {
            for registration in said.registrations {
                let member = InstanceJudge.Member(listing: listing, registration: registration)
                let address = Address(host: registration.host, port: registration.port)
                guard let found = index[address] else {
                    index[address] = groups.count
                    var members: [InstanceJudge.Member] = []
                    members.reserveCapacity(listings.count)
                    members.append(member)
                    groups.append(Group(members: members))
                    continue
                }
                groups[found].add(member)
            }
        }
        var result: [(key: InstanceKey, members: [InstanceJudge.Member])] = []
        result.reserveCapacity(groups.count)
        for group in groups {
            let address = group.members[0].registration.address
            guard group.isSplit else {
                result.append((InstanceKey(service: service, address: address), group.members))
                continue
            }
            for (id, members) in Dictionary(grouping: group.members, by: \.registration.id) {
                result.append((InstanceKey(service: service, address: address, discriminator: id), members))
            }
        }
        return result
    }
}
