/// What became of so many requests a second that were spread over a service's instances.
struct ServedLoad: Sendable {
    /// Requests a second that were answered, failed in the service, were waited for in vain, or found nobody to go to.
    var answered = 0.0
    var failed = 0.0
    var timedOut = 0.0
    var unavailable = 0.0
    /// The mean time of what was answered or failed, in seconds.
    var seconds = 0.0

    /// How long a caller waits, in seconds.
    static let patience = 3.0
    /// What one instance takes in a second before requests fail.
    static let capacity = 50.0

    /// By the status that a gateway answers.
    var byStatus: [(status: Int, rate: Double, seconds: Double)] {
        [
            (200, answered, seconds + 0.002), (500, failed, seconds + 0.002),
            (503, unavailable, 0.001), (504, timedOut, Self.patience),
        ]
    }
}

extension Population {
    /// Spreads requests over instances as a client with a round robin does that tries the next one where a connection is refused,
    /// and waits in vain where nothing comes.
    mutating func serve(
        _ members: some Sequence<ClientViews.Member>, service: Int, rate: Double, faults: FaultBook
    ) -> ServedLoad {
        var load = ServedLoad()
        var (answering, hanging) = (0, 0)
        for member in members {
            switch reach(member, faults) {
            case .answers: answering += 1
            case .hangs: hanging += 1
            case .refuses: break
            }
        }
        guard rate > 0, answering + hanging > 0 else {
            load.unavailable = rate
            return load
        }
        let each = rate / Double(answering + hanging)
        load.timedOut = each * Double(hanging)
        let usage = each / ServedLoad.capacity
        let base = ShopService.all[service].seconds * (1 + usage * usage) + (faults.slow[service] ?? 0)
        let overload = max(0, 1 - 1.2 / max(usage, 0.1))
        var waited = 0.0
        for member in members where reach(member, faults) == .answers {
            var (share, seconds) = (max(overload, faults.errorShare(service, member.zone)), base)
            if instances[member.index].status == .down { share = max(share, 0.3) }
            if case .slow(let milliseconds) = faults.fault(of: instances[member.index].info.ipAddr, zone: member.zone) {
                seconds += Double(milliseconds) / 1000
            }
            instances[member.index].served.flow(each * (1 - share), seconds: seconds)
            instances[member.index].failed.flow(each * share, seconds: seconds)
            load.answered += each * (1 - share)
            load.failed += each * share
            waited += each * seconds
        }
        load.seconds = waited / max(load.answered + load.failed, .leastNonzeroMagnitude)
        return load
    }

    private enum Contact { case answers, hangs, refuses }

    private func reach(_ member: ClientViews.Member, _ faults: FaultBook) -> Contact {
        let instance = instances[member.index]
        // A zone that is dark swallows what is sent there; a process that has ended refuses.
        if faults.zones[member.zone] != nil { return .hangs }
        guard instance.serial == member.serial, instance.isRunning, instance.status != .starting else {
            return .refuses
        }
        switch faults.fault(of: instance.info.ipAddr, zone: member.zone) {
        case .refusing: return .refuses
        case .hanging: return .hangs
        case .slow, .wrong, nil: return .answers
        }
    }
}
