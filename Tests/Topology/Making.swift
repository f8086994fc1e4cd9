import Topology

/// Short forms of what tests need many of.
func at(_ milliseconds: Int64) -> Moment { Moment(milliseconds: milliseconds) }

func registration(
    _ id: String, _ host: String = "10.1.0.1", port: Int = 8080, service: String = "PAYMENT",
    state: RegistrationState = .up, override: String? = nil, zone: String? = nil, hostName: String = "",
    changedAt: Int64? = nil, metadata: [String: String] = [:], native: String? = nil
) -> Registration {
    var pairs = metadata
    if let zone { pairs["zone"] = zone }
    let status =
        switch state {
        case .up: "UP"
        case .down: "DOWN"
        case .out: "OUT_OF_SERVICE"
        case .starting: "STARTING"
        case .unknown: "UNKNOWN"
        }
    return Registration(
        id: id, sourceService: service, host: host, port: port, hostName: hostName, status: status, state: state,
        override: override, nativeZone: native, metadata: pairs.isEmpty ? .none : Metadata(pairs),
        changedAt: changedAt.map { Timestamp(milliseconds: $0) })
}

func instance(
    _ service: String, _ address: String, zone: String? = nil, _ state: InstanceState = .up, differs: Bool = false,
    registrations: [RegistrationView] = [], since: Int64 = 0
) -> InstanceView {
    InstanceView(
        key: InstanceKey(service: ServiceKey(name: service), address: address), zone: zone,
        zoneRule: zone == nil ? "none" : "metadata zone", state: state, differs: differs, registrations: registrations,
        since: at(since))
}
