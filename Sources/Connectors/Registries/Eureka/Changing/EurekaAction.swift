import Contract

/// What a step of Eureka's does, to and from the journal's fields.
enum EurekaAction: Hashable, Sendable {
    /// `PUT …/status?value=`: stores an override.
    case put(Target, value: String)
    /// `DELETE …/status`: takes an override away; holds once that override is not there any more.
    case delete(Target, override: String, status: String?, local: Bool)
    /// Waits until the instance has renewed: its status is known again on every server that answers.
    case renewal(Target, nodes: [String])

    /// The registration that is meant, by the server's own names.
    struct Target: Hashable, Sendable {
        /// The application (`PAYMENT`).
        var application: String
        /// The instance's id.
        var id: String
        /// How often it renews, in milliseconds: how long its restore is watched.
        var renewalMs: Int64
    }

    /// The registration that is meant.
    var target: Target {
        switch self {
        case .put(let target, _), .delete(let target, _, _, _), .renewal(let target, _): target
        }
    }

    /// As the journal keeps it.
    var action: StepAction {
        var fields = [
            "application": target.application, "id": target.id, "renewalMs": String(target.renewalMs),
        ]
        switch self {
        case .put(_, let value):
            fields["value"] = value
            return StepAction(name: "eureka.status.put", fields: fields)
        case .delete(_, let override, let status, let local):
            fields["override"] = override
            fields["value"] = status
            if local { fields["local"] = "true" }
            return StepAction(name: "eureka.status.delete", fields: fields)
        case .renewal(_, let nodes):
            // Addresses hold no blanks.
            fields["nodes"] = nodes.joined(separator: " ")
            return StepAction(name: "eureka.renewal", fields: fields)
        }
    }

    /// What the journal kept; nothing where it is not one of ours.
    init?(_ action: StepAction) {
        let fields = action.fields
        guard let application = fields["application"], let id = fields["id"] else { return nil }
        let target = Target(
            application: application, id: id, renewalMs: fields["renewalMs"].flatMap { Int64($0) } ?? 30_000)
        switch action.name {
        case "eureka.status.put":
            guard let value = fields["value"] else { return nil }
            self = .put(target, value: value)
        case "eureka.status.delete":
            self = .delete(
                target, override: fields["override"] ?? Self.out, status: fields["value"],
                local: fields["local"] == "true")
        case "eureka.renewal":
            self = .renewal(target, nodes: (fields["nodes"] ?? "").split(separator: " ").map(String.init))
        default:
            return nil
        }
    }

    /// The override that drains.
    static let out = "OUT_OF_SERVICE"
}
