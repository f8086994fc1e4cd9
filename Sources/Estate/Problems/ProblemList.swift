/// Gathers the mistakes of one file, so that all of them are told at once.
final class ProblemList {
    private let file: String
    private let text: String
    private lazy var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    private(set) var errors: [Problem] = []
    private(set) var warnings: [Problem] = []

    init(file: String, text: String) {
        self.file = file
        self.text = text
    }

    /// A mistake that the file cannot be used with.
    func error(_ text: String, at mark: Mark, path: String = "") { errors.append(problem(text, mark, path)) }

    /// Something to know, that the file can be used with.
    func warning(_ text: String, at mark: Mark, path: String = "") { warnings.append(problem(text, mark, path)) }

    private func problem(_ text: String, _ mark: Mark, _ path: String) -> Problem {
        // By scalars, because a carriage return and a line feed are one Character.
        var line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : Substring.UnicodeScalarView()
        if line.last == "\r" { line.removeLast() }
        let excerpt = line.isEmpty ? "" : Excerpt.text(of: String(line), number: mark.line, column: mark.column)
        return Problem(file: file, line: mark.line, column: mark.column, path: path, text: text, excerpt: excerpt)
    }
}
