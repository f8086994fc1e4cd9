import Topology

/// What one link is, and why: decided in one place, so that a paused replica, a cut link and a dead master are told apart.
struct LinkJudge {
    let settings: RedisSettings
    /// Both ends, nothing where an end is only named.
    let master: Peer?
    let replica: Peer?
    let masterName: String
    let replicaName: String
    let listing: Downstream?

    /// What the judge found.
    struct Verdict {
        var state: ReplicationLink.State
        var lag: Lag
        var live: Measured<Bool>
        var reason: String?
        var provenAt: Moment?
    }

    /// For so long a replica may be without acknowledging, which it does each second.
    private static let longestAckSeconds: Int64 = 3

    /// The verdict.
    func verdict() -> Verdict {
        if let replica {
            if let node = replica.fresh, let upstream = node.upstream { return answering(node, upstream) }
            return silent(replica)
        }
        return named()
    }

    // MARK: - The replica answers

    private func answering(_ node: RedisNode, _ upstream: Upstream) -> Verdict {
        let lag = lag(of: node)
        var verdict = Verdict(
            state: .ok, lag: lag, live: .value(upstream.isLive, at: node.at),
            provenAt: node.history.last { $0.isLive == true }?.at)
        if upstream.isSyncing || (!upstream.isUp && listing.map { !$0.isOnline } ?? false && master?.isFresh == true) {
            let left = upstream.syncLeft.map { ", \(Printable.bytes($0)) left" } ?? ""
            let of = upstream.syncTotal.flatMap { $0 > 0 ? " of \(Printable.bytes($0))" : nil } ?? ""
            verdict.state = .behind
            verdict.reason = "it is being sent a full copy\(left)\(of)"
            verdict.lag = .unknown("it is being sent a full copy")
        } else if !upstream.isUp {
            down(upstream, &verdict)
        } else if !upstream.isLive, master?.fresh == nil, master != nil, master?.isWaiting == false {
            verdict.state = .sourceDown
            verdict.reason =
                "the link says up, but nothing came for \(silence(upstream)); \(masterName) does not answer us either"
        } else if !upstream.isLive {
            verdict.state = .cut
            verdict.reason = "the link says up, but nothing came over it for \(silence(upstream))"
        } else {
            receiving(node, &verdict)
        }
        return verdict
    }

    private func down(_ upstream: Upstream, _ verdict: inout Verdict) {
        let since = upstream.downSeconds.map { " for \(Printable.seconds($0))" } ?? ""
        if let master {
            if master.fresh != nil {
                verdict.state = .cut
                verdict.reason = "its link to \(masterName) is down\(since), and \(masterName) answers us"
            } else if master.isWaiting {
                verdict.state = .unknown
                verdict.reason = "its link to \(masterName) is down\(since); \(masterName) has not answered us yet"
            } else {
                verdict.state = .sourceDown
                verdict.reason =
                    "its link to \(masterName) is down\(since), and \(masterName) does not answer us either"
            }
        } else {
            verdict.state = .cut
            verdict.reason =
                "its link to \(masterName) is down\(since); that is not in the estate file, so whether it lives is not known"
        }
    }

    private func receiving(_ node: RedisNode, _ verdict: inout Verdict) {
        if let own = master?.fresh, let stall = Stall.of(node, behind: own) {
            switch stall {
            case .applying(let seconds):
                verdict.state = .paused
                verdict.reason = "it receives and has applied nothing for \(Printable.seconds(seconds))"
            case .receiving(let seconds):
                verdict.state = .cut
                verdict.reason =
                    "the link says up, but what \(masterName) wrote \(Printable.seconds(seconds)) ago has not come"
            }
            verdict.live = .value(false, at: node.at)
            return
        }
        guard let left = verdict.lag.position.fresh else {
            verdict.state = .unknown
            if case .unknown(let reason) = verdict.lag.position { verdict.reason = reason }
            return
        }
        verdict.reason = budget(left, verdict.lag)
        if verdict.reason != nil { verdict.state = .behind }
    }

    private func lag(of node: RedisNode) -> Lag {
        guard let master else { return .unknown("\(masterName) is not in the estate file, so it is not asked") }
        guard let own = master.fresh else {
            return .unknown(
                master.isWaiting ? "\(masterName) has not answered yet" : "\(masterName) does not answer us")
        }
        if own.isLoading { return .unknown("\(masterName) is loading its data") }
        if node.isLoading { return .unknown("\(replicaName) is loading its data") }
        guard let applied = node.applied else { return .unknown("\(replicaName) tells no offset") }
        guard let history = history(own, node, applied) else {
            return .unknown(
                own.replid == nil || node.replid == nil
                    ? "the history of its offsets is not told: INFO may not be called"
                    : "it is of another history than \(masterName) now: it needs a full copy")
        }
        if abs(own.at - node.at) <= Lag.togetherMs {
            return Lag(of: own, at: applied, said: node.at, replid: history)
        }
        if let listing, listing.isOnline, listing.offset > 0 {
            return Lag(of: own, at: listing.offset, said: own.at, replid: history)
        }
        return .unknown("the two ends were asked \(Printable.seconds(abs(own.at - node.at) / 1000)) apart")
    }

    /// The history that both ends' offsets count in; nothing where it is not one.
    private func history(_ master: RedisNode, _ replica: RedisNode, _ applied: Int64) -> String? {
        guard let own = master.replid, let other = replica.replid else { return nil }
        if own == other { return own }
        // A replica of before the promotion, which the promoted one can still continue.
        if other == master.replid2, applied < master.secondOffset { return own }
        return nil
    }

    // MARK: - The replica does not answer

    private func silent(_ replica: Peer) -> Verdict {
        let provenAt = replica.node?.history.last { $0.isLive == true }?.at
        let silent = replica.isWaiting ? "has not answered us yet" : "does not answer us"
        guard let own = master?.fresh else {
            let reason = "neither \(masterName) nor \(replicaName) answers us"
            return Verdict(
                state: .unknown, lag: .unknown(reason), live: .unknown(reason: reason), reason: reason,
                provenAt: provenAt)
        }
        guard let listing else {
            let reason = "it \(silent), and \(masterName) does not list it any more: it is down, or cut off from both"
            return Verdict(
                state: .unknown, lag: .unknown(reason), live: .value(false, at: own.at), reason: reason,
                provenAt: provenAt)
        }
        guard listing.isOnline else {
            let reason = "it \(silent); \(masterName) sends it a full copy"
            return Verdict(
                state: .unknown, lag: .unknown(reason), live: .unknown(reason: reason), reason: reason,
                provenAt: provenAt)
        }
        let lag = acknowledged(own, listing)
        if let ack = listing.ackSeconds, ack >= Self.longestAckSeconds {
            return Verdict(
                state: .paused, lag: lag, live: .value(false, at: own.at),
                reason: "it \(silent), and \(masterName) has not heard from it for \(Printable.seconds(ack)), "
                    + "though the connection stands: it has stopped or is frozen",
                provenAt: later(provenAt, own.at + -ack * 1000))
        }
        let heard = listing.ackSeconds.map { " \(Printable.seconds($0)) ago" } ?? ""
        let reason = "it \(silent); \(masterName) heard from it\(heard)"
        return Verdict(
            state: .unknown, lag: lag, live: .unknown(reason: reason), reason: reason, provenAt: provenAt)
    }

    // MARK: - The replica is only named

    private func named() -> Verdict {
        guard let own = master?.fresh, let listing else {
            let reason = "\(masterName) does not answer us, and \(replicaName) is not in the estate file"
            return Verdict(state: .unknown, lag: .unknown(reason), live: .unknown(reason: reason), reason: reason)
        }
        guard listing.isOnline else {
            let reason = "it is being sent a full copy"
            return Verdict(state: .behind, lag: .unknown(reason), live: .value(false, at: own.at), reason: reason)
        }
        let lag = acknowledged(own, listing)
        let ack = listing.ackSeconds ?? 0
        guard ack <= Upstream.longestSilenceSeconds else {
            return Verdict(
                state: .paused, lag: lag, live: .value(false, at: own.at),
                reason:
                    "\(masterName) has not heard from it for \(Printable.seconds(ack)), though the connection stands",
                provenAt: own.at + -ack * 1000)
        }
        let reason = lag.position.fresh.flatMap { budget($0, lag) }
        return Verdict(
            state: lag.position.fresh == nil ? .unknown : reason == nil ? .ok : .behind, lag: lag,
            live: .value(true, at: own.at),
            reason: reason ?? "as \(masterName) says; it is not in the estate file, so it is not asked",
            provenAt: own.at + -ack * 1000)
    }

    /// By what the master last heard, which may be a second old: rather too much than too little.
    private func acknowledged(_ own: RedisNode, _ listing: Downstream) -> Lag {
        if own.isLoading { return .unknown("\(masterName) is loading its data") }
        // 0 is what stands there before the first acknowledgement, unless the history is so young that it may be one.
        guard listing.offset > 0 || own.backlog.map({ $0.first <= 1 }) ?? false else {
            return .unknown("it has acknowledged nothing yet")
        }
        return Lag(of: own, at: listing.offset, said: own.at, replid: own.replid)
    }

    /// Why it counts as behind, if it does.
    private func budget(_ left: Double, _ lag: Lag) -> String? {
        if left > Double(settings.behindBytes) {
            return "\(Printable.bytes(Printable.whole(left))) are left to be applied"
        }
        let limit = Double(settings.behindSeconds)
        guard let seconds = lag.secondsForBudget, seconds > limit else { return nil }
        let more = lag.seconds.fresh == nil ? "more than " : ""
        return
            "it is where \(masterName) was \(more)\(Printable.seconds(Printable.whole(lag.seconds.fresh ?? seconds))) ago"
    }

    private func silence(_ upstream: Upstream) -> String { Printable.seconds(upstream.lastIOSeconds ?? 0) }

    private func later(_ a: Moment?, _ b: Moment) -> Moment { a.map { $0 < b ? b : $0 } ?? b }
}
