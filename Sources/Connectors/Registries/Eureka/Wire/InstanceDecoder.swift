import Clients
import Contract
import Topology

/// Makes registrations out of Eureka's JSON, one instance at a time.
struct InstanceDecoder: Sendable {
    /// The namespace of the source.
    let namespace: String
    /// Where what repeats is kept once.
    let pool: InternPool
    /// Whether other servers of the source say the same of most instances, so that one object can serve all.
    var hasPeers = false

    /// One instance.
    struct Decoded: Sendable {
        var service: ServiceKey
        var entry: Entry
        var action: Document.DeltaAction
        var isOwnServer: Bool
    }

    /// Reads one instance.
    ///
    /// - Parameters:
    ///   - application: the name of the application it stands in; its own `app` goes first, since writes are
    ///     addressed to it.
    ///   - memo: what the instances before it had, where there were any.
    /// - Throws: `DocumentFault` with as much of its name as can be told.
    func decode(
        _ value: JSONValue, application: @autoclosure () -> String?, memo: DecodingMemo = DecodingMemo()
    ) throws(DocumentFault) -> Decoded {
        guard value.kind == .object else {
            throw fault(application(), nil, "an instance is \(value.kind.rawValue), not an object")
        }
        return try decode(wire(value, memo: memo), application: application(), memo: memo)
    }

    /// The members of one instance, metadata shared with others that carry the same.
    func wire(_ value: JSONValue, memo: DecodingMemo = DecodingMemo()) -> WireInstance {
        WireInstance(value, withPages: false) { json in memo.metadata(json) { pool.metadata(WireInstance.pairs($0)) } }
    }

    /// Makes the registration of what was read.
    func decode(
        _ wire: WireInstance, application: @autoclosure () -> String?, memo: DecodingMemo = DecodingMemo()
    ) throws(DocumentFault) -> Decoded {
        let name = wire.application ?? application()
        guard let name, !name.isEmpty else { throw fault(nil, wire.instanceID, "an instance names no application") }
        guard let id = Self.id(of: wire) else {
            throw fault(name, nil, "an instance has neither instanceId nor hostName")
        }
        let host = wire.address.flatMap { $0.isEmpty ? nil : $0 } ?? wire.hostName ?? ""
        guard !host.isEmpty else { throw fault(name, id, "neither ipAddr nor hostName") }
        guard let port = Self.port(of: wire) else { throw fault(name, id, "no port") }
        guard (0...65_535).contains(port.number) else { throw fault(name, id, "\(port.number) is no port") }
        let status = wire.status ?? "UNKNOWN"
        let override = wire.override.flatMap { $0.isEmpty || $0 == "UNKNOWN" ? nil : $0 }
        let state = RegistrationState(eureka: status)
        let lease = Lease(
            registered: wire.lease.registered, stamp: wire.lease.stamp, durationSeconds: wire.lease.durationSeconds)
        let service = memo.service(name) { (pool.string($0), self.service($0)) }
        let registration = Registration(
            id: id, sourceService: service.name, host: host, port: port.number,
            isSecure: port.isSecure, hostName: wire.hostName == host ? host : wire.hostName ?? "",
            status: pool.string(status), state: state,
            override: override.map(pool.string), detail: Self.detail(status, state, override: override),
            nativeZone: wire.dataCenter.isAmazon ? wire.dataCenter.availabilityZone.map(pool.string) : nil,
            metadata: wire.metadata,
            changedAt: wire.updatedAt.flatMap { $0 > 0 ? Timestamp(milliseconds: $0) : nil },
            renewalMs: wire.lease.renewalSeconds.flatMap { (1...100_000).contains($0) ? $0 * 1000 : nil })
        return Decoded(
            service: service.key,
            entry: Entry(
                registration: hasPeers ? pool.registration(registration) : registration, lease: lease,
                changedAt: registration.changedAt?.milliseconds),
            action: wire.isDeleted ? .remove : .upsert, isOwnServer: wire.isOwnServer)
    }

    /// The service of an application's name.
    func service(_ application: String) -> ServiceKey { ServiceKey(namespace: namespace, name: application) }

    private func fault(_ application: String?, _ id: String?, _ reason: String) -> DocumentFault {
        let who = [application, id].compactMap { $0.map { Printable.line($0, limit: 80) } }.joined(separator: "/")
        return DocumentFault(
            service: application.map(service), instanceID: id, reason: who.isEmpty ? reason : "\(who): \(reason)")
    }

    /// The id as the server forms it; very old clients register without one, and Spring Cloud's Angel put it into the
    /// metadata without the host's name.
    private static func id(of wire: WireInstance) -> String? {
        if let id = wire.instanceID, !id.isEmpty { return id }
        let host = wire.hostName ?? ""
        if let id = wire.metadata["instanceId"], !id.isEmpty {
            return host.isEmpty || id.hasPrefix(host) ? id : "\(host):\(id)"
        }
        if wire.dataCenter.isAmazon, let id = wire.dataCenter.instanceID, !id.isEmpty { return id }
        return host.isEmpty ? nil : host
    }

    /// The port of its traffic: the secure one where the other is disabled.
    private static func port(of wire: WireInstance) -> (number: Int, isSecure: Bool)? {
        if let port = wire.port.number, wire.port.enabled ?? true { return (port, false) }
        if let port = wire.securePort.number, wire.securePort.enabled ?? (wire.port.number == nil) {
            return (port, true)
        }
        return wire.port.number.map { ($0, false) } ?? wire.securePort.number.map { ($0, true) }
    }

    private static func detail(_ status: String, _ state: RegistrationState, override: String?) -> String? {
        switch state {
        case .out where override == nil: "it says \(status) of itself"
        case .unknown where status != "UNKNOWN": "a status that is not known here"
        case .unknown where override == nil: "no status until its next renewal"
        case .up, .down, .starting, .out, .unknown: nil
        }
    }
}

extension RegistrationState {
    /// Our word for one of Eureka's; a word that Eureka does not have is unknown.
    init(eureka status: String) {
        switch status {
        case "UP": self = .up
        case "DOWN": self = .down
        case "STARTING": self = .starting
        case "OUT_OF_SERVICE": self = .out
        default: self = .unknown
        }
    }
}

extension DocumentFault: Error {}
