import Contract
import Topology

extension Runner {
    /// The boot that the journal dates calls with.
    var journalBoot: String { journal.boot }

    /// Judges the gates on evidence that is collected now, of what is left to do, and journals the verdicts.
    func judge(
        _ operation: Operation, _ left: [OperationStep], _ claim: Claim, _ control: RunControl
    ) async throws -> [Gate] {
        let instances = Set(left.compactMap(\.step.instance))
        let plan = operation.plan
        let intents = plan.intents.compactMapValues { intent -> Intent? in
            var intent = intent
            intent.targets.removeAll { !instances.contains($0.instance) }
            return intent.targets.isEmpty ? nil : intent
        }
        async let looked = observe()
        let survey = await Survey.take(of: intents, sources: sources, actuator: actuator, clock: clock)
        let (snapshot, observedAt) = await looked
        for (node, capability) in survey.capabilities {
            if case .silent = capability { await control.heard(node, answers: false) }
        }
        let own = try await journal.locks().filter { $0.value != operation.id }
        let begun = Set(operation.steps.filter { $0.sends > 0 }.map(\.step.lane))
        var fresh: [StepPlace: [String: String]] = [:]
        for step in survey.drafts.values.flatMap(\.steps) where !begun.contains(step.lane) {
            fresh[StepPlace(step)] = step.before
        }
        let subject = GateSubject(
            kind: plan.kind, instances: plan.instances.filter { instances.contains($0) },
            steps: left.map { PlannedStep(step: $0.step, undo: $0.undo) },
            overrides: operation.overrides, owes: await control.owes)
        let gates = Gates.judge(
            subject,
            on: Evidence(
                snapshot: snapshot, now: clock(), observedAt: observedAt, sources: sources,
                capabilities: survey.capabilities,
                findings: survey.findings, locks: own, journalTrouble: await journal.trouble(), freshBefore: fresh,
                rules: rules))
        try await journal.judged(gates, claim)
        return gates
    }

    private func observe() async -> (Snapshot, Moment) {
        let snapshot = await evidence()
        return (snapshot, clock().moment)
    }
}
