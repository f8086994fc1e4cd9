import FoundationEssentials
import Glibc

/// A directory of a test's own, removed with it.
final class Scratch: Sendable {
    let path: String

    struct Failure: Error {}

    init() throws {
        var template = Array("/tmp/azimuth-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
