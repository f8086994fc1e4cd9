import Contract
import Topology

/// What an operator wants, as a form or a command line says it.
public struct PlanRequest: Hashable, Sendable {
    /// The kind of change.
    public var kind: OperationKind
    /// What it is about.
    public var scope: OperationScope
    /// Why; a restore needs none.
    public var reason: String
    /// Who (`user@host`).
    public var by: String
    /// Reasons by gate.
    public var overrides: [String: String]
    /// Reasons by node, as the estate file writes it.
    public var owes: [String: String]
    /// Restore at once where the instance's own health endpoint says that it is up.
    public var forceUp: Bool
    /// How fast, for what is about a whole zone.
    public var pace: OperationPace
    /// When it is to be looked at again, in milliseconds from now; the estate file's where nothing is said.
    public var expiresMs: Int64?
    /// Services that are left where they are, besides those of the estate file.
    public var except: [String]
    /// Registries and config servers that are drained with their zone all the same, which they are not unless named.
    public var include: [String]

    /// The instances that it names.
    public var instances: [InstanceKey] { scope.instances }

    /// A request about a zone, weights or drift.
    public init(
        kind: OperationKind, scope: OperationScope, reason: String, by: String, overrides: [String: String] = [:],
        owes: [String: String] = [:], forceUp: Bool = false, pace: OperationPace = .careful, expiresMs: Int64? = nil,
        except: [String] = [], include: [String] = []
    ) {
        self.kind = kind
        self.scope = scope
        self.reason = reason
        self.by = by
        self.overrides = overrides
        self.owes = owes
        self.forceUp = forceUp
        self.pace = pace
        self.expiresMs = expiresMs
        self.except = except
        self.include = include
    }

    /// A request about instances.
    public init(
        kind: OperationKind, instances: [InstanceKey], reason: String, by: String, overrides: [String: String] = [:],
        owes: [String: String] = [:], forceUp: Bool = false
    ) {
        self.init(
            kind: kind, scope: .instances(instances), reason: reason, by: by, overrides: overrides, owes: owes,
            forceUp: forceUp)
    }

    /// The request with texts that are safe to print and to keep: no control characters, no white space around.
    func cleaned() -> PlanRequest {
        var request = self
        request.reason = reason.printable
        request.overrides = overrides.mapValues(\.printable)
        request.owes = owes.mapValues(\.printable)
        request.except = except.map(\.printable)
        request.include = include.map(\.printable)
        return request
    }

    /// Refuses what makes no sense.
    ///
    /// - Throws: `usage`, which lists what would.
    func validate(nodes: [String]) throws(OperationError) {
        if kind != .restore, reason.isEmpty {
            throw OperationError(.usage, "a \(kind.rawValue) needs a reason that others will understand")
        }
        try validateScope()
        if let expiresMs, !(60_000...30 * 86_400_000).contains(expiresMs) {
            throw OperationError(.usage, "an expiry is between 1 m and 30 d")
        }
        try Self.validate(overrides: overrides, owes: owes, nodes: nodes)
    }

    private func validateScope() throws(OperationError) {
        switch (kind, scope) {
        case (_, .instances([])): throw OperationError(.usage, "a \(kind.rawValue) needs at least one instance")
        case (.drain, .instances), (.restore, .instances), (.clearOverride, .instances), (.evacuate, .zone),
            (.restore, .zone), (.repair, .drift):
            return
        case (.shift, .shift(let percent, let from, let to)):
            guard percent > 0, percent <= 100 else {
                throw OperationError(.usage, "a shift moves more than 0 % and at most 100 % of the traffic")
            }
            if from == to { throw OperationError(.usage, "a shift from \(from) to itself moves nothing") }
        case (.setWeights, .weights(_, let group, let weights)):
            if weights.isEmpty || weights.values.contains(where: { $0 < 0 }) {
                throw OperationError(.usage, "the weights of \(group) are whole numbers from 0, by route: a=80 b=20")
            }
        default: throw OperationError(.usage, "a \(kind.rawValue) cannot be about that")
        }
    }

    /// Refuses unknown gates and nodes and missing reasons; `resume` takes both as well.
    ///
    /// - Throws: `usage`, which lists what there is.
    public static func validate(
        overrides: [String: String], owes: [String: String], nodes: [String]
    ) throws(OperationError) {
        for (name, reason) in overrides.sorted(by: { $0.key < $1.key }) {
            guard GateName(rawValue: name) != nil else {
                let known = GateName.allCases.map(\.rawValue).joined(separator: ", ")
                throw OperationError(.usage, "there is no gate \(name.printable); the gates are \(known)")
            }
            if reason.printable.isEmpty { throw OperationError(.usage, "overriding \(name) needs a reason") }
        }
        for (node, reason) in owes.sorted(by: { $0.key < $1.key }) {
            guard nodes.contains(node) else {
                throw OperationError(
                    .usage,
                    "there is no node \(node.printable) to owe; the nodes are \(nodes.joined(separator: ", "))")
            }
            if reason.printable.isEmpty { throw OperationError(.usage, "owing \(node) needs a reason") }
        }
    }
}

extension String {
    /// Without control characters, white space around it, and anything beyond 500 characters: what a person typed is
    /// shown on other people's terminals.
    var printable: String {
        let clean = unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: " "
            default: Character(scalar)
            }
        }
        var text = Substring(String(clean.prefix(500)))
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
