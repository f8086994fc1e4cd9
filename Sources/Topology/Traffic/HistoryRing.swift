/// The last points of something that is measured now and again, evenly spaced: what was missed is a gap, not a dip.
public struct HistoryRing: Hashable, Sendable {
    /// Oldest first.
    public private(set) var points: [Double?] = []
    private let limit: Int
    private let everyMs: Int64
    private var lastAt: Moment?

    /// No point yet; one is expected every so many milliseconds.
    public init(limit: Int = 60, everyMs: Int64) {
        self.limit = limit
        self.everyMs = max(1, everyMs)
    }

    /// Takes a value in; several within one period are one point, the newest.
    public mutating func note(_ value: Double?, at moment: Moment) {
        if let last = lastAt {
            let periods = (moment - last + everyMs / 2) / everyMs
            guard periods > 0 else {
                points[points.count - 1] = value
                return
            }
            points += [Double?](repeating: nil, count: Int(min(Int64(limit), periods - 1)))
        }
        lastAt = moment
        points.append(value)
        if points.count > limit { points.removeFirst(points.count - limit) }
    }
}
