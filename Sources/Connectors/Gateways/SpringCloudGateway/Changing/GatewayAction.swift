import Contract
import Topology

/// What a step at a gateway does, to and from the journal's fields.
enum GatewayAction: Hashable, Sendable {
    /// Posts a definition that differs from what is there in the weight alone.
    case set(Weight)
    /// Puts back what was there before, whatever that takes.
    case putBack(id: String, group: String, SavedRoute)

    /// A weight to be set.
    struct Weight: Hashable, Sendable {
        /// The route's id, to the letter.
        var id: String
        /// Its group.
        var group: String
        /// What it is to have.
        var weight: Int
        /// The definition that is posted.
        var body: String
        /// The route is missing on this node, and is brought back (drift after a restart).
        var adds = false
        /// The definition is another node's, because this one did not answer: its own is used once it does.
        var isBorrowed = false
    }

    /// The route's id, to the letter.
    var id: String {
        switch self {
        case .set(let weight): weight.id
        case .putBack(let id, _, _): id
        }
    }

    /// The group that must not add up to 0.
    var group: String {
        switch self {
        case .set(let weight): weight.group
        case .putBack(_, let group, _): group
        }
    }

    /// The weight that is there once it is done; nothing where the route is gone then.
    var weight: Int? {
        switch self {
        case .set(let weight): weight.weight
        case .putBack(_, _, let saved): saved.copies == 0 ? nil : saved.weight
        }
    }

    /// As the journal keeps it.
    var action: StepAction {
        var fields = ["id": id, "group": group]
        switch self {
        case .set(let weight):
            fields["weight"] = "\(weight.weight)"
            fields["body"] = weight.body
            if weight.adds { fields["adds"] = "true" }
            if weight.isBorrowed { fields["borrowed"] = "true" }
            return StepAction(name: Self.setName, fields: fields)
        case .putBack(_, _, let saved):
            return StepAction(name: Self.putBackName, fields: fields.merging(saved.fields) { first, _ in first })
        }
    }

    /// What the journal kept; nothing where it is not one of ours.
    init?(_ action: StepAction) {
        let fields = action.fields
        guard let id = fields["id"], let group = fields["group"] else { return nil }
        switch action.name {
        case Self.setName:
            guard let weight = fields["weight"].flatMap({ Int($0) }), let body = fields["body"] else { return nil }
            self = .set(
                Weight(
                    id: id, group: group, weight: weight, body: body, adds: fields["adds"] == "true",
                    isBorrowed: fields["borrowed"] == "true"))
        case Self.putBackName:
            guard let saved = SavedRoute(fields) else { return nil }
            self = .putBack(id: id, group: group, saved)
        default:
            return nil
        }
    }

    private static let setName = "spring-cloud-gateway.weight"
    private static let putBackName = "spring-cloud-gateway.put-back"

    /// Whether a node's routes show that it is done.
    func standing(in table: RouteTable, at node: String) -> Standing {
        guard !table.isOfDefinitions else {
            return .unknown("\(node) tells definitions in place of routes (actuator.verbose.enabled=false)")
        }
        let name = Printable.line(id)
        let route = table.route(RouteDecoder.id(id))
        switch self {
        case .set(let target):
            guard let route else {
                return target.adds ? .doesNot("no route \(name)") : .moot("\(node) has no route \(name) any more")
            }
            return route.weight == target.weight ? .holds : .doesNot(Self.shown(route.weight))
        case .putBack(_, _, let saved):
            guard let route else { return saved.copies == 0 ? .holds : .doesNot("no route \(name)") }
            guard saved.copies > 0 else { return .doesNot("route \(name) is there, \(Self.shown(route.weight))") }
            guard route.copies <= saved.copies else {
                return .doesNot("an override is there, \(Self.shown(route.weight))")
            }
            return route.weight == saved.weight ? .holds : .doesNot(Self.shown(route.weight))
        }
    }

    private static func shown(_ weight: Int?) -> String { weight.map { "weight \($0)" } ?? "no weight" }
}
