import Terminal
import Topology

@testable import Console

extension ConsoleState {
    /// A console on the estate of the sketches.
    static func shop(
        _ language: Language = .english, columns: Int = 80, lines: Int = 24, keys: KeyMap = KeyMap(),
        snapshot: Snapshot? = Shop.snapshot()
    ) -> ConsoleState {
        var state = ConsoleState(
            estate: Shop.estate(), now: Shop.clock(), columns: columns, lines: lines, language: language, keys: keys)
        if let snapshot { _ = state.handle(.snapshot(snapshot), at: Shop.clock()) }
        return state
    }

    /// Presses keys one after the other, a second apart, and answers the effects of all.
    @discardableResult
    mutating func hit(_ keys: Key...) -> [Effect] {
        keys.flatMap { handle(.key($0), at: Shop.clock()) }
    }

    /// Types a text.
    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        text.flatMap { handle(.key(.character($0)), at: Shop.clock()) }
    }

    /// The screen as text.
    func picture(at now: ClockReading = Shop.clock()) -> Canvas {
        var canvas = Canvas(width: columns, height: lines)
        draw(into: &canvas, at: now)
        return canvas
    }
}
