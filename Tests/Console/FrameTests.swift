import Operations
import Terminal
import Testing
import Topology

@testable import Console

@Suite("Frame and drawing") struct FrameTests {
    @Test(arguments: [(1, 1), (2, 2), (5, 3), (20, 5), (47, 9), (48, 10), (60, 12), (80, 24), (300, 100)])
    func everyScreenDrawsAtEverySize(_ columns: Int, _ lines: Int) {
        for screen in ["1", "2", "3", "4", "7", "8"] {
            var state = ConsoleState.shop(columns: columns, lines: lines)
            state.take(.journal(operations: [Drains.operation(.running)], drains: [Drains.drained()]))
            state.hit(.character(Character(screen)), .down, .enter, .character("?"), .down, .character(":"))
            let canvas = state.picture()
            #expect(canvas.width == columns && canvas.height == lines)
            state.hit(.escape, .escape)
            #expect(state.picture().text.split(separator: "\n", omittingEmptySubsequences: false).count == lines)
        }
    }

    @Test func aTinyTerminalShowsTheWorstInWholeWords() {
        let picture = ConsoleState.shop(columns: 20, lines: 5).picture()
        #expect(picture.rowText(0).hasPrefix(" shop  PRODUCTION"))
        #expect(picture.rowText(1).hasPrefix("✖ zone-b SICK"))
    }

    @Test func hostileNamesKeepTheColumns() {
        let names = [
            "pay\u{1B}[31mment\u{7}\nx", "订单服务订单服务订单服务订单服务", String(repeating: "a", count: 500),
            "e\u{301}\u{302}\u{303}\u{304}", "\u{202E}evil", "🚧🚧🚧🚧🚧🚧🚧🚧", "",
        ]
        let plain = ConsoleState.shop().with(names: ["plain"])
        for name in names {
            for screen: Character in ["1", "2", "3", "4", "8"] {
                var state = plain.with(names: [name, "plain"])
                state.hit(.character(screen))
                for (row, line) in state.picture().text.split(separator: "\n", omittingEmptySubsequences: false)
                    .enumerated()
                {
                    #expect(TextMetrics.standard.columns(of: String(line)) == 80, "\(screen) row \(row): \(line)")
                    #expect(!line.unicodeScalars.contains { $0.value < 32 || $0.value == 0x202E })
                }
            }
            var state = plain.with(names: [name, "plain"])
            state.hit(.character("3"))
            let column = state.picture().rowText(2).firstRange(of: "zone")?.lowerBound
            #expect(column == plain.pressed("3").picture().rowText(2).firstRange(of: "zone")?.lowerBound)
        }
    }

    @Test func nothingThatMustBeReadWholeIsCut() {
        for width in 20...120 {
            var document = Document(labels: 12, width: width)
            let value = "one  two\u{A0}three  " + String(repeating: "long", count: 12) + "  四五六  end"
            document.wrap(DocumentLine("label", value, form: .item))
            let room = max(8, width - document.labels - 6)
            #expect(document.lines.allSatisfy { TextMetrics.standard.columns(of: $0.value) <= room }, "\(width)")
            let kept = document.lines.map(\.value).joined().filter { $0 != " " }
            #expect(kept == value.filter { $0 != " " && $0 != "\u{A0}" })
        }
    }

    @Test func theNextChangeIsTheMinuteOrTheStepOfAnAgeThatIsSeen() {
        var canvas = Canvas(width: 80, height: 24)
        var state = ConsoleState.shop(snapshot: nil)
        #expect(state.draw(into: &canvas, at: state.now).nextChange - state.now.moment == 40_000)
        state.take(.snapshot(Shop.snapshot()))
        #expect(state.draw(into: &canvas, at: state.now).nextChange - state.now.moment == 10_000)
        state.hit(.character("2"))
        #expect(state.draw(into: &canvas, at: state.now).nextChange - state.now.moment == 39_000)
    }

    @Test func aDrawingIsTheSameUntilTheNextChange() {
        for screen: Character in ["1", "2", "3", "4", "8"] {
            var state = ConsoleState.shop()
            state.hit(.character(screen))
            var (now, later, after) = (
                Canvas(width: 80, height: 24), Canvas(width: 80, height: 24), Canvas(width: 80, height: 24)
            )
            let next = state.draw(into: &now, at: state.now).nextChange
            let wait = next - state.now.moment
            _ = state.handle(.timer, at: state.later(wait - 1))
            state.draw(into: &later, at: state.now)
            #expect(now.text == later.text)
            _ = state.handle(.timer, at: state.later(1))
            state.draw(into: &after, at: state.now)
            #expect(after.text != now.text, "nothing changed on \(screen)")
        }
    }

    @Test func aChangeIsMarkedForFiveSeconds() {
        var state = ConsoleState.shop()
        state.hit(.character("3"))
        var services = Shop.services()
        var instances = services[0].instances
        instances[0].state = .down
        services[0] = ServiceView(key: services[0].key, instances: instances)
        state.take(.snapshot(Shop.snapshot(generation: 2, services: services)))
        state.hit(.character("/"))
        state.type("service=catalog")
        state.hit(.enter)
        #expect(state.picture().rowText(3).hasSuffix("◀"))
        _ = state.handle(.timer, at: state.later(5_000))
        #expect(!state.picture().rowText(3).hasSuffix("◀"))
    }

    @Test func ageStepsAreTensOfSecondsThenMinutes() {
        let ages: [(Int64, String)] = [
            (0, "0s"), (9_999, "0s"), (10_000, "10s"), (59_999, "50s"), (60_000, "1m"), (3_599_999, "59m"),
            (3_600_000, "1h"), (172_800_000, "2d"), (-5, "0s"),
        ]
        for (milliseconds, text) in ages { #expect(Age.text(milliseconds) == text) }
        let now = Shop.clock()
        #expect(Age.nextChange(since: Shop.ago(12_000), now) - now.moment == 8_000)
        #expect(Age.nextChange(since: Shop.ago(90_000), now) - now.moment == 30_000)
    }
}

extension ConsoleState {
    /// The same console on an estate whose services, zones, sources and events have these names.
    func with(names: [String]) -> ConsoleState {
        var snapshot = Shop.snapshot(generation: 9)
        let services = names.enumerated().map { index, name in
            ServiceView(
                key: ServiceKey(name: name),
                instances: [
                    Shop.instance(name, zone: name, host: "10.9.9.\(index)", says: [(Shop.east, "UP")])
                ])
        }
        snapshot.services = services.sorted { $0.key < $1.key }
        snapshot.zones = names.map { ZoneView(name: $0, region: $0, state: .sick, counts: services[0].counts) }
        snapshot.attention = names.map {
            Attention(severity: .bad, subject: $0, text: $0 + " is down", since: Shop.ago(0), target: .estate)
        }
        snapshot.events = names.map { EstateEvent(at: Shop.ago(0), kind: .gone, subject: $0, text: $0) }
        snapshot.sources[0].name = names[0]
        var state = self
        state.take(.snapshot(snapshot))
        return state
    }

    func pressed(_ key: Character) -> ConsoleState {
        var state = self
        state.hit(.character(key))
        return state
    }
}
