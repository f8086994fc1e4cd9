import Contract
import Operations
import Topology

/// A plan on its way from a wish to a confirmed operation.
struct PlanState: Sendable {
    /// What was asked for: bound to identities.
    var request: PlanRequest
    /// Tells the answers to this asking from those to an earlier one.
    var number: Int
    /// How far it is.
    var phase = Phase.waiting
    /// Instances that the filter hid when it was asked for.
    var hidden: Set<InstanceKey> = []
    /// Set while Continue has the focus; Cancel has it first.
    var continues = false
    /// When what is shown was first shown: a yes within the guard interval was typed before it could be read.
    var shownAt: Moment

    /// How far a plan is.
    enum Phase: Sendable {
        /// The servers are being asked.
        case waiting
        /// It is there to be read.
        case made(Plan)
        /// There is none, and why.
        case failed(String)
        /// It was confirmed and is on its way into the journal.
        case starting(Plan)
    }

    /// The plan, where there is one.
    var plan: Plan? {
        switch phase {
        case .made(let plan), .starting(let plan): plan
        case .waiting, .failed: nil
        }
    }

    /// Servers that do not answer and that the operator has to owe by name, or wait for.
    var askable: [String] {
        guard let plan else { return [] }
        let asking = Set(plan.steps.filter { $0.step.silence == .ask }.map(\.step.node))
        var nodes: [String] = []
        for finding in plan.findings where finding.kind == .silentNode {
            guard let node = finding.node?.node,
                asking.contains(node) || !plan.steps.contains(where: { $0.step.node == node })
            else { continue }
            if plan.owes[node] == nil, !nodes.contains(node) { nodes.append(node) }
        }
        return nodes
    }
}
