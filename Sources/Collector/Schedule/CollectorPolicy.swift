/// How often and how much: every bound of the collector in one place, in milliseconds where not said otherwise.
struct CollectorPolicy: Sendable {
    /// The least time between two snapshots.
    var publishEveryMs: Int64 = 100
    /// How often ages and counters alone make a snapshot.
    var refreshEveryMs: Int64 = 10_000
    /// When a node that has just failed is asked again.
    var firstRetryMs: Int64 = 1_000
    /// The longest pause between two tries at a node that does not answer: low, because an operator watches for it.
    var longestRetryMs: Int64 = 30_000
    /// The least pause between two calls of a polled node.
    var breathMs: Int64 = 250
    /// The least pause between two calls of a pushed node that has nothing new and does not make us wait for it.
    var pushedBreathMs: Int64 = 50
    /// How much later than its deadline a call may end before it is given up.
    var graceMs: Int64 = 250
    /// The most looks past caches at one node in one round.
    var looksPerRound = 64
    /// The most instances that are looked at past caches before gates judge.
    var mostVerified = 256
    /// The pause between two rounds of looks at a node.
    var lookEveryMs: Int64 = 1_000
    /// The pause after looks that told nothing.
    var lookRetryMs: Int64 = 10_000
    /// The most rounds of looks before `once` answers.
    var roundsOnce = 8
    /// How long what was seen past the caches goes before cached answers that are older: as long as caches last.
    var seenMs: Int64 = 45_000
    /// When it is first asked what can be written: data comes first.
    var firstProbeMs: Int64 = 2_000
    /// How often it is asked again what can be written.
    var probeEveryMs: Int64 = 300_000
    /// When the instances behind gateways are first asked what they count: their registries answer first.
    var firstSampleMs: Int64 = 1_000
    /// The longest that one of them may take.
    var sampleMs: Int64 = 1_500
    /// How much rarer each of them makes the rounds: hundreds are asked every half a minute, a few at every poll.
    var perSampleMs: Int64 = 100
    /// How many of them are asked at a time.
    var samplesAtATime = 16
    /// The most servers of one source that are adopted.
    var mostAdopted = 64
    /// The most nodes of one source that a registry may name.
    var mostDiscovered = 256
    /// The most routes of one node that are kept.
    var mostRoutes = 10_000
    /// The most servers of one source that are shown as named.
    var mostNamed = 256
}
