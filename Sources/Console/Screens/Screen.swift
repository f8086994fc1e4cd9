import Topology

/// One screen: what its rows are, what they lead to, and how they are drawn.
///
/// Screens hold nothing. What the operator set is in the ``View``, the world is in the ``ConsoleState``; a screen is added
/// with a folder beside the others and a line in ``ScreenTable``.
protocol Screen: Sendable {
    /// Its name.
    var id: ScreenID { get }
    /// Its title.
    var title: any Phrase { get }
    /// Actions that only it has.
    var actions: [Action] { get }
    /// Whether `/` means something here.
    var filters: Bool { get }
    /// Whether it shows where the servers of a source differ.
    var comparesServers: Bool { get }
    /// Whether it shows the routes of the gateways.
    var usesRoutes: Bool { get }
    /// What is wrong with a filter, nothing where it can be used.
    func wrong(with filter: String, at now: Moment) -> String?
    /// Whether a filter's answer changes by time alone.
    func ages(of filter: String) -> Bool
    /// Whether its rows tell of seconds that pass.
    func ticks(_ view: View, in state: ConsoleState) -> Bool
    /// The columns that its rows can be ordered by.
    var sortColumns: [ColumnID] { get }

    /// Its rows; `previous` are those of the same filter and order, made from the snapshot before.
    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList
    /// How many rows are visible at once.
    func visibleRows(of view: View, in state: ConsoleState) -> Int
    /// The row that a move from a row leads to.
    func row(from row: Int, _ direction: MoveDirection, _ view: View, _ state: ConsoleState) -> Int
    /// The first rows of its sections.
    func sections(of view: View, in state: ConsoleState) -> [Int]
    /// Moves the focus between buttons; false where there are none.
    func moveFocus(in state: inout ConsoleState) -> Bool
    /// Turns what the selected row can be, or the focus, to the left or to the right; false where there is neither.
    func turn(_ direction: MoveDirection, in state: inout ConsoleState) -> Bool
    /// Whether Enter leads anywhere.
    func opens(_ subject: Subject, in state: ConsoleState) -> Bool
    /// Goes to what a row is about.
    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect]
    /// What is copied of a row.
    func text(of subject: Subject, in state: ConsoleState) -> String?
    /// Draws it.
    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen)
}

extension Screen {
    var actions: [Action] { [] }
    var filters: Bool { true }
    var comparesServers: Bool { false }
    var usesRoutes: Bool { false }
    var sortColumns: [ColumnID] { [] }

    func wrong(with filter: String, at now: Moment) -> String? { nil }
    func ages(of filter: String) -> Bool { false }
    func ticks(_ view: View, in state: ConsoleState) -> Bool { false }

    func row(from row: Int, _ direction: MoveDirection, _ view: View, _ state: ConsoleState) -> Int {
        switch direction {
        case .up: row - 1
        case .down: row + 1
        case .left, .right: row
        }
    }

    func sections(of view: View, in state: ConsoleState) -> [Int] { [0] }
    func moveFocus(in state: inout ConsoleState) -> Bool { false }
    func turn(_ direction: MoveDirection, in state: inout ConsoleState) -> Bool { moveFocus(in: &state) }
    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { false }
    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] { [] }
    func text(of subject: Subject, in state: ConsoleState) -> String? { nil }
}
