import Curl
import Glibc
import Synchronization

/// The thread that all sockets live on, as the executor of the actors that use them.
///
/// One pthread turns: jobs, curl, timers, wait. Whatever an actor on it does to a transfer happens there, so transfers
/// need no locks. Nothing exists before the first job; the thread ends once it is stopped and empty.
final class LoopThread: SerialExecutor {
    /// What other threads leave for it.
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var cancelled: [UInt64] = []
        var started = false
        var stopping = false
        var alarm: SocketSet.Waker?
        var thread: pthread_t = 0
    }

    private let inbox = Mutex(Inbox())

    /// Unchecked because it belongs to the loop's thread: it is made, used and released in `run`, and read by actors on
    /// this executor, which run there too (`isOnThread` is asserted in `transfers`).
    private nonisolated(unsafe) var table: TransferTable?

    /// The transfers in flight; for callers on the loop's thread.
    var transfers: TransferTable {
        precondition(isOnThread, "transfers are touched on their loop alone")
        guard let table else { preconditionFailure("the loop's thread has its transfers as long as it runs") }
        return table
    }

    /// Whether this is the loop's thread.
    var isOnThread: Bool {
        inbox.withLock { $0.started && pthread_equal($0.thread, pthread_self()) != 0 }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        inbox.withLock { inbox in
            let wasEmpty = inbox.jobs.isEmpty && inbox.cancelled.isEmpty
            inbox.jobs.append(job)
            if wasEmpty { startOrWake(&inbox) }
        }
    }

    /// Ends a transfer at once, from any thread; one that has ended is ignored.
    func cancel(_ id: UInt64) {
        inbox.withLock { inbox in
            guard inbox.started else { return }
            inbox.cancelled.append(id)
            startOrWake(&inbox)
        }
    }

    /// Ends the thread when nothing is left to do.
    func stop() {
        inbox.withLock { inbox in
            guard inbox.started else { return }
            inbox.stopping = true
            startOrWake(&inbox)
        }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    func checkIsolated() {
        precondition(isOnThread, "not on the transfer loop")
    }

    func isIsolatingCurrentContext() -> Bool? { isOnThread }

    private func startOrWake(_ inbox: inout Inbox) {
        if let alarm = inbox.alarm {
            alarm.ring()
        } else if !inbox.started {
            inbox.started = true
            let error = Threads.start(&inbox.thread) { self.run() }
            // Without a thread nothing can be read, ever, and nobody could be told: the jobs are the callers.
            precondition(error == 0, "the transfer loop cannot start: error \(error)")
        }
    }

    private func run() {
        let library = CurlLibrary.shared
        let table = library.whileOpen { TransferTable() }
        self.table = table
        let alarm = table.waker
        inbox.withLock { $0.alarm = alarm }
        while true {
            switch library.whileOpen({ turn(table) }) {
            case .again: continue
            case .wait(let milliseconds): table.wait(milliseconds: milliseconds)
            case .stop: return library.whileOpen { table.close() }
            }
        }
    }

    /// What follows a turn.
    private enum Next {
        case again, stop
        case wait(milliseconds: Int32)
    }

    /// One turn; it ends once the loop is stopped and empty.
    private func turn(_ table: TransferTable) -> Next {
        let (jobs, cancelled) = inbox.withLock { inbox in
            defer {
                inbox.jobs.removeAll(keepingCapacity: true)
                inbox.cancelled.removeAll(keepingCapacity: true)
            }
            return (inbox.jobs, inbox.cancelled)
        }
        for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        for id in cancelled { table.cancel(id) }
        table.perform()
        let patience = table.expire(now: MonotonicClock.now())
        let isIdle = table.isEmpty
        return inbox.withLock { inbox in
            guard inbox.jobs.isEmpty, inbox.cancelled.isEmpty else { return .again }
            guard inbox.stopping, isIdle else { return .wait(milliseconds: patience) }
            // What is enqueued from here on starts a thread of its own.
            self.table = nil
            inbox.started = false
            inbox.stopping = false
            inbox.alarm = nil
            return .stop
        }
    }
}
