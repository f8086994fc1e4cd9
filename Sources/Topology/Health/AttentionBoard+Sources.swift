extension AttentionBoard {
    /// How close together sources must fall silent for the console to doubt itself, in milliseconds.
    static let oneMomentMs: Int64 = 30_000

    /// Most sources falling silent within a moment says more of us than of them.
    static func cutOff(_ facts: Facts) -> [Draft] {
        let polled = facts.sources.map { $0.nodes.filter { $0.state != .named } }.filter { !$0.isEmpty }
        // With one source, its nodes are all we have to go by.
        let lost: [Moment]
        let (noun, all): (String, Int)
        if polled.count > 1 {
            lost = polled.filter { $0.allSatisfy(\.isSilent) }.compactMap { $0.map(\.since).max() }
            (noun, all) = ("sources", polled.count)
        } else {
            lost = polled.joined().filter(\.isSilent).map(\.since)
            (noun, all) = ("nodes", polled.first?.count ?? 0)
        }
        guard all > 1, lost.count * 2 > all, let first = lost.min() else { return [] }
        // The biggest bunch within one moment, so that one that has been dead for days does not hide it.
        let sorted = lost.sorted()
        var bunch: (count: Int, from: Moment, to: Moment) = (0, first, first)
        for (index, from) in sorted.enumerated() {
            let within = sorted[index...].prefix { $0 - from <= oneMomentMs }
            if within.count > bunch.count { bunch = (within.count, from, within.last ?? from) }
        }
        guard bunch.count * 2 > all else { return [] }
        let seconds = max(1, (bunch.to - bunch.from + 999) / 1000)
        return [
            Draft(
                cause: "cut off", severity: .bad, subject: "console",
                text: "\(bunch.count) of \(all) \(noun) fell silent within \(seconds) s: "
                    + "this console may itself be cut off",
                since: bunch.from, target: .estate, rank: 0)
        ]
    }

    /// A source that lost nodes, or whose nodes answer only in part.
    static func nodes(of source: SourceView) -> [Draft] {
        let polled = source.nodes.filter { $0.state != .named }
        let silent = polled.filter(\.isSilent)
        var drafts: [Draft] = []
        if let first = silent.first {
            let reasons = Dictionary(grouping: silent, by: { $0.reason ?? "no answer" })
            let most = reasons.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key ?? "no answer"
            let why = reasons.count == 1 ? most : "\(most), and others"
            let who: String
            if silent.count == polled.count {
                who =
                    polled.count == 1
                    ? "\(first.id.server) does not answer" : "none of \(polled.count) nodes answers"
            } else {
                let names = list(silent.map(\.id.server))
                who =
                    silent.count == 1
                    ? "\(names) does not answer" : "\(silent.count) of \(polled.count) nodes do not answer (\(names))"
            }
            drafts.append(
                Draft(
                    cause: "silent \(source.name)", severity: silent.count == polled.count ? .bad : .warning,
                    subject: source.name, text: "\(who): \(why)", since: silent.map(\.since).min(),
                    target: .source(source.name), rank: 2, weight: silent.count))
        }
        let partial = polled.filter { $0.state == .partial }
        for (error, nodes) in Dictionary(
            grouping: partial, by: { $0.reason ?? "part of the answer could not be used" })
        {
            drafts.append(
                Draft(
                    cause: "partial \(source.name) \(nodes[0].id.node)", severity: .warning, subject: source.name,
                    text: "\(list(nodes.map(\.id.server))) \(nodes.count == 1 ? "answers" : "answer") only in part: "
                        + error,
                    since: nodes.map(\.since).min(), target: .source(source.name), rank: 5, weight: nodes.count))
        }
        if polled.isEmpty, source.state == .failed {
            drafts.append(
                Draft(
                    cause: "empty \(source.name)", severity: .bad, subject: source.name,
                    text: "the registry that its nodes are to be found in lists none", target: .source(source.name),
                    rank: 2))
        }
        let (named, lapsed) = source.named
        for (reason, nodes) in Dictionary(grouping: lapsed, by: { $0.reason ?? "" }) {
            drafts.append(
                Draft(
                    cause: "lapsed \(source.name) \(nodes[0].id.node)", severity: .warning, subject: source.name,
                    text: "\(list(nodes.map(\.id.server))) \(nodes.count == 1 ? "is" : "are") \(reason)",
                    since: nodes.map(\.since).min(), target: .source(source.name), rank: 5, weight: nodes.count))
        }
        if !named.isEmpty {
            drafts.append(
                Draft(
                    cause: "named \(source.name)", severity: .warning, subject: source.name,
                    text: "names \(plural(named.count, "server")) that the estate file does not: "
                        + list(named.map(\.id.server)),
                    target: .source(source.name), rank: 6, weight: named.count))
        }
        return drafts
    }

    /// What nodes say of themselves and belongs here (self-preservation), equal facts of several nodes in one line.
    static func facts(of source: SourceView, warnings: [NodeFact]) -> [Draft] {
        struct Saying: Hashable {
            var label: String
            var value: String
            var severity: Attention.Severity
        }
        var said: [Saying: [String]] = [:]
        for node in source.nodes where !node.isSilent {
            for fact in node.facts {
                guard let severity = fact.severity else { continue }
                said[Saying(label: fact.label, value: fact.value, severity: severity), default: []]
                    .append(node.id.server)
            }
        }
        var drafts = said.map { saying, nodes in
            Draft(
                cause: "fact \(source.name) \(saying.label) \(nodes[0])", severity: saying.severity,
                subject: source.name, text: "\(list(nodes)): \(saying.label) \(saying.value)",
                target: .source(source.name), rank: 4, weight: nodes.count)
        }
        for warning in warnings {
            drafts.append(
                Draft(
                    cause: "review \(source.name) \(warning.label)", severity: warning.severity ?? .warning,
                    subject: source.name, text: "\(warning.label) \(warning.value)", target: .source(source.name),
                    rank: 4))
        }
        return drafts
    }
}

extension NodeView {
    /// It does not answer now.
    var isSilent: Bool { state == .stale || state == .failed }
}

extension SourceView {
    /// The servers that it names and that are not configured; those apart that a registry lists and are not counted.
    var named: (named: [NodeView], lapsed: [NodeView]) {
        let all = nodes.filter { $0.state == .named }
        return (
            all.filter { !($0.error?.hasPrefix("not counted") ?? false) },
            all.filter { $0.error?.hasPrefix("not counted") ?? false }
        )
    }
}
