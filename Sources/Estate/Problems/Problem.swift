/// One mistake in an estate file, and where it is.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// The file, as it was named.
    public let file: String
    /// Its line, from 1.
    public let line: Int
    /// Its column in characters, from 1.
    public let column: Int
    /// The key it is about (`sources[0].nodes[1].url`), empty for the file as a whole.
    public let path: String
    /// What is wrong, why, and what to do.
    public let text: String
    /// The line of the file with a caret below the place; secrets are left out of it.
    public let excerpt: String

    /// `FILE:LINE:COLUMN: KEY: TEXT`, on one line.
    public var summary: String { "\(file):\(line):\(column): " + (path.isEmpty ? "" : "\(path): ") + text }

    /// The summary, and below it the line with its caret.
    public var description: String { excerpt.isEmpty ? summary : summary + "\n" + excerpt }
}
