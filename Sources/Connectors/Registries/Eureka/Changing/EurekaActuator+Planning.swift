import Clients
import Contract
import Topology

extension EurekaActuator {
    func plan(_ intent: Intent, until deadline: Moment) async -> PlanDraft {
        let looks = Array(Set(intent.targets.map { LookTarget(sourceService: $0.sourceService, id: $0.id) }))
        let limit = min(deadline, clock().moment + source.deadlineMs)
        let views = await LiveViews.take(looks, at: nodes, until: limit, clock: clock)
        var draft = PlanDraft(findings: findings(of: views))
        let healthy = intent.forceUp ? await health(of: intent.targets, views, until: deadline) : [:]
        for target in intent.targets {
            let view = TargetView(target, nodes: nodes, views: views)
            switch intent.kind {
            case .drain: drain(view, into: &draft)
            case .restore: restore(view, health: intent.forceUp ? healthy[target.instance] : nil, into: &draft)
            case .weights, .restoreWeights: return PlanDraft()
            case .clearOverride: clear(view, into: &draft)
            }
        }
        if !draft.steps.isEmpty { draft.clientDelay = settings.clientDelay }
        return draft
    }

    private func findings(of views: LiveViews) -> [Finding] {
        nodes.compactMap { node in
            let id = source.id(of: node.settings)
            if let why = views.silent[node.name] { return Finding(.silentNode, node: id, text: why) }
            if let why = views.refusing[node.name] { return Finding(.notWritable, node: id, text: why) }
            return nil
        }
    }

    /// A change of one instance on one server, with everything but its own fields as all steps of a source have it.
    func step(
        _ action: EurekaAction, _ view: TargetView, at node: Node, before: String?, silence: Step.Silence
    ) -> Step {
        Step(
            stage: view.target.stage ?? "registry", lane: view.target.instance.description, source: source.name,
            node: node.name,
            nodeZone: node.settings.zone, target: "\(action.target.application)/\(action.target.id)",
            instance: view.target.instance, targetZone: view.target.zone, call: callText(action, at: node),
            action: action.action, before: before.map { [Step.savedOverride: $0] } ?? [:],
            deadlineMs: source.deadlineMs, readBackMs: 5_000, silence: silence)
    }

    /// What a silent server means for a change that may stay undone there: one in the zone being left is owed.
    func silence(of node: Node, _ view: TargetView) -> Step.Silence {
        node.settings.zone != nil && node.settings.zone == view.target.zone ? .owe : .ask
    }
}

/// What every server says of one target.
struct TargetView {
    /// The target.
    let target: Intent.Target
    /// The servers in the file's order, each with its answer.
    let answers: [(node: EurekaActuator.Node, answer: LiveAnswer)]
    /// The servers that list it, with what they list.
    let listed: [(node: EurekaActuator.Node, instance: LiveInstance)]

    init(_ target: Intent.Target, nodes: [EurekaActuator.Node], views: LiveViews) {
        self.target = target
        answers = nodes.map { ($0, views.answer($0.name, target.sourceService, target.id)) }
        listed = answers.compactMap { node, answer in
            if case .listed(let instance, _) = answer { (node, instance) } else { nil }
        }
    }

    /// Whether any server did not tell.
    var isIncomplete: Bool {
        answers.contains { _, answer in
            switch answer {
            case .listed, .absent: false
            case .refused, .unknown: true
            }
        }
    }

    /// The override that a server has; nothing where it has none or does not tell.
    func override(at node: EurekaActuator.Node) -> String? {
        listed.first { $0.node.name == node.name }?.instance.entry.registration.override
    }

    /// Whether a server was heard, whatever it said.
    func isHeard(_ node: EurekaActuator.Node) -> Bool {
        answers.contains { other, answer in
            guard other.name == node.name else { return false }
            switch answer {
            case .listed, .absent: return true
            case .refused, .unknown: return false
            }
        }
    }

    /// The registration as writes are addressed to it.
    var address: EurekaAction.Target {
        let renewals = listed.compactMap(\.instance.entry.registration.renewalMs)
        return EurekaAction.Target(
            application: target.sourceService, id: target.id, renewalMs: renewals.max() ?? 30_000)
    }
}
