import Topology

/// What the nodes of an estate said when it was last looked at.
public struct KeptListings: Sendable {
    /// When that was.
    public var takenAt: Timestamp?
    /// When each of them had last answered, where that is earlier.
    var answeredAt: [NodeID: Timestamp] = [:]
    /// Whole services, by node.
    var nodes: [NodeID: [ServiceKey: [Registration]]] = [:]
    private var known: [String: Metadata] = [:]

    init() {}

    /// One object for equal texts.
    mutating func metadata(_ text: String) -> Metadata {
        if let metadata = known[text] { return metadata }
        let metadata = KeptMetadata.metadata(text)
        known[text] = metadata
        return metadata
    }
}

/// Metadata as one text: keys and values separated by the unit separator, pairs by the record separator.
///
/// Of metadata only the keys that decide a zone, or where it can be asked, are kept: the rest is for looking at, and comes with the next answer.
enum KeptMetadata {
    private static let kept = [
        "microsphere.availability.zone", "zone", "management.port", "management.context-path", "management.base-path",
        "management.scheme", "management.secure", "management.ssl.enabled", "secure",
    ]
    private static let unit: Character = "\u{1F}"
    private static let record: Character = "\u{1E}"

    static func text(_ metadata: Metadata) -> String {
        kept.compactMap { key in metadata[key].map { "\(key)\(unit)\($0)" } }.joined(separator: String(record))
    }

    static func metadata(_ text: String) -> Metadata {
        guard !text.isEmpty else { return .none }
        var pairs: [String: String] = [:]
        for pair in text.split(separator: record) {
            let parts = pair.split(separator: unit, maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { pairs[String(parts[0])] = String(parts[1]) }
        }
        return Metadata(pairs)
    }
}
