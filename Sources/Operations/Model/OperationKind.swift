import Contract

/// What an operator starts; `restore` is of instances, or of a whole zone.
public enum OperationKind: String, Codable, CaseIterable, Sendable {
    /// Take instances out of rotation.
    case drain
    /// Put back what was there before: instances, or a zone.
    case restore
    /// Take away overrides that others left.
    case clearOverride = "clear-override"
    /// Take a whole zone out: its shares at the gateways are 0, its instances are drained, and it stays so.
    case evacuate
    /// Move a percentage of the traffic from one zone to another at the gateways.
    case shift
    /// Set the weights of a group of routes.
    case setWeights = "set-weights"
    /// Bring nodes back to what our last operation left there.
    case repair

    /// What connectors are asked for where it changes instances.
    public var instances: Intent.Kind {
        switch self {
        case .drain, .evacuate, .repair, .shift, .setWeights: .drain
        case .restore: .restore
        case .clearOverride: .clearOverride
        }
    }

    /// What connectors are asked for where it changes routes.
    public var routes: Intent.Kind {
        switch self {
        case .restore: .restoreWeights
        case .drain, .evacuate, .repair, .shift, .setWeights, .clearOverride: .weights
        }
    }

    /// Whether it takes instances out of rotation, which is what most gates are about.
    public var takesInstancesOut: Bool {
        switch self {
        case .drain, .evacuate, .repair: true
        case .restore, .clearOverride, .shift, .setWeights: false
        }
    }
}
