import Topology

/// What an operation is about, as the operator says it.
public enum OperationScope: Codable, Hashable, Sendable {
    /// These instances.
    case instances([InstanceKey])
    /// A whole zone (`evacuate`, `restore`).
    case zone(String)
    /// So many percent of all traffic, from one zone to another, at the gateways.
    case shift(percent: Double, from: String, to: String)
    /// The weights of one group of a source, by route id.
    case weights(source: String, group: String, weights: [String: Int])
    /// Whatever differs from what our operations left; of one source, or of all.
    case drift(source: String?)

    /// Its instances; none where it is about something else.
    public var instances: [InstanceKey] {
        if case .instances(let instances) = self { instances } else { [] }
    }

    /// The zone that it takes out or brings back.
    public var zone: String? {
        switch self {
        case .zone(let zone): zone
        case .shift(_, let from, _): from
        case .instances, .weights, .drift: nil
        }
    }

    /// What it is about, in a few words.
    public var summary: String {
        switch self {
        case .instances(let instances): instances.count == 1 ? "\(instances[0])" : "\(instances.count) instances"
        case .zone(let zone): zone
        case .shift(let percent, let from, let to): "\(Self.text(percent)) % from \(from) to \(to)"
        case .weights(let source, let group, let weights):
            "\(group) of \(source): "
                + weights.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        case .drift(let source): source.map { "what differs on \($0)" } ?? "what differs"
        }
    }

    private static func text(_ percent: Double) -> String {
        percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
    }
}
