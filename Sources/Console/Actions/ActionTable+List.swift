import Terminal

extension ActionTable {
    /// What every screen with rows has: open, back, filter, order, marks.
    static let listActions: [Action] = [
        Action(
            "open", [.enter], ActionText.open, hint: HintText.open, on: ScreenTable.lists,
            unavailable: { state in
                guard state.view.rows.count > 0 else { return state.say(ReasonText.noRows) }
                return state.selectionOpens ? nil : state.say(ReasonText.nothingToOpen)
            },
            perform: { $0.openSelection() }),
        Action(
            "filter", [.character("/")], ActionText.filter, hint: HintText.filter,
            unavailable: { $0.screen.filters ? nil : $0.say(ReasonText.noFilter) },
            perform: { state in
                state.prompt = .field(FieldPrompt(.filter(before: state.view.filter), text: state.view.filter))
                return []
            }),
        Action(
            "clear-filter", [], ActionText.clearFilter,
            unavailable: { $0.view.filter.isEmpty ? $0.say(ReasonText.notFiltered) : nil },
            perform: { state in
                state.view.filter = ""
                return []
            }),
        Action(
            "sort", [.character("s"), .character("o")], ActionText.sort, hint: HintText.sort, on: ScreenTable.sorted,
            unavailable: { $0.view.rows.count == 0 ? $0.say(ReasonText.noRows) : nil },
            perform: { state in
                state.sortByNextColumn()
                return []
            }),
        Action(
            "reverse", [.character("S"), .character("O")], ActionText.reverse, on: ScreenTable.sorted,
            unavailable: { $0.view.rows.count == 0 ? $0.say(ReasonText.noRows) : nil },
            perform: { state in
                state.reverseOrder()
                return []
            }),
        Action(
            "copy", [.character("Y")], ActionText.copy,
            unavailable: { $0.selectionText == nil ? $0.say(ReasonText.cannotCopy) : nil },
            perform: { state in
                guard let text = state.selectionText else { return [] }
                state.notify(FrameText.copied, text)
                return [.copy(text)]
            }),
        Action(
            "back", [.escape], ActionText.back, hint: HintText.back,
            unavailable: { $0.canGoBack ? nil : $0.say(ReasonText.nowhereBack) },
            perform: { $0.goBack() }),
    ]
}
