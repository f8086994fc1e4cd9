/// A rectangle of cells; columns and rows count from 0 at the top left.
public struct Region: Hashable, Sendable {
    /// The first column.
    public var x: Int
    /// The first row.
    public var y: Int
    /// Columns; never negative.
    public var width: Int
    /// Rows; never negative.
    public var height: Int

    /// A rectangle; a negative width or height counts as 0.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { width == 0 || height == 0 }

    /// The column after the last one.
    public var endX: Int { x > Int.max - width ? Int.max : x + width }

    /// The row after the last one.
    public var endY: Int { y > Int.max - height ? Int.max : y + height }

    /// What both have; empty where they do not meet.
    public func intersection(_ other: Region) -> Region {
        let left = max(x, other.x)
        let top = max(y, other.y)
        let right = max(left, min(endX, other.endX))
        let bottom = max(top, min(endY, other.endY))
        return Region(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// The rectangle without a frame of some columns and rows.
    public func inset(columns: Int, rows: Int) -> Region {
        Region(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
    }
}
