/// Finds the word that somebody meant.
enum Spelling {
    /// The nearest of these words, where one is near enough to be meant.
    static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let folded = Array(word.lowercased().unicodeScalars.prefix(64))
        let allowed = max(1, folded.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            // A word cut short is meant as well as one that is misspelt.
            if folded.count >= 3, candidate.lowercased().unicodeScalars.starts(with: folded) { return candidate }
            let distance = distance(folded, Array(candidate.lowercased().unicodeScalars.prefix(64)))
            if distance <= allowed, distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// How many letters have to be added, removed, changed or swapped with their neighbour.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
