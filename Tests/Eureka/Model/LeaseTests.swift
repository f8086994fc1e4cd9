import Testing
import Topology

@testable import Eureka

@Suite("A lease as leaseInfo tells it")
struct LeaseTests {
    @Test("before the first renewal the stamp is the registration, and the lease runs a duration from there")
    func registered() {
        let lease = Lease(registered: 1_000_000, stamp: 1_000_000, durationSeconds: 90)
        #expect(lease.provenAt == 1_000_000)
        #expect(lease.expiresAt == 1_090_000)
    }

    @Test("after it the stamp is the renewal and the duration, which is when it expires")
    func renewed() {
        let lease = Lease(registered: 1_000_000, stamp: 1_120_000, durationSeconds: 90)
        #expect(lease.provenAt == 1_030_000)
        #expect(lease.expiresAt == 1_120_000)
        #expect(lease.expired(at: 1_120_000) == nil)
        #expect(lease.expired(at: 1_125_000) == 5_000)
    }

    @Test("what tells nothing never expires", arguments: [(0, 90), (1_000, 0), (1_000, -5), (1_000, .max)])
    func unknown(stamp: Int64, duration: Int64) {
        let lease = Lease(registered: 0, stamp: stamp, durationSeconds: duration)
        #expect(lease == .unknown)
        #expect(lease.expired(at: .max) == nil)
        #expect(lease.durationMs == nil)
    }

    @Test("without a registration time the later reading is taken: an alarm is no guess")
    func unclear() {
        #expect(Lease(registered: 0, stamp: 1_000_000, durationSeconds: 90).expiresAt == 1_090_000)
    }

    @Test("a skew is what the time between call and answer cannot explain")
    func skew() {
        func skew(date: Int64, asked: Int64, answered: Int64) -> Int64 {
            let reading = ClockReading(wall: Timestamp(milliseconds: answered), moment: Moment(milliseconds: 0))
            return ServerClock(date: date, asked: Timestamp(milliseconds: asked), reading: reading).skewMs
        }
        #expect(skew(date: 100_000, asked: 99_500, answered: 100_400) == 0)
        #expect(skew(date: 100_000, asked: 100_900, answered: 109_000) == 0, "a slow answer is no skew")
        #expect(skew(date: 100_000, asked: 90_000, answered: 95_000) == 5_000)
        #expect(skew(date: 100_000, asked: 108_000, answered: 109_000) == -7_000)
    }

    @Test("the date of an answer is read to the second")
    func date() {
        #expect(ServerDate.parse("Tue, 24 Nov 2026 21:38:03 GMT") == 1_795_556_283_000)
        #expect(ServerDate.parse("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(ServerDate.parse("Mon, 29 Feb 2028 23:59:59 GMT") == 1_835_481_599_000)
        for text in ["", "yesterday", "Tue, 24 Foo 2026 21:38:03 GMT", "Tue, 24 Nov 2026 25:38:03 GMT"] {
            #expect(ServerDate.parse(text) == nil)
        }
    }
}
