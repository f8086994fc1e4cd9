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

    var registration: Registration {
        Registration(info: info, status: status, lastDirty: lastDirty)
    }
}
