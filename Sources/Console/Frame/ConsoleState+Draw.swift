import Terminal
import Topology

/// What a drawing leaves behind besides the cells.
public struct Drawn: Sendable {
    /// The moment at which something drawn changes by time alone: the loop sleeps until then, or until an event.
    public let nextChange: Moment
    /// Where the terminal's cursor belongs.
    public let cursor: (x: Int, y: Int)?
    /// Whether it is shown: only where text is typed.
    public let cursorShown: Bool
}

extension ConsoleState {
    /// Draws everything; the same state at the same moment draws the same cells.
    ///
    /// - Parameters:
    ///   - canvas: as large as the terminal.
    ///   - now: both clocks; ages count from it.
    @discardableResult
    public func draw(into canvas: inout Canvas, at now: ClockReading) -> Drawn {
        var state = self
        state.now = now
        var pen = Pen(canvas, now: now, language: language)
        canvas = Canvas(width: 0, height: 0)
        state.draw(with: &pen)
        canvas = pen.canvas
        return Drawn(nextChange: pen.nextChange, cursor: pen.cursor, cursorShown: pen.cursorShown)
    }

    private func draw(with pen: inout Pen) {
        let layout = self.layout
        Header.draw(self, in: layout.header, with: &pen)
        for (index, banner) in banners.prefix(layout.banner.height).enumerated() {
            let line = layout.banner.below(index).top(1)
            pen.fill(line, role: banner.role)
            pen.text(
                banner.text, x: line.x + 1, y: line.y, width: line.width - 2, role: banner.role, attributes: .reverse)
            if let since = banner.since { _ = pen.age(since: since) }
        }
        if layout.tiny {
            TinyBody.draw(self, in: layout.body, with: &pen)
        } else {
            screen.draw(self, in: layout.body, with: &pen)
            HintLine.draw(self, in: layout.hints, with: &pen)
        }
        PromptLine.draw(self, in: layout.prompt, with: &pen)
    }
}
