import Operations
import Terminal
import Topology

extension ActionTable {
    private static let zoneScreens: Set<ScreenID> = [
        OverviewScreen.id, ServicesScreen.id, GatewaysScreen.id, RouteScreen.id, ReplicationScreen.id,
        OperationsScreen.id,
    ]

    /// What moves the traffic of whole zones: each of them ends in a plan, and the plan in the zone's name.
    static let zoneActions: [Action] = [
        Action(
            "flip", [.character("f")], ActionText.flip, hint: HintText.flip, danger: .zoneWide, on: zoneScreens,
            unavailable: { $0.flipRefusal }, perform: { $0.beginFlip() }),
        Action(
            "evacuate", [], ActionText.evacuate, danger: .zoneWide, unavailable: { $0.flipRefusal },
            with: { $0.beginFlip(.evacuate, words: $1) }),
        Action(
            "shift", [], ActionText.shift, danger: .zoneWide, unavailable: { $0.flipRefusal },
            with: { $0.beginFlip(.shift, words: $1) }),
        Action(
            "restore-zone", [.character("r")], ActionText.restoreZone, hint: HintText.restoreZone, danger: .zoneWide,
            on: zoneScreens,
            unavailable: { state in
                if state.snapshot.estate.mode == .readOnly { return state.say(ReasonText.readOnly) }
                return state.zoneToRestore == nil ? state.say(ReasonText.noneOut) : nil
            },
            with: { $0.beginFlip(.restore, words: $1) }),
        Action(
            "set-weights", [.character("w")], ActionText.setWeights, hint: HintText.setWeights, danger: .zoneWide,
            on: [GatewaysScreen.id, RouteScreen.id],
            unavailable: { state in
                state.flipRefusal ?? (state.groupToSet == nil ? state.say(ReasonText.notWeighted) : nil)
            },
            perform: { state in
                guard let row = state.groupToSet else { return [] }
                let form = FlipForm(weightsOf: row, zones: state.zoneNames)
                return state.beginFlip(form, at: form.fields.first)
            }),
        Action(
            "repair", [.character("R")], ActionText.repair, hint: HintText.repair, danger: .reversible,
            on: [OverviewScreen.id, GatewaysScreen.id, RouteScreen.id, RegistriesScreen.id],
            unavailable: { $0.repairRefusal }, perform: { $0.beginRepair() }),
    ]
}

extension ConsoleState {
    /// Why there is nothing to repair.
    var repairRefusal: String? {
        if snapshot.estate.mode == .readOnly { return say(ReasonText.readOnly) }
        if snapshot.kept { return say(ReasonText.keptOnly) }
        return journal.standings.values.contains(where: \.changedSomething) ? nil : say(ReasonText.nothingOfOurs)
    }
}
