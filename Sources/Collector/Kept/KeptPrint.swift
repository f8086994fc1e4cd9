import Topology

/// A number that tells whether what is kept of a service is still so, across processes (FNV-1a, 64 bits).
enum KeptPrint {
    /// The print of all that is kept of a service, but for times that move by themselves.
    static func of(_ view: ServiceView) -> Int64 {
        var print: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ text: String?) {
            for byte in (text ?? "\u{1}").utf8 { print = (print ^ UInt64(byte)) &* 0x100_0000_01b3 }
            print = (print ^ 0xff) &* 0x100_0000_01b3
        }
        for instance in view.instances {
            add(instance.key.address)
            add(instance.key.discriminator)
            add(instance.zone)
            add(instance.zoneRule)
            add(instance.state.rawValue)
            add(instance.differs ? "differs" : "agree")
            for each in instance.registrations {
                add(each.node.source)
                add(each.node.node)
                add(each.registration.id)
                add(each.registration.status)
                add(each.registration.state.rawValue)
                add(each.registration.override)
                add(each.registration.detail)
                add(each.registration.changedAt.map { String($0.milliseconds) })
            }
        }
        return Int64(bitPattern: print)
    }
}
