import Topology

/// The rows of a view, in the order they are shown.
///
/// Instances are held as indices into the snapshot's services, because there are tens of thousands; everything else is few.
enum RowList: Sendable {
    /// No rows.
    case none
    /// What each row is about.
    case subjects([Subject])
    /// Instances of the snapshot.
    case instances(InstanceRows)
    /// The lines of a detail that is made once for as long as nothing changes.
    case document(Document)

    /// How many rows there are.
    var count: Int {
        switch self {
        case .none: 0
        case .subjects(let subjects): subjects.count
        case .instances(let rows): rows.entries.count
        case .document(let document): document.lines.count
        }
    }

    /// What a row is about.
    func subject(_ row: Int) -> Subject? {
        guard row >= 0, row < count else { return nil }
        switch self {
        case .none: return nil
        case .subjects(let subjects): return subjects[row]
        case .instances(let rows): return .instance(rows.instance(row).key)
        case .document: return .line(row)
        }
    }

    /// Where a subject stands, nothing where it is not shown.
    func row(of subject: Subject) -> Int? {
        switch (self, subject) {
        case (.instances(let rows), .instance(let key)): rows.row(of: key)
        case (.document(let document), .line(let line)): document.lines.indices.contains(line) ? line : nil
        case (.subjects(let subjects), _): subjects.firstIndex(of: subject)
        default: nil
        }
    }
}

/// What rows were made from: where it is unchanged they are not made again.
struct RowStamp: Equatable, Sendable {
    /// The snapshot's generation.
    var generation: UInt64
    /// Whether it was a kept one, whose generations count by themselves.
    var kept: Bool
    /// How often the operations changed.
    var operations: UInt64
    /// The filter that was applied.
    var filter: String
    /// The order.
    var sort: Sort?
    /// Tens of seconds, where the filter asks for ages.
    var ages: Int64?
    /// Seconds, where the rows tell of them.
    var seconds: Int64?
    /// Columns of the terminal: details are broken into lines by them.
    var columns: Int

    /// Whether what a service contributed then is what it contributes now, where the service is the same.
    func reuses(_ earlier: RowStamp) -> Bool {
        filter == earlier.filter && sort == earlier.sort && ages == earlier.ages
    }
}
