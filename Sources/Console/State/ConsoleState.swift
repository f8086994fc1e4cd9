import Terminal
import Topology

/// All that the console knows and shows: a value, changed by ``handle(_:at:)`` alone and drawn by ``draw(into:at:)``.
///
/// It does nothing itself: no files, no sockets, no clock. Time comes with each event and what should be done goes out as
/// effects, so that tests drive it exactly as the executable does.
public struct ConsoleState: Sendable {
    /// The language of everything it says.
    public let language: Language
    /// Which key does what.
    public let keys: KeyMap
    /// The newest snapshot.
    public internal(set) var snapshot: Snapshot
    /// The clocks at the last event.
    public internal(set) var now: ClockReading
    /// Columns of the terminal.
    public internal(set) var columns: Int
    /// Rows of the terminal.
    public internal(set) var lines: Int
    /// What is looked at.
    public internal(set) var view: View
    /// What Esc goes back to, the last first to return to.
    public internal(set) var back: [View] = []
    /// What the bottom line asks.
    public internal(set) var prompt: Prompt?

    /// Who operates it (`user@host`): plans and requests carry it.
    public let operatorName: String

    /// Whether the estate is a simulated one, whose faults can be played.
    public let isSimulated: Bool

    /// What the journal says.
    var journal = JournalState()
    /// The plan being made or read.
    var plan: PlanState?
    /// What is chosen for a flip, as it was left.
    var form: FlipForm?
    /// The number of the last plan that was asked for.
    var planNumber = 0
    /// How views of screens that were left by number look when they are come back to.
    var keptViews: [ScreenID: View] = [:]
    /// What the bottom line says until the next key.
    var notice: Notice?
    /// Rows that changed lately.
    var changes = RecentChanges()
    /// Which instances the servers of each source disagree on, made with the rows of the snapshot.
    var divergence = Divergence.none
    /// The routes of all gateways by what belongs together, made with the rows of the snapshot.
    var routes = RouteBoard.none
    /// Commands typed before, newest last.
    var commandHistory: [String] = []

    /// The longest way back that is kept.
    static let longestBack = 30

    /// A console that knows its estate and nothing of the world yet.
    ///
    /// - Parameters:
    ///   - estate: what the estate file says; the header shows it before any source has answered.
    ///   - now: both clocks.
    ///   - columns: of the terminal.
    ///   - lines: of the terminal.
    ///   - language: what it speaks.
    ///   - keys: the key map.
    ///   - operatorName: who operates it (`user@host`).
    ///   - isSimulated: whether the estate is a simulated one, whose faults can be played.
    public init(
        estate: EstateDescription, now: ClockReading, columns: Int = 80, lines: Int = 24,
        language: Language = .english, keys: KeyMap = KeyMap(), operatorName: String = "", isSimulated: Bool = false
    ) {
        self.isSimulated = isSimulated
        self.operatorName = operatorName
        snapshot = Snapshot(estate: estate, generation: 0, takenAt: now.moment)
        self.now = now
        self.columns = columns
        self.lines = lines
        self.language = language
        self.keys = keys
        view = View(OverviewScreen.id)
        settle()
    }

    /// A catalogue entry in the operator's language.
    func say(_ phrase: some Phrase, _ values: String...) -> String { phrase.text(language, values) }

    /// The screen that draws what is looked at.
    var screen: any Screen { ScreenTable.screen(view.screen) }
}

/// A line that says what came of something, until the next key.
public struct Notice: Equatable, Sendable {
    /// What it says.
    public var text: String
    /// Set where something failed.
    public var bad: Bool
}
