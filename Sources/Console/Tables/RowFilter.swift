import Topology

/// The filters of views, as text that the operator can read and change.
enum RowFilter {
    /// The test that an expression makes of an instance; nothing where everything passes.
    static func instances(_ text: String) -> ((InstanceView) -> Bool)? {
        text.isEmpty ? nil : { $0.key.description.contains(text) }
    }

    /// Whether a service's row is shown.
    static func matches(_ text: String, _ service: ServiceView) -> Bool {
        text.isEmpty || service.key.description.contains(text.lowercased())
    }

    static func expression(zone: String) -> String { "zone=\(zone)" }
    static func expression(service: ServiceKey) -> String { "service=\(service.name)" }
}
extension RowFilter {
    static func expression(differingIn source: String) -> String { "differs source=\(source)" }
}
