import Glibc
import Synchronization
import Testing

@testable import Lab

/// Who keeps an estate running.
@Suite struct HoldTests {
    private static let counter = Atomic(0)

    private func folder() -> String {
        let number = Self.counter.add(1, ordering: .relaxed).newValue
        return "/tmp/azimuth-hold-\(getpid())-\(number)"
    }

    @Test func holdLastsAsLongAsItsHolder() throws {
        let dir = folder()
        defer { _ = rmdir("\(dir)/holders"); _ = rmdir(dir) }
        #expect(LabHold.count(in: dir) == 0)
        var hold: LabHold? = try LabHold(dir: dir)
        #expect(LabHold.count(in: dir) == 1)
        var other: LabHold? = try LabHold(dir: dir)
        #expect(LabHold.count(in: dir) == 2, "one process may hold twice")
        #expect(hold != nil && other != nil)
        hold = nil
        #expect(LabHold.count(in: dir) == 1)
        other = nil
        #expect(LabHold.count(in: dir) == 0)
    }

    @Test func fileThatNobodyHoldsIsSweptAway() throws {
        let dir = folder()
        defer { _ = rmdir("\(dir)/holders"); _ = rmdir(dir) }
        try Posix.makeFolder("\(dir)/holders")
        try Posix.write("", to: "\(dir)/holders/99999")
        #expect(LabHold.count(in: dir) == 0)
        #expect(Posix.names(in: "\(dir)/holders").isEmpty)
    }

    @Test func estateEndsFiveSecondsAfterItsLastHolder() {
        var rule = IdleRule(now: 0)
        // The first holder may take its time; the next one may follow within five seconds.
        let looks: [(holders: Int, now: Int64)] = [(0, 4_999), (1, 6_000), (0, 10_999), (0, 11_000)]
        #expect(looks.map { rule.isOver(holders: $0.holders, now: $0.now) } == [false, false, false, true])
    }
}
