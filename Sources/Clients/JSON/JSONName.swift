import Curl
import Glibc

/// A member's name, compared where it lies: switching over names makes no strings.
@frozen
public struct JSONName {
    @usableFromInline let value: JSONValue
    /// How many bytes it has: names of different lengths need no comparison.
    public let count: Int

    @inlinable
    init(_ value: JSONValue) {
        self.value = value
        count = value.utf8?.count ?? 0
    }

    /// The name as a string.
    public var string: String { value.string ?? "" }

    /// Whether it is this name, byte by byte.
    @inlinable
    public static func == (name: JSONName, text: StaticString) -> Bool {
        // Most names differ in length already, which is known here.
        name.count == text.utf8CodeUnitCount && name.begins(with: text)
    }

    /// Lets `switch` compare names.
    @inlinable
    public static func ~= (text: StaticString, name: JSONName) -> Bool { name == text }

    /// Whether it begins with this.
    public func hasPrefix(_ text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount && begins(with: text)
    }

    /// Whether its first bytes are these; it is long enough. Inlined, a comparison with a literal is a few loads.
    @inlinable
    func begins(with text: StaticString) -> Bool {
        guard let start = value.utf8?.baseAddress else { return false }
        return memcmp(start, text.utf8Start, text.utf8CodeUnitCount) == 0
    }
}
