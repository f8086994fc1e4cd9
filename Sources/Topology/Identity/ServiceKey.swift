/// Which service: namespace and name, the name case folded (Eureka upper-cases what it is given).
public struct ServiceKey: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// As the estate file maps it; empty by default, whatever a registry calls its own default.
    public let namespace: String
    /// Lower-cased.
    public let name: String

    /// Folds the name.
    public init(namespace: String = "", name: String) {
        self.namespace = namespace
        self.name = name.lowercased()
    }

    /// Orders by namespace, then name.
    public static func < (a: ServiceKey, b: ServiceKey) -> Bool {
        a.namespace == b.namespace ? a.name < b.name : a.namespace < b.namespace
    }

    /// `namespace/name`, or the name alone where there is no namespace.
    public var description: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}
