import Contract
import Topology

/// One route of one node while a plan is made: what it has at that point, and what it is to have.
struct PlannedRoute: Sendable {
    /// What was asked for.
    let target: Intent.RouteTarget
    /// What the node has before the next step.
    var now: SavedRoute
    /// What its definition is made of; another node's where this one does not answer or has lost it.
    let model: RouteDefinition
    /// Whether the node did not answer.
    let isBorrowed: Bool
    /// What it is to have, stage by stage.
    let goals: [(stage: String, goal: Goal)]
    /// What it has was written by a step of this plan.
    private var isOurs = false

    /// A route before the first step.
    init(
        target: Intent.RouteTarget, now: SavedRoute, model: RouteDefinition, isBorrowed: Bool,
        goals: [(stage: String, goal: Goal)]
    ) {
        self.target = target
        self.now = now
        self.model = model
        self.isBorrowed = isBorrowed
        self.goals = goals
    }

    /// What the next step finds before it, as its undo needs it.
    ///
    /// What a step of ours left is in the gateway's memory for certain, on top of a file's or by itself: it is put back by
    /// posting it, never by taking anything away.
    var before: SavedRoute {
        guard isOurs else { return now }
        return SavedRoute(copies: now.copies + 1, definition: now.definition, weight: now.weight)
    }

    /// What a route is to have.
    enum Goal: Hashable, Sendable {
        /// A weight.
        case weight(Int)
        /// What was there before.
        case saved(SavedRoute)

        /// The weight it comes to; 0 where the route is gone then.
        var weight: Int {
            switch self {
            case .weight(let weight): weight
            case .saved(let saved): saved.copies == 0 ? 0 : saved.weight ?? 0
            }
        }
    }

    /// What it has at the end of a stage; what the stages before it set where the stage says nothing.
    func goal(in stage: String, of stages: [String]) -> Goal? {
        guard let end = stages.firstIndex(of: stage) else { return nil }
        return goals.last { goal in stages.firstIndex(of: goal.stage).map { $0 <= end } ?? false }?.goal
    }

    /// The action that leads to a goal; nothing where it is so already.
    func action(to goal: Goal) -> GatewayAction? {
        switch goal {
        case .weight(let weight):
            if now.copies > 0, now.weight == weight { return nil }
            guard let body = model.text(weight: weight) else { return nil }
            return .set(
                GatewayAction.Weight(
                    id: target.id, group: target.group, weight: weight, body: body, adds: now.copies == 0,
                    isBorrowed: isBorrowed))
        case .saved(let saved):
            if now.copies <= saved.copies, now.copies > 0 || saved.copies == 0, now.weight == saved.weight {
                return nil
            }
            return .putBack(id: target.id, group: target.group, saved)
        }
    }

    /// What it has once an action is done.
    mutating func follow(_ action: GatewayAction) {
        switch action {
        case .set(let weight):
            now = SavedRoute(copies: max(now.copies, 1), definition: weight.body, weight: weight.weight)
            isOurs = true
        case .putBack(_, _, let saved):
            now = saved
            isOurs = false
        }
    }
}
