import Contract
import FoundationEssentials
import Storage
import Topology

@testable import Operations

/// A directory of a test's own, gone with its last holder.
final class Folder: Sendable {
    let path: String

    init() {
        // Hundreds of journals are synced in these tests; in memory that costs nothing, and what is tested is the order.
        let memory = "/dev/shm"
        let place =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.path
        path = "\(place)/azimuth-operations-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var journal: String { path + "/journal.sqlite" }
}

let testEstate = EstateFileReference(path: "/etc/azimuth.yaml", text: "estate: shop\n")

/// A process that the tests' process table knows as alive or dead.
func process(_ pid: Int32) -> ProcessIdentity {
    ProcessIdentity(pid: pid, startTicks: Int64(pid) * 10, boot: "boot-1", host: "bastion", user: "ana")
}

func openJournal(
    _ folder: Folder, clock: TestClock, alive: @escaping @Sendable (Int32) -> Bool = { _ in true },
    boot: String = "boot-1", pageLimit: Int? = nil, access: DatabaseOptions.Access = .create,
    observer: (@Sendable (Journal.WritePoint) throws -> Void)? = nil
) throws -> Journal {
    try Journal(
        path: folder.journal, options: DatabaseOptions(access: access, pageLimit: pageLimit), clock: clock.clock,
        processes: { alive($0) ? Int64($0) * 10 : nil }, boot: boot, observer: observer)
}

/// A plan that was judged and found good.
func plan(
    _ kind: OperationKind = .drain, _ steps: [PlannedStep], instances: [InstanceKey] = [World.b1],
    reason: String = "ticket 4711"
) -> Plan {
    Plan(
        kind: kind, reason: reason, by: "ana@bastion", madeAt: Timestamp(milliseconds: 1_700_000_000_000),
        estate: "shop", estateFile: testEstate, program: "0.1.0",
        targets: instances.map { PlannedTarget(instance: $0, zone: World.zone(of: $0), state: .up) },
        intents: [
            "registry": Intent(
                kind: kind.instances,
                targets: instances.map {
                    Intent.Target(
                        instance: $0, zone: World.zone(of: $0), sourceService: "PAYMENT", id: "host:\($0.address)")
                })
        ], steps: steps)
}
