import Topology

/// One view of the console: which screen, about what, and everything the operator set there.
///
/// A value: it is kept whole per screen and in the back stack, so that coming back finds filter, sort, marks, selection and
/// scroll as they were left.
public struct View: Sendable {
    /// Which screen draws it.
    public let screen: ScreenID
    /// What it is about, where the screen is about one thing.
    public let subject: Subject?
    /// The filter expression, as typed.
    public var filter = ""
    /// The column that rows are ordered by, nothing for the screen's own order.
    public var sort: Sort?
    /// The selected row's identity.
    public var selected: Subject?
    /// Marked instances, in no order; a filter hides them, it does not unmark them.
    public var marks: Set<InstanceKey> = [] {
        didSet { hiddenMarks = nil }
    }
    /// The first row shown.
    public var scroll = 0
    /// Whether the operator chose the selection, rather than that it was first.
    var hasMoved = false
    /// Shows what is folded away (the exact calls of a plan, all registrations).
    public var expanded = false

    /// What is wrong with the filter; the rows are those of the last one that was right.
    var filterError: String?
    /// The last filter that was right.
    var appliedFilter = ""
    /// The filter that `filterError` is about.
    var checkedFilter = ""
    /// The rows, made from the snapshot when something that they depend on changed.
    var rows = RowList.none
    /// What `rows` was made from.
    var rowsFrom: RowStamp?
    /// How many marked instances the filter hides; counted when marks or rows changed.
    var hiddenMarks: Int?
    /// Where the selection stands in `rows`.
    var row = 0

    /// A view of a screen, about something or about all.
    public init(_ screen: ScreenID, _ subject: Subject? = nil, filter: String = "") {
        self.screen = screen
        self.subject = subject
        self.filter = filter
    }

    /// The view without its rows, for keeping.
    var kept: View {
        var view = self
        view.rows = .none
        view.rowsFrom = nil
        return view
    }
}

/// The column that orders a table, and in which direction.
public struct Sort: Hashable, Sendable {
    /// The column's name.
    public var column: ColumnID
    /// Largest first.
    public var descending: Bool

    /// An order.
    public init(_ column: ColumnID, descending: Bool = false) {
        self.column = column
        self.descending = descending
    }
}
