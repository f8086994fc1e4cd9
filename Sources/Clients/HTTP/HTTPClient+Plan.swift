import Contract
import Topology

/// Makes a call ready: what can be wrong on our side is found here, before anything is sent.
extension HTTPClient {
    func plan(
        _ request: HTTPRequest, id: UInt64, until deadline: Moment?, idleMs: Int64? = nil
    ) async throws(ClientError) -> TransferPlan {
        let address = try HTTPAddress(request.url)
        try Self.check(request)
        var plan = TransferPlan(
            request: request, address: address, headers: merged(request.headers), tls: transport.tls,
            deadline: deadline, idleMs: idleMs, byteLimit: request.byteLimit)
        if let proxy = transport.proxy {
            plan.proxy = try HTTPAddress(proxy, schemes: ["http", "socks5h"])
        }
        if request.sendsCredentials { try addCredentials(to: &plan) }
        plan.trace = loop.trace.map { TraceEntry(trace: $0, id: id) }
        try await resolve(&plan)
        return plan
    }

    /// Whatever the name lookup does, the loop never waits for it: names are looked up here, and curl is told.
    private func resolve(_ plan: inout TransferPlan) async throws(ClientError) {
        let first = plan.proxy ?? plan.address
        guard NameResolver.isName(first.host) else { return }
        let began = MonotonicClock.microseconds()
        let patience = MonotonicClock.now() + (plan.request.connectTimeoutMs ?? 10_000)
        let limit = plan.deadline.map { min($0, patience) } ?? patience
        do throws(ClientError) {
            let addresses = try await loop.resolver.addresses(of: first.host, until: limit)
            plan.resolved = "\(first.host):\(first.port):\(addresses.joined(separator: ","))"
        } catch {
            let code = plan.proxy == nil || error.code == .cancelled ? error.code : .proxy
            let failure = ClientError(code, "\(plan.label): \(error.message)", cause: error.cause)
            plan.trace?.failure(failure, of: plan)
            throw failure
        }
        plan.nameMicroseconds = MonotonicClock.microseconds() - began
    }

    private func addCredentials(to plan: inout TransferPlan) throws(ClientError) {
        do {
            if let bearer {
                let token = try bearer.reveal()
                guard Self.isHeaderValue(token) else {
                    throw ClientError(.settings, "the token of \(bearer) holds characters that no header can carry")
                }
                plan.headers.removeAll { $0.name.lowercased() == "authorization" }
                plan.headers.append(HTTPHeader("Authorization", "Bearer \(token)"))
            } else if let credentials = transport.credentials {
                plan.user = credentials.user
                plan.password = try credentials.password.reveal()
            }
        } catch let error as ClientError {
            throw ClientError(.settings, "\(plan.label): \(error.message)")
        } catch {
            throw ClientError(.settings, "\(plan.label): \(error)", cause: error)
        }
    }

    private func merged(_ own: [HTTPHeader]) -> [HTTPHeader] {
        let names = Set(own.map { $0.name.lowercased() })
        return headers.filter { !names.contains($0.name.lowercased()) } + own
    }

    /// Nothing that would end a header early and begin another.
    private static func check(_ request: HTTPRequest) throws(ClientError) {
        guard !request.method.isEmpty, request.method.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw ClientError(.settings, "\(Excerpt.of(request.method)) is not an HTTP method")
        }
        for header in request.headers {
            let isName = header.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
            guard isName, !header.name.isEmpty, isHeaderValue(header.value) else {
                throw ClientError(.settings, "the header \(Excerpt.of(header.name)) cannot be sent")
            }
        }
    }

    private static func isHeaderValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }
}
