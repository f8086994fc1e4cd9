import Operations
import Terminal
import Topology

/// What the columns of an instance say, and the two lines below the table.
enum InstanceCells {
    /// One cell.
    static func cell(_ column: ColumnID, _ instance: InstanceView, _ state: ConsoleState, _ pen: inout Pen) -> Cell {
        switch column {
        case .state:
            let failing = state.snapshot.traffic.failing[instance.key] != nil
            return Cell(pen.say(StateText(instance.state)), Marks.instance(instance, failing: failing).role)
        case .requests: return rate(instance, state).requests
        case .errors: return rate(instance, state).errors
        case .mean: return rate(instance, state).latency
        case .service: return Cell(instance.key.service.description)
        case .address: return Cell(instance.key.address)
        case .zone:
            guard let zone = instance.zone else { return Cell("?", .stateUnknown) }
            return Cell(zone)
        case .registered: return registered(instance, state, pen)
        case .since:
            if instance.state == .unknown { return Cell(pen.say(StateText.stale), .stateUnknown) }
            return Cell(pen.age(since: instance.since), .dim)
        case .status: return Cell(list(instance.registrations.map(\.registration.status)))
        case .override:
            let overrides = instance.registrations.compactMap(\.registration.override)
            return overrides.isEmpty ? Cell("–", .dim) : Cell(list(overrides), .stateOut)
        case .rule: return Cell(instance.zoneRule, .dim)
        case .id: return Cell(list(instance.registrations.map(\.registration.id)), .dim)
        default: return Cell("")
        }
    }

    /// What was counted of an instance; what is down or gone is not asked.
    static func rate(_ instance: InstanceView, _ state: ConsoleState) -> Measured<TrafficRate> {
        state.snapshot.traffic.instances[instance.key] ?? .notApplicable
    }

    /// `2 of 2`, with `≠` where servers differ, and with the override that holds it.
    static func registered(_ instance: InstanceView, _ state: ConsoleState, _ pen: Pen) -> Cell {
        let (listed, all) = counts(instance, state.snapshot)
        if instance.state != .gone, instance.registrations.allSatisfy({ $0.reason != nil && $0.state == .unknown }) {
            return Cell(pen.say(StateText.unknown), .stateUnknown)
        }
        var text = pen.say(InstanceText.shownOf, String(listed), String(all))
        if instance.differs { text += " ≠" }
        if instance.registrations.contains(where: { $0.registration.override != nil }) {
            text += " " + pen.say(InstanceText.out)
        }
        return Cell(text, instance.differs || listed < all && instance.state != .gone ? .warning : .text)
    }

    /// How many servers list it, of those that its sources are configured with.
    static func counts(_ instance: InstanceView, _ snapshot: Snapshot) -> (listed: Int, all: Int) {
        var all = 0
        for source in snapshot.sources where instance.registrations.contains(where: { $0.node.source == source.name }) {
            all += source.nodes.count { $0.state != .named }
        }
        let listed = instance.state == .gone ? 0 : Set(instance.registrations.map(\.node)).count
        return (listed, max(all, listed))
    }

    /// Two lines: who and where and why there, then what every server says.
    static func drawDetail(_ instance: InstanceView, _ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let failing = state.snapshot.traffic.failing[instance.key]
        let (mark, role) = Marks.instance(instance, failing: failing != nil)
        let width = area.width - 2
        var x = pen.text(mark + " ", x: area.x + 1, y: area.y, width: width, role: role)
        x = pen.text(
            "\(instance.key.service) \(instance.key.address)  ", x: x, y: area.y, width: area.x + width - x,
            role: .strong)
        if let drain = state.journal.drains[instance.key] {
            let text = pen.say(InstanceText.drainedBy, drain.by, drain.operation, drain.reason)
            x = pen.text(text, x: x, y: area.y, width: area.x + width - x, role: .stateOut)
            drawSayings(instance, state, in: area, with: &pen)
            return
        }
        let zone =
            instance.zone.map { pen.say(InstanceText.zoneBy, $0, instance.zoneRule) }
            ?? pen.say(InstanceText.noZone, instance.zoneRule)
        x = pen.text(zone + "  ", x: x, y: area.y, width: area.x + width - x)
        if let failing {
            let text = pen.say(InstanceText.answersBut, failing)
            x = pen.text(text, x: x, y: area.y, width: area.x + width - x, role: .stateFailing)
        } else if state.hasForeignOverride(instance) {
            x = pen.text(pen.say(InstanceText.foreign), x: x, y: area.y, width: area.x + width - x, role: .stateOut)
        } else if instance.state == .gone {
            let forgotten = instance.since + state.snapshot.estate.forgetMs
            pen.changes(at: Age.nextChange(since: instance.since, pen.now))
            let left = Age.text(max(0, forgotten - pen.now.moment))
            x = pen.text(
                pen.say(InstanceText.goneBy, left), x: x, y: area.y, width: area.x + width - x, role: .stateGone)
        } else if let renewal = instance.registrations.compactMap(\.registration.renewalMs).first {
            let text = pen.say(InstanceText.renews, String(renewal / 1000))
            x = pen.text(text, x: x, y: area.y, width: area.x + width - x, role: .dim)
        }
        drawSayings(instance, state, in: area, with: &pen)
    }

    /// The second line: what servers say, those that say the same together.
    private static func drawSayings(
        _ instance: InstanceView, _ state: ConsoleState, in area: Area, with pen: inout Pen
    ) {
        var sayings: [(state: RegistrationState, text: String, nodes: [String])] = []
        for view in instance.registrations {
            let registration = view.registration
            let override = registration.override.map {
                $0 == registration.status ? pen.say(ColumnText.override) : pen.say(InstanceText.overridden, $0)
            }
            let why = [override, view.reason ?? registration.detail].compactMap { $0 }.joined(separator: ", ")
            let text = registration.status + (why.isEmpty ? "" : " (" + why + ")")
            let node = NodeName.short(view.node.node)
            if let index = sayings.firstIndex(where: { $0.text == text && $0.state == view.state }) {
                sayings[index].nodes.append(node)
            } else {
                sayings.append((view.state, text, [node]))
            }
        }
        let end = area.x + area.width - 1
        let y = area.y + 1
        var x = area.x + 1
        for saying in sayings where x < end {
            let (mark, role) = Marks.registration(saying.state)
            x = pen.text(mark + " " + saying.text, x: x, y: y, width: end - x, role: role) + 2
            x = pen.text(saying.nodes.joined(separator: "  "), x: x, y: y, width: end - x, role: .dim) + 3
        }
        if instance.differs, x < end {
            pen.text("≠ " + pen.say(InstanceText.differ), x: x, y: y, width: end - x, role: .warning)
        }
    }

    /// Different values once each, in their order.
    private static func list(_ values: [String]) -> String {
        var seen: [String] = []
        for value in values where !seen.contains(value) { seen.append(value) }
        return seen.joined(separator: ", ")
    }
}
