import Topology

/// The filters of views, as text that the operator can read and change.
enum RowFilter {
    /// The test that an expression makes of an instance; nothing where everything passes.
    ///
    /// - Throws: what is wrong with the expression, and where.
    static func instances(_ text: String, at now: Moment) throws(FilterError) -> ((InstanceView) -> Bool)? {
        let filter = try InstanceFilter(instances: text)
        return filter.isEmpty ? nil : { filter.matches($0, at: now) }
    }

    /// Whether an expression's answer changes by time alone, so that its rows are made anew as ages step on.
    static func dependsOnTime(_ text: String) -> Bool { text.contains("since") || text.contains("age") }

    /// Whether a service's row is shown: any part of its name.
    static func matches(_ text: String, _ service: ServiceView) -> Bool {
        text.isEmpty || service.key.description.contains(text.lowercased())
    }

    /// The instances of a zone.
    static func expression(zone: String) -> String { zone.isEmpty ? "zone=\"\"" : "zone=" + quoted(zone) }

    /// The instances of a service.
    static func expression(service: ServiceKey) -> String { "service=" + quoted(service.name) }

    /// The instances that a source's servers disagree on.
    static func expression(differingIn source: String) -> String { "differs=yes source=" + quoted(source) }

    private static func quoted(_ value: String) -> String {
        value.contains { " \",*?".contains($0) } ? "\"" + value + "\"" : value
    }
}
