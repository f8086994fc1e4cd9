import Contract
import Glibc
import YAML

/// Where a secret is kept: `${env:NAME}` or `${file:PATH}`.
enum SecretReference: Hashable {
    /// A variable of the environment.
    case environment(String)
    /// A file; its path is absolute, or relative to the working directory where the estate file's is.
    case file(String)

    /// What to write, for messages.
    static let forms = "\"${env:NAME}\" or \"${file:/path/of/a/file}\""

    /// Reads the reference that a whole text consists of; relative paths begin at `directory`.
    init?(_ text: String, directory: String) {
        guard text.hasPrefix("${"), text.hasSuffix("}"), let colon = text.firstIndex(of: ":") else { return nil }
        let content = String(text[text.index(after: colon)...].dropLast())
        guard !content.isEmpty, !content.contains("${"), !content.unicodeScalars.contains(where: isControl) else {
            return nil
        }
        switch text[..<colon].dropFirst(2) {
        case "env":
            let isName = content.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "_")
            }
            guard isName else { return nil }
            self = .environment(content)
        case "file" where !content.hasPrefix("~"): self = .file(FilePath.absolute(content, from: directory))
        default: return nil
        }
    }

    /// A secret that looks here each time, so that a rotated file is picked up; `reference` is how it shows itself.
    func secret(reference: String, environment: @escaping @Sendable (String) -> String?) -> Secret {
        switch self {
        case .environment(let name):
            Secret(reference: reference) {
                guard let value = environment(name), !value.isEmpty else {
                    throw EstateError(
                        .secret,
                        "the variable \(name) is not set; set it before azimuth starts, or keep the secret in a file")
                }
                return value
            }
        case .file(let path): Secret(reference: reference) { try SecretFile.read(path) }
        }
    }
}

/// The environment of this process, as the place that secrets and settings are looked up in.
public enum ProcessEnvironment {
    /// The value of a variable, nothing where it is not set.
    public static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
