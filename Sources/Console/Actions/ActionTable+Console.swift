import Terminal

extension ActionTable {
    /// What the whole console has, on every screen.
    static let consoleActions: [Action] =
        ScreenTable.numbered.map(screenAction) + [
            Action("command", [.character(":")], ActionText.command, hint: HintText.command) { state in
                state.prompt = .field(FieldPrompt(.command))
                return []
            },
            Action("refresh", [.control("r")], ActionText.refresh) { _ in [.refresh] },
            Action("redraw", [.control("l")], ActionText.redraw) { _ in [.redraw] },
            Action("suspend", [.control("z")], ActionText.suspend) { _ in [.suspend] },
            Action(
                "lab", [], ActionText.lab, hint: HintText.lab, danger: .reversible,
                unavailable: { $0.isSimulated ? nil : $0.say(ReasonText.noLab) }, with: { [.lab($1)] }),
            Action("quit", [.character("q")], ActionText.quit, hint: HintText.quit) { $0.askToQuit() },
            Action("quit-now", [.control("c")], ActionText.quitNow) { _ in [.quit] },
            Action(
                "help", [.character("?")], ActionText.help, hint: HintText.help,
                perform: { state in
                    if state.view.screen != HelpScreen.id { state.push(View(HelpScreen.id)) }
                    return []
                }),
        ]

    private static func screenAction(_ number: Int, _ screen: any Screen) -> Action {
        Action(ActionID(rawValue: screen.id.rawValue), [.character(Character(String(number)))], screen.title) { state in
            state.show(screen.id)
            return []
        }
    }
}
