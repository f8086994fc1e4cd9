import Terminal
import Topology

/// The first line, the same on every screen: which estate, how dangerous, who answers, what time it is.
enum Header {
    /// Draws it; on a narrow terminal the right side gives way from its left end.
    static func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        guard area.height > 0 else { return }
        let estate = state.snapshot.estate
        let role = role(estate.environment)
        pen.fill(area, role: role)
        let y = area.y
        let running = !state.journal.moving.isEmpty
        let clock = (running ? pen.now.wall.timeOfDay : pen.now.wall.hourAndMinute) + " Z"
        if running { pen.changes(at: pen.now.moment + (1000 - pen.now.wall.milliseconds % 1000)) }
        let (answering, all) = state.snapshot.answering
        let sources = pen.say(FrameText.sources, String(answering), String(all))
        for expiry in state.snapshot.out.compactMap(\.expiresAt) {
            pen.changes(at: pen.now.moment + (expiry.milliseconds - pen.now.wall.milliseconds))
        }
        let parts = [sources, pen.say(FrameText.noGuardian), clock]
        let loud: [CellAttributes] = [answering < all ? [.bold, .reverse] : [], [], []]

        var left = pen.text(" " + estate.name, x: area.x, y: y, width: area.width, role: role, attributes: .bold)
        let environment = " " + word(estate.environment, pen) + " "
        let mode = pen.say(estate.mode == .operate ? FrameText.operate : FrameText.readOnly)
        let needed = parts.reduce(1) { $0 + pen.width(of: $1) + 2 }
        left = pen.text(environment, x: left + 1, y: y, width: area.width - left - 1, role: role, attributes: .bold)
        if let (text, expired) = out(state, pen) {
            left = pen.text(
                text + " ", x: left + 1, y: y, width: area.width - left - 1, role: role,
                attributes: expired ? [.bold, .reverse] : .bold)
        }
        if area.width - left - 3 - pen.width(of: mode) > needed {
            left = pen.text(mode, x: left + 1, y: y, width: area.width - left - 1, role: role)
        }
        var right = area.x + area.width - 1
        for (part, attributes) in zip(parts, loud).reversed() {
            let width = pen.width(of: part)
            guard right - width > left else { break }
            pen.text(part, x: right - width, y: y, width: width, role: role, attributes: attributes)
            right -= width + 2
        }
    }

    /// The zones that are out, and what has drifted since; on every screen, because nothing else there may tell.
    private static func out(_ state: ConsoleState, _ pen: Pen) -> (text: String, expired: Bool)? {
        let out = state.snapshot.out
        let drifts = state.drifts.count
        var parts: [String] = []
        if let first = out.first {
            let text =
                out.count == 1
                ? pen.say(OperationText.outShort, first.zone) : pen.say(OperationText.outMany, String(out.count))
            parts.append("○ " + text)
        }
        if drifts > 0 { parts.append("≠ " + pen.say(OperationText.drift, String(drifts))) }
        guard !parts.isEmpty else { return nil }
        return (
            parts.joined(separator: "  "), out.contains { out in out.expiresAt.map { $0 <= pen.now.wall } ?? false }
        )
    }

    private static func word(_ environment: EstateDescription.Environment, _ pen: Pen) -> String {
        switch environment {
        case .production: pen.say(FrameText.production)
        case .staging: pen.say(FrameText.staging)
        case .test: pen.say(FrameText.test)
        }
    }

    private static func role(_ environment: EstateDescription.Environment) -> StyleRole {
        switch environment {
        case .production: .headerProduction
        case .staging: .headerStaging
        case .test: .headerTest
        }
    }
}
