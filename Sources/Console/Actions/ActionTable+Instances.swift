import Contract
import Operations
import Terminal
import Topology

extension ActionTable {
    /// Screens whose rows, or whose subject, are instances.
    private static let instanceScreens: Set<ScreenID> = [InstancesScreen.id, InstanceScreen.id, NodeScreen.id]

    /// What can be done to instances: draining and restoring always bound to identities, and never sent without a plan.
    static let instanceActions: [Action] = [
        Action(
            "drain", [.character("d")], ActionText.drain, hint: HintText.drain, danger: .reversible,
            on: instanceScreens, unavailable: { $0.refusal(of: .drain) }, perform: { $0.begin(.drain) }),
        Action(
            "restore", [.character("r")], ActionText.restore, hint: HintText.restore, danger: .reversible,
            on: instanceScreens, unavailable: { $0.refusal(of: .restore) }, perform: { $0.begin(.restore) }),
        Action(
            "clear-override", [.character("C")], ActionText.clearOverride, hint: HintText.clear, danger: .reversible,
            on: instanceScreens, unavailable: { $0.refusal(of: .clearOverride) },
            perform: { $0.begin(.clearOverride) }),
        Action(
            "acknowledge-gone", [.character("A")], ActionText.acknowledge, hint: HintText.acknowledge,
            danger: .reversible, on: instanceScreens,
            unavailable: { $0.hasTarget { $0.state == .gone } ? nil : $0.say(ReasonText.noneGone) },
            perform: { state in
                let gone = state.goneTargets
                return state.ask(
                    state.say(PromptText.acknowledge, String(gone.count)), then: [.acknowledgeGone(gone)])
            }),
        Action(
            "mark", [.space], ActionText.mark, hint: HintText.mark, on: [InstancesScreen.id],
            unavailable: { $0.view.rows.count == 0 ? $0.say(ReasonText.noRows) : nil },
            perform: { state in
                guard case .instance(let key)? = state.selection else { return [] }
                if state.view.marks.remove(key) == nil { state.view.marks.insert(key) }
                state.select(row: state.view.row + 1)
                return []
            }),
        Action(
            "mark-all", [.character("*")], ActionText.markAll, on: [InstancesScreen.id],
            unavailable: { $0.view.rows.count == 0 ? $0.say(ReasonText.noRows) : nil },
            perform: { state in
                guard case .instances(let rows) = state.view.rows else { return [] }
                for row in rows.entries.indices { state.view.marks.insert(rows.instance(row).key) }
                return []
            }),
        Action(
            "unmark", [.character("u")], ActionText.unmark, on: [InstancesScreen.id],
            unavailable: { $0.view.marks.isEmpty ? $0.say(ReasonText.nothingMarked) : nil },
            perform: { state in
                state.view.marks = []
                return []
            }),
    ]
}
