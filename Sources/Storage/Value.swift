/// A value that a statement is given, in one of SQLite's five kinds.
public enum Value: Hashable, Sendable {
    /// Nothing.
    case null
    /// A whole number.
    case integer(Int64)
    /// A number with a fraction.
    case real(Double)
    /// Text, stored as UTF-8.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// A whole number, or nothing.
    public init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
    /// A whole number, or nothing.
    public init(_ value: Int64?) { self = value.map { .integer($0) } ?? .null }
    /// A number, or nothing.
    public init(_ value: Double?) { self = value.map { .real($0) } ?? .null }
    /// Text, or nothing.
    public init(_ value: String?) { self = value.map { .text($0) } ?? .null }
    /// Bytes, or nothing.
    public init(_ value: [UInt8]?) { self = value.map { .blob($0) } ?? .null }
    /// 1 or 0, or nothing.
    public init(_ value: Bool?) { self = value.map { .integer($0 ? 1 : 0) } ?? .null }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// Text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A number with a fraction.
    public init(floatLiteral value: Double) { self = .real(value) }
    /// 1 or 0.
    public init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
    /// Nothing.
    public init(nilLiteral: ()) { self = .null }
}
