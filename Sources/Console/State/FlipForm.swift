import Operations
import Topology

/// What an operator chooses before a plan about a whole zone, or about weights, is made.
struct FlipForm: Sendable {
    /// What is to happen.
    enum What: Hashable, CaseIterable, Sendable {
        /// All traffic leaves a zone.
        case evacuate
        /// A part of the traffic goes from one zone to another.
        case shift
        /// What an operation took out comes back.
        case restore
    }

    /// What is to happen; of weights nothing else can.
    var what = What.evacuate
    /// The group whose weights are set; then nothing else is chosen.
    var group: RouteKey?
    /// The zone that is left, or brought back.
    var zone: String
    /// The zone that a shift goes to.
    var to: String
    /// How many percent of all traffic a shift moves, as typed.
    var percent = "50"
    /// How fast.
    var pace = OperationPace.careful
    /// When it is looked at again, as typed; empty takes the estate file's.
    var expires = ""
    /// Services that stay where they are, as typed.
    var except = ""
    /// Why.
    var reason = ""
    /// Restore at once where the instance's own health endpoint says that it is up.
    var forceUp = false
    /// Weights by route id, as typed, in the order of the routes.
    var weights: [(id: String, zone: String?, typed: String)] = []
    /// The zones to choose from.
    let zones: [String]

    /// A form about a zone of these.
    init(_ what: What, zone: String, of zones: [String]) {
        self.what = what
        self.zone = zone
        self.zones = zones
        to = zones.first { $0 != zone } ?? ""
    }

    /// A form about the weights of a group, as most of its nodes have them.
    init(weightsOf row: RouteRow, zones: [String]) {
        self.init(.shift, zone: "", of: zones)
        group = row.key
        var seen: [String: [Int]] = [:]
        for view in row.routes {
            if seen[view.route.id] == nil { weights.append((view.route.id, view.zone, "")) }
            seen[view.route.id, default: []].append(view.route.weight ?? 0)
        }
        for index in weights.indices {
            let tally = Dictionary(grouping: seen[weights[index].id] ?? [], by: { $0 })
            let most = tally.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key ?? 0
            weights[index].typed = String(most)
        }
    }

    /// The lines, in their order.
    var fields: [FlipField] {
        if group != nil { return weights.indices.map { .weight($0) } + [.pace, .reason, .go] }
        return switch what {
        case .evacuate: [.what, .zone, .pace, .expires, .except, .reason, .go]
        case .shift: [.what, .zone, .to, .percent, .pace, .expires, .reason, .go]
        case .restore: [.what, .zone, .pace, .forceUp, .reason, .go]
        }
    }

    /// The line to go on with: the reason while there is none, else the last.
    var next: FlipField { reason.isEmpty && what != .restore ? .reason : .go }

    /// What is typed in a line; nothing where it is chosen.
    func typed(_ field: FlipField) -> String? {
        switch field {
        case .percent: percent
        case .expires: expires
        case .except: except
        case .reason: reason
        case .weight(let index): weights.indices.contains(index) ? weights[index].typed : nil
        case .what, .zone, .to, .pace, .forceUp, .go: nil
        }
    }

    /// Takes what was typed into a line.
    mutating func take(_ text: String, in field: FlipField) {
        switch field {
        case .percent: percent = text.filter { $0 != "%" && $0 != " " }
        case .expires: expires = text
        case .except: except = text
        case .reason: reason = text
        case .weight(let index): if weights.indices.contains(index) { weights[index].typed = text }
        case .what, .zone, .to, .pace, .forceUp, .go: break
        }
    }

    /// The next or the one before of what a line can be.
    mutating func turn(_ field: FlipField, by step: Int) {
        switch field {
        case .what: what = Self.turned(what, in: What.allCases, by: step)
        case .pace: pace = Self.turned(pace, in: OperationPace.allCases, by: step)
        case .zone:
            zone = Self.turned(zone, in: zones, by: step)
            if to == zone { to = zones.first { $0 != zone } ?? "" }
        case .to: to = Self.turned(to, in: zones.filter { $0 != zone }, by: step)
        case .forceUp: forceUp.toggle()
        case .percent, .expires, .except, .reason, .weight, .go: break
        }
    }

    private static func turned<Value: Equatable>(_ value: Value, in all: [Value], by step: Int) -> Value {
        guard !all.isEmpty else { return value }
        let index = all.firstIndex(of: value) ?? 0
        return all[((index + step) % all.count + all.count) % all.count]
    }
}

extension FlipForm {
    /// What is wrong with the form as it stands; nothing where a plan can be asked for.
    var mistake: FlipText? {
        if next == .reason { return .reasonMissing }
        if group != nil {
            let numbers = weights.map { Int($0.typed.trimmed) }
            if numbers.contains(where: { $0.map { $0 < 0 } ?? true }) { return .weightWrong }
            return numbers.allSatisfy { $0 == 0 } ? .weightsZero : nil
        }
        switch what {
        case .shift:
            guard let percent = Double(percent), percent > 0, percent <= 100 else { return .percentWrong }
            if to.isEmpty || to == zone { return .noOther }
        case .evacuate, .restore: break
        }
        if what != .restore, !expires.trimmed.isEmpty, TimeSpan.milliseconds(expires) == nil { return .expiryWrong }
        return nil
    }

    /// What is asked for.
    func request(by name: String) -> PlanRequest {
        if let group {
            let wanted = weights.map { ($0.id, Int($0.typed.trimmed) ?? 0) }
            return PlanRequest(
                kind: .setWeights,
                scope: .weights(
                    source: group.source, group: group.name,
                    weights: Dictionary(wanted, uniquingKeysWith: { first, _ in first })), reason: reason, by: name,
                pace: pace)
        }
        let services = except.split { $0 == "," || $0 == " " }.map(String.init)
        let milliseconds = TimeSpan.milliseconds(expires)
        return switch what {
        case .evacuate:
            PlanRequest(
                kind: .evacuate, scope: .zone(zone), reason: reason, by: name, pace: pace, expiresMs: milliseconds,
                except: services)
        case .shift:
            PlanRequest(
                kind: .shift, scope: .shift(percent: Double(percent) ?? 0, from: zone, to: to), reason: reason,
                by: name, pace: pace, expiresMs: milliseconds)
        case .restore:
            PlanRequest(kind: .restore, scope: .zone(zone), reason: reason, by: name, forceUp: forceUp, pace: pace)
        }
    }
}
