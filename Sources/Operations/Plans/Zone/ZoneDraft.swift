import Contract
import Topology

/// A plan about a zone or about weights, before the connectors have made steps of it.
struct ZoneDraft: Sendable {
    /// One stage: its name, and what is watched after it.
    struct Stage: Sendable {
        /// What its steps carry.
        var name: String
        /// The first word of its name, under which it is shown in one line with its like.
        var group: Group
        /// What happens, before, after.
        var what: String
        var before = ""
        var after = ""
        /// A soak behind it, where anything of it is to be done at all, in milliseconds.
        var soakMs: Int64 = 0
        /// Steps that wait for the estate.
        var waits: [Step] = []
    }

    /// What a stage is about.
    enum Group: String, Sendable { case gateways, registry, traffic, soak }

    /// What each source is asked for.
    var intents: [String: Intent] = [:]
    /// The instances that are changed.
    var targets: [PlannedTarget] = []
    /// In order.
    var stages: [Stage] = []
    /// What there is to say besides.
    var notes: [Finding] = []
    /// Nodes of this zone that do not answer are owed; nothing where no zone is left.
    var leaving: String?
    /// Whether all silent nodes are owed (a restore asks nothing).
    var owesAll = false

    /// Adds an instance to what its sources are asked for.
    mutating func add(_ view: InstanceView, kind: Intent.Kind, stage: String?) {
        for registration in view.registrations {
            let target = Intent.Target(
                instance: view.key, zone: view.zone, sourceService: registration.registration.sourceService,
                id: registration.registration.id, stage: stage)
            let source = registration.node.source
            // The registrations of an instance follow one another: only its own can be there already.
            let own = intents[source]?.targets.reversed().prefix { $0.instance == view.key } ?? []
            if !own.contains(target) { intents[source, default: Intent(kind: kind)].targets.append(target) }
        }
        targets.append(PlannedTarget(instance: view.key, zone: view.zone, state: view.state))
    }
}
