/// Every screen of the console.
enum ScreenTable {
    /// Screens that a digit leads to, by that digit.
    static let numbered: [(Int, any Screen)] = [
        (1, OverviewScreen()),
        (2, ServicesScreen()),
        (3, InstancesScreen()),
        (4, RegistriesScreen()),
        (5, GatewaysScreen()),
        (6, ReplicationScreen()),
        (7, OperationsScreen()),
        (8, EventsScreen()),
    ]

    /// Screens that other screens lead to.
    private static let inner: [any Screen] = [
        InstanceScreen(), NodeScreen(), RouteScreen(), LinkScreen(), FlipScreen(), PlanScreen(), OperationScreen(),
        HelpScreen(),
    ]

    /// All of them.
    static let all: [any Screen] = numbered.map(\.1) + inner

    /// Those whose rows Enter opens: all but those whose Enter presses a button or fills in a line.
    static let lists = Set(all.map(\.id)).subtracting([PlanScreen.id, FlipScreen.id])

    /// Those whose rows can be ordered by a column.
    static let sorted = Set(all.filter { !$0.sortColumns.isEmpty }.map(\.id))

    /// The screen of a name; there is always one, because only names of this table are ever made into views.
    static func screen(_ id: ScreenID) -> any Screen { byID[id] ?? OverviewScreen() }

    private static let byID: [ScreenID: any Screen] = Dictionary(
        all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}
