import Operations
import Terminal

extension ActionTable {
    private static let operationScreens: Set<ScreenID> = [OperationsScreen.id, OperationScreen.id]

    /// Stopping is three things, never one: pause, hold, undo; and what stands still is resumed or settled.
    static let operationActions: [Action] = [
        request("hold", "H", .hold, ActionText.hold, HintText.hold, PromptText.hold),
        request("undo", "U", .undo, ActionText.undo, HintText.undo, PromptText.undo),
        request("resume", "R", .resume, ActionText.resume, HintText.resume, PromptText.resume),
        request("settle", "T", .settle, ActionText.settle, HintText.settle, PromptText.settle),
        Action(
            "extend", [.character("E")], ActionText.extend, hint: HintText.extend, danger: .reversible,
            on: operationScreens, unavailable: { $0.operationToExtend == nil ? $0.say(ReasonText.noExpiry) : nil },
            perform: { state in
                guard let operation = state.operationToExtend else { return [] }
                state.prompt = .field(FieldPrompt(.extend(operation: operation.id), text: "4h"))
                return []
            }),
        Action(
            "pause", [.character("p")], ActionText.pause, hint: HintText.pause, on: operationScreens,
            unavailable: { state in
                guard let operation = state.selectedOperation else { return state.say(ReasonText.noOperation) }
                return operation.state == .running || operation.state == .paused
                    ? nil : state.say(ReasonText.notRunning)
            },
            perform: { state in
                guard let operation = state.selectedOperation else { return [] }
                return [.request(operation.state == .paused ? .resume : .pause, operation: operation.id)]
            }),
    ]

    private static func request(
        _ id: ActionID, _ key: Character, _ kind: Request.Kind, _ title: ActionText, _ hint: HintText,
        _ question: PromptText
    ) -> Action {
        Action(
            id, [.character(key)], title, hint: hint, danger: .reversible, on: operationScreens,
            unavailable: { $0.refusal(of: kind) },
            perform: { state in
                guard let operation = state.selectedOperation else { return [] }
                return state.ask(
                    state.say(question, state.title(of: operation)), then: [.request(kind, operation: operation.id)])
            })
    }
}

extension ConsoleState {
    /// The operation whose expiry can be put off: the selected one, where what it did still stands.
    var operationToExtend: Operation? {
        guard let operation = selectedOperation, operation.expiresAt != nil, operation.state != .undone
        else { return nil }
        return operation.kind == .restore ? nil : operation
    }

    /// Why something cannot be asked of the operation now.
    func refusal(of kind: Request.Kind) -> String? {
        guard let operation = selectedOperation else { return say(ReasonText.noOperation) }
        do throws(OperationError) {
            try operation.allows(kind)
        } catch {
            switch kind {
            case .settle where operation.owedSteps.isEmpty: return say(ReasonText.nothingOwed)
            default: return say(ReasonText.operationIs, word(of: operation))
            }
        }
        switch kind {
        case .undo where operation.direction == .undo && operation.state.isMoving:
            return say(ReasonText.operationIs, word(of: operation))
        case .undo where !operation.changedSomething: return say(ReasonText.nothingDone)
        case .pause, .resume, .hold, .undo, .settle: return nil
        }
    }
}
