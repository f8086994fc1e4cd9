import Collector
import Console
import Topology

/// What runs beside the screen: the collector, the journal's watch, and the keeping of the last snapshot.
struct Background: Sendable {
    let collector: Collector
    let mailbox: Mailbox
    let effects: ConsoleEffects
    let keptPath: String
    /// Whether a kept roll-up is on the screen.
    let hasKept: Bool
    let clock: Clock

    /// How often the snapshot is kept, in milliseconds.
    private static let keepEveryMs = 15_000

    /// How long a node may take to answer before what is kept of it is read, in milliseconds.
    private static let patienceMs: Int64 = 500

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
        let keeping = Task {
            while (try? await Task.sleep(for: .milliseconds(Self.keepEveryMs), tolerance: .seconds(2))) != nil {
                await keep(await collector.current, in: kept)
                Memory.trim()
            }
        }
        await showFirst(kept)
        for await snapshot in collector.snapshots { mailbox.put(.snapshot(snapshot)) }
        keeping.cancel()
    }

    /// Shows the first answers; where some node has none, what it said when the estate was last looked at.
    ///
    /// What is kept is on the screen already, as a roll-up. Its rows are read only for nodes that do not answer at once:
    /// on a healthy estate they would be read, replaced and thrown away within a moment.
    private func showFirst(_ kept: KeptSnapshot?) async {
        let began = clock().moment
        var shown: UInt64?
        while let now = Optional(await collector.current), clock().moment - began < Self.patienceMs {
            if now.sources.allSatisfy({ $0.state == .live }) { break }
            if !hasKept, shown != now.generation { mailbox.put(.snapshot(now)) }
            shown = now.generation
            if now.sources.allSatisfy({ $0.nodes.allSatisfy { $0.state != .waiting } }) { break }
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return }
        }
        let missing = await collector.current.sources.flatMap(\.nodes).filter {
            $0.state != .live && $0.state != .partial
        }
        if !missing.isEmpty, let listings = try? await kept?.listings(of: Set(missing.map(\.id))) {
            await collector.seed(listings)
        }
        mailbox.put(.snapshot(await collector.current))
        // The first documents are the largest: everything after them is what changed.
        Memory.trim()
    }

    /// Best effort: a disk that is full must not end a console.
    private func keep(_ snapshot: Snapshot, in kept: KeptSnapshot?) async {
        guard snapshot.sources.contains(where: { $0.nodes.contains { $0.answeredAt != nil } }) else { return }
        try? await kept?.keep(snapshot, now: clock())
    }
}
