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
        keys.flatMap { handle(.key($0), at: later(1000)) }
    }

    /// Types a text.
    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        text.flatMap { handle(.key(Key(.character($0))), at: later(20)) }
    }

    /// The clocks so many milliseconds after the last event.
    func later(_ milliseconds: Int64) -> ClockReading {
        Shop.clock(now.moment.milliseconds - Shop.boot + milliseconds)
    }

    /// Something else than a key happens now.
    @discardableResult
    mutating func take(_ event: ConsoleEvent) -> [Effect] { handle(event, at: now) }

    /// The screen as text.
    func picture() -> Canvas {
        var canvas = Canvas(width: columns, height: lines)
        draw(into: &canvas, at: now)
        return canvas
    }
}
