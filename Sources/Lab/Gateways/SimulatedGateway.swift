import Serving
import Synchronization

/// One simulated Spring Cloud Gateway: rules behind an actuator, with counters and with faults.
///
/// It forwards nothing: the requests that it counts are those of the estate's own load.
final class SimulatedGateway: Sendable {
    let zone: Int
    let clock: LabClock
    let state: Mutex<GatewayState>
    let server: FaultyServer

    /// A gateway behind a server that listens already, so that its port was known before anybody named it.
    init(zone: Int, clock: LabClock, server: FaultyServer, definitions: [GatewayDefinition]) {
        self.zone = zone
        self.clock = clock
        self.server = server
        state = Mutex(
            GatewayState(
                properties: definitions, now: clock.monotonic(), seed: UInt64(server.port) << 8 | UInt64(zone)))
        server.handle { [weak self] request in self.map { .respond($0.answer(request)) } ?? .drop }
    }

    /// `127.1.0.250:PORT`.
    var place: String { "\(server.address):\(server.port)" }

    /// Whether requests reach it.
    var takesLoad: Bool { server.fault?.isSilent != true }

    /// Ends and starts at once, as a deployment of the same version does: rules written at run time are lost.
    func restart() throws(LabError) {
        let now = clock.monotonic()
        state.withLock { $0.restart(now) }
        try server.bounce()
    }
}
