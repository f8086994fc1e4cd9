import Terminal
import Testing
import Topology

@testable import Console

@Suite("Events of traffic, links and zones") struct EventTests {
    private func opened(_ kind: EstateEvent.Kind, _ subject: String) -> View {
        var snapshot = Incident.snapshot()
        snapshot.events = [EstateEvent(at: Shop.ago(5_000), kind: kind, subject: subject, text: "something")]
        var state = ConsoleState.shop(snapshot: snapshot)
        state.hit(.character("8"), .enter)
        return state.view
    }

    @Test func aLinkLeadsToTheLinksOfItsSource() {
        let view = opened(.linkLost, "cache")
        #expect(view.screen == ReplicationScreen.id)
        #expect(view.rows.count == 2)
    }

    @Test func aRouteLeadsToTheRoutesOfItsGateways() {
        let view = opened(.routes, "edge")
        #expect(view.screen == GatewaysScreen.id)
        #expect(view.rows.count == 4)
    }

    @Test func aZoneThatIsOutLeadsToTheOperations() {
        #expect(opened(.zoneOut, "zone-b").screen == OperationsScreen.id)
    }

    @Test func whatFailsLeadsToItsZone() { #expect(opened(.failing, "zone-b").filter == "zone=zone-b") }

    @Test func attentionLeadsToTheRoutesThatItIsAboutAndToServersThatAreSilent() {
        func led(_ text: String) -> ScreenID {
            var snapshot = Incident.snapshot()
            snapshot.attention = [
                Attention(
                    severity: .warning, subject: "edge", text: text, since: Shop.ago(1_000), target: .source("edge"))
            ]
            var state = ConsoleState.shop(snapshot: snapshot)
            state.hit(.tab, .enter)
            return state.view.screen
        }
        #expect(led("10.2.0.9:8080 sends 1 % to zone-c, is set to 0 %") == GatewaysScreen.id)
        #expect(led("10.2.0.9:8080 does not answer: timed out") == RegistriesScreen.id)
    }

    @Test func linksAreFilteredByLagAndState() {
        var state = ConsoleState.shop(snapshot: Incident.snapshot())
        state.hit(.character("6"), .character("/"))
        state.type("lag>5s state!=ok")
        state.hit(.enter)
        #expect(state.view.rows.count == 1)
        state.hit(.character("/"), .control("u"))
        state.type("state=cut,unknown to=c")
        state.hit(.enter)
        #expect(state.view.rows.count == 2)
    }

    @Test func routesAreFilteredByErrorsAndDifferences() {
        var state = ConsoleState.shop(snapshot: Incident.snapshot())
        state.hit(.character("5"), .character("/"))
        state.type("errors>5")
        state.hit(.enter)
        #expect(state.view.rows.subject(0) == .route(RouteKey(source: "edge", name: "payment", isGroup: true)))
        #expect(state.view.rows.count == 1)
        state.hit(.character("/"), .control("u"))
        state.type("weighted=no")
        state.hit(.enter)
        #expect(state.view.rows.count == 1)
    }
}
