import Storage
import Synchronization
import Testing

@testable import Operations

/// Changes of many lanes go to the disk together, and each is as safe as alone.
@Suite struct TogetherTests {
    /// What several tasks count.
    private final class Tally: Sendable {
        let writes = Mutex(0)
        let failed = Mutex<[Int]>([])
    }

    @Test func oneThatFailsSpoilsNoOther() async throws {
        let folder = Folder()
        let tally = Tally()
        let journal = try openJournal(
            folder, clock: TestClock(),
            observer: { point in
                if case .before = point { tally.writes.withLock { $0 += 1 } }
            })
        await withTaskGroup(of: Void.self) { group in
            for number in 1...40 {
                group.addTask {
                    do {
                        try await journal.write(number, refusing: number == 17)
                    } catch {
                        tally.failed.withLock { $0.append(number) }
                    }
                }
            }
        }
        #expect(tally.failed.withLock { $0 } == [17])
        let texts = try await journal.events().map(\.text)
        #expect(Set(texts) == Set((1...40).filter { $0 != 17 }.map { "line \($0)" }))
        #expect(tally.writes.withLock { $0 } <= 80)
        #expect(try await journal.verify() == .intact(events: 39))
    }
}

extension Journal {
    fileprivate func write(_ number: Int, refusing: Bool) async throws {
        try await together { [self] database in
            try append(.request, "", "line \(number)", [:], to: database)
            if refusing { throw OperationError(.state, "refused") }
        }
    }
}
