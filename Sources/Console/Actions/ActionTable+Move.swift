import Terminal

extension ActionTable {
    /// Moving within the rows of any screen.
    static let moveActions: [Action] = [
        move("move-down", [.down, .character("j")], ActionText.down) { $0.move(.down) },
        move("move-up", [.up, .character("k")], ActionText.up) { $0.move(.up) },
        move("move-left", [.left], ActionText.left) { $0.move(.left) },
        move("move-right", [.right], ActionText.right) { $0.move(.right) },
        move("first", [.character("g"), .home], ActionText.top) { $0.select(row: 0) },
        move("last", [.character("G"), .end], ActionText.bottom) { $0.select(row: .max) },
        move("half-page-down", [.control("d")], ActionText.halfDown) { $0.movePages(half: 1) },
        move("half-page-up", [.control("u")], ActionText.halfUp) { $0.movePages(half: -1) },
        move("page-down", [.pageDown, .control("f")], ActionText.pageDown) { $0.movePages(half: 2) },
        move("page-up", [.pageUp, .control("b")], ActionText.pageUp) { $0.movePages(half: -2) },
        move("next-section", [.tab], ActionText.next) { $0.moveSection(1) },
        move("previous-section", [.backTab], ActionText.previous) { $0.moveSection(-1) },
    ]

    private static func move(
        _ name: String, _ keys: [Key], _ title: ActionText, _ perform: @escaping @Sendable (inout ConsoleState) -> Void
    ) -> Action {
        Action(
            ActionID(rawValue: name), keys, title,
            unavailable: { $0.view.rows.count == 0 ? $0.say(ReasonText.noRows) : nil },
            perform: { state in
                perform(&state)
                return []
            })
    }
}
