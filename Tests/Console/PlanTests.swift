import Contract
import Terminal
import Testing
import Topology

@testable import Console
@testable import Operations

@Suite("Draining and restoring") struct PlanTests {
    /// Two marked instances, one of them hidden by the filter, and the reason typed.
    private func asked() -> (ConsoleState, [Effect]) {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        state.type("service=payment state=up zone=b")
        state.hit(.enter, .space, .space, .character("/"), .control("u"))
        state.type("10.2.3.5")
        state.hit(.enter, .character("d"))
        state.type("ticket 4711")
        let effects = state.hit(.enter)
        return (state, effects)
    }

    private func planned(_ plan: Plan) -> ConsoleState {
        var (state, _) = asked()
        state.take(.planned(number: 1, .success(plan)))
        return state
    }

    private let both = [Drains.first, Drains.second]

    @Test func thePlanIsAskedForByIdentity() {
        let (state, effects) = asked()
        let request = PlanRequest(kind: .drain, instances: both, reason: "ticket 4711", by: "")
        #expect(effects == [.plan(request, number: 1)])
        #expect(state.view.screen == PlanScreen.id)
        #expect(state.picture().text.contains("payment/10.2.3.6:8080 ◀ hidden by the filter"))
    }

    @Test func aDrainNeedsAReason() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("d"))
        #expect(state.hit(.enter) == [])
        if case .field? = state.prompt {} else { Issue.record("the prompt is gone") }
        #expect(state.view.screen == InstancesScreen.id)
    }

    @Test func cancelHasTheFocus() {
        var state = planned(Drains.plan(both))
        #expect(state.picture().text.contains("[ Cancel ]    Continue"))
        #expect(state.hit(.enter) == [])
        #expect(state.view.screen == InstancesScreen.id)
        #expect(state.view.marks.count == 2)
    }

    @Test func whatIsTypedAheadConfirmsNothing() {
        var (state, _) = asked()
        #expect(state.hit(.character("y"), .tab, .enter).isEmpty)
        var again = asked().0
        #expect(again.take(.planned(number: 1, .success(Drains.plan(both)))) == [.discardTypedAhead])
        #expect(again.handle(.key(.character("y")), at: again.later(50)) == [])
        #expect(again.handle(.key(.character("y")), at: again.later(250)) == [.start(Drains.plan(both))])
    }

    @Test func aTabThatWasTypedAheadMovesNoFocus() {
        var (state, _) = asked()
        state.take(.planned(number: 1, .success(Drains.plan(both))))
        #expect(state.handle(.key(.tab), at: state.later(50)) == [])
        #expect(state.picture().text.contains("[ Cancel ]    Continue"))
        #expect(state.hit(.enter) == [])
        #expect(state.view.screen == InstancesScreen.id)
    }

    @Test func tabAndEnterConfirmAsWell() {
        var state = planned(Drains.plan(both))
        #expect(state.hit(.tab, .enter) == [.start(Drains.plan(both))])
    }

    @Test func anAnswerToAnEarlierAskingIsNotShown() {
        var (state, _) = asked()
        state.hit(.character("e"))
        state.type(", again")
        state.hit(.enter)
        #expect(state.take(.planned(number: 1, .success(Drains.plan(both)))) == [])
        #expect(state.hit(.character("y")) == [])
        #expect(state.take(.planned(number: 2, .success(Drains.plan(both)))) == [.discardTypedAhead])
    }

    @Test func aBlockedPlanIsNotStartedUntilTheGateIsPassedOverWithAReason() {
        var state = planned(Drains.plan(both, failing: [.capacity, .lastZoneStanding]))
        #expect(state.hit(.character("y"), .tab, .enter) == [])
        #expect(state.picture().text.contains("last zone standing (cannot be overridden)"))
        state.hit(.character("o"))
        #expect(state.hit(.enter) == [])
        state.type("known")
        let effects = state.hit(.enter)
        let request = PlanRequest(
            kind: .drain, instances: both, reason: "ticket 4711", by: "", overrides: ["capacity": "known"])
        #expect(effects == [.plan(request, number: 2)])
    }

    @Test func aSilentServerIsOwedByNameWithAReason() {
        var state = planned(Drains.plan(both, silent: true))
        state.hit(.character("w"))
        #expect(state.picture().text.contains("owe \(Shop.east.node), because:"))
        state.type("dark")
        guard case .plan(let request, 2)? = state.hit(.enter).first else {
            Issue.record("no plan asked for")
            return
        }
        #expect(request.owes == [Shop.east.node: "dark"])
    }

    @Test func theExactCallsAreOneKeyAwayAndCopiedWhole() {
        var state = planned(Drains.plan(both))
        #expect(!state.picture().text.contains("curl"))
        state.hit(.character("x"))
        #expect(state.picture().text.contains("curl -sS -X PUT"))
        let call = "1  " + Drains.steps(Drains.first)[0].call
        #expect(state.hit(.character("Y")) == [.copy(call)])
    }

    @Test func progressTakesThePlansPlaceAndMarksAreDone() {
        var state = planned(Drains.plan(both))
        state.hit(.character("y"))
        #expect(state.take(.started(operation: "7f3a")) == [.watch(operation: "7f3a")])
        state.take(.journal(operations: [Drains.operation(.running)], drains: []))
        #expect(state.picture().text.contains("Leaving this screen, or the console, does not stop the operation."))
        #expect(state.hit(.escape) == [.watch(operation: nil)])
        #expect(state.view.screen == InstancesScreen.id)
        #expect(state.view.marks.isEmpty)
    }

    @Test func aStartThatFailsLeavesThePlan() {
        var state = planned(Drains.plan(both))
        state.hit(.character("y"))
        state.take(.failed("the journal is full: free space on /var"))
        #expect(state.picture().rowText(23).contains("the journal is full"))
        #expect(state.hit(.character("y")) == [.start(Drains.plan(both))])
    }

    @Test func restoreTakesWhatOursHoldsAndIsNeverBlocked() {
        var state = ConsoleState.shop()
        state.take(.journal(operations: [], drains: [Drains.drained(Drains.first)]))
        state.hit(.character("3"), .character("/"))
        state.type("10.2.3.5:8080")
        #expect(
            state.hit(.enter, .character("r")) == [
                .plan(PlanRequest(kind: .restore, instances: [Drains.first], reason: "", by: ""), number: 1)
            ])
        let plan = Drains.plan([Drains.first], kind: .restore, failing: [.capacity])
        state.take(.planned(number: 1, .success(plan)))
        #expect(state.hit(.character("y")) == [.start(plan)])
    }

    @Test func whatOthersOverrodeIsNotOursToRestoreButCanBeCleared() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        state.type("10.2.3.4:8080")
        state.hit(.enter)
        #expect(state.picture().text.contains("override not ours"))
        #expect(state.hit(.character("r")) == [])
        #expect(state.picture().rowText(23).contains("no drain of ours holds any of them"))
        state.hit(.character("C"))
        if case .field(let field)? = state.prompt, case .reason(let request) = field.purpose {
            #expect(request.kind == .clearOverride)
        } else {
            Issue.record("no reason is asked for")
        }
    }

    @Test func nothingIsChangedInAReadOnlyEstateOrFromAKeptPicture() {
        var snapshot = Shop.snapshot()
        snapshot.estate = Shop.estate(.readOnly)
        var state = ConsoleState.shop(snapshot: snapshot)
        #expect(state.hit(.character("3"), .character("d")) == [])
        #expect(state.prompt == nil)
        #expect(state.picture().rowText(23).contains("mode: read-only"))
        var kept = ConsoleState.shop(snapshot: Shop.snapshot(kept: true))
        kept.hit(.character("3"), .character("d"))
        #expect(kept.prompt == nil)
    }

    @Test func onlyTheGoneAreAcknowledged() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        state.type("service=payment zone=b")
        state.hit(.enter, .character("*"))
        #expect(state.hit(.character("A")) == [.discardTypedAhead])
        let gone = InstanceKey(service: ServiceKey(name: "payment"), address: "10.2.3.25:8080")
        #expect(state.hit(.character("y")) == [.acknowledgeGone([gone])])
    }
}
