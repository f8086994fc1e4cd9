import Clients
import Contract
import Synchronization
import Topology

/// Reads what the services behind a gateway have counted themselves, all callers together.
///
/// Nothing but a read is sent, over a transport without credentials and without a client certificate: what a registry
/// lists decides where these calls go.
final class GatewayUpstreams: UpstreamSampler {
    let most: Int
    private let http: HTTPClient
    private let actuator: String
    private let clock: Clock
    /// Instances whose server does not know how to leave out other metrics.
    private let unfiltered = Mutex<Set<InstanceKey>>([])

    /// A sampler of a source.
    init(loop: TransferLoop, source: SourceSettings, settings: GatewaySettings, clock: @escaping Clock) {
        most = settings.upstreamsMost
        actuator = settings.upstreamsActuator
        http = HTTPClient(loop: loop, transport: source.transport.withoutIdentity)
        self.clock = clock
    }

    func sample(_ target: UpstreamTarget, until deadline: Moment) async throws(ReadError) -> CounterReading {
        let place = try place(of: target.registration)
        let isFiltered = unfiltered.withLock { !$0.contains(target.instance) }
        var (scan, at) = try await read(place, isFiltered: isFiltered, until: deadline)
        if isFiltered, scan.epoch == nil, !scan.isProven {
            (scan, at) = try await read(place, isFiltered: false, until: deadline)
            if scan.epoch != nil || scan.isProven {
                unfiltered.withLock { known in
                    // Instances come and go: what was learnt of them is forgotten before it grows.
                    if known.count > 10_000 { known.removeAll() }
                    known.insert(target.instance)
                }
            }
        }
        guard scan.isProven else {
            // The first look at a fresh instance: our own call is the first that it counts.
            guard scan.epoch == nil else {
                throw ReadError(.notReady, "\(place.url): no request has been counted there yet")
            }
            throw ReadError(.refused, "\(place.url): no http_server_requests among its metrics")
        }
        return CounterReading(
            at: at, epoch: scan.epoch,
            counters: [CounterReading.whole: scan.found[CounterReading.whole] ?? TrafficCounter()])
    }

    private func read(
        _ place: (url: String, actuator: String), isFiltered: Bool, until deadline: Moment
    ) async throws(ReadError) -> (scan: CounterScan, at: Moment) {
        let names = MetricNames.server
        let filter = isFiltered ? "?includedNames=" + names.filter.joined(separator: ",") : ""
        // A gateway of Spring's counts `/actuator` by its default path, wherever a proxy put it.
        let answer = await MetricsCall.send(
            place.url + filter, names, leavesOut: ["/actuator", place.actuator].filter { !$0.isEmpty }, by: http,
            clock: clock, keepsConnection: false, until: deadline)
        switch answer {
        case .value(let read): return read
        case .refused(let why), .hidden(let why): throw ReadError(.refused, why)
        case .failed(let why): throw ReadError(.malformed, why)
        case .silent(let error): throw error
        }
    }

    /// Where an instance's counters are, as its metadata says it: Spring Cloud registers `management.port`, and
    /// `management.context-path` is what Spring Boot Admin reads too.
    private func place(of registration: Registration) throws(ReadError) -> (url: String, actuator: String) {
        let metadata = registration.metadata
        let host = registration.host
        guard !host.isEmpty, host.utf8.allSatisfy(Self.isHostByte) else {
            throw ReadError(.refused, "\(Printable.line(host)) is not a host")
        }
        let own = metadata["management.port"].flatMap { Int($0) }.flatMap { (1...65_535).contains($0) ? $0 : nil }
        let port = own ?? registration.port
        guard (1...65_535).contains(port) else { throw ReadError(.refused, "\(host) registered no port") }
        let path =
            GatewaySettings.path(metadata["management.context-path"] ?? metadata["management.base-path"]) ?? actuator
        let scheme = Self.isSecure(metadata, port: port) ? "https" : "http"
        return ("\(scheme)://\(GatewayAddress.join(host, port))\(path)/prometheus", path)
    }

    private static func isSecure(_ metadata: Metadata, port: Int) -> Bool {
        if let scheme = metadata["management.scheme"] { return scheme.lowercased() == "https" }
        for key in ["management.secure", "management.ssl.enabled", "secure"] {
            if let word = metadata[key]?.lowercased() { return word == "true" }
        }
        return port == 443 || port == 8443
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }
}

extension TransportSettings {
    /// The same way without anything that says who we are.
    var withoutIdentity: TransportSettings {
        TransportSettings(tls: TLSSettings(ca: tls.ca, verify: tls.verify), proxy: proxy)
    }
}
