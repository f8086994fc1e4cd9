/// A rectangle of the canvas; screens draw inside the one they are given.
struct Area: Equatable, Sendable {
    /// Column of its left edge.
    var x: Int
    /// Row of its upper edge.
    var y: Int
    /// Columns; never negative.
    var width: Int
    /// Rows; never negative.
    var height: Int

    /// A rectangle; what would be negative is 0.
    init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// Its first rows.
    func top(_ rows: Int) -> Area { Area(x: x, y: y, width: width, height: min(rows, height)) }

    /// What is below its first rows.
    func below(_ rows: Int) -> Area {
        let taken = min(rows, height)
        return Area(x: x, y: y + taken, width: width, height: height - taken)
    }

    /// What is above its last rows.
    func above(_ rows: Int) -> Area { top(max(0, height - rows)) }

    /// Its last rows.
    func bottom(_ rows: Int) -> Area { below(max(0, height - rows)) }

    /// The same without so many columns at each side.
    func inset(_ columns: Int) -> Area { Area(x: x + columns, y: y, width: width - 2 * columns, height: height) }
}
