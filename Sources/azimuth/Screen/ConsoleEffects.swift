import Collector
import Console
import Estate
import Operations
import Synchronization
import Topology

/// Does what the console wants done, off its thread, and tells it what came of it.
final class ConsoleEffects: Sendable {
    private let setup: Setup
    private let collector: Collector
    private let mailbox: Mailbox
    private let watched = Mutex<Watched?>(nil)
    private let looked = Mutex<Set<String>>([])

    /// The operation whose journal lines are shown, and the last of them that was sent.
    private struct Watched {
        var operation: String
        var sequence: Int64 = 0
    }

    init(setup: Setup, collector: Collector, mailbox: Mailbox) {
        self.setup = setup
        self.collector = collector
        self.mailbox = mailbox
    }

    /// Begins one effect; its outcome comes through the mailbox.
    func perform(_ effect: Effect) {
        switch effect {
        case .refresh: Task { await collector.pollNow() }
        case .acknowledgeGone(let instances):
            Task { for service in Set(instances.map(\.service)) { await collector.acknowledgeGone(service) } }
        case .plan(let request, let number):
            Task { mailbox.put(.planned(number: number, await plan(request))) }
        case .start(let plan): Task { mailbox.put(await start(plan)) }
        case .request(let kind, let operation, let owes, let overrides):
            let request = Request(
                kind, by: setup.operatorName, at: setup.clock().wall, owes: owes, overrides: overrides)
            Task { mailbox.put(await ask(request, of: operation)) }
        case .extend(let operation, let milliseconds):
            Task { mailbox.put(await extend(operation, byMs: milliseconds)) }
        case .lab(let words): Task { mailbox.put(LabFault.play(words, setup)) }
        case .watch(let operation): watched.withLock { $0 = operation.map { Watched(operation: $0) } }
        case .quit, .suspend, .redraw, .discardTypedAhead, .copy: break
        }
    }

    /// Tells the console of every change of the journal, until cancelled.
    func watchJournal() async {
        let watch = JournalWatch(path: setup.journalPlace.path, clock: setup.clock)
        var trouble: String?
        var isBusy = false
        while !Task.isCancelled {
            do throws(OperationError) {
                if let operations = try await watch.poll() {
                    isBusy = operations.contains { $0.state.isMoving }
                    lookAgain(at: operations)
                    await collector.setOut(try await watch.zonesOut())
                    mailbox.put(.journal(operations: operations, drains: try await watch.drains()))
                }
                try await sendProgress(watch)
                trouble = nil
            } catch {
                if trouble != error.message { mailbox.put(.journalTrouble(error.message)) }
                trouble = error.message
            }
            let pause = isBusy || watched.withLock { $0 != nil } ? 250 : 1_000
            guard (try? await Task.sleep(for: .milliseconds(pause), tolerance: .milliseconds(100))) != nil else {
                return
            }
        }
    }

    /// Operations that just ended: their instances are looked at past the servers' caches, once for each end.
    private func lookAgain(at operations: [Operation]) {
        let since = setup.clock().wall.milliseconds - 60_000
        let ended = operations.filter { !$0.state.isMoving && ($0.endedAt?.milliseconds ?? 0) >= since }
        let fresh = ended.filter { operation in
            looked.withLock { $0.insert("\(operation.id) \(operation.revision)").inserted }
        }
        let instances = Set(fresh.flatMap(\.plan.instances))
        if !instances.isEmpty { Task { await collector.lookAgain(at: instances) } }
    }

    private func sendProgress(_ watch: JournalWatch) async throws(OperationError) {
        guard let now = watched.withLock({ $0 }) else { return }
        let events = try await watch.events(of: now.operation, after: now.sequence)
        guard let last = events.last else { return }
        watched.withLock { current in
            if current?.operation == now.operation { current?.sequence = last.sequence }
        }
        mailbox.put(.progress(operation: now.operation, events: events))
    }

    private func plan(_ request: PlanRequest) async -> Result<Plan, OperationError> {
        var request = request
        if request.by.isEmpty { request.by = setup.operatorName }
        let opened = await JournalOpening(setup)
        // Gates judge what is read for them: what is on the screen may be as old as a poll.
        let look = await PlanLook(setup, request)
        do throws(OperationError) {
            let planner = setup.planner(
                look.snapshot, look.found, journal: opened.journal, trouble: opened.trouble)
            return .success(try await planner.plan(request))
        } catch {
            return .failure(error)
        }
    }

    private func start(_ plan: Plan) async -> ConsoleEvent {
        do throws(OperationError) {
            let id = try await setup.journal().create(plan)
            launch(try setup.launch(id))
            return .started(operation: id)
        } catch {
            return .failed(error.message)
        }
    }

    /// Collects what the system keeps of a runner that ended; it tells all else through the journal.
    private func launch(_ runner: LaunchedRunner) {
        Task { [mailbox] in
            let status = try? await runner.wait(everyMs: 250, sleep: RunCommand.sleep)
            if let trouble = RunCommand.trouble(status) { mailbox.put(.failed("\(trouble); \(runner.log)")) }
        }
    }

    private func extend(_ id: String, byMs: Int64) async -> ConsoleEvent {
        do throws(OperationError) {
            let until = try await setup.journal().extend(id, byMs: byMs, by: setup.operatorName)
            return .told("\(id): \(until.rfc3339.prefix(16))Z")
        } catch {
            return .failed(error.message)
        }
    }

    private func ask(_ request: Request, of id: String) async -> ConsoleEvent {
        do throws(OperationError) {
            let effect = try await setup.journal().request(request, of: id)
            if effect == .needsRunner { launch(try setup.launch(id)) }
            return .told("\(request.kind.rawValue) \(id)")
        } catch {
            return .failed(error.message)
        }
    }
}
