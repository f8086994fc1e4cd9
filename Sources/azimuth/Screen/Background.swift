import Collector
import Console
import Topology

/// What runs beside the screen: the collector, the journal's watch, and the keeping of the last snapshot.
struct Background: Sendable {
    let collector: Collector
    let mailbox: Mailbox
    let effects: ConsoleEffects
    let keptPath: String
    let clock: Clock

    /// How often the snapshot is kept, in milliseconds.
    private static let keepEveryMs = 15_000

    /// Begins all of it.
    func start() -> [Task<Void, Never>] {
        [
            Task { await collect() },
            Task { await effects.watchJournal() },
        ]
    }

    /// Keeps what is known once more and ends asking.
    func finish() async {
        await keep(await collector.current, in: try? KeptSnapshot(path: keptPath))
        await collector.stop()
    }

    private func collect() async {
        await collector.start()
        let kept = try? KeptSnapshot(path: keptPath)
        if let listings = try? await kept?.listings() { await collector.seed(listings) }
        let keeping = Task {
            while (try? await Task.sleep(for: .milliseconds(Self.keepEveryMs), tolerance: .seconds(2))) != nil {
                await keep(await collector.current, in: kept)
                Memory.trim()
            }
        }
        var waiting = true
        for await snapshot in collector.snapshots {
            mailbox.put(.snapshot(snapshot))
            // The first documents are the largest: everything after them is what changed.
            if waiting, !snapshot.sources.contains(where: { $0.nodes.contains { $0.state == .waiting } }) {
                waiting = false
                Memory.trim()
            }
        }
        keeping.cancel()
    }

    /// Best effort: a disk that is full must not end a console.
    private func keep(_ snapshot: Snapshot, in kept: KeptSnapshot?) async {
        guard snapshot.sources.contains(where: { $0.nodes.contains { $0.answeredAt != nil } }) else { return }
        try? await kept?.keep(snapshot, now: clock())
    }
}
