/// Every action of the console, once.
public enum ActionTable {
    /// Those of one screen first, then those of every list, then those of the console.
    public static let all: [Action] =
        ScreenTable.all.flatMap(\.actions) + instanceActions + zoneActions + operationActions + listActions
        + moveActions
        + consoleActions

    /// The actions of a screen, in the order of the hint line.
    static func actions(of screen: ScreenID) -> [Action] { all.filter { $0.applies(to: screen) } }

    /// The action of a name.
    static func action(_ id: ActionID) -> Action? { byID[id] }

    private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}
