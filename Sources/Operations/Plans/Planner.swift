import Contract
import Topology

/// Makes plans: asks the actuators for steps, collects the evidence, judges the gates. Nothing is changed.
public struct Planner: Sendable {
    let snapshot: Snapshot
    let sources: [SourceSettings]
    let actuator: @Sendable (String) -> (any Actuator)?
    let journal: Journal?
    let journalTrouble: String?
    let rules: OperationRules
    let estateFile: EstateFileReference
    let program: String
    let clock: Clock

    /// A planner on what is known now.
    ///
    /// - Parameters:
    ///   - snapshot: the estate, read just now.
    ///   - sources: the estate file's sources.
    ///   - actuator: what changes a source, by its name; nothing in a read-only estate.
    ///   - journal: where earlier operations are; nothing where it cannot be opened.
    ///   - journalTrouble: why not.
    ///   - program: the program's version (`0.1.0`).
    public init(
        snapshot: Snapshot, sources: [SourceSettings], actuator: @escaping @Sendable (String) -> (any Actuator)?,
        journal: Journal?, journalTrouble: String? = nil, rules: OperationRules = OperationRules(),
        estateFile: EstateFileReference, program: String, clock: @escaping Clock
    ) {
        self.snapshot = snapshot
        self.sources = sources
        self.actuator = actuator
        self.journal = journal
        self.journalTrouble = journalTrouble
        self.rules = rules
        self.estateFile = estateFile
        self.program = program
        self.clock = clock
    }

    /// The plan of a request, with its gates judged on what is known now.
    ///
    /// - Throws: `usage` for what makes no sense (an instance that nobody lists, a zone that is none, an unknown gate or
    ///   node), `journal` where a restore cannot read what was saved.
    public func plan(_ request: PlanRequest) async throws(OperationError) -> Plan {
        let began = clock().moment
        let request = request.cleaned()
        try request.validate(nodes: nodes)
        var plan = Plan(
            kind: request.kind, reason: request.reason, by: request.by, madeAt: clock().wall,
            estate: snapshot.estate.name, estateFile: estateFile, program: program, overrides: request.overrides,
            owes: request.owes)
        var draft: ZoneDraft?
        if case .instances(let instances) = request.scope {
            var seen: Set<InstanceKey> = []
            for instance in instances where seen.insert(instance).inserted {
                try await add(instance, of: request, to: &plan)
            }
            plan.targets.sort { $0.instance < $1.instance }
        } else {
            let made = try await zoneDraft(request)
            plan.intents = made.intents
            plan.targets = made.targets
            plan.findings = made.notes
            draft = made
        }
        let surveyed = await Survey.take(of: plan.intents, sources: sources, actuator: actuator, clock: clock)
        for draft in surveyed.drafts.sorted(by: { $0.key < $1.key }) {
            plan.steps += draft.value.steps.map { step in
                PlannedStep(step: step, undo: actuator(draft.key)?.undo(of: step, receipt: [:]))
            }
            plan.findings += draft.value.findings
            plan.clientDelays[draft.key] = draft.value.clientDelay
        }
        if let draft { arrange(draft, request, &plan) }
        plan.gates = Gates.judge(plan.subject, on: try await evidence(for: plan, surveyed, observedAt: began))
        return plan
    }

    /// All nodes that can be owed: those of the estate file, and those that were found in a registry.
    private var nodes: [String] {
        var seen: Set<String> = []
        let configured = sources.flatMap(\.nodes).map(\.address)
        let found = snapshot.sources.flatMap(\.nodes).filter { $0.state != .named }.map(\.id.node)
        return (configured + found).filter { seen.insert($0).inserted }
    }

    private func evidence(
        for plan: Plan, _ surveyed: Survey, observedAt: Moment
    ) async throws(OperationError) -> Evidence {
        var facts = JournalFacts(trouble: journalTrouble ?? "there is no journal")
        if let journal { facts = try await journal.facts(for: plan, besides: nil) }
        return Evidence(
            snapshot: snapshot, now: clock(), observedAt: observedAt, sources: sources,
            capabilities: surveyed.capabilities, findings: plan.findings, journal: facts, rules: rules)
    }

    /// Adds an instance to a plan, by the ids of every source that lists it.
    private func add(_ instance: InstanceKey, of request: PlanRequest, to plan: inout Plan) async throws(OperationError)
    {
        let view = snapshot.instance(instance)
        var origin: String?
        var targets: [String: [Intent.Target]] = [:]
        switch request.kind {
        case .drain: targets = try listed(instance, view)
        case .restore:
            let record = try await saved(instance)
            targets = record.targets
            origin = record.operation
        case .evacuate, .shift, .setWeights, .repair:
            throw OperationError(
                .usage, "a \(request.kind.rawValue) is about a zone or weights, not about instances")
        case .clearOverride:
            if case .drained(let record) = try await journal?.drain(of: instance) {
                throw OperationError(
                    .usage,
                    "the override on \(instance) is our own, of operation \(record.operation): restore it instead")
            }
            targets = try listed(instance, view)
            origin = "not ours: no operation of this journal left it"
        }
        for (source, list) in targets {
            plan.intents[source, default: Intent(kind: request.kind.instances, targets: [], forceUp: request.forceUp)]
                .targets +=
                list
        }
        plan.targets.append(
            PlannedTarget(
                instance: instance, zone: view?.zone ?? targets.values.first?.first?.zone,
                state: view?.state ?? .unknown, origin: origin))
    }

    /// The ids of an instance in each source that lists it.
    private func listed(_ instance: InstanceKey, _ view: InstanceView?) throws(OperationError) -> [String: [Intent
        .Target]]
    {
        guard let view, !view.registrations.isEmpty else {
            let others = snapshot.service(instance.service)?.instances.filter { !$0.registrations.isEmpty } ?? []
            let hint =
                others.isEmpty
                ? "no service of that name is listed"
                : "of \(instance.service) there are " + others.prefix(6).map(\.key.address).joined(separator: ", ")
                    + (others.count > 6 ? " and \(others.count - 6) more" : "")
            throw OperationError(.usage, "no registry lists \(instance): \(hint)")
        }
        var targets: [String: [Intent.Target]] = [:]
        for registration in view.registrations {
            let target = Intent.Target(
                instance: instance, zone: view.zone, sourceService: registration.registration.sourceService,
                id: registration.registration.id)
            if targets[registration.node.source]?.contains(target) != true {
                targets[registration.node.source, default: []].append(target)
            }
        }
        return targets
    }

    /// What our drain of an instance found before it.
    private func saved(_ instance: InstanceKey) async throws(OperationError) -> DrainRecord {
        guard let journal else {
            throw OperationError(
                .journal,
                "what was there before a drain is in the journal, and that cannot be read: \(journalTrouble ?? "there is none")"
            )
        }
        switch try await journal.drain(of: instance) {
        case .drained(let record): return record
        case .restored(let id, owed: true):
            throw OperationError(
                .usage, "\(instance) was restored by \(id), which still owes a node: azimuth settle \(id)")
        case .restored(let id, owed: false):
            throw OperationError(.usage, "\(instance) was restored already, by operation \(id)")
        case .never:
            let others =
                snapshot.instance(instance)?.registrations.contains { $0.registration.override != nil } ?? false
            throw OperationError(
                .usage,
                others
                    ? "the override on \(instance) is not ours: no operation of this journal left it. It can be cleared "
                        + "by a plan of its own, which says so"
                    : "\(instance) was not drained by an operation of this journal (\(journal.path)): nothing to restore"
            )
        }
    }
}
