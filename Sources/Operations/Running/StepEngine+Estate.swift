import Contract
import Topology

extension StepEngine {
    /// Waits for something that is about the estate as a whole: time, or measured traffic.
    ///
    /// Its beginning is in the journal: a runner that goes on after another died in the middle waits for what is left, not
    /// for all of it again. After another boot nothing tells how long it was down, so it waits anew.
    func awaitEstate(_ row: OperationStep, _ reference: StepReference) async throws {
        let step = row.step
        var begun: Moment?
        if row.state == .sent, let sent = row.sent, sent.boot == runner.journalBoot { begun = sent.moment }
        if begun == nil { begun = try await journal.began(reference, step, claim).moment }
        let start = begun ?? runner.clock().moment
        var unknownSince: Moment?
        while true {
            guard try await control.mayGoOn() else { return }
            try await arrivals?.drain(self)
            guard try await control.mayGoOn() else { return }
            let passed = max(0, runner.clock().moment - start)
            let standing = await standing(of: step, passed: passed)
            if case .unknown(let why) = standing {
                let since = unknownSince ?? runner.clock().moment
                unknownSince = since
                // What nothing counts does not come to be known by waiting.
                if step.optional, runner.clock().moment - since >= Pace.uncountedMs {
                    return try await unmet(row, reference, "not known: \(why)", passed)
                }
            } else {
                unknownSince = nil
            }
            switch standing {
            case .holds:
                return try await journal.settled(
                    reference, step, .done, error: nil, note: "after \(Gates.seconds(passed))", claim)
            case .moot(let why): return try await journal.settled(reference, step, .skipped, error: why, claim)
            case .doesNot(let what) where passed >= step.patienceMs:
                return try await unmet(row, reference, what, passed)
            case .unknown(let why) where passed >= step.patienceMs:
                return try await unmet(row, reference, "not known: \(why)", passed)
            case .doesNot, .unknown: break
            }
            try await runner.sleep(max(1, min(Pace.lookMs, step.patienceMs - passed)))
        }
    }

    private func standing(of step: Step, passed: Int64) async -> Standing {
        switch step.action.name {
        case EstateStep.soak: passed >= step.patienceMs ? .holds : .doesNot("soaking")
        case EstateStep.trafficLeft: await left(step)
        case EstateStep.trafficBack: await back(step)
        default: .moot("this program does not know how to wait for \(step.action.name)")
        }
    }

    private func left(_ step: Step) async -> Standing {
        guard let zone = step.action.fields["zone"], let below = step.action.fields["below"].flatMap({ Double($0) })
        else { return .moot("the step does not say what it waits for") }
        switch await runner.watch()?.traffic.zones[zone]?.rate {
        case .value(let rate, _):
            return rate.requestsPerSecond < below
                ? .holds : .doesNot("\(zone) is still asked \(Self.tenths(rate.requestsPerSecond)) requests a second")
        case .notApplicable: return .moot("nothing counts the traffic of \(zone)")
        case .unknown(let reason): return .unknown(reason)
        case .stale, nil: return .unknown("nothing that answers counts the traffic of \(zone)")
        }
    }

    private func back(_ step: Step) async -> Standing {
        guard let zone = step.action.fields["zone"], let share = step.action.fields["share"].flatMap({ Double($0) })
        else { return .moot("the step does not say what it waits for") }
        switch await runner.watch()?.traffic.zones[zone]?.measured {
        case .value(let measured, _):
            return measured >= share
                ? .holds
                : .doesNot(
                    "\(zone) has \(StopRules.percent(measured)) of the traffic, \(StopRules.percent(share)) are due")
        case .notApplicable: return .moot("nothing counts the traffic of \(zone)")
        case .unknown(let reason): return .unknown(reason)
        case .stale, nil: return .unknown("nothing that answers counts the traffic of \(zone)")
        }
    }

    private static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
