import Topology

/// An instance as a command line names it.
enum InstanceOperand {
    /// The instance of `SERVICE/ADDRESS`: the address with its port, without it where that is enough, or the source's own id.
    ///
    /// - Throws: `CommandError` that lists what there is, where none or more than one is meant.
    static func find(_ operand: String, in snapshot: Snapshot) throws -> InstanceKey {
        let all = snapshot.services.flatMap(\.instances)
        let folded = operand.lowercased()
        let exact = all.filter { $0.key.description.lowercased() == folded }
        if exact.count == 1 { return exact[0].key }
        let services = snapshot.services.filter { folded.hasPrefix($0.key.description + "/") }
        guard let service = services.max(by: { $0.key.description.count < $1.key.description.count }) else {
            return try unknownService(operand, snapshot)
        }
        let address = folded.dropFirst(service.key.description.count + 1)
        let meant = service.instances.filter { instance in
            instance.key.address.lowercased().hasPrefix(address + ":")
                || instance.key.address.lowercased() == address
                || instance.registrations.contains { $0.registration.id.lowercased() == address }
        }
        if meant.count == 1 { return meant[0].key }
        let listed = service.instances.prefix(8).map { Output.sanitised($0.key.description) }.joined(separator: ", ")
        throw CommandError.usage(
            "\(Output.sanitised(operand)): \(meant.isEmpty ? "no registry lists such an instance" : "means \(meant.count) instances")"
                + "; of \(Output.sanitised(service.key.description)) there are \(listed)"
                + (service.instances.count > 8 ? " and \(service.instances.count - 8) more" : ""))
    }

    /// An instance of a service that no registry lists is handed on as it is written: a restore may still know it.
    private static func unknownService(_ operand: String, _ snapshot: Snapshot) throws -> InstanceKey {
        let parts = operand.split(separator: "/").map(String.init)
        guard parts.count == 2 || parts.count == 3, parts[parts.count - 1].contains(":") else {
            throw CommandError.usage(
                "\(Output.sanitised(operand)): wants SERVICE/ADDRESS, such as payment/10.2.3.4:8080")
        }
        return InstanceKey(
            service: ServiceKey(namespace: parts.count == 3 ? parts[0] : "", name: parts[parts.count - 2]),
            address: parts[parts.count - 1])
    }
}
