import Contract
import Operations
import Terminal
import Topology

/// The progress of an operation on a whole zone: its stages, the services of the one at work, what traffic does meanwhile.
struct ZoneProgress {
    let operation: Operation
    let zone: ZonePlan
    let state: ConsoleState

    /// Columns of the parts of a line.
    private static let name = 13
    private static let change = 24
    private static let time = 7

    /// Steps of stages of one kind.
    private struct Group {
        var key: String
        var planned: PlannedStage?
        var steps: [OperationStep] = []
    }

    /// Adds the lines.
    func add(to document: inout Document) {
        head(&document)
        document.add(.blank)
        for (index, group) in groups().enumerated() {
            line(index + 1, group, &document)
            guard !group.steps.isEmpty,
                worst(group.steps) == .sent || worst(group.steps) == .failed || begun(group.steps)
            else { continue }
            if group.steps.allSatisfy({ isSettled($0) }) { continue }
            let routes = group.steps.contains { $0.step.route != nil }
            if routes { nodes(group.steps, &document) } else { services(group.steps, &document) }
        }
        owed(&document)
        document.add(.blank)
        traffic(&document)
        rules(&document)
        OperationDocument.followers(operation, state, &document)
    }

    /// What is owed, by server.
    private func owed(_ document: inout Document) {
        let owed = Dictionary(grouping: operation.owedSteps, by: { $0.step.node })
        for (node, steps) in owed.sorted(by: { $0.key < $1.key }) {
            let why = steps.lazy.compactMap(\.error).first ?? operation.owes[node] ?? ""
            let text = NodeName.short(node) + "  " + why
            document.wrap(DocumentLine(state.say(OperationText.owes, String(steps.count)), text, .warning))
        }
    }

    /// Why, who, and whether its runner lives; then what there is to say of its state.
    private func head(_ document: inout Document) {
        if !operation.plan.reason.isEmpty {
            document.wrap(DocumentLine(state.say(OperationText.reason), operation.plan.reason))
        }
        let began = operation.startedAt ?? operation.createdAt
        let times = began.timeOfDay + (operation.endedAt.map { " – " + $0.timeOfDay } ?? "") + " Z"
        let (runner, role) = OperationDocument.runner(operation, state)
        let by = state.say(OperationText.byWhom, operation.plan.by)
        document.wrap(DocumentLine(by, times + "   " + runner.label + "  " + runner.text, role == .good ? .text : role))
        if let message = operation.message {
            document.wrap(DocumentLine(state.say(OperationText.state), message, Marks.operation(operation).role))
        }
    }

    /// The stages as planned, then what was added while it ran.
    private func groups() -> [Group] {
        var groups: [Group] = []
        var index: [String: Int] = [:]
        if operation.direction == .forward {
            for stage in StageGroup.overview(of: zone) {
                index[stage.name] = groups.count
                groups.append(Group(key: stage.name, planned: stage))
            }
        }
        for step in operation.currentSteps {
            let key = StageGroup.key(step.step.stage)
            let place = index[key] ?? groups.count
            if place == groups.count {
                index[key] = place
                groups.append(Group(key: key))
            }
            groups[place].steps.append(step)
        }
        return groups
    }

    private func isSettled(_ step: OperationStep) -> Bool {
        switch step.state {
        case .done, .owed, .undone, .skipped: true
        case .planned, .sent, .failed: false
        }
    }

    private func begun(_ steps: [OperationStep]) -> Bool { steps.contains { $0.state != .planned } }

    private func worst(_ steps: [OperationStep]) -> StepState {
        let order: [StepState] = [.failed, .sent, .planned, .owed, .undone, .done, .skipped]
        return order.first { state in steps.contains { $0.state == state } } ?? .planned
    }

    /// The sign of some steps; what was begun and goes on no more is neither done nor at work.
    private func mark(_ steps: [OperationStep]) -> (mark: String, role: StyleRole) {
        let worst = worst(steps)
        let isAtWork = worst == .sent || worst == .planned && begun(steps)
        guard isAtWork else { return Marks.step(worst) }
        return operation.state.isMoving ? Marks.step(.sent) : ("○", .stateOut)
    }

    private func line(_ number: Int, _ group: Group, _ document: inout Document) {
        let mark = mark(group.steps)
        let width = document.width - 4
        let what = max(12, width - 2 - Self.name - Self.change - Self.time - 2)
        let change = [group.planned?.before, group.planned?.after].compactMap(\.self).filter { !$0.isEmpty }
        let (time, role) = time(of: group)
        document.add(
            .parts([
                DocumentPart(0, 2, mark.mark, mark.role),
                DocumentPart(2, Self.name - 1, "\(number) \(group.key)", .strong),
                DocumentPart(2 + Self.name, what, words(group), begun(group.steps) ? .text : .dim),
                DocumentPart(3 + Self.name + what, Self.change, change.joined(separator: " → "), .dim),
                DocumentPart(3 + Self.name + what + Self.change, Self.time, time, role, right: true),
            ]))
    }

    /// `3 of 4 read back, 1 owed`; `wave 4 of 6, 248 of 412`; what is waited for.
    private func words(_ group: Group) -> String {
        let changes = group.steps.filter { $0.step.kind == .change }
        guard !changes.isEmpty else { return group.planned?.what ?? "" }
        let owed = changes.count { $0.state == .owed }
        var says: [String] = []
        if changes.contains(where: { $0.step.route != nil }) {
            let nodes = Dictionary(grouping: changes, by: \.node)
            let read = nodes.values.count { steps in steps.allSatisfy { $0.state == .done } }
            says.append(state.say(OperationText.readBack, String(read), String(nodes.count)))
        } else {
            let lanes = Dictionary(grouping: changes, by: \.step.lane)
            let current = changes.first { !isSettled($0) }?.step.stage
            let wave = current?.split(separator: " ").compactMap { Int($0) } ?? []
            if wave.count == 2 { says.append(state.say(OperationText.wave, String(wave[0]), String(wave[1]))) }
            let done = lanes.values.count { steps in steps.allSatisfy(isSettled) }
            says.append(state.say(OperationText.progress, String(done), String(lanes.count)))
        }
        if owed > 0 { says.append(state.say(OperationText.owes, String(owed))) }
        return says.joined(separator: ", ")
    }

    /// How long it took, or takes so far, or is planned to take.
    private func time(of group: Group) -> (String, StyleRole) {
        let begins = group.steps.compactMap { $0.sent?.moment }.min()
        let planned = group.planned.map { Figures.countdown($0.takesMs) } ?? ""
        guard let begins else { return (planned, .dim) }
        if group.steps.allSatisfy(isSettled) {
            let ends = group.steps.compactMap(\.doneAt).max()
            return (ends.map { Figures.countdown($0 - begins) } ?? planned, .dim)
        }
        return operation.state.isMoving ? (Figures.countdown(state.now.moment - begins), .info) : (planned, .dim)
    }

    /// One line of what is done, one for each service at work with its servers, one of what is still to come.
    private func services(_ steps: [OperationStep], _ document: inout Document) {
        var order: [String] = []
        var services: [String: [OperationStep]] = [:]
        for step in steps where step.step.kind == .change {
            let name = step.step.instance?.service.name ?? step.step.target
            if services[name] == nil { order.append(name) }
            services[name, default: []].append(step)
        }
        var finished: [String] = []
        var later: [String] = []
        var atWork: [(String, [OperationStep])] = []
        for name in order {
            let own = services[name] ?? []
            if own.allSatisfy(isSettled) {
                finished.append("✔\u{A0}\(name)\u{A0}\(Set(own.map(\.step.lane)).count)")
            } else if begun(own) {
                atWork.append((name, own))
            } else {
                later.append("·\u{A0}\(name)")
            }
        }
        if !finished.isEmpty { document.wrap(.text("    " + finished.joined(separator: "  "), .good)) }
        for (name, own) in atWork { service(name, own, &document) }
        if !later.isEmpty { document.wrap(.text("    " + later.joined(separator: "  "), .dim)) }
    }

    /// `▶ customer  22 of 40  10.1.0.5 ✔22  10.2.0.5 ✔18 ◌4`.
    private func service(_ name: String, _ steps: [OperationStep], _ document: inout Document) {
        let lanes = Dictionary(grouping: steps, by: \.step.lane)
        let done = lanes.values.count { own in own.allSatisfy(isSettled) }
        let failed = steps.contains { $0.state == .failed }
        var servers: [(NodeID, [OperationStep])] = []
        for step in steps {
            if let index = servers.firstIndex(where: { $0.0 == step.node }) {
                servers[index].1.append(step)
            } else {
                servers.append((step.node, [step]))
            }
        }
        let says = servers.map { node, own in
            var text = NodeName.short(node.node) + " ✔\(own.count { $0.state == .done })"
            for (sign, count) in [
                ("◌", own.count { $0.state == .sent }), ("▲", own.count { $0.state == .owed }),
                ("✖", own.count { $0.state == .failed }),
            ] where count > 0 {
                text += " \(sign)\(count)"
            }
            return text
        }
        let mark = failed ? Marks.step(.failed) : mark(steps)
        let x = 2 + Self.name
        document.add(
            .parts([
                DocumentPart(4, 2, mark.mark, mark.role), DocumentPart(6, 16, name, .strong),
                DocumentPart(
                    max(x, 23), 11, state.say(OperationText.progress, String(done), String(lanes.count)),
                    failed ? .bad : .text),
                DocumentPart(
                    max(x, 23) + 12, document.width - max(x, 23) - 16, says.joined(separator: "  "),
                    failed ? .bad : .dim),
            ]))
        if let error = steps.lazy.compactMap({ $0.state == .done ? nil : $0.error }).first {
            document.wrap(.text("      " + error, failed ? .bad : .warning))
        }
    }

    /// The gateways, each with the worst of its steps.
    private func nodes(_ steps: [OperationStep], _ document: inout Document) {
        var servers: [(NodeID, [OperationStep])] = []
        for step in steps where step.step.kind == .change {
            if let index = servers.firstIndex(where: { $0.0 == step.node }) {
                servers[index].1.append(step)
            } else {
                servers.append((step.node, [step]))
            }
        }
        let says = servers.map { node, own in
            mark(own).mark + "\u{A0}" + NodeName.short(node.node)
        }
        document.wrap(.text("    " + says.joined(separator: "  ")))
        for (node, own) in servers {
            guard let error = own.lazy.compactMap({ $0.state == .done ? nil : $0.error }).first else { continue }
            document.wrap(.text("    " + NodeName.short(node.node) + ": " + error, .warning))
        }
    }

    /// The zone that is moved and those that receive: what they got, how it went, what they get now.
    private func traffic(_ document: inout Document) {
        let receivers = zone.baseline.map(\.zone).filter { $0 != zone.scope.zone }
        let zones = [zone.scope.zone].compactMap(\.self) + receivers.prefix(3)
        let highest = zones.flatMap { state.snapshot.traffic.zones[$0]?.history.compactMap(\.self) ?? [] }.max()
        for name in zones {
            guard let traffic = state.snapshot.traffic.zones[name], traffic.isCounted else { continue }
            let before = zone.baseline.first { $0.zone == name }
            let first = before?.requestsPerSecond ?? traffic.history.lazy.compactMap(\.self).first
            let now = traffic.rate.requests
            let errors = traffic.rate.errors
            var says = state.say(OperationText.errorsNow, errors.text)
            if let was = before?.errorRatio { says += " " + state.say(OperationText.errorsBefore, Figures.errors(was)) }
            let width = min(24, max(8, document.width - 62))
            document.add(
                .parts([
                    DocumentPart(0, 14, state.say(OperationText.zoneNow, name), .dim),
                    DocumentPart(15, 8, first.map { Figures.rate($0) + "/s" } ?? "?", .dim, right: true),
                    DocumentPart(24, width, Sparkline.text(traffic.history, width: width, maximum: highest), .spark),
                    DocumentPart(25 + width, 8, now.text + "/s", now.role == .text ? .strong : now.role),
                    DocumentPart(35 + width, 40, says, errors.role == .text ? .dim : errors.role),
                ]))
        }
    }

    private func rules(_ document: inout Document) {
        guard operation.state.isMoving, operation.direction == .forward else { return }
        for (index, rule) in zone.stopRules.enumerated() {
            document.wrap(DocumentLine(index == 0 ? state.say(FlipText.stopRules) : "", rule, .dim))
        }
    }
}
