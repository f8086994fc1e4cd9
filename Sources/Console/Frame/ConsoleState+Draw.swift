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
        pen.fill(Area(x: 0, y: 0, width: canvas.width, height: canvas.height))
        canvas = Canvas(width: 0, height: 0)
        state.draw(with: &pen)
        canvas = pen.canvas
        return Drawn(nextChange: pen.nextChange, cursor: pen.cursor, cursorShown: pen.cursorShown)
    }

    private func draw(with pen: inout Pen) {
        let layout = self.layout
        Header.draw(self, in: layout.header, with: &pen)
        drawBanners(in: layout.banner, with: &pen)
        drawTabs(in: layout.tabs, with: &pen)
        if screen.ages(of: view.appliedFilter) {
            pen.changes(at: Moment(milliseconds: (pen.now.moment.milliseconds / 10_000 + 1) * 10_000))
        }
        if layout.tiny {
            TinyBody.draw(self, in: layout.body, with: &pen)
        } else {
            screen.draw(self, in: layout.body, with: &pen)
            HintLine.draw(self, in: layout.hints, with: &pen)
        }
        PromptLine.draw(self, in: layout.prompt, with: &pen)
    }

    private func drawBanners(in area: Area, with pen: inout Pen) {
        for (index, banner) in banners.prefix(area.height).enumerated() {
            let line = area.below(index).top(1)
            let loud: CellAttributes = banner.role == .danger ? .reverse : []
            pen.bar(" " + banner.text, in: line, role: banner.role, attributes: loud)
            if !banner.end.isEmpty, line.width >= 60 {
                let end = "  " + banner.end + " "
                let width = pen.width(of: end)
                let place = Area(x: line.x + line.width - width, y: line.y, width: width, height: 1)
                pen.bar(end, in: place, role: banner.role, attributes: loud)
            }
            if let since = banner.since { _ = pen.age(since: since) }
        }
    }

    /// The screens by their numbers, where there is room for a line of them.
    private func drawTabs(in area: Area, with pen: inout Pen) {
        guard area.height > 0 else { return }
        var x = area.x + 1
        for (number, screen) in ScreenTable.numbered {
            let shown = view.screen == screen.id
            x = pen.text("\(number) ", x: x, y: area.y, width: area.width - x, role: .hintKey)
            x = pen.text(
                screen.title.text(language), x: x, y: area.y, width: area.width - x, role: shown ? .title : .hintText,
                attributes: shown ? .underline : [])
            x += 3
        }
    }
}
