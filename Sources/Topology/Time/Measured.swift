/// A number that is never made up: it has an age, or a reason why there is none.
///
/// There is no optional and no default, so that "don't know" can never read as 0.
public enum Measured<Value: Sendable>: Sendable {
    /// Measured, at this moment.
    case value(Value, at: Moment)
    /// Was measured at this moment; its source has not answered since.
    case stale(Value, at: Moment)
    /// Not known, and why.
    case unknown(reason: String)
    /// Has no meaning here.
    case notApplicable

    /// The number if it is fresh.
    public var fresh: Value? {
        if case .value(let value, _) = self { value } else { nil }
    }
}

extension Measured: Equatable where Value: Equatable {}
