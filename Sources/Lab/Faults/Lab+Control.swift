import Synchronization

extension Lab {
    /// Does what a line of words says, and tells what was done: the one way in which anything goes wrong on purpose.
    ///
    /// - Throws: ``LabError`` where the words are not understood or name what is not there.
    public func fault(_ words: [String]) throws(LabError) -> String {
        try fault(FaultCommand(words))
    }

    /// Does it, and tells what was done.
    ///
    /// - Throws: ``LabError`` where it names what is not there.
    public func fault(_ command: FaultCommand) throws(LabError) -> String {
        let text = try perform(command)
        try applyFaults()
        return text
    }

    private func perform(_ command: FaultCommand) throws(LabError) -> String {
        switch command {
        case .zone(let zone, let fault):
            note { $0.zones[zone] = fault }
            return "\(LabZone.all[zone].name) is \(fault?.rawValue ?? "back")"
        case .node(let name, let fault): return try setNode(name, fault)
        case .diverge(let name, let on): return try diverge(name, on)
        case .flap(let service, let on): return try flap(service, on)
        case .errors(let service, let zone, let share):
            note { $0.errors[service, default: [:]][zone] = share > 0 ? share : nil }
            return "\(percent(share)) of the requests to \(Self.text(service, zone)) fail"
        case .down(let service, let zone, let share): return setDown(service, zone, share)
        case .slow(let service, let milliseconds):
            note { $0.slow[service] = milliseconds > 0 ? Double(milliseconds) / 1000 : nil }
            return "requests to \(ShopService.name(service)) take \(milliseconds) ms longer"
        case .link(let from, let to, let fault): return try setLink(from, to, fault)
        case .kill(let name): return try killNode(name)
        case .restartGateway(let name):
            let gateway = try gateway(named: name)
            try gateway.restart()
            return "gateway \(gateway.place) was restarted: what was written to it at run time is gone"
        case .gatewayAccess(let name, let access):
            let gateway = try gateway(named: name)
            guard let access = GatewayState.Access(rawValue: access) else {
                throw LabError(code: .fault, message: "\(access): wants unrestricted, read-only or closed")
            }
            gateway.state.withLock { $0.access = access }
            return "gateway \(gateway.place) is \(access.rawValue)"
        case .list:
            let lines = faultList()
            return lines.isEmpty ? "nothing is wrong on purpose" : lines.joined(separator: "\n")
        case .allOK: return try healAll()
        }
    }

    func note(_ body: (inout FaultBook) -> Void) {
        world.withLock { body(&$0.faults) }
    }

    private func percent(_ share: Double) -> String {
        let tenths = Int64((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    static func text(_ service: Int, _ zone: Int?) -> String {
        ShopService.name(service) + (zone.map { " in \(LabZone.all[$0].name)" } ?? "")
    }

    /// Everything is as it would be by itself; what operators did stays done.
    private func healAll() throws(LabError) -> String {
        let (book, diverged) = world.withLock { ($0.faults, $0.faults.diverged) }
        for server in diverged { rejoin(server) }
        for service in book.flapping.keys { _ = try flap(service, false) }
        for (service, zones) in book.down { for zone in zones.keys { _ = setDown(service, zone, 0) } }
        world.withLock { world in
            world.broken.subtract(world.faults.ways)
            world.faults = FaultBook()
        }
        for gateway in gateways { gateway.state.withLock { $0.access = .unrestricted } }
        return "nothing is wrong any more"
    }

    /// Makes every server what the book says: its zone's fault, else its own.
    private func applyFaults() throws(LabError) {
        let book = world.withLock { $0.faults }
        func effective(_ own: NodeFault?, _ zone: Int) -> NodeFault? {
            book.zones[zone]?.node ?? own
        }
        for server in servers {
            let zone = LabZone.all.firstIndex(of: server.zone) ?? 0
            try server.apply(effective(book.eurekas[server.index], zone))
        }
        for (index, gateway) in gateways.enumerated() {
            try gateway.server.become(effective(book.gateways[index], gateway.zone))
        }
        try redis?.change { nodes in
            for index in nodes.indices {
                nodes[index].fault = effective(book.redis[index], nodes[index].zone)
                nodes[index].link = book.links[index]
                nodes[index].delay = nodes[index].naturalDelay + (book.delays[index] ?? 0)
            }
        }
    }
}

extension EurekaServer {
    /// Makes it fail like that, where it does not yet.
    fileprivate func apply(_ fault: NodeFault?) throws(LabError) {
        let old = faults.withLock { faults in
            defer { faults.onPurpose = fault }
            return faults.onPurpose
        }
        guard old != fault else { return }
        faults.withLock { faults in
            faults.slow = 0
            faults.mischief = fault == .wrong ? .html : nil
            if case .slow(let milliseconds) = fault { faults.slow = milliseconds }
        }
        switch fault {
        case .refusing: try become(.refusing)
        case .hanging: try become(.hanging)
        case .slow, .wrong, nil: try become(.reachable)
        }
    }
}
