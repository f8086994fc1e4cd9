import Terminal
import Topology

extension Measured {
    /// The number whether fresh or not, and nothing where there is none.
    var last: Value? {
        switch self {
        case .value(let value, _), .stale(let value, _): value
        case .unknown, .notApplicable: nil
        }
    }

    /// When it was measured.
    var measuredAt: Moment? {
        switch self {
        case .value(_, let at), .stale(_, let at): at
        case .unknown, .notApplicable: nil
        }
    }

    /// Why there is no number.
    var whyUnknown: String? { if case .unknown(let reason) = self { reason } else { nil } }

    /// Whether it has a meaning here.
    var applies: Bool { if case .notApplicable = self { false } else { true } }

    /// As a cell: what is stale has a sign of its own, what is not known is `?`, what does not apply is `–`.
    func cell(_ text: (Value) -> String) -> Cell {
        switch self {
        case .value(let value, _): Cell(text(value))
        case .stale(let value, _): Cell(text(value) + "◌", .stale)
        case .unknown: Cell("?", .stateUnknown)
        case .notApplicable: Cell("–", .dim)
        }
    }
}

extension Measured where Value == TrafficRate {
    /// Requests a second.
    var requests: Cell { cell { Figures.rate($0.requestsPerSecond) } }

    /// Failures of all: loud above what an operator would call noise.
    var errors: Cell {
        guard let ratio = last?.errorRatio else {
            if case .value = self { return Cell("–", .dim) }
            return last == nil ? cell { _ in "" } : Cell("–", .dim)
        }
        var cell = self.cell { _ in Figures.errors(ratio) }
        if fresh != nil, let role = Marks.errors(ratio) { cell.role = role }
        return cell
    }

    /// How long a request took.
    var latency: Cell {
        guard let mean = last?.meanLatencyMs else { return last == nil ? cell { _ in "" } : Cell("–", .dim) }
        return cell { _ in Figures.latency(mean) }
    }
}
