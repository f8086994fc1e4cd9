/// One cell of a canvas in eight bytes, so that a screen of 300×100 is copied and compared within microseconds.
struct Cell: Equatable, Sendable {
    /// A scalar's value, or `clusterFlag` and an index into the canvas's table of longer clusters.
    var content: UInt32
    /// What the cell is, and so how the theme shows it.
    var role: StyleRole
    /// What lies over it (a selection, a change); `.text` for nothing.
    var overlay: StyleRole
    /// Attributes on top of those of the roles.
    var attributes: CellAttributes
    /// 1, 2 for the first half of a wide character, 0 for its second half.
    var width: UInt8

    static let clusterFlag: UInt32 = 0x8000_0000
    static let replacement: UInt32 = 0xFFFD
    static let space: UInt32 = 0x20
    static let blank = Cell(content: space, role: .text, overlay: .text, attributes: [], width: 1)

    /// A cell with the overlay that lies there already.
    init(content: UInt32, role: StyleRole, overlay: StyleRole = .text, attributes: CellAttributes, width: UInt8) {
        self.content = content
        self.role = role
        self.overlay = overlay
        self.attributes = attributes
        self.width = width
    }
}
