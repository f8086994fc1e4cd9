/// The name of a table's column, as a sort order and the command line use it.
public struct ColumnID: RawRepresentable, Hashable, Sendable {
    /// `address`.
    public let rawValue: String

    /// A name.
    public init(rawValue: String) { self.rawValue = rawValue }

    static let state = ColumnID(rawValue: "state")
    static let service = ColumnID(rawValue: "service")
    static let address = ColumnID(rawValue: "address")
    static let zone = ColumnID(rawValue: "zone")
    static let registered = ColumnID(rawValue: "registered")
    static let override = ColumnID(rawValue: "override")
    static let status = ColumnID(rawValue: "status")
    static let since = ColumnID(rawValue: "since")
    static let node = ColumnID(rawValue: "node")
    static let version = ColumnID(rawValue: "version")
    static let latency = ColumnID(rawValue: "latency")
    static let age = ColumnID(rawValue: "age")
    static let registrations = ColumnID(rawValue: "registrations")
    static let id = ColumnID(rawValue: "id")
    static let rule = ColumnID(rawValue: "rule")
    static let time = ColumnID(rawValue: "time")
    static let kind = ColumnID(rawValue: "kind")
    static let what = ColumnID(rawValue: "what")
    static let by = ColumnID(rawValue: "by")
    static let up = ColumnID(rawValue: "up")
    static let subject = ColumnID(rawValue: "subject")
    static let requests = ColumnID(rawValue: "requests")
    static let errors = ColumnID(rawValue: "errors")
    static let mean = ColumnID(rawValue: "mean")
    static let route = ColumnID(rawValue: "route")
    static let nodes = ColumnID(rawValue: "nodes")
    static let link = ColumnID(rawValue: "link")
    static let position = ColumnID(rawValue: "position")
    static let seconds = ColumnID(rawValue: "seconds")
    static let proven = ColumnID(rawValue: "proven")
}
