import Contract
import Digest
import Topology

/// An estate file that was read and found right: what it says as values, and itself as plans name it.
public struct EstateFile: Sendable {
    /// Its absolute path.
    public let path: String
    /// Its text, to the letter.
    public let text: String
    /// What it says of the world besides its sources.
    public let estate: EstateDescription
    /// Its sources in its order.
    public let sources: [SourceSettings]
    /// What it says of operations.
    public let operations: OperationsSettings
    /// What is allowed and worth knowing, such as a source whose certificate is not verified.
    public let warnings: [Problem]
    /// The file as it was named, for messages.
    let name: String
    let secrets: [SecretUse]

    /// The SHA-256 of its bytes: a plan carries it, and runs with no other file.
    public var digest: SHA256 { SHA256(of: text) }

    /// Looks up every secret and looks at every file that the estate file names, as `azimuth check` does.
    ///
    /// - Returns: what cannot be had, each at its place in the file; nothing where all is well.
    public func missingSecrets() -> [Problem] {
        let problems = ProblemList(file: name, text: text)
        for use in secrets {
            do {
                try use.look()
            } catch {
                problems.error("\(error)", at: use.mark, path: use.key)
            }
        }
        return problems.errors
    }
}

/// A place in the file that names something kept elsewhere.
struct SecretUse: Sendable {
    let mark: Mark
    let key: String
    let look: @Sendable () throws -> Void
}
