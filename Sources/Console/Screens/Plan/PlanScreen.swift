import Contract
import Operations
import Terminal
import Topology

/// A plan, read from top to bottom before anything is sent: why, what happens, who is written, the checks with the failing
/// ones first, and the exact calls; then Cancel, which has the focus, and Continue.
struct PlanScreen: Screen {
    static let id = ScreenID(rawValue: "plan")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.plan }
    var filters: Bool { false }

    /// Rows of the foot: what blocks it, and the buttons.
    static let foot = 2

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        .document(PlanDocument.make(state))
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int {
        state.layout.body.height - Self.head(state) - Self.foot
    }

    /// Rows above the lines: a plan of a zone has much to say, and needs no empty line.
    static func head(_ state: ConsoleState) -> Int { state.plan?.request.scope.isWide ?? false ? 1 : 2 }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        guard case .line(let index) = subject else { return nil }
        let lines = PlanDocument.lines(of: state)
        return lines.indices.contains(index) ? lines[index].copied : nil
    }

    /// Tab and the arrows move the focus from one button to the other.
    func moveFocus(in state: inout ConsoleState) -> Bool {
        guard let plan = state.plan, plan.plan != nil else { return false }
        if state.now.moment - plan.shownAt >= Question.guardMs { state.plan?.continues.toggle() }
        return true
    }

    var actions: [Action] {
        [
            Action(
                "choose", [.enter], ActionText.choose, hint: HintText.choose, danger: .reversible, on: [Self.id],
                perform: { $0.pressPlanButton() }),
            Action(
                "confirm", [.character("y")], ActionText.confirm, hint: HintText.confirm, danger: .reversible,
                on: [Self.id], unavailable: { $0.planRefusal }, perform: { $0.confirmPlan() }),
            Action(
                "override", [.character("o")], ActionText.overrideGate, hint: HintText.override,
                on: [Self.id, "operation"],
                unavailable: { $0.gateToOverride == nil ? $0.say(ReasonText.noGate) : nil },
                perform: { state in
                    guard let gate = state.gateToOverride else { return [] }
                    let operation = state.view.screen == Self.id ? nil : state.selectedOperation?.id
                    state.prompt = .field(FieldPrompt(.override(gate: gate.rawValue, operation: operation)))
                    return []
                }),
            Action(
                "owe", [.character("w")], ActionText.owe, hint: HintText.owe, on: [Self.id, "operation"],
                unavailable: { $0.serverToOwe == nil ? $0.say(ReasonText.noSilent) : nil },
                perform: { state in
                    guard let node = state.serverToOwe else { return [] }
                    let operation = state.view.screen == Self.id ? nil : state.selectedOperation?.id
                    state.prompt = .field(FieldPrompt(.owe(node: node, operation: operation)))
                    return []
                }),
            Action(
                "edit", [.character("e")], ActionText.edit, hint: HintText.edit, on: [Self.id],
                unavailable: { $0.plan == nil ? $0.say(ReasonText.noPlan) : nil },
                perform: { $0.editPlan() }),
            Action(
                "force-up", [.character("F")], ActionText.forceUp, hint: HintText.forceUp, on: [Self.id],
                unavailable: { $0.plan?.request.kind == .restore ? nil : $0.say(ReasonText.noForce) },
                perform: { $0.toggleForceUp() }),
            Action(
                "calls", [.character("x")], ActionText.exactCalls, hint: HintText.calls, on: [Self.id, "operation"],
                perform: { state in
                    state.showCalls()
                    return []
                }),
        ]
    }
}

extension ConsoleState {
    /// The failing check that a reason would pass over: the selected line's, else the first.
    var gateToOverride: GateName? {
        let gates = view.screen == PlanScreen.id ? plan?.plan?.blocking : standingGates
        let open = (gates ?? []).filter(\.name.canBeOverridden)
        if view.screen == PlanScreen.id, case .line(let index)? = selection,
            let gate = PlanDocument.gate(at: index, self), open.contains(where: { $0.name == gate })
        {
            return gate
        }
        return open.first?.name
    }

    /// The checks that hold an operation that stands still.
    private var standingGates: [Gate]? {
        guard let operation = selectedOperation, operation.state == .needsOperator else { return nil }
        return Gates.blocking(operation.gates, of: operation.kind).filter {
            operation.overrides[$0.name.rawValue] == nil
        }
    }

    /// The server that does not answer and may be owed.
    var serverToOwe: String? {
        if view.screen == PlanScreen.id { return plan?.askable.first }
        guard let operation = selectedOperation, operation.state == .needsOperator else { return nil }
        return operation.currentSteps.first { step in
            (step.state == .planned || step.state == .sent) && step.error != nil
                && operation.owes[step.step.node] == nil
        }?.step.node
    }
}
