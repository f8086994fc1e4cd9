import Terminal
import Topology

/// The attention list as lines of a width: a sentence takes a second line rather than lose its end.
struct AttentionLines: Sendable {
    /// Columns of the subjects.
    let subject: Int
    /// The lines of each sentence, at most two.
    let sentences: [[String]]

    /// Breaks the sentences for a width.
    init(_ lines: [Attention], width: Int, _ language: Language) {
        let metrics = TextMetrics.standard
        let widest = lines.map { metrics.columns(of: Sentence.text($0.subject, language)) }.max() ?? 0
        subject = min(max(10, widest), width / 4)
        let room = max(10, width - subject - 12)
        sentences = lines.map { line in
            let parts = metrics.wrapped(Sentence.text(line.text, language), to: room)
            if parts.count <= 2 { return parts.isEmpty ? [""] : parts }
            return [parts[0], metrics.truncated(parts.dropFirst().joined(separator: " "), to: room)]
        }
    }

    /// Rows of all of them.
    var rows: Int { sentences.reduce(0) { $0 + $1.count } }

    /// The first sentence to show so that the selected one is seen whole in so many rows.
    func first(showing selected: Int, rows: Int) -> Int {
        var first = 0
        var used = sentences.prefix(selected + 1).reduce(0) { $0 + $1.count }
        while used > rows, first < selected {
            used -= sentences[first].count
            first += 1
        }
        return first
    }
}
