import Terminal

/// A line of text with a cursor, edited by grapheme clusters.
public struct TextField: Equatable, Sendable {
    /// What stands in it.
    public private(set) var text: String
    /// Clusters before the cursor.
    public private(set) var cursor: Int

    /// Longer input is cut: no command, filter or reason needs more.
    static let limit = 400

    /// A field with a text, the cursor behind it.
    public init(_ text: String = "") {
        self.text = text
        cursor = text.count
    }

    /// The text before the cursor.
    public var beforeCursor: Substring { text.prefix(cursor) }

    /// Puts text at the cursor; control characters are left out, so that a pasted newline presses nothing.
    public mutating func insert(_ added: String) {
        let clean = String(String.UnicodeScalarView(added.unicodeScalars.filter { !Self.isControl($0) }))
        let room = max(0, Self.limit - text.count)
        let new = text.prefix(cursor) + clean.prefix(room)
        let tail = text.dropFirst(cursor)
        cursor = new.count
        text = String(new + tail)
    }

    /// Replaces all of it.
    public mutating func set(_ new: String) { self = TextField(new) }

    /// Deletes the cluster before the cursor.
    public mutating func deleteBackward() {
        guard cursor > 0 else { return }
        text = String(text.prefix(cursor - 1) + text.dropFirst(cursor))
        cursor -= 1
    }

    /// Deletes the cluster at the cursor.
    public mutating func deleteForward() {
        text = String(text.prefix(cursor) + text.dropFirst(cursor + 1))
    }

    /// Deletes the word before the cursor.
    public mutating func deleteWord() {
        var kept = Substring(text.prefix(cursor))
        while kept.last == " " { kept.removeLast() }
        while let last = kept.last, last != " " { kept.removeLast() }
        let tail = text.dropFirst(cursor)
        cursor = kept.count
        text = String(kept + tail)
    }

    /// Deletes everything before the cursor.
    public mutating func deleteToStart() {
        text = String(text.dropFirst(cursor))
        cursor = 0
    }

    /// Moves the cursor by clusters, within the text.
    public mutating func move(by clusters: Int) { cursor = min(max(0, cursor + clusters), text.count) }

    /// Moves the cursor to the start or behind the end.
    public mutating func move(toEnd: Bool) { cursor = toEnd ? text.count : 0 }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 32 || (127...159).contains(scalar.value) || scalar.properties.generalCategory == .format
    }
}
