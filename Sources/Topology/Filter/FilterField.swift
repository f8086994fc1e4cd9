/// One field that rows of a kind can be filtered by.
public struct FilterField<Row>: Sendable {
    /// The name that is typed.
    public let name: String
    /// Other names that are understood.
    public let aliases: [String]
    /// What it is, for help.
    public let help: String
    let access: Access

    /// How a row's value is had and compared.
    enum Access: Sendable {
        /// Whether any of the row's texts passes the test.
        case texts(@Sendable (Row, (String) -> Bool) -> Bool)
        /// A zone: `b` also finds `zone-b`.
        case zone(@Sendable (Row) -> String)
        /// An address: without a port it finds every port.
        case address(@Sendable (Row) -> String)
        /// One of a few words.
        case word([String], @Sendable (Row) -> String)
        /// Yes or no.
        case flag(@Sendable (Row) -> Bool)
        /// A number; nothing where it is not known, and that matches no comparison but `!=`.
        case number(@Sendable (Row) -> Double?)
        /// Milliseconds since something, from the moment of asking.
        case duration(@Sendable (Row, Moment) -> Double?)
        /// `prefix.KEY`: the value of a key that the rows bring along.
        case keyed(@Sendable (Row, String, (String) -> Bool) -> Bool)
    }

    private init(_ name: String, _ aliases: [String], _ help: String, _ access: Access) {
        self.name = name
        self.aliases = aliases
        self.help = help
        self.access = access
    }

    /// A text.
    public static func text(
        _ name: String, aliases: [String] = [], help: String, _ get: @escaping @Sendable (Row) -> String
    ) -> Self {
        Self(name, aliases, help, .texts { row, test in test(get(row)) })
    }

    /// Several texts of which any may match (`node=` of an instance that three nodes list).
    public static func texts(
        _ name: String, aliases: [String] = [], help: String,
        _ any: @escaping @Sendable (_ row: Row, _ passes: (String) -> Bool) -> Bool
    ) -> Self {
        Self(name, aliases, help, .texts(any))
    }

    /// A zone: exact, or with `zone-` before it, so that `zone=b` finds `zone-b`; `zone=""` finds what has none.
    public static func zone(
        _ name: String, aliases: [String] = [], help: String, _ get: @escaping @Sendable (Row) -> String
    ) -> Self {
        Self(name, aliases, help, .zone(get))
    }

    /// An address with a port; typed without one it finds every port.
    public static func address(
        _ name: String, aliases: [String] = [], help: String, _ get: @escaping @Sendable (Row) -> String
    ) -> Self {
        Self(name, aliases, help, .address(get))
    }

    /// One of a few words; any other is an error that lists them.
    public static func word(
        _ name: String, aliases: [String] = [], help: String, of words: [String],
        _ get: @escaping @Sendable (Row) -> String
    ) -> Self {
        Self(name, aliases, help, .word(words, get))
    }

    /// `yes` or `no`.
    public static func flag(
        _ name: String, aliases: [String] = [], help: String, _ get: @escaping @Sendable (Row) -> Bool
    ) -> Self {
        Self(name, aliases, help, .flag(get))
    }

    /// A number, compared with `<` and `>` too.
    public static func number(
        _ name: String, aliases: [String] = [], help: String, _ get: @escaping @Sendable (Row) -> Double?
    ) -> Self {
        Self(name, aliases, help, .number(get))
    }

    /// A duration in milliseconds, typed with its unit (`500ms`, `10s`, `4h`), compared with `<` and `>` too.
    public static func duration(
        _ name: String, aliases: [String] = [], help: String, _ get: @escaping @Sendable (Row, Moment) -> Double?
    ) -> Self {
        Self(name, aliases, help, .duration(get))
    }

    /// `name.KEY`, for pairs that rows bring along (`meta.version=2.*`).
    public static func keyed(
        _ name: String, aliases: [String] = [], help: String,
        _ any: @escaping @Sendable (_ row: Row, _ key: String, _ passes: (String) -> Bool) -> Bool
    ) -> Self {
        Self(name, aliases, help, .keyed(any))
    }

    var isKeyed: Bool { if case .keyed = access { true } else { false } }
}
