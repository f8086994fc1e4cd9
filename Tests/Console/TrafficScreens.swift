import Terminal
import Testing
import Topology

@testable import Console

@Suite("Golden screens of traffic and data") struct TrafficScreens {
    static let sizes = [(80, 24), (160, 45), (200, 60)]

    private func state(_ language: Language = .english, _ size: (Int, Int) = (80, 24), _ snapshot: Snapshot? = nil)
        -> ConsoleState
    {
        .shop(language, columns: size.0, lines: size.1, snapshot: snapshot ?? Incident.snapshot())
    }

    @Test(arguments: Language.allCases, sizes) func overview(_ language: Language, _ size: (Int, Int)) {
        Golden.check(state(language, size), "incident-overview-\(size.0)x\(size.1).\(language.rawValue)")
    }

    @Test(arguments: Language.allCases, sizes) func gateways(_ language: Language, _ size: (Int, Int)) {
        var state = state(language, size)
        state.hit(.character("5"))
        Golden.check(state, "gateways-\(size.0)x\(size.1).\(language.rawValue)")
    }

    @Test(arguments: Language.allCases, sizes) func replication(_ language: Language, _ size: (Int, Int)) {
        var state = state(language, size)
        state.hit(.character("6"))
        Golden.check(state, "replication-\(size.0)x\(size.1).\(language.rawValue)")
    }

    @Test(arguments: Language.allCases, ["services", "instances"]) func lists(_ language: Language, _ screen: String) {
        for size in [(80, 24), (160, 45)] {
            var state = state(language, size)
            state.hit(.character(":"))
            state.type(screen == "instances" ? "instances service=payment state=up" : screen)
            state.hit(.enter)
            Golden.check(state, "incident-\(screen)-\(size.0)x\(size.1).\(language.rawValue)")
        }
    }

    @Test(arguments: Language.allCases) func details(_ language: Language) {
        var route = state(language)
        route.hit(.character("5"), .enter)
        Golden.check(route, "route-80x24.\(language.rawValue)")
        var link = state(language)
        link.hit(.character("6"), .down, .down, .enter)
        Golden.check(link, "link-80x24.\(language.rawValue)")
    }

    @Test(arguments: Language.allCases) func nothingThere(_ language: Language) {
        for (key, name) in [("5", "gateways"), ("6", "replication")] {
            var none = state(language, (80, 24), Shop.snapshot())
            none.hit(.character(Character(key)))
            Golden.check(none, "\(name)-empty-80x24.\(language.rawValue)")
            var kept = state(language, (80, 24), Shop.snapshot(kept: true))
            kept.hit(.character(Character(key)))
            Golden.check(kept, "\(name)-kept-80x24.\(language.rawValue)")
        }
    }

    @Test(arguments: Language.allCases) func aSilentGateway(_ language: Language) {
        var snapshot = Incident.snapshot()
        snapshot.sources[1] = Incident.edge(silent: true)
        snapshot.traffic.routes = Incident.routes(silent: true)
        var state = state(language, (80, 24), snapshot)
        state.hit(.character("5"))
        Golden.check(state, "gateways-silent-80x24.\(language.rawValue)")
    }

    @Test func statesAreToldByShape() {
        var state = state()
        state.hit(.character("6"))
        var canvas = Canvas(width: 80, height: 24)
        state.draw(into: &canvas, at: state.now)
        for mark in ["✖", "▲", "◌", "●"] { #expect(canvas.text.contains(mark)) }
    }
}
