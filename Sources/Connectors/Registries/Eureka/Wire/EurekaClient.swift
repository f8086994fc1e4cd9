import Clients
import Contract
import Topology

/// The calls to one server, and what its answers mean.
struct EurekaClient: Sendable {
    /// Who sends them.
    let http: HTTPClient
    /// Where to.
    let address: EurekaAddress
    /// How instances are read.
    let decoder: InstanceDecoder
    /// Both clocks.
    let clock: Clock

    /// The most bytes of one document, decompressed: some 250,000 instances.
    static let documentBytes = 256 << 20

    /// Reads `/apps` or `/apps/delta` as it streams in.
    ///
    /// - Throws: `ReadError` for anything but a whole document.
    func document(_ url: String, until deadline: Moment) async throws(ReadError) -> (Document, ServerClock?) {
        let request = HTTPRequest(
            "GET", url, headers: [HTTPHeader("Accept", "application/json")], byteLimit: Self.documentBytes)
        let asked = clock().wall
        do throws(ClientError) {
            let answer = try await http.elements(
                request, at: DocumentBuilder.path, limits: DocumentBuilder.limits, until: deadline)
            guard case .elements(let stream) = answer else {
                guard case .answer(let response) = answer else { throw ClientError(.malformed, "no answer") }
                throw ClientError(.malformed, "", cause: readError(response, of: url))
            }
            let time = serverClock(stream.head, asked: asked)
            var builder = try await DocumentReading.builder(of: stream, by: decoder)
            let summary = await stream.summary()
            guard summary.namesFound > 0 else {
                throw ClientError(.malformed, "JSON without `applications`: this is not Eureka's answer")
            }
            return (builder.finish(summary.fields), time)
        } catch {
            throw readError(error, of: url)
        }
    }

    /// Reads one instance past every cache.
    func live(_ application: String, _ id: String, until deadline: Moment) async -> LiveAnswer {
        let url = address.instance(application, id)
        let request = HTTPRequest(
            "GET", url, headers: [HTTPHeader("Accept", "application/json")], byteLimit: 2 << 20)
        let asked = clock().wall
        do throws(ClientError) {
            let response = try await http.send(request, until: deadline)
            let time = serverClock(response.head, asked: asked)
            switch response.status {
            case 200:
                let parser = try JSONParser(limits: DocumentBuilder.limits)
                guard let instance = try parser.parse(response.body)["instance"] else {
                    return .unknown("\(url): JSON without `instance`: this is not Eureka's answer")
                }
                do throws(DocumentFault) {
                    let wire = WireInstance(instance)
                    let decoded = try decoder.decode(wire, application: application)
                    return .listed(LiveInstance(entry: decoded.entry, wire: wire), time)
                } catch {
                    return .unknown("\(url): \(error.reason)")
                }
            case 404:
                // A proxy without its server behind it answers 404 as well: only a Eureka that is up can say so.
                if let doubt = await doubtOfEureka(until: deadline) { return .unknown("\(url): 404, but \(doubt)") }
                return .absent
            case 401, 403:
                return .refused(readError(response, of: url).message)
            default:
                return .unknown(readError(response, of: url).message)
            }
        } catch {
            return .unknown(readError(error, of: url).message)
        }
    }

    /// Why it cannot be said that a Eureka answers at this address; nothing where one does.
    func doubtOfEureka(until deadline: Moment) async -> String? {
        do throws(ClientError) {
            let response = try await http.send(statusRequest, until: deadline)
            if response.status == 200, StatusPage(response.body) != nil { return nil }
            // Servers without a status page still have their applications; the delta is the smaller document.
            let delta = try await http.send(
                HTTPRequest(
                    "GET", address.delta, headers: [HTTPHeader("Accept", "application/json")], byteLimit: 64 << 20),
                until: deadline)
            let isEureka =
                delta.status == 200
                && String(decoding: delta.body.prefix(64), as: UTF8.self)
                    .range(of: "applications") != nil
            return isEureka ? nil : "\(address.delta) answers \(delta.status): no Eureka answers there now"
        } catch {
            return error.message
        }
    }

    /// What the server says of itself and its peers; nothing where it does not.
    func statusPage(until deadline: Moment) async -> (page: StatusPage?, status: Int?) {
        guard let response = try? await http.send(statusRequest, until: deadline) else { return (nil, nil) }
        return (response.status == 200 ? StatusPage(response.body) : nil, response.status)
    }

    /// The dashboard's counters, which stand at its beginning: the page lists every instance, and is not read to its end.
    func dashboard(until deadline: Moment) async -> Dashboard? {
        guard let url = address.dashboard else { return nil }
        let request = HTTPRequest("GET", url, headers: [HTTPHeader("Accept", "text/html")], byteLimit: 8 << 20)
        guard case .stream(let stream)? = try? await http.stream(request, until: deadline) else { return nil }
        defer { stream.cancel() }
        var head: [UInt8] = []
        while head.count < 64 << 10, let bytes = try? await stream.next() { head += bytes }
        return Dashboard(String(decoding: head, as: UTF8.self))
    }

    private var statusRequest: HTTPRequest {
        HTTPRequest("GET", address.status, headers: [HTTPHeader("Accept", StatusPage.accept)], byteLimit: 1 << 20)
    }

    private func serverClock(_ head: HTTPHead, asked: Timestamp) -> ServerClock? {
        ServerDate.of(head).map { ServerClock(date: $0, asked: asked, reading: clock()) }
    }
}

/// What the live answer on one instance was.
enum LiveAnswer: Sendable {
    /// It is listed so.
    case listed(LiveInstance, ServerClock?)
    /// A Eureka that is up does not list it.
    case absent
    /// The server refuses to tell.
    case refused(String)
    /// It did not tell, and why.
    case unknown(String)
}

/// One instance as the live answer has it.
struct LiveInstance: Sendable {
    /// The registration and its lease.
    var entry: Entry
    /// Its own health endpoint as it registered it.
    var healthCheckURL: String?

    /// Keeps what is needed of it.
    init(entry: Entry, wire: WireInstance) {
        self.entry = entry
        let urls = [wire.healthCheckURL, wire.secureHealthCheckURL].compactMap { $0 }.filter { !$0.isEmpty }
        healthCheckURL = urls.first
    }
}
