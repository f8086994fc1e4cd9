import Contract
import Topology

/// Keeps a zone out while it is evacuated: what comes up in it meanwhile is drained too, as steps that are added to the
/// operation. Afterwards it is drift, which every screen shows.
actor Arrivals {
    /// The stage that their steps carry.
    static let stage = "arrivals"
    /// How many instances one operation takes in on top of its plan: more is a rollout, which is for people to stop.
    private static let most = 500
    /// How often the zone is looked at, in milliseconds.
    private static let everyMs: Int64 = 2_000

    private let runner: Runner
    private let claim: Claim
    private let control: RunControl
    private let zone: String
    private let except: [String]
    private let include: [String]
    private var known: Set<InstanceKey>
    private var added: Int
    private var lookedAt: Moment?
    private var isBusy = false
    /// Not before the registry's turn has come: until then what is there takes traffic as it did.
    private var isOpen = false

    /// Nothing where the operation does not take a zone out.
    init?(_ runner: Runner, _ operation: Operation, _ claim: Claim, _ control: RunControl) {
        guard operation.kind == .evacuate, let plan = operation.plan.zonePlan, let zone = plan.scope.zone else {
            return nil
        }
        self.runner = runner
        self.claim = claim
        self.control = control
        self.zone = zone
        except = plan.except
        include = plan.include
        known = Set(operation.instances)
        added = operation.instances.count - operation.plan.instances.count
    }

    /// From now on what comes up is drained.
    func open() { isOpen = true }

    /// Drains what came up since the last look; one look at a time, every few seconds at most.
    func drain(_ engine: StepEngine) async throws {
        let now = runner.clock().moment
        guard isOpen, !isBusy, lookedAt.map({ now - $0 >= Self.everyMs }) ?? true else { return }
        lookedAt = now
        isBusy = true
        defer { isBusy = false }
        let left = try await runner.journal.existing(claim.operation).steps.filter {
            $0.step.stage == Self.stage && $0.isLeft
        }
        try await runner.carryOut(left + (try await newcomers()), engine, control)
    }

    private func newcomers() async throws -> [OperationStep] {
        guard let snapshot = await runner.watch() else { return [] }
        let contents = ZoneContents(
            zone, in: snapshot, sources: await runner.sources(), except: except, include: include)
        var new = contents.instances.filter {
            ($0.state == .up || $0.state == .starting) && !known.contains($0.key)
        }
        if new.isEmpty { return [] }
        let room = max(0, Self.most - added)
        if new.count > room {
            let text =
                "more than \(Self.most) instances came up in \(zone) meanwhile: \(new.count - room) are left alone"
            try await runner.journal.note(.waiting, text, claim)
            known.formUnion(new.dropFirst(room).map(\.key))
            new = Array(new.prefix(room))
        }
        // Whatever comes of it, it is tried once in a run; what does not succeed is drift.
        known.formUnion(new.map(\.key))
        added += new.count
        var draft = ZoneDraft()
        for instance in new { draft.add(instance, kind: .drain, stage: Self.stage) }
        let intents = draft.intents
        let survey = await Survey.take(
            of: intents, sources: await runner.sources(), actuator: runner.actuator, clock: runner.clock)
        var steps: [AddedStep] = []
        for (source, draft) in survey.drafts.sorted(by: { $0.key < $1.key }) {
            for var step in draft.steps {
                step.stage = Self.stage
                let target = intents[source]?.targets.first { $0.instance == step.instance }
                steps.append(
                    AddedStep(step: step, undo: runner.actuator(source)?.undo(of: step, receipt: [:]), target: target))
            }
        }
        if steps.isEmpty { return [] }
        let names =
            Gates.list(new.prefix(6).map(\.key.description)) + (new.count > 6 ? " and \(new.count - 6) more" : "")
        return try await runner.journal.add(steps, because: "came up in \(zone), which is out: \(names)", claim)
    }
}
