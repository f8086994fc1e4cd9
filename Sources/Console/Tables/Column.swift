/// A column of a table: fixed width and place, so that numbers stand still.
struct Column: Sendable {
    /// Its name.
    var id: ColumnID
    /// Its heading.
    var title: Title
    /// Its width at the design size, in columns of the terminal.
    var width: Int
    /// The most it grows to on a wider terminal.
    var most: Int
    /// Numbers stand at the right.
    var right: Bool
    /// Which columns give way first on a narrow terminal: the highest.
    var rank: Int

    /// A column.
    init(_ id: ColumnID, _ title: any Phrase, _ width: Int, most: Int? = nil, right: Bool = false, rank: Int = 0) {
        self.id = id
        self.title = .phrase(title)
        self.width = width
        self.most = most ?? width
        self.right = right
        self.rank = rank
    }

    /// A column headed by a name of the estate (a zone's).
    init(_ id: ColumnID, named name: String, _ width: Int, most: Int? = nil, right: Bool = false, rank: Int = 0) {
        self.init(id, ColumnText.zone, width, most: most, right: right, rank: rank)
        title = .name(name)
    }

    /// A heading: a word of ours, or a name of the estate's.
    enum Title: Sendable {
        case phrase(any Phrase)
        case name(String)

        func text(_ language: Language) -> String {
            switch self {
            case .phrase(let phrase): phrase.text(language)
            case .name(let name): name
            }
        }
    }
}

/// Which columns fit a width, and where each stands.
struct TableLayout: Sendable {
    /// A column in its place.
    struct Place: Sendable {
        var column: Column
        var x: Int
        var width: Int
    }

    /// The columns that fit, from left to right.
    let places: [Place]

    /// Between two columns.
    static let gap = 1

    /// Leaves out the columns of highest rank until the rest fits, then shares out what is left over.
    init(_ columns: [Column], x: Int, width: Int) {
        var shown = columns
        func need(_ columns: [Column]) -> Int { columns.reduce(-Self.gap) { $0 + $1.width + Self.gap } }
        while shown.count > 1, need(shown) > width,
            let least = shown.indices.max(by: { (shown[$0].rank, $0) < (shown[$1].rank, $1) })
        {
            shown.remove(at: least)
        }
        var spare = max(0, width - need(shown))
        var widths = shown.map(\.width)
        var growing = true
        while spare > 0, growing {
            growing = false
            for index in shown.indices where spare > 0 && widths[index] < shown[index].most {
                widths[index] += 1
                spare -= 1
                growing = true
            }
        }
        var places: [Place] = []
        var left = x
        for (column, columnWidth) in zip(shown, widths) {
            let room = min(columnWidth, max(0, x + width - left))
            places.append(Place(column: column, x: left, width: room))
            left += columnWidth + Self.gap
        }
        self.places = places
    }
}
