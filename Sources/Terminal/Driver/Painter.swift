import Glibc
import Ncurses

/// Turns the cells that changed into ncurses' cells.
///
/// ncurses keeps what the terminal shows and sends the difference; this keeps the canvas before, so that a frame in
/// which nothing changed costs one comparison and sends nothing.
struct Painter {
    private let window: UnsafeMutablePointer<WINDOW>
    private let theme: Theme
    private let glyphs: Glyphs
    private let mapping: ColorMapping
    private let fillsCorner: Bool
    private var shown: Canvas?
    private var styles: [UInt32: (attributes: attr_t, pair: Int32)] = [:]
    private var pairs: [UInt64: Int32] = [:]
    private var sendable: [UInt32: UInt32] = [:]
    private var line: [cchar_t] = []

    init(window: UnsafeMutablePointer<WINDOW>, theme: Theme, description: TerminalDescription) {
        self.window = window
        self.theme = theme
        glyphs = description.glyphs
        fillsCorner = description.fillsCorner
        mapping = ColorMapping(depth: description.depth)
    }

    /// Has the next frame painted whole.
    mutating func forget() {
        shown = nil
    }

    /// Hands the cells that differ from the frame before to ncurses, and answers how many those were.
    mutating func paint(_ canvas: Canvas) -> Int {
        var changed = 0
        let before = shown?.columns == canvas.columns && shown?.rows == canvas.rows ? shown : nil
        for y in 0..<canvas.rows {
            let row = y * canvas.columns..<(y + 1) * canvas.columns
            var first = row.lowerBound
            var end = row.upperBound
            if let before {
                while first < end, same(canvas, before, first) { first += 1 }
                while end > first, same(canvas, before, end - 1) { end -= 1 }
            }
            guard first < end else { continue }
            // What goes out for the last cell depends on the one before it.
            if !fillsCorner, end == canvas.cells.count - 1 { end += 1 }
            if canvas.cells[first].width == 0, first > row.lowerBound { first -= 1 }
            changed += end - first
            paint(canvas, row: y, from: first, to: end)
        }
        shown = canvas
        return changed
    }

    /// Cells with clusters are compared by text: an index means nothing in another canvas.
    private func same(_ canvas: Canvas, _ before: Canvas, _ position: Int) -> Bool {
        let cell = canvas.cells[position]
        let old = before.cells[position]
        guard cell == old else {
            guard cell.content & old.content & Cell.clusterFlag != 0 else { return false }
            var other = old
            other.content = cell.content
            return other == cell && canvas.contents(of: cell) == before.contents(of: old)
        }
        return cell.content & Cell.clusterFlag == 0 || canvas.contents(of: cell) == before.contents(of: old)
    }

    private mutating func paint(_ canvas: Canvas, row: Int, from first: Int, to end: Int) {
        line.removeAll(keepingCapacity: true)
        for position in first..<end {
            var cell = canvas.cells[position]
            guard cell.width > 0 else { continue }
            if position == canvas.cells.count - 1, !fillsCorner, position > 0, canvas.cells[position - 1].width == 0 {
                cell.content = Cell.space
            }
            append(cell, canvas)
        }
        let x = Int32(first - row * canvas.columns)
        _ = line.withUnsafeBufferPointer { buffer in
            mvwadd_wchnstr(window, Int32(row), x, buffer.baseAddress, Int32(buffer.count))
        }
    }

    private mutating func append(_ cell: Cell, _ canvas: Canvas) {
        let style = style(of: cell)
        var target = cchar_t()
        let sent: UInt32
        if cell.content & Cell.clusterFlag == 0 {
            sent = scalar(for: cell.content, width: cell.width)
            screen_scalar(&target, wchar_t(bitPattern: sent), style.attributes, style.pair)
        } else {
            let scalars = canvas.contents(of: cell).unicodeScalars
            let base = scalars.first?.value ?? Cell.space
            sent = scalar(for: base, width: cell.width)
            let characters = [sent] + (sent == base && glyphs != .ascii ? marks(scalars.dropFirst()) : []) + [0]
            screen_cell(&target, characters.map { wchar_t(bitPattern: $0) }, style.attributes, style.pair)
        }
        line.append(target)
        // A stand-in is one column wide: the second half of what it stands for becomes a space.
        if cell.width == 2, sent < 0x80 {
            screen_scalar(&target, wchar_t(bitPattern: Cell.space), style.attributes, style.pair)
            line.append(target)
        }
    }

    /// The marks of a cluster that the C library takes for such too.
    private func marks(_ scalars: Substring.UnicodeScalarView) -> [UInt32] {
        scalars.map(\.value).filter { wcwidth(wchar_t(bitPattern: $0)) == 0 }
    }

    /// What goes out for a scalar: itself where the C library agrees on its columns, else something that it does.
    private mutating func scalar(for value: UInt32, width: UInt8) -> UInt32 {
        if value < 0x7F { return value }
        if let known = sendable[value] { return known }
        var sent = glyphs.substitute(for: value) ?? value
        if sent >= 0x7F, wcwidth(wchar_t(bitPattern: sent)) != Int32(width) {
            sent = UInt32(Glyphs.ascii(for: value) ?? UInt8(ascii: "?"))
        }
        if sendable.count > 20_000 { sendable.removeAll() }
        sendable[value] = sent
        return sent
    }

    private mutating func style(of cell: Cell) -> (attributes: attr_t, pair: Int32) {
        let key =
            UInt32(cell.role.rawValue) << 16 | UInt32(cell.overlay.rawValue) << 8 | UInt32(cell.attributes.rawValue)
        if let known = styles[key] { return known }
        let wanted = theme.style(role: cell.role, overlay: cell.overlay, attributes: cell.attributes)
        let resolved = mapping.resolve(wanted, base: theme[.text])
        let style = (
            attributes: screen_attributes(UInt32(resolved.attributes.rawValue)),
            pair: pair(resolved.foreground, resolved.background)
        )
        styles[key] = style
        return style
    }

    private mutating func pair(_ foreground: Int32, _ background: Int32) -> Int32 {
        guard foreground >= 0 || background >= 0 else { return 0 }
        let key = UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
        if let known = pairs[key] { return known }
        let number = Int32(pairs.count + 1)
        // A terminal with too few pairs shows the rest in its own colours: roles still differ by attributes.
        let pair = init_extended_pair(number, foreground, background) == OK ? number : 0
        pairs[key] = pair
        return pair
    }
}
