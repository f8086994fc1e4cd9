import Contract
import Operations
import Terminal
import Topology

/// The lines of a plan about a whole zone: what happens in which stage, who is called then, what stays, the checks.
struct ZonePlanDocument {
    let plan: Plan
    let zone: ZonePlan
    let state: ConsoleState

    /// Findings of one kind are told of so many times unless all is asked for.
    private static let mostNotes = 3

    /// Adds them.
    func add(to document: inout Document) {
        timing(&document)
        stages(&document)
        document.add(.blank)
        forecast(&document)
        remains(&document)
        PlanDocument.gates(plan.gates, state, &document)
        document.add(.blank)
        notes(&document)
        rules(&document)
    }

    /// How fast, how long at the other pace, and when it is looked at again.
    private func timing(_ document: inout Document) {
        let other: FlipText = zone.pace == .careful ? .now : .careful
        var text = state.say(
            FlipText.paceLine, state.say(zone.pace == .careful ? FlipText.careful : .now),
            TimeSpan.about(zone.takesMs), state.say(other), TimeSpan.about(zone.otherPaceMs))
        if let expires = zone.expiresAt {
            let left = TimeSpan.about(expires.milliseconds - plan.madeAt.milliseconds)
            text += "   " + state.say(FlipText.alarm, expires.hourAndMinute, left)
        }
        document.wrap(DocumentLine(state.say(FlipText.pace), text))
        if !zone.except.isEmpty {
            document.wrap(DocumentLine(state.say(FlipText.except), zone.except.joined(separator: ", "), .warning))
        }
    }

    private func stages(_ document: inout Document) {
        let width = document.width - 4
        let all = state.view.expanded || state.lines >= 40
        let (name, before, after, takes) = (all ? 19 : 13, 15, 12, 6)
        let what = max(10, width - name - before - after - takes - 3)
        let columns = [0, name, name + what + 1, name + what + before + 2, name + what + before + after + 3]
        func line(_ texts: [String], _ roles: [StyleRole]) -> DocumentLine {
            let widths = [name - 1, what, before, after, takes]
            return .parts(
                texts.indices.map {
                    DocumentPart(columns[$0], widths[$0], texts[$0], roles[$0], right: $0 == 4)
                })
        }
        document.add(
            line(
                [
                    state.say(PlanningText.happens), "", state.say(FlipText.before), state.say(FlipText.after),
                    state.say(FlipText.takes),
                ], Array(repeating: .heading, count: 5)))
        for (index, stage) in (all ? zone.stages : StageGroup.overview(of: zone)).enumerated() {
            document.add(
                line(
                    [
                        "\(index + 1) \(stage.name)", stage.what, stage.before, stage.after,
                        TimeSpan.about(stage.takesMs),
                    ],
                    [.strong, .text, .text, .strong, .dim]))
        }
    }

    /// `zone-a 98 %  zone-c 2 %   zone-a at 71 % of its capacity`.
    private func forecast(_ document: inout Document) {
        let shares = zone.forecast.filter { ($0.share ?? 1) > 0 }
        guard !shares.isEmpty else { return }
        if let reason = shares.first?.reason, shares.allSatisfy({ $0.share == nil && $0.reason == reason }) {
            document.wrap(DocumentLine(state.say(FlipText.called), "? " + reason, .stateUnknown))
            return
        }
        var says = shares.map { share in
            share.zone + "\u{A0}" + (share.share.map(Figures.share) ?? "?").replacingSpaces
        }
        let loads = shares.compactMap { share in
            share.load.map { share.zone + "\u{A0}" + Figures.share($0).replacingSpaces }
        }
        if loads.count == 1, let load = shares.first(where: { $0.load != nil }) {
            says.append(state.say(FlipText.load, load.zone, Figures.share(load.load ?? 0)).replacingSpaces)
        }
        let unknown = shares.contains { $0.share == nil }
        document.wrap(
            DocumentLine(
                state.say(FlipText.called), says.joined(separator: "  "), unknown ? .stateUnknown : .text))
        if loads.count > 1 {
            document.wrap(DocumentLine(state.say(FlipText.loads), loads.joined(separator: "  ")))
        }
        let reasons = shares.filter { $0.share == nil || state.view.expanded }.map(\.reason)
        for reason in Set(reasons).sorted() where !reason.isEmpty { document.wrap(DocumentLine("", reason, .dim)) }
    }

    /// What is not moved out of the zone, and what may be missing elsewhere.
    private func remains(_ document: inout Document) {
        if !zone.stays.isEmpty {
            let name = zone.scope.zone ?? ""
            document.wrap(DocumentLine(state.say(FlipText.stays, name), zone.stays.joined(separator: ", ")))
        }
        if !zone.mayBeMissing.isEmpty {
            document.wrap(
                DocumentLine(state.say(FlipText.missing), zone.mayBeMissing.joined(separator: ", "), .warning))
        }
    }

    private func notes(_ document: inout Document) {
        let shown = state.view.expanded ? plan.findings.count : Self.mostNotes
        for finding in plan.findings.prefix(shown) {
            let about = [finding.instance?.description, finding.node.map { NodeName.short($0.node) }]
                .compactMap(\.self).joined(separator: ", ")
            let text = about.isEmpty ? finding.text : about + ": " + finding.text
            document.wrap(DocumentLine(state.say(PlanningText.note), text, .warning))
        }
        if plan.findings.count > shown {
            let rest = String(plan.findings.count - shown)
            document.add(DocumentLine("", state.say(PlanningText.moreTargets, rest), .dim))
        }
        if let delay = plan.clientDelay {
            let text = state.say(PlanningText.within, TimeSpan.text(delay.milliseconds), delay.text)
            document.wrap(DocumentLine(state.say(PlanningText.clients), text))
        }
        for (node, reason) in plan.owes.sorted(by: { $0.key < $1.key }) {
            document.wrap(DocumentLine(state.say(PlanningText.owed), NodeName.short(node) + ": " + reason, .warning))
        }
    }

    /// What would hold it, and what is written.
    private func rules(_ document: inout Document) {
        for (index, rule) in zone.stopRules.enumerated() {
            document.wrap(DocumentLine(index == 0 ? state.say(FlipText.stopRules) : "", rule, .dim))
        }
        let changes = plan.steps.filter { $0.step.kind == .change }
        let nodes = Set(changes.map { "\($0.step.source)\u{0}\($0.step.node)" })
        guard !nodes.isEmpty else { return }
        let sources = Set(changes.map(\.step.source))
        document.wrap(
            DocumentLine(
                state.say(PlanningText.writes),
                state.say(FlipText.servers, String(nodes.count), String(sources.count)), .dim))
    }
}

extension String {
    /// With spaces that hold its words together while lines are broken.
    fileprivate var replacingSpaces: String { String(map { $0 == " " ? "\u{A0}" : $0 }) }
}
