/// What several nodes' answers on one instance make of it.
///
/// Fresh answers that agree decide. Where they contradict each other a cache may be the reason, so until every node was
/// looked at past its caches the newest answer counts and nothing `differs`. After that what was found counts: nodes that
/// agree there do not differ, whatever their caches say; nodes that do not make the worst of it the instance's state.
struct InstanceJudge {
    /// One node's answer.
    struct Member {
        /// Index into the listings, which are in the estate file's order.
        var listing: Int
        var registration: Registration
    }

    let listings: [NodeListing]
    let now: Moment

    /// What became of an instance; nothing where a look past all caches showed that nobody lists it.
    struct Verdict {
        var state: InstanceState
        var differs: Bool
        var registrations: [RegistrationView]
        var absentAt: [NodeID]
    }

    /// Judges one instance.
    func judge(
        _ key: InstanceKey, _ members: [Member], ledger: inout DivergenceLedger, contradictions: inout Set<InstanceKey>
    ) -> Verdict? {
        var views: [RegistrationView] = []
        views.reserveCapacity(members.count)
        var agreed: RegistrationView?
        var contradict = false
        for member in members {
            let listing = listings[member.listing]
            if case .stale(let reason) = listing.standing {
                views.append(
                    RegistrationView(
                        node: listing.node, registration: member.registration, state: .unknown, reason: reason))
                continue
            }
            let view = RegistrationView(
                node: listing.node, registration: member.registration, state: member.registration.state)
            views.append(view)
            if let agreed {
                contradict = contradict || !Self.agree(agreed, view)
            } else {
                agreed = view
            }
        }
        guard let agreed else {
            return Verdict(state: .unknown, differs: false, registrations: views, absentAt: [])
        }
        let absent = absent(from: members)
        guard contradict || !absent.isEmpty else {
            return Verdict(state: InstanceState(agreed.state), differs: false, registrations: views, absentAt: [])
        }
        contradictions.insert(key)
        return settle(key, views, absent, members, ledger: &ledger)
    }

    private func settle(
        _ key: InstanceKey, _ views: [RegistrationView], _ absent: [NodeID], _ members: [Member],
        ledger: inout DivergenceLedger
    ) -> Verdict? {
        var answers: [DivergenceLedger.Answer] = []
        for member in members {
            if case .stale = listings[member.listing].standing { continue }
            answers.append(.init(node: listings[member.listing].node, registration: member.registration))
        }
        answers += absent.map { .init(node: $0, registration: nil) }
        let (findings, complete) = ledger.findings(on: key, answers: answers, now: now)
        guard complete else {
            let newest = answers.compactMap(\.registration).max(by: Self.isOlder)
            return Verdict(
                state: InstanceState(newest?.state ?? .unknown), differs: false, registrations: views, absentAt: [])
        }
        var found: [RegistrationView] = []
        var absentAt: [NodeID] = []
        for listing in listings {
            if let stale = views.first(where: { $0.node == listing.node && $0.reason != nil }),
                !found.contains(where: { $0.node == stale.node })
            {
                found.append(stale)
            }
            guard let answer = answers.first(where: { $0.node == listing.node }), let finding = findings[answer.node],
                !found.contains(where: { $0.node == listing.node }), !absentAt.contains(listing.node)
            else { continue }
            let registration: Registration? =
                switch finding {
                case .listed(let registration): registration
                case .absent: nil
                case .asRead: answer.registration
                }
            if let registration {
                found.append(
                    RegistrationView(node: listing.node, registration: registration, state: registration.state))
            } else {
                absentAt.append(listing.node)
            }
        }
        guard !found.isEmpty else { return nil }
        let fresh = found.filter { $0.reason == nil }
        guard let worst = fresh.map(\.state).min() else {
            return Verdict(state: .unknown, differs: false, registrations: found, absentAt: [])
        }
        absentAt = absentAt.filter { node in fresh.contains { $0.node.source == node.source } }
        let contradict = fresh.dropFirst().contains { !Self.agree(fresh[0], $0) }
        return Verdict(
            state: InstanceState(worst), differs: contradict || !absentAt.isEmpty, registrations: found,
            absentAt: absentAt)
    }

    /// Nodes that answer completely and do not list what another node of the same source lists.
    private func absent(from members: [Member]) -> [NodeID] {
        guard members.count < listings.count else { return [] }
        var absent: [NodeID] = []
        for (index, listing) in listings.enumerated() where listing.standing == .fresh {
            guard !members.contains(where: { $0.listing == index }) else { continue }
            let listedBySibling = members.contains {
                listings[$0.listing].node.source == listing.node.source && listings[$0.listing].isFresh
            }
            if listedBySibling { absent.append(listing.node) }
        }
        return absent
    }

    /// Other systems have other words, so sources are compared by our state; nodes of one source by their overrides too.
    private static func agree(_ a: RegistrationView, _ b: RegistrationView) -> Bool {
        guard a.registration !== b.registration else { return true }
        guard a.state == b.state else { return false }
        return a.node.source != b.node.source || a.registration.override == b.registration.override
    }

    private static func isOlder(_ a: Registration, _ b: Registration) -> Bool {
        let (x, y) = (a.changedAt?.milliseconds ?? .min, b.changedAt?.milliseconds ?? .min)
        // Of equally old ones the worse counts.
        return x == y ? a.state > b.state : x < y
    }
}

extension NodeListing {
    var isFresh: Bool { if case .stale = standing { false } else { true } }
}
