import Contract
import Topology

/// Adds up a server's counters out of Prometheus' text as it comes; bounded, whatever the text is.
struct CounterScan: Sendable {
    /// When the process began, as it writes it.
    private(set) var epoch: String?
    /// Whether the timers that are looked for are there at all.
    private(set) var isProven = false
    /// More keys than are kept.
    private(set) var isCut = false

    private let names: [[UInt8]]
    private let timerCount: Int
    private let key: String?
    private let labels: Set<String>
    /// Paths whose requests do not count: the actuator's own.
    private let leavesOut: [String]
    private var lines = LineCutter()
    private var counters: [[String: TrafficCounter]]

    /// Most routes of which counters are kept.
    static let most = 20_000

    /// A scan that has seen nothing.
    ///
    /// - Parameter leavesOut: paths that, with all below them, are not counted (`/actuator`).
    init(_ names: MetricNames, leavesOut: [String] = []) {
        timerCount = names.timers.count
        key = names.key
        let all =
            names.timers.map { "\($0)_count" } + names.timers.map { "\($0)_sum" } + [MetricNames.start] + names.proofs
        self.names = all.map { Array($0.utf8) }
        self.leavesOut = leavesOut
        labels = ["routeId", "uri", "outcome", "status", "httpStatusCode"]
        counters = Array(repeating: [:], count: names.timers.count)
    }

    /// Takes the next piece of the text.
    mutating func feed(_ piece: [UInt8]) {
        var cutter = lines
        cutter.feed(piece) { take($0) }
        lines = cutter
    }

    /// The text is over.
    mutating func finish() {
        var cutter = lines
        cutter.finish { take($0) }
        lines = cutter
    }

    /// What was counted by the first timer that counted anything, by route, or under `CounterReading.whole`.
    var found: [String: TrafficCounter] { counters.first { !$0.isEmpty } ?? [:] }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        guard line.first != UInt8(ascii: "#"), let sample = MetricLine(line, names: names, wanted: labels) else {
            return
        }
        switch sample.name {
        case 0..<(2 * timerCount): count(sample)
        case 2 * timerCount: epoch = sample.count.map { "\($0)" }
        default: isProven = true
        }
    }

    private mutating func count(_ sample: MetricLine) {
        isProven = true
        guard let value = sample.count else { return }
        let timer = sample.name % timerCount
        let name: String
        if key != nil {
            guard let id = sample.labels["routeId"] else { return }
            name = RouteDecoder.id(id)
        } else {
            let uri = sample.labels["uri"] ?? ""
            if leavesOut.contains(where: { uri == $0 || uri.hasPrefix("\($0)/") }) { return }
            name = CounterReading.whole
        }
        if counters[timer][name] == nil, counters[timer].count >= Self.most {
            isCut = true
            return
        }
        let isSum = sample.name >= timerCount
        var counter = counters[timer][name] ?? TrafficCounter()
        if isSum { counter.seconds += value } else { counter.requests += value }
        if !isSum, Self.isError(sample.labels) { counter.errors += value }
        counters[timer][name] = counter
    }

    /// The gateway writes `httpStatusCode="503"` and a word in `status`, a service `status="503"`; both write an outcome.
    private static func isError(_ labels: [String: String]) -> Bool {
        if labels["outcome"] == "SERVER_ERROR" { return true }
        let code = labels["httpStatusCode"] ?? labels["status"] ?? ""
        return code.utf8.count == 3 && code.hasPrefix("5") && Int(code) != nil
    }
}

/// Counters out of bytes, as a fuzzer wants them.
package enum GatewayCounters {
    /// Reads a text in pieces of a size.
    package static func decode(_ bytes: [UInt8], piece: Int = 4096) -> [String: TrafficCounter] {
        var scan = CounterScan(.gateway(prefix: "spring.cloud.gateway"))
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + max(1, piece))
            scan.feed(Array(bytes[start..<end]))
            start = end
        }
        scan.finish()
        return scan.found
    }
}
