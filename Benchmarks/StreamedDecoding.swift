import Clients
import Contract
import Eureka
import Topology

/// The product's own way: the Eureka connector's reader on the transfer loop, from the request to the registrations.
enum StreamedDecoding {
    static func run(url: String) async throws -> Measurement {
        let settings = NodeSettings(address: url)
        let source = SourceSettings(name: "benchmark", kind: "eureka", nodes: [settings])
        let clock: Clock = { ClockReading(wall: Timestamp(milliseconds: 0), moment: MonotonicClock.now()) }
        let reader = EurekaConnector(loop: TransferLoop()).reader(of: settings, in: source, clock: clock)
        let began = Measurement.now()
        let reading = try await reader.next(until: MonotonicClock.now() + 60_000)
        let seconds = Measurement.now() - began
        guard case .reset(let observation) = reading else { throw Failure("not a whole answer: \(reading)") }
        let count = observation.services.values.reduce(0) { $0 + $1.count }
        return Measurement(seconds: seconds, count: count, checksum: Checksum.of(observation.services))
    }
}

/// The splitter alone, fed with 64 KiB chunks: what cutting costs.
enum SplitDecoding {
    static func run(path: String) throws -> Measurement {
        let bytes = try File.bytes(path)
        var count = 0
        let began = Measurement.now()
        var splitter = JSONSplitter("applications.application[].instance[]")
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + 64 << 10)
            try splitter.feed(Array(bytes[start..<end]))
            while let batch = splitter.takeBatch() { count += batch.count }
            start = end
        }
        try splitter.finish()
        while let batch = splitter.takeBatch() { count += batch.count }
        return Measurement(seconds: Measurement.now() - began, count: count, checksum: 0)
    }
}
