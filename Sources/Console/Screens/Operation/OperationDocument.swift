import Contract
import Operations
import Terminal
import Topology

/// The lines of an operation.
enum OperationDocument {
    /// The calls that are shown unless all are asked for.
    private static let lastCalls = 8

    /// An operation with more steps tells of them by service only; `show` prints all.
    private static let mostSteps = 2_000

    /// Makes the lines of the operation that is looked at.
    static func make(_ state: ConsoleState) -> Document {
        guard case .operation(let id)? = state.view.subject, let operation = state.journal.operation(id) else {
            return Document(labels: 20, width: state.columns)
        }
        let longest =
            operation.plan.zonePlan != nil
            ? 0
            : operation.plan.targets.map { TextMetrics.standard.columns(of: $0.instance.description) }.max() ?? 0
        var document = Document(labels: min(40, max(20, longest)), width: state.columns)
        if let zone = operation.plan.zonePlan {
            ZoneProgress(operation: operation, zone: zone, state: state).add(to: &document)
            calls(state, &document)
            if !operation.gates.isEmpty { PlanDocument.gates(operation.gates, state, &document) }
            if state.view.expanded, operation.currentSteps.count <= mostSteps {
                steps(operation.currentSteps, state.say(OperationText.steps), operation, state, &document)
            }
            return document
        }
        head(operation, state, &document)
        if operation.direction == .undo {
            steps(operation.undoSteps, state.say(OperationText.undoSteps), operation, state, &document)
        }
        steps(operation.steps, state.say(OperationText.steps), operation, state, &document)
        calls(state, &document)
        if !operation.gates.isEmpty { PlanDocument.gates(operation.gates, state, &document) }
        return document
    }

    private static func head(_ operation: Operation, _ state: ConsoleState, _ document: inout Document) {
        if !operation.plan.reason.isEmpty {
            document.wrap(DocumentLine(state.say(OperationText.reason), operation.plan.reason))
        }
        let began = (operation.startedAt ?? operation.createdAt).timeOfDay
        let ended = operation.endedAt.map { " – " + $0.timeOfDay } ?? ""
        document.add(
            DocumentLine(state.say(OperationText.byWhom, operation.plan.by), began + ended + " Z"))
        let (runner, role) = runner(operation, state)
        document.wrap(DocumentLine(runner.label, runner.text, role))
        if let message = operation.message {
            document.wrap(DocumentLine(state.say(OperationText.state), message, Marks.operation(operation).role))
        }
        let owed = operation.owedSteps
        if !owed.isEmpty {
            for (node, steps) in Dictionary(grouping: owed, by: { $0.step.node }).sorted(by: { $0.key < $1.key }) {
                let why = steps.compactMap(\.error).first ?? operation.owes[node] ?? ""
                document.wrap(
                    DocumentLine(
                        state.say(OperationText.owes, String(steps.count)), NodeName.short(node) + "  " + why, .warning)
                )
            }
        }
        followers(operation, state, &document)
        if operation.state.isMoving {
            document.wrap(DocumentLine(state.say(OperationText.holdsIf), state.say(OperationText.holdsWhy), .dim))
        }
    }

    /// When clients follow, and when it is looked at again.
    static func followers(_ operation: Operation, _ state: ConsoleState, _ document: inout Document) {
        if let by = operation.clientsFollowBy {
            let left = by.milliseconds - state.now.wall.milliseconds
            let text =
                left > 0
                ? state.say(OperationText.followBy, by.timeOfDay, TimeSpan.text(left))
                : state.say(OperationText.followed, by.timeOfDay)
            document.add(DocumentLine(state.say(OperationText.clients), text, left > 0 ? .info : .good))
        } else if let delay = operation.plan.clientDelay, operation.state.isMoving {
            let text = state.say(PlanningText.within, TimeSpan.text(delay.milliseconds), delay.text)
            document.wrap(DocumentLine(state.say(OperationText.clients), text))
        }
        if let expires = operation.expiresAt, operation.changedSomething, operation.kind != .restore {
            let left = expires.milliseconds - state.now.wall.milliseconds
            let text =
                left > 0
                ? state.say(FlipText.alarm, expires.hourAndMinute, TimeSpan.about(left))
                : state.say(OperationText.expired, expires.hourAndMinute)
            document.add(DocumentLine(state.say(OperationText.expiry), text, left > 0 ? .text : .bad))
        }
    }

    static func runner(_ operation: Operation, _ state: ConsoleState) -> (
        (label: String, text: String), StyleRole
    ) {
        guard let runner = operation.runner else {
            let label = state.say(OperationText.runner, "–")
            return ((label, state.say(OperationText.noRunner)), .dim)
        }
        let process = runner.process
        let label =
            operation.plan.zonePlan == nil
            ? state.say(OperationText.runner, String(process.pid))
            : state.say(OperationText.runnerOn, String(process.pid), process.host)
        switch operation.liveness {
        case .alive(let age): return ((label, state.say(OperationText.alive, TimeSpan.text(age))), .good)
        case .silent(let age): return ((label, state.say(OperationText.silent, TimeSpan.text(age))), .warning)
        case .dead: return ((label, state.say(OperationText.dead)), .bad)
        case nil: return ((label, state.say(OperationText.ended)), .dim)
        }
    }

    /// One line an instance: its servers with the state of what is done there, and what the first unfinished one waits for.
    private static func steps(
        _ steps: [OperationStep], _ title: String, _ operation: Operation, _ state: ConsoleState,
        _ document: inout Document
    ) {
        var stage: String?
        var lanes: [(name: String, steps: [OperationStep])] = []
        func flush() {
            for lane in lanes { self.lane(lane.name, lane.steps, &document, state) }
            lanes = []
        }
        for step in steps {
            if step.step.stage != stage {
                flush()
                stage = step.step.stage
                document.add(.blank)
                document.add(.heading("\(title)  \(step.step.stage)"))
            }
            if let index = lanes.firstIndex(where: { $0.name == step.step.lane }) {
                lanes[index].steps.append(step)
            } else {
                lanes.append((step.step.lane, [step]))
            }
        }
        flush()
    }

    private static func lane(
        _ name: String, _ steps: [OperationStep], _ document: inout Document, _ state: ConsoleState
    ) {
        let order: [StepState] = [.failed, .sent, .owed, .planned, .done, .undone, .skipped]
        let worst = order.first { state in steps.contains { $0.state == state } } ?? .planned
        let begun = steps.contains { $0.state != .planned }
        let mark = worst == .planned && begun ? Marks.step(.sent) : Marks.step(worst)
        let says = steps.map { step in
            let wait = step.step.kind == .wait ? state.say(OperationText.waits) + " " : ""
            return "\(wait)\(Marks.step(step.state).mark)\u{A0}\(NodeName.short(step.step.node))"
        }
        let label = steps.first?.step.instance?.description ?? name
        document.wrap(DocumentLine(label, says.joined(separator: "  "), mark: mark, form: .item))
        for step in steps {
            guard let error = step.error, step.state != .done else { continue }
            let text = NodeName.short(step.step.node) + ": " + error
            document.wrap(DocumentLine("", text, Marks.step(step.state).role, mark: (" ", .dim), form: .item))
        }
    }

    private static func calls(_ state: ConsoleState, _ document: inout Document) {
        document.add(.blank)
        document.add(.heading(state.say(PlanningText.lastCalls)))
        let events = state.journal.events
        if events.isEmpty {
            document.add(.text(state.say(OperationText.noCalls), .dim))
            return
        }
        let shown = state.view.expanded ? events[...] : events.suffix(lastCalls)
        for event in shown.reversed() {
            let time = event.callMs.map { "  \($0) ms" } ?? ""
            let role: StyleRole =
                switch event.kind {
                case .failed, .lost, .stopped: .bad
                case .owed, .waiting: .warning
                case .done, .undone: .good
                case .created, .claimed, .added, .gates, .stage, .sent, .outcome, .skipped, .request, .state: .text
                }
            let about = [event.fields["node"].map(NodeName.short), event.fields["target"]].compactMap { $0 }
            let text = event.kind == .sent && !state.view.expanded ? state.say(OperationText.callSent) : event.text
            let line = ([event.at.timeOfDay] + about + [text + time]).joined(separator: "  ")
            if state.view.expanded {
                document.wrap(.text(line, role), anywhere: true)
            } else {
                document.add(.text(line, role))
            }
        }
    }
}
