/// An instance of the simulated shop: a client of the registry.
struct SimulatedInstance: Sendable {
    var info: InstanceInfo
    let service: Int
    let zone: Int
    /// What it says of itself.
    var status: InstanceStatus
    /// When it last changed, in milliseconds since 1970.
    var lastDirty: Int64
    /// The spoke of the wheel on which it renews.
    let spoke: Int
    /// Tells it from the one that had its place in the list before.
    let serial: Int
    /// Whether it still runs: a place in the list may be empty.
    var isRunning = true
    /// Requests that it answered well and that it failed at.
    var served = FlowCounter()
    var failed = FlowCounter()
    /// Requests that came over the wire: calls of its own interface, and those of its actuator.
    var called = FlowCounter()
    var watched = FlowCounter()

    var registration: Registration {
        Registration(info: info, status: status, lastDirty: lastDirty)
    }
}
