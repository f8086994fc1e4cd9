import Console
import Terminal
import Topology

/// The one loop over keys, snapshots, journal events and time, on the main thread.
///
/// A key is drawn at once; data as it comes, which is ten times a second at most; nothing changed, nothing drawn.
@MainActor
struct ConsoleLoop {
    private var state: ConsoleState
    private let driver: TerminalDriver
    private let mailbox: Mailbox
    private let effects: ConsoleEffects
    private let clock: Clock
    private var wakeAt: Int64?

    init(
        state: ConsoleState, driver: TerminalDriver, mailbox: Mailbox, effects: ConsoleEffects, clock: @escaping Clock
    ) {
        self.state = state
        self.driver = driver
        self.mailbox = mailbox
        self.effects = effects
        self.clock = clock
    }

    /// Draws once: the first frame, before anything is asked of the world.
    mutating func begin() { draw() }

    /// Runs until the operator quits, a signal asks for it, or the terminal is gone.
    mutating func run() {
        while true {
            var events: [ConsoleEvent] = []
            for event in driver.wait(until: wakeAt) {
                switch event {
                case .key(let key): events.append(.key(key))
                case .paste(let text): events.append(.paste(text))
                case .resize(let width, let height): events.append(.resized(columns: width, rows: height))
                case .resumed: events.append(.resumed)
                case .timeout: events.append(.timer)
                case .wake: break
                case .quit, .hangup: return
                }
            }
            events += mailbox.take()
            if events.isEmpty { continue }
            for event in events where !handle(event) { return }
            draw()
        }
    }

    /// Answers whether the console goes on.
    private mutating func handle(_ event: ConsoleEvent) -> Bool {
        for effect in state.handle(event, at: clock()) {
            switch effect {
            case .quit: return false
            case .suspend: driver.suspend()
            case .redraw: driver.redraw()
            case .discardTypedAhead: driver.discardInput()
            case .copy(let text): copy(text)
            default: effects.perform(effect)
            }
        }
        return true
    }

    private func copy(_ text: String) {
        do throws(TerminalError) { try driver.copy(text) } catch { mailbox.put(.failed(error.description)) }
    }

    private mutating func draw() {
        var canvas = driver.canvas()
        let drawn = state.draw(into: &canvas, at: clock())
        wakeAt = drawn.nextChange.milliseconds
        let cursor: CursorPlacement =
            if let place = drawn.cursor {
                drawn.cursorShown ? .shown(x: place.x, y: place.y) : .parked(x: place.x, y: place.y)
            } else { .hidden }
        driver.present(canvas, cursor: cursor)
    }
}
