import Synchronization
import Testing
import Topology

@testable import Clients

@Suite struct NameResolverTests {
    /// A clock that the test sets.
    final class TestClock: Sendable {
        private let value = Mutex<Int64>(1_000_000)
        var now: Moment { Moment(milliseconds: value.withLock { $0 }) }
        func advance(_ milliseconds: Int64) { value.withLock { $0 += milliseconds } }
    }

    /// Name servers that the test changes.
    final class Servers: Sendable {
        let answer = Mutex<LookupResult>(.addresses(["10.0.0.1"]))
        let asked = Counter()

        func lookup(_ host: String) -> LookupResult {
            asked.add()
            return answer.withLock { $0 }
        }
    }

    let clock = TestClock()
    let servers = Servers()

    func resolver() -> NameResolver {
        let (clock, servers) = (clock, servers)
        return NameResolver(threads: 4, now: { clock.now }, lookup: { servers.lookup($0) })
    }

    @Test func addressesAndLocalhostAreNoNames() {
        for host in ["10.0.0.1", "::1", "fe80::1%eth0", "localhost", "LOCALHOST", "a.localhost"] {
            #expect(!NameResolver.isName(host), "\(host)")
        }
        #expect(NameResolver.isName("eureka-1"))
        #expect(NameResolver.isName("10.example.com"))
    }

    @Test func aGoodAnswerIsUsedForAMinute() async throws {
        let resolver = resolver()
        #expect(try await resolver.addresses(of: "a", until: clock.now + 1_000) == ["10.0.0.1"])
        clock.advance(59_000)
        #expect(try await resolver.addresses(of: "a", until: clock.now + 1_000) == ["10.0.0.1"])
        #expect(servers.asked.value == 1)
        servers.answer.withLock { $0 = .addresses(["10.0.0.2"]) }
        clock.advance(2_000)
        #expect(try await resolver.addresses(of: "a", until: clock.now + 1_000) == ["10.0.0.2"])
    }

    @Test func theLastGoodAddressesServeWhileNameServersFail() async throws {
        let resolver = resolver()
        _ = try await resolver.addresses(of: "a", until: clock.now + 1_000)
        servers.answer.withLock { $0 = .failure("try again", isFinal: false) }
        clock.advance(3_600_000)
        #expect(try await resolver.addresses(of: "a", until: clock.now + 1_000) == ["10.0.0.1"])
    }

    @Test func theLastGoodAddressesServeWhileNameServersHang() async throws {
        let gate = Gate()
        let isStuck = Mutex(false)
        let clock = clock
        let resolver = NameResolver(threads: 4, now: { clock.now }) { _ in
            if isStuck.withLock({ $0 }) { gate.waitBlocking() }
            return .addresses(["10.0.0.1"])
        }
        _ = try await resolver.addresses(of: "a", until: clock.now + 60_000)
        isStuck.withLock { $0 = true }
        defer { gate.open() }
        clock.advance(61_000)
        #expect(try await resolver.addresses(of: "a", until: clock.now + 60_000) == ["10.0.0.1"])
    }

    @Test func aNameThatIsNoMoreIsNotKept() async throws {
        let resolver = resolver()
        _ = try await resolver.addresses(of: "a", until: clock.now + 1_000)
        servers.answer.withLock { $0 = .failure("no such name", isFinal: true) }
        clock.advance(61_000)
        let error = await #expect(throws: ClientError.self) {
            try await resolver.addresses(of: "a", until: clock.now + 1_000)
        }
        #expect(error?.message == "the name a was not resolved: no such name")
    }

    @Test func manyWhoAskAreAnsweredByOneLookup() async throws {
        let gate = Gate()
        let asked = Counter()
        let clock = clock
        let resolver = NameResolver(threads: 4, now: { clock.now }) { _ in
            asked.add()
            gate.waitBlocking()
            return .addresses(["10.0.0.1"])
        }
        let limit = clock.now + 60_000
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<50 { group.addTask { try await resolver.addresses(of: "a", until: limit) } }
            gate.open()
            for try await addresses in group { #expect(addresses == ["10.0.0.1"]) }
        }
        #expect(asked.value == 1)
    }

    @Test func whoIsCancelledWaitsNoMore() async {
        let gate = Gate()
        let entered = Signal()
        let clock = clock
        let resolver = NameResolver(threads: 1, now: { clock.now }) { _ in
            entered.raise()
            gate.waitBlocking()
            return .addresses([])
        }
        defer { gate.open() }
        let limit = clock.now + 60_000
        let call = Task { try await resolver.addresses(of: "a", until: limit) }
        await entered.wait()
        call.cancel()
        let error = await #expect(throws: ClientError.self) { try await call.value }
        #expect(error?.code == .cancelled)
    }
}
