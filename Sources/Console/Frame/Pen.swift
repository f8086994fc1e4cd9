import Terminal
import Topology

/// What screens draw with: the canvas, the moment, the language, and the memory of when what was drawn next changes.
///
/// Whoever draws an age draws it through the pen, so that the loop knows when to draw again without asking every screen.
struct Pen {
    /// The cells.
    private(set) var canvas: Canvas
    /// Both clocks.
    let now: ClockReading
    /// The language.
    let language: Language
    /// The moment at which something drawn so far changes by time alone.
    private(set) var nextChange: Moment
    /// Where the terminal's cursor belongs: where text is typed, else on the selected row (screen readers follow it).
    var cursor: (x: Int, y: Int)?
    /// Whether it belongs there visibly.
    var cursorShown = false

    /// A pen on a canvas; the clock's next minute is the first thing that changes.
    init(_ canvas: Canvas, now: ClockReading, language: Language) {
        self.canvas = canvas
        self.now = now
        self.language = language
        let intoMinute = ((now.wall.milliseconds % 60_000) + 60_000) % 60_000
        nextChange = now.moment + (60_000 - intoMinute)
    }

    /// A catalogue entry, in the language.
    func say(_ phrase: some Phrase, _ values: String...) -> String { phrase.text(language, values) }

    /// The columns that a text takes.
    func width(of text: String) -> Int { canvas.metrics.columns(of: text) }

    /// Something drawn changes at a moment.
    mutating func changes(at moment: Moment) {
        if moment > now.moment, moment < nextChange { nextChange = moment }
    }

    /// The text of an age, which is remembered as something that changes.
    mutating func age(since moment: Moment) -> String {
        changes(at: Age.nextChange(since: moment, now))
        return Age.text(since: moment, now)
    }

    /// The age of an answer that is asked for again and again: what is fresh is told as one thing, so that no digit moves
    /// with every asking.
    mutating func freshness(since moment: Moment) -> String {
        guard now.moment - moment < Age.freshMs else { return age(since: moment) }
        changes(at: moment + Age.freshMs)
        return Age.fresh
    }

    /// Writes text, cut to a width with `…` where it is longer.
    ///
    /// - Returns: the column behind it.
    @discardableResult
    mutating func text(
        _ text: String, x: Int, y: Int, width: Int, role: StyleRole = .text, attributes: CellAttributes = []
    ) -> Int {
        guard width > 0 else { return x }
        return x
            + canvas.put(
                text, x: x, y: y, style: role, attributes: attributes, maxWidth: width, ellipsis: true)
    }

    /// Writes a line of one look over a whole width: text, then blanks.
    mutating func bar(_ text: String, in area: Area, role: StyleRole, attributes: CellAttributes = []) {
        let shown = canvas.metrics.truncated(text, to: area.width)
        let blanks = String(repeating: " ", count: max(0, area.width - width(of: shown)))
        canvas.put(shown + blanks, x: area.x, y: area.y, style: role, attributes: attributes, maxWidth: area.width)
    }

    /// Writes text against the right end of a width.
    mutating func right(_ text: String, x: Int, y: Int, width: Int, role: StyleRole = .text) {
        guard width > 0 else { return }
        canvas.putRight(text, endX: x + width, y: y, style: role, maxWidth: width, ellipsis: true)
    }

    /// Blanks an area in a role.
    mutating func fill(_ area: Area, role: StyleRole = .text) {
        canvas.fill(Region(x: area.x, y: area.y, width: area.width, height: area.height), style: role)
    }

    /// Lays a role over what stands in an area.
    mutating func overlay(_ role: StyleRole, _ area: Area) {
        canvas.overlay(role, Region(x: area.x, y: area.y, width: area.width, height: area.height))
    }

    /// Shows that a row, already drawn, is the selected one: a sign in the first column and the row's background.
    mutating func select(row y: Int, in area: Area) {
        text(">", x: area.x, y: y, width: 1, role: .strong)
        overlay(.selection, Area(x: area.x, y: y, width: area.width, height: 1))
        cursor = (area.x, y)
    }

    /// A section's heading: words, a rule to the end, words at the end.
    mutating func heading(_ title: String, x: Int, y: Int, width: Int, end: String = "") {
        guard width > 0 else { return }
        var left = text(title, x: x, y: y, width: width, role: .heading)
        if left > x { left += 1 }
        let endWidth = end.isEmpty ? 0 : self.width(of: end) + 1
        let ruled = x + width - endWidth - left
        if ruled > 0 { canvas.horizontalLine(x: left, y: y, width: ruled) }
        if endWidth > 0, ruled >= 0 { right(end, x: x, y: y, width: width, role: .dim) }
    }
}
