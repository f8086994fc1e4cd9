/// A row of small columns, one a value: `▂▃▃▄▇`.
public enum Sparkline {
    private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The last values as characters, newest at the right.
    ///
    /// What is not known is a gap and never a low value; while there are fewer values than columns the left stays empty.
    ///
    /// - Parameters:
    ///   - values: nil, negative and not-a-number are gaps.
    ///   - width: the number of columns.
    ///   - maximum: the value of a full column; nil takes the largest value shown. Lines that are compared share one.
    public static func text(_ values: some BidirectionalCollection<Double?>, width: Int, maximum: Double? = nil)
        -> String
    {
        guard width > 0 else { return "" }
        let shown = Array(values.suffix(width)).map { $0.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } }
        let top = maximum ?? shown.compactMap { $0 }.max() ?? 0
        let columns = shown.map { value -> Character in
            guard let value else { return " " }
            guard top > 0, value > 0 else { return levels[0] }
            return levels[min(levels.count - 1, Int(value / top * Double(levels.count)))]
        }
        return String(repeating: " ", count: width - shown.count) + String(columns)
    }
}
