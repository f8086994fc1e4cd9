import Contract
import Topology

extension Runner {
    /// Carries steps out: stages one after another, lanes side by side, the steps of a lane one after another; then
    /// watches what must go on holding.
    func execute(
        _ rows: [OperationStep], of id: String, _ engine: StepEngine, _ claim: Claim, _ control: RunControl
    ) async throws {
        var stages: [String] = []
        for row in rows where !stages.contains(row.step.stage) { stages.append(row.step.stage) }
        let registry = rows.first { $0.step.instance != nil }?.step.stage ?? stages.last
        for (index, stage) in stages.enumerated() {
            guard try await control.mayGoOn() else { return }
            let here = rows.filter { $0.step.stage == stage }
            let left = here.filter(\.isLeft)
            if !left.isEmpty {
                try await journal.note(.stage, "stage \(index + 1) of \(stages.count): \(stage)", claim)
                // What waits for the estate as a whole follows what is changed in its stage.
                try await carryOut(left.filter { $0.step.source != Step.estate }, engine, control)
                try await carryOut(left.filter { $0.step.source == Step.estate }, engine, control)
            }
            if await control.stop == nil, let arrivals = engine.arrivals {
                if stage == registry { await arrivals.open() }
                try await arrivals.drain(engine)
            }
            guard await control.stop == nil, here.contains(where: { $0.step.watchMs > 0 }) else { continue }
            let places = Set(here.map { StepReference(direction: $0.direction, index: $0.index) })
            let now = try await journal.existing(id)
            let done = (now.steps + now.undoSteps).filter {
                places.contains(StepReference(direction: $0.direction, index: $0.index)) && $0.state == .done
                    && $0.step.kind == .change && $0.step.watchMs > 0
            }
            try await watch(done, engine, claim, control)
        }
    }

    /// Carries rows out, lanes side by side.
    func carryOut(_ rows: [OperationStep], _ engine: StepEngine, _ control: RunControl) async throws {
        guard !rows.isEmpty else { return }
        try await sideBySide(lanes(rows), width: engine.width) { lane in
            for row in lane {
                guard try await control.mayGoOn() else { return }
                try await engine.run(row)
            }
        } broken: {
            await control.breakOff()
        }
    }

    /// Looks at what is done until it has gone on holding for as long as it must; what is lost meanwhile is sent again.
    private func watch(
        _ rows: [OperationStep], _ engine: StepEngine, _ claim: Claim, _ control: RunControl
    ) async throws {
        try await sideBySide(rows.map { [$0] }, width: max(Pace.lanes, rows.count)) { lane in
            for row in lane { try await watch(row, engine, claim, control) }
        } broken: {
            await control.breakOff()
        }
    }

    private func watch(
        _ row: OperationStep, _ engine: StepEngine, _ claim: Claim, _ control: RunControl
    ) async throws {
        guard let actuator = actuator(row.step.source) else { return }
        let reference = StepReference(direction: row.direction, index: row.index)
        let pause = max(Pace.watchMs, row.step.watchMs / 20)
        // A moment of another boot says nothing about this one: then the whole time again.
        let since = clock().moment
        let began = row.doneAt.map { min($0, since) } ?? since
        let end = (row.sent?.boot ?? journalBoot) == journalBoot ? began + row.step.watchMs : since + row.step.watchMs
        var resends = 0
        while true {
            guard let standing = try await engine.look(row.step, actuator, windowMs: 0, interruptible: true) else {
                return
            }
            let isOver = clock().moment >= end
            switch standing {
            case .moot: return
            case .holds: if isOver { return }
            case .unknown(let why): if isOver { return try await engine.silent(row, reference, why) }
            case .doesNot(let what):
                resends += 1
                let text = "lost again on \(row.step.node): \(what)"
                try await journal.note(.lost, text, claim, about: reference, row.step, error: text)
                if resends > Pace.resends {
                    try await journal.settled(reference, row.step, .failed, error: text, claim)
                    return await control.fail("\(row.step.target) \(text), \(Pace.resends) times")
                }
                try await engine.run(row)
            }
            if await control.stop != nil { return }
            try await sleep(min(pause, max(1, end - clock().moment)))
        }
    }

    private func lanes(_ rows: [OperationStep]) -> [[OperationStep]] {
        var order: [String] = []
        var lanes: [String: [OperationStep]] = [:]
        for row in rows {
            let name = "\(row.step.source)\u{0}\(row.step.lane)"
            if lanes[name] == nil { order.append(name) }
            lanes[name, default: []].append(row)
        }
        return order.compactMap { lanes[$0] }
    }

    /// Runs all, so many at once. Where one throws, the others end by themselves at their next look: a call that is
    /// under way is never cut off, because its outcome would be lost.
    private func sideBySide(
        _ lanes: [[OperationStep]], width: Int = Pace.lanes,
        _ body: @escaping @Sendable ([OperationStep]) async throws -> Void, broken: @escaping @Sendable () async -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (any Error)?.self) { group in
            var waiting = lanes[...]
            func start() {
                guard let lane = waiting.popFirst() else { return }
                group.addTask {
                    do {
                        try await body(lane)
                        return nil
                    } catch {
                        await broken()
                        return error
                    }
                }
            }
            for _ in 0..<width { start() }
            var failure: (any Error)?
            while let ended = try await group.next() {
                failure = failure ?? ended
                if failure == nil { start() }
            }
            if let failure { throw failure }
        }
    }
}

extension OperationStep {
    /// Whether there is something left to do about it in this run. What failed is tried again by a resume, after a look.
    var isLeft: Bool {
        switch state {
        case .planned, .sent, .failed: true
        case .done, .owed, .undone, .skipped: false
        }
    }
}
