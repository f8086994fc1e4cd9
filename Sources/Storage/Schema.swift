/// The tables of one kind of file and how they came to be: a script for each version.
///
/// A script that was published is never changed; what comes later is a new one. Tables should be `STRICT`, so that a
/// column holds what it says.
public struct Schema: Sendable {
    /// What the file is, as messages name it: "journal".
    public let name: String
    /// The number in the file's header (`application_id`) that tells it from others; not 0.
    public let identifier: Int32
    /// What makes version 1 of an empty file, version 2 of version 1, and so on.
    public let scripts: [String]

    /// A schema of these scripts.
    public init(name: String, identifier: Int32, scripts: [String]) {
        self.name = name
        self.identifier = identifier
        self.scripts = scripts
    }

    /// The version that the program knows.
    public var version: Int { scripts.count }
}
