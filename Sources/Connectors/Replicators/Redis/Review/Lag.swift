import Topology

/// How much a replica has left to apply, and how long ago its master was where it is.
struct Lag {
    /// In bytes.
    var position: Measured<Double>
    /// In seconds.
    var seconds: Measured<Double>
    /// What a budget is held against: where the master stood still and then went on between two answers, only the time
    /// since the second is sure; and where its history does not reach back to the replica's offset, it is longer than that.
    var secondsForBudget: Double?

    /// Nothing is known, for this reason.
    static func unknown(_ reason: String) -> Lag {
        Lag(position: .unknown(reason: reason), seconds: .unknown(reason: reason))
    }

    /// The two ends may have been asked so far apart.
    static let togetherMs: Int64 = 1000

    /// Of a master that answers, and what its replica has (as it says itself, or as it last acknowledged).
    init(of master: RedisNode, at offset: Int64, said moment: Moment, replid: String?) {
        guard let own = master.offset else {
            self = .unknown("the master tells no offset")
            return
        }
        let (left, overflow) = own.subtractingReportingOverflow(offset)
        guard !overflow, offset >= 0, own >= 0 else {
            self = .unknown("the offsets make no sense: \(own) and \(offset)")
            return
        }
        // A replica that was asked a moment later may be past what the master said: it has all of that.
        position = .value(Double(max(0, left)), at: min(master.at, moment))
        guard left > 0 else {
            seconds = .value(0, at: min(master.at, moment))
            secondsForBudget = 0
            return
        }
        let samples = master.history.filter { $0.replid == replid && $0.at <= master.at }
        switch Self.passed(offset, samples) {
        case .at(let milliseconds, let surely):
            let age = max(0, Double(moment.milliseconds) - milliseconds) / 1000
            seconds = .value(age, at: min(master.at, moment))
            secondsForBudget = surely.map { Double(max(0, moment - $0)) / 1000 } ?? age
        case .before(let first):
            let age = Double(max(0, moment - first)) / 1000
            secondsForBudget = age
            let tenths = Printable.whole(age * 10)
            seconds = .unknown(
                reason: tenths == 0
                    ? "the master was asked for the first time: when it was where the replica is, the next answers tell"
                    : "more than \(tenths / 10).\(tenths % 10) s: the master is not watched for longer")
        case .never:
            seconds = .unknown(reason: "the master was not asked before")
        }
    }

    private init(position: Measured<Double>, seconds: Measured<Double>) {
        self.position = position
        self.seconds = seconds
    }

    private enum Passed {
        /// At these milliseconds since boot, between two answers in proportion; where the master stood still before, it
        /// may have gone on as late as the second of them.
        case at(Double, surely: Moment?)
        /// Before this moment, which is the first.
        case before(Moment)
        case never
    }

    /// When a master went past an offset: from then on it had what the replica has not.
    private static func passed(_ offset: Int64, _ samples: [Sample]) -> Passed {
        var last: Sample?
        for sample in samples {
            guard let there = sample.offset else { continue }
            if there > offset {
                guard let last, let here = last.offset else { return .before(sample.at) }
                let part = (Double(offset) - Double(here)) / (Double(there) - Double(here))
                let moment = Double(last.at.milliseconds) + part * Double(sample.at - last.at)
                return .at(moment, surely: here == offset ? sample.at : nil)
            }
            last = sample
        }
        return .never
    }
}
