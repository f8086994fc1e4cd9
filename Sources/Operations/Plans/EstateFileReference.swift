import Digest

/// Which estate file, with which content, an operation was planned with: a runner that finds another refuses to go on.
public struct EstateFileReference: Codable, Hashable, Sendable {
    /// Its absolute path.
    public var path: String
    /// SHA-256 of its bytes, in hexadecimal.
    public var sha256: String
    /// Four bytes of each line's SHA-256, so that what differs can be named without keeping the text.
    public var lines: [String]

    /// The reference of a file with this text.
    public init(path: String, text: String) {
        self.path = path
        sha256 = SHA256(of: text).hex
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(SHA256(of: String(line)).hex.prefix(8))
        }
    }

    /// What differs between the file that was planned with and the one that is there now, for people; nothing where
    /// they are the same.
    public func difference(to now: EstateFileReference) -> String? {
        if sha256 == now.sha256 { return nil }
        var first = 0
        while first < min(lines.count, now.lines.count), lines[first] == now.lines[first] { first += 1 }
        var tail = 0
        while tail < min(lines.count, now.lines.count) - first,
            lines[lines.count - 1 - tail] == now.lines[now.lines.count - 1 - tail]
        {
            tail += 1
        }
        let (old, new) = (lines.count - tail - first, now.lines.count - tail - first)
        return switch (old, new) {
        case (0, 0): "its line endings changed"
        case (0, _): "\(Self.lines(first, new)) \(new == 1 ? "was" : "were") added"
        case (_, 0): "\(Self.lines(first, old)) of then \(old == 1 ? "was" : "were") removed"
        default: "\(Self.lines(first, new)) changed"
        }
    }

    private static func lines(_ first: Int, _ count: Int) -> String {
        count == 1 ? "line \(first + 1)" : "lines \(first + 1) to \(first + count)"
    }
}
