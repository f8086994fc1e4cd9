import Clients
import Contract
import Topology

/// The calls to one gateway that change nothing, and what its answers mean.
struct GatewayClient: Sendable {
    /// Who sends them.
    let http: HTTPClient
    /// How they are sent: what a person would have to write down of it.
    let transport: TransportSettings
    /// Where to.
    let address: GatewayAddress
    /// Both clocks.
    let clock: Clock

    /// The most bytes of one list, decompressed: some 20,000 routes.
    static let documentBytes = 32 << 20
    /// The most bytes of all counters, decompressed; they are looked through as they come, and not kept.
    static let metricsBytes = 64 << 20
    /// The most bytes of a small page.
    static let pageBytes = 2 << 20

    /// The effective routes, past every cache: the gateway keeps none for it.
    func routes(until deadline: Moment) async -> Answer<RouteTable> {
        let request = get(address.routes, bytes: Self.documentBytes)
        do throws(ClientError) {
            let answer = try await http.elements(request, at: "[]", limits: RouteTable.limits, until: deadline)
            guard case .elements(let stream) = answer else {
                guard case .answer(let response) = answer else { return .failed("\(address.routes): no answer") }
                return Self.meaning(of: response, address.routes)
            }
            var table = RouteTable()
            while let batch = try await stream.next() {
                try batch.forEach({ element, _ in table.add(element) }, fault: { table.addFault($0.message) })
                if table.isFull { break }
            }
            if let doubt = table.doubt { return .failed("\(address.routes): \(doubt)") }
            return .value(table)
        } catch {
            return trouble(error, address.routes)
        }
    }

    /// The definitions with their text, as they came.
    func definitions(until deadline: Moment) async -> Answer<[RouteDefinition]> {
        await page(address.definitions, bytes: Self.documentBytes, until: deadline).map { body in
            do throws(ClientError) {
                guard let list = try RouteDefinition.list(body) else {
                    return .failed("\(address.definitions): not a list of definitions")
                }
                return .value(list)
            } catch {
                return .failed("\(address.definitions): \(error.message)")
            }
        }
    }

    /// What the process counted, of the names that are looked for.
    ///
    /// - Parameter isFiltered: whether the server is asked to leave out the rest (Spring Boot 2.4 and newer do).
    func counters(
        _ names: MetricNames, isFiltered: Bool, until deadline: Moment
    ) async -> Answer<(scan: CounterScan, at: Moment)> {
        let url = address.metrics(isFiltered ? names.filter : [])
        return await MetricsCall.send(url, names, by: http, clock: clock, until: deadline)
    }

    /// A page as it came.
    func page(_ url: String, bytes: Int = pageBytes, until deadline: Moment) async -> Answer<[UInt8]> {
        do throws(ClientError) {
            let response = try await http.send(get(url, bytes: bytes), until: deadline)
            // A gateway that is not up answers its health with 503.
            if response.status == 200 || response.status == 503 && url == address.health {
                return .value(response.body)
            }
            return Self.meaning(of: response, url)
        } catch {
            return trouble(error, url)
        }
    }

    /// What may be done with routes, as the gateway tells without anything being done: the methods of `Allow`.
    func allowed(until deadline: Moment) async -> Answer<Set<String>> {
        // A route of this name need not exist: the answer is about the address alone.
        let url = address.route("x")
        let request = HTTPRequest("OPTIONS", url, kind: .read, byteLimit: 64 << 10)
        do throws(ClientError) {
            let response = try await http.send(request, until: deadline)
            guard response.isSuccess else { return Self.meaning(of: response, url) }
            guard let allow = response.header("allow") else {
                return .failed("\(url): it does not tell what it allows (no Allow in the answer to OPTIONS)")
            }
            let methods = allow.split { $0 == "," || $0 == " " }.map { $0.uppercased() }
            return .value(Set(methods))
        } catch {
            return trouble(error, url)
        }
    }

    private func get(_ url: String, bytes: Int) -> HTTPRequest {
        HTTPRequest("GET", url, headers: [HTTPHeader("Accept", "application/json")], byteLimit: bytes)
    }

    private func trouble<Value>(_ error: ClientError, _ url: String) -> Answer<Value> {
        switch error.code {
        case .malformed, .truncated, .tooLarge: .failed("\(url): \(error.message)")
        default: .silent(Self.readError(error, of: url))
        }
    }
}
