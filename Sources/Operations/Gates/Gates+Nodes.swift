import Contract
import Topology

extension Gates {
    /// `samples-fresh`: the nodes of the plan's sources answered within their poll and deadline.
    ///
    /// A node whose silence is accepted (its own zone is being left, or it is owed by name) is not waited for, but of
    /// each source at least one node must tell, or there is nothing to judge on.
    static func samplesFresh(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        if evidence.snapshot.kept {
            return Gate(
                .samplesFresh, .fail, text: "what is on screen was kept from an earlier process: wait for answers")
        }
        var old: [String] = []
        var oldest: Int64 = 0
        var thresholds: [Int64] = []
        for name in subject.sources.sorted() {
            guard let settings = evidence.sources.first(where: { $0.name == name }) else {
                old.append("\(name) is not in the estate file")
                continue
            }
            let bound = settings.pollMs + settings.deadlineMs
            thresholds.append(bound)
            let views = evidence.snapshot.sources.first { $0.name == name }?.nodes ?? []
            var telling = 0
            let found = views.filter { $0.state != .named }.map(\.id)
            for id in settings.nodes.isEmpty ? found : settings.nodes.map(settings.id(of:)) {
                let age = views.first { $0.id == id }?.freshAge(at: evidence.observedAt)
                if let age, age <= bound {
                    telling += 1
                    oldest = max(oldest, age)
                } else if !subject.mayBeSilent(id, in: evidence.zone(of: id)) {
                    old.append(age.map { "\(id.node) answered \(seconds($0)) ago" } ?? "\(id.node) does not answer")
                }
            }
            if telling == 0 { old.append("no node of \(name) answers: nothing tells how the instances are") }
        }
        let threshold = thresholds.max().map { "≤ \(seconds($0))" }
        guard old.isEmpty else { return Gate(.samplesFresh, .fail, threshold: threshold, text: list(old)) }
        return Gate(
            .samplesFresh, .pass, value: seconds(oldest), threshold: threshold,
            text: "the oldest answer is \(seconds(oldest)) old")
    }

    /// `write-access`: every node that would be written says that it may be.
    static func writeAccess(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        var refused: [String] = []
        var asked: [String] = []
        var unknown: [String] = []
        var owed: [String] = []
        var writable = 0
        let nodes = subject.writtenNodes
        for node in nodes {
            switch evidence.capabilities[node] {
            case .writable: writable += 1
            case .readOnly(let why): refused.append("\(node.node) refuses changes (\(why))")
            case .silent(let why):
                let place = node.node + (evidence.zone(of: node).map { " (\($0))" } ?? "")
                if subject.mayBeSilent(node, in: evidence.zone(of: node)) {
                    owed.append("\(place) does not answer and will be owed")
                } else {
                    asked.append("\(place) does not answer (\(why)): --owe '\(node.node)=REASON' goes on without it")
                }
            case nil: unknown.append("\(node.node) was not asked")
            }
        }
        let value = "\(writable) of \(nodes.count)"
        let threshold = owed.isEmpty ? "all" : "all but \(owed.count) owed"
        let wrong = refused + asked
        if !wrong.isEmpty {
            return Gate(.writeAccess, .fail, value: value, threshold: threshold, text: list(wrong + owed))
        }
        if !unknown.isEmpty {
            return Gate(.writeAccess, .unknown, value: value, threshold: threshold, text: list(unknown))
        }
        let text = ["\(writable) of \(nodes.count) nodes can be written"] + owed
        return Gate(.writeAccess, .pass, value: value, threshold: threshold, text: text.joined(separator: "; "))
    }

    /// `12 s`, or with a tenth below ten seconds.
    static func seconds(_ milliseconds: Int64) -> String {
        milliseconds >= 10_000 || milliseconds % 1000 == 0
            ? "\(milliseconds / 1000) s" : "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }
}

extension Gates {
    /// `50 s`, `9 m`, `4 h`, `1 h 30 m`: a time to plan with.
    static func duration(_ milliseconds: Int64) -> String {
        let seconds = (max(0, milliseconds) + 500) / 1_000
        if seconds < 120 { return "\(seconds) s" }
        let minutes = (seconds + 30) / 60
        if minutes < 60 { return "\(minutes) m" }
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) m"
    }
}

extension NodeView {
    /// How old its last answer is, where it still answers; nothing where it does not.
    fileprivate func freshAge(at now: Moment) -> Int64? {
        switch state {
        case .live, .partial: answeredAt.map { max(0, now - $0) }
        // A stale node's answer is as old as it is; the caller holds that against the bound.
        case .stale: answeredAt.map { max(0, now - $0) }
        case .failed, .named, .waiting: nil
        }
    }
}
