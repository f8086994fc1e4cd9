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
            unavailable: { $0.goneTargets.isEmpty ? $0.say(ReasonText.noneGone) : nil },
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

extension ConsoleState {
    /// The targets that are gone.
    var goneTargets: [InstanceKey] { targets.filter { snapshot.instance($0)?.state == .gone } }

    /// Why a change of the targets makes no sense now; a restore is refused only where there is nothing to put back.
    func refusal(of kind: Intent.Kind) -> String? {
        let targets = self.targets
        if snapshot.estate.mode == .readOnly { return say(ReasonText.readOnly) }
        if targets.isEmpty { return say(ReasonText.noInstance) }
        switch kind {
        case .drain:
            if snapshot.kept { return say(ReasonText.keptOnly) }
            let drainable = targets.contains { key in
                guard let instance = snapshot.instance(key) else { return false }
                return instance.state != .gone && journal.drains[key] == nil
            }
            return drainable ? nil : say(ReasonText.noneUp)
        case .restore:
            return targets.contains { journal.drains[$0] != nil } ? nil : say(ReasonText.noneOurs)
        case .clearOverride:
            if snapshot.kept { return say(ReasonText.keptOnly) }
            return targets.contains(where: hasForeignOverride) ? nil : say(ReasonText.noneForeign)
        }
    }

    /// Whether an override is on an instance that no drain of ours left.
    func hasForeignOverride(_ key: InstanceKey) -> Bool {
        guard journal.drains[key] == nil, let instance = snapshot.instance(key) else { return false }
        return instance.registrations.contains { $0.registration.override != nil }
    }
}
