import Console
import Synchronization
import Terminal
import Topology

/// What the console's screen thread is told by everybody else: put in from any thread, taken out by one.
///
/// Of snapshots only the newest is kept, so that a slow terminal misses those in between instead of falling behind.
final class Mailbox: Sendable {
    private struct Contents {
        var snapshot: Snapshot?
        var events: [ConsoleEvent] = []
    }

    private let contents = Mutex(Contents())
    private let waker: Waker

    init(waker: Waker) { self.waker = waker }

    /// Puts an event in and wakes the screen thread.
    func put(_ event: ConsoleEvent) {
        contents.withLock { contents in
            if case .snapshot(let snapshot) = event {
                contents.snapshot = snapshot
            } else {
                contents.events.append(event)
            }
        }
        waker.wake()
    }

    /// Takes everything out, in order, the newest snapshot first.
    func take() -> [ConsoleEvent] {
        contents.withLock { contents in
            let snapshot = contents.snapshot.map { [ConsoleEvent.snapshot($0)] } ?? []
            let all = snapshot + contents.events
            contents = Contents()
            return all
        }
    }
}
