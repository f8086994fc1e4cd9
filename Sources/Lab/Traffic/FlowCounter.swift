/// A counter of requests that grows evenly: exact at any moment, though its pace is set only now and then.
struct FlowCounter: Sendable {
    /// Requests and the seconds they took, up to the last change of pace.
    private(set) var count = 0.0
    private(set) var seconds = 0.0
    /// What is added each second from then on.
    var rate = 0.0
    var secondsRate = 0.0

    /// Counts what came since, and stands still until a new pace is set.
    mutating func settle(_ passed: Double) {
        guard rate > 0 else { return }
        count += rate * passed
        seconds += secondsRate * passed
        rate = 0
        secondsRate = 0
    }

    /// Adds to the pace.
    mutating func flow(_ rate: Double, seconds each: Double) {
        self.rate += rate
        secondsRate += rate * each
    }

    /// Counts one request by itself.
    mutating func add(seconds: Double) {
        count += 1
        self.seconds += seconds
    }

    /// Whole requests, and the seconds they took, so long after the last change of pace.
    func reading(_ passed: Double) -> (count: Int64, seconds: Double) {
        (Int64(count + rate * passed), seconds + secondsRate * passed)
    }
}
