import Topology

/// Runs work that must be over by a moment, whatever it does about cancellation.
enum Bounded {
    /// What the work gave, or nothing where it was not over in time or the caller was cancelled: the work is then
    /// cancelled and left to itself. Unlike a task group, nothing here waits for the loser.
    static func run<Value: Sendable>(
        until end: Moment, _ timing: Timing, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let race = Race<Value>()
        let worker = Task { race.finish(await work()) }
        let alarm = Task {
            if (try? await timing.sleep(end)) != nil { race.finish(nil) }
        }
        let value = await withTaskCancellationHandler {
            await race.outcome()
        } onCancel: {
            race.finish(nil)
        }
        worker.cancel()
        alarm.cancel()
        return value
    }
}
