import Terminal
import Testing
import Topology

@testable import Console
@testable import Operations

@Suite("Flipping a zone") struct FlipTests {
    private func incident(_ edit: (inout Snapshot) -> Void = { _ in }) -> ConsoleState {
        var snapshot = Incident.snapshot()
        edit(&snapshot)
        return .shop(snapshot: snapshot)
    }

    /// The form filled in and the plan asked for.
    private func asked() -> (ConsoleState, [Effect]) {
        var state = incident()
        state.hit(.right, .character("f"), .enter)
        state.type("ticket 4711")
        state.hit(.enter)
        let effects = state.hit(.enter)
        return (state, effects)
    }

    private func planned(_ plan: Plan) -> ConsoleState {
        var (state, _) = asked()
        state.take(.planned(number: 1, .success(plan)))
        return state
    }

    private func confirming() -> ConsoleState {
        var state = planned(Zones.plan())
        #expect(state.hit(.character("y")) == [.discardTypedAhead])
        _ = state.handle(.timer, at: state.later(400))
        return state
    }

    @Test func theSelectedZoneAndTheReasonAreAllThatIsNeeded() {
        let (state, effects) = asked()
        let request = PlanRequest(kind: .evacuate, scope: .zone("zone-b"), reason: "ticket 4711", by: "")
        #expect(effects == [.plan(request, number: 1)])
        #expect(state.view.screen == PlanScreen.id)
    }

    @Test func withoutASelectionTheSickestZoneIsMeant() {
        var state = incident()
        state.hit(.character("5"), .character("f"))
        #expect(state.form?.zone == "zone-b")
    }

    @Test func aFlipNeedsAReason() {
        var state = incident()
        state.hit(.character("f"), .character("G"))
        #expect(state.hit(.enter) == [])
        #expect(state.view.screen == FlipScreen.id)
        #expect(state.view.selected == .field(.reason))
        #expect(state.picture().rowText(23).contains("a reason is needed"))
    }

    @Test func arrowsTurnWhatAFieldCanBeAndFieldsFollow() {
        var state = incident()
        state.hit(.right, .character("f"), .character("g"), .right)
        #expect(state.form?.what == .shift)
        state.hit(.down, .down, .down, .enter, .control("u"))
        state.type("25 %")
        state.hit(.enter)
        #expect(state.view.selected == .field(.reason))
        state.hit(.enter)
        state.type("why")
        state.hit(.enter)
        let request = PlanRequest(
            kind: .shift, scope: .shift(percent: 25, from: "zone-b", to: "zone-a"), reason: "why", by: "")
        #expect(state.hit(.enter) == [.plan(request, number: 1)])
    }

    @Test func paceExpiryAndExceptionsGoIntoTheRequest() {
        var state = incident()
        state.hit(.right, .character("f"), .character("g"), .down, .down, .right, .down, .enter)
        state.type("90m")
        state.hit(.enter)
        #expect(state.form?.pace == .now)
        state.form?.except = "legacy-billing, search"
        state.form?.reason = "why"
        state.hit(.character("G"))
        let request = PlanRequest(
            kind: .evacuate, scope: .zone("zone-b"), reason: "why", by: "", pace: .now, expiresMs: 5_400_000,
            except: ["legacy-billing", "search"])
        #expect(state.hit(.enter) == [.plan(request, number: 1)])
    }

    @Test(arguments: [("0", "50"), ("101", "50"), ("x", "50")]) func aPercentageThatMakesNoSenseIsSaid(
        _ typed: String, _: String
    ) {
        var form = FlipForm(.shift, zone: "zone-b", of: ["zone-a", "zone-b"])
        form.reason = "why"
        #expect(form.mistake == nil)
        form.take(typed, in: .percent)
        #expect(form.mistake == .percentWrong)
    }

    @Test func anExpiryThatMakesNoSenseIsSaid() {
        var form = FlipForm(.evacuate, zone: "zone-b", of: ["zone-a", "zone-b"])
        form.reason = "why"
        form.take("soon", in: .expires)
        #expect(form.mistake == .expiryWrong)
        form.take("2d", in: .expires)
        #expect(form.mistake == nil)
        #expect(form.request(by: "").expiresMs == 172_800_000)
    }

    @Test func cancelHasTheFocusAndEscComesBackToTheForm() {
        var state = planned(Zones.plan())
        #expect(state.picture().text.contains("[ Cancel ]    Continue"))
        #expect(state.hit(.enter) == [])
        #expect(state.view.screen == FlipScreen.id)
        #expect(state.form?.reason == "ticket 4711")
        state.hit(.escape)
        #expect(state.view.screen == OverviewScreen.id)
    }

    @Test func editGoesBackToTheForm() {
        var state = planned(Zones.plan())
        state.hit(.character("e"))
        #expect(state.view.screen == FlipScreen.id)
    }

    @Test func theZonesNameStartsIt() {
        var state = confirming()
        #expect(state.picture().rowText(23).contains("type zone-b to start it:"))
        state.type("zone-b")
        #expect(state.hit(.enter) == [.start(Zones.plan())])
        #expect(state.take(.started(operation: "7f3a")) == [.watch(operation: "7f3a")])
        #expect(state.view.screen == OperationScreen.id)
        state.hit(.escape)
        #expect(state.view.screen == OverviewScreen.id)
    }

    @Test func anotherZonesNameStartsNothing() {
        var state = confirming()
        state.type("zone-a")
        #expect(state.hit(.enter) == [])
        #expect(state.picture().rowText(23).contains("that is not zone-b: nothing was started"))
        state.type("ZONE-B")
        #expect(state.hit(.enter) == [])
        #expect(state.hit(.escape) == [])
        #expect(state.view.screen == PlanScreen.id && state.prompt == nil)
    }

    @Test func nothingTypedStartsNothing() {
        var state = confirming()
        #expect(state.hit(.enter) == [])
        #expect(state.prompt == nil)
        #expect(state.view.screen == PlanScreen.id)
    }

    @Test func aNameThatWasTypedAheadStartsNothing() {
        var state = planned(Zones.plan())
        state.hit(.character("y"))
        for key in "zone-b" { _ = state.handle(.key(Key(.character(key))), at: state.later(20)) }
        #expect(state.handle(.key(.enter), at: state.later(20)) == [])
        state.type("zone-b")
        guard case .field(let field)? = state.prompt else {
            Issue.record("the prompt is gone")
            return
        }
        #expect(field.field.text != "zone-b" || state.hit(.enter) != [])
        var early = asked().0
        early.take(.planned(number: 1, .success(Zones.plan())))
        #expect(early.handle(.key(.character("y")), at: early.later(50)) == [])
        #expect(early.prompt == nil)
    }

    @Test func aBlockedPlanIsNotConfirmedUntilTheGateIsPassedOver() {
        var state = planned(Zones.plan(failing: [.capacity]))
        #expect(state.hit(.character("y")) == [])
        #expect(state.prompt == nil)
        state.hit(.tab, .enter)
        #expect(state.prompt == nil && state.view.screen == PlanScreen.id)
        state.hit(.character("o"))
        state.type("seen")
        let request = PlanRequest(
            kind: .evacuate, scope: .zone("zone-b"), reason: "ticket 4711", by: "", overrides: ["capacity": "seen"])
        #expect(state.hit(.enter) == [.plan(request, number: 2)])
        state.take(
            .planned(number: 2, .success(Zones.plan(failing: [.capacity], overrides: ["capacity": "seen"]))))
        #expect(state.hit(.character("y")) == [.discardTypedAhead])
        if case .field? = state.prompt {} else { Issue.record("no name is asked for") }
    }

    @Test func aRestoreIsAskedForAtOnceAndCanBeForcedUp() {
        var state = incident { $0.out = [Incident.out()] }
        var request = PlanRequest(kind: .restore, scope: .zone("zone-b"), reason: "", by: "")
        #expect(state.hit(.character("r")) == [.plan(request, number: 1)])
        state.take(.planned(number: 1, .success(Zones.plan(.restore, failing: [.capacity]))))
        request.forceUp = true
        #expect(state.hit(.character("F")) == [.plan(request, number: 2)])
        state.take(.planned(number: 2, .success(Zones.plan(.restore, failing: [.capacity]))))
        #expect(state.hit(.character("y")) == [.discardTypedAhead])
    }

    @Test func aZoneThatIsOutIsRestoredByTheSameKey() {
        var state = incident { $0.out = [Incident.out()] }
        state.hit(.right, .character("f"))
        #expect(state.form?.what == .restore)
    }

    @Test func nothingIsFlippedInAReadOnlyEstate() {
        var state = incident { $0.estate.mode = .readOnly }
        state.hit(.character("f"))
        #expect(state.view.screen == OverviewScreen.id)
        #expect(state.picture().rowText(23).contains("read-only"))
    }

    @Test func commandsTakeTheZone() {
        var state = incident()
        state.hit(.character(":"))
        state.type("evacuate c")
        state.hit(.enter)
        #expect(state.view.screen == FlipScreen.id)
        #expect(state.form?.zone == "zone-c")
        state.hit(.escape, .character(":"))
        state.type("shift zone-b 25% zone-c")
        state.hit(.enter)
        #expect(state.form?.what == .shift && state.form?.to == "zone-c" && state.form?.percent == "25")
        state.hit(.escape, .character(":"))
        state.type("evacuate nowhere")
        state.hit(.enter)
        #expect(state.picture().rowText(23).contains("there is no zone \"nowhere\""))
    }

    @Test func weightsOfTheSelectedGroupAreSetByItsName() {
        var state = incident()
        state.hit(.character("5"), .character("w"), .enter, .control("u"))
        #expect(state.form?.weights.map(\.typed) == ["50", "50", "0"])
        state.type("80")
        state.hit(.enter, .enter, .control("u"))
        state.type("20")
        state.hit(.enter)
        state.form?.reason = "why"
        state.hit(.character("G"))
        let weights = OperationScope.weights(
            source: "edge", group: "payment", weights: ["payment-a": 80, "payment-b": 20, "payment-c": 0])
        #expect(
            state.hit(.enter) == [
                .plan(PlanRequest(kind: .setWeights, scope: weights, reason: "why", by: ""), number: 1)
            ])
        state.take(.planned(number: 1, .success(Zones.plan(.setWeights, scope: weights))))
        state.hit(.character("y"))
        #expect(state.picture().rowText(23).contains("type payment to start it:"))
    }

    @Test func weightsThatAnswerNobodyAreRefused() {
        var form = FlipForm(weightsOf: RouteBoard(of: Incident.snapshot()).rows[0], zones: ["zone-a", "zone-b"])
        form.reason = "why"
        #expect(form.mistake == nil)
        for index in form.weights.indices { form.take("0", in: .weight(index)) }
        #expect(form.mistake == .weightsZero)
        form.take("-1", in: .weight(0))
        #expect(form.mistake == .weightWrong)
    }

    @Test func anExpiryIsPutOff() {
        var state = incident()
        state.take(.journal(operations: [Zones.operation()], drains: []))
        state.hit(.character("7"), .character("E"), .control("u"))
        state.type("2h")
        #expect(state.hit(.enter) == [.extend(operation: "7f3a", byMs: 7_200_000)])
    }

    @Test func repairAsksWhyAndNamesTheSource() {
        var state = incident()
        state.take(.journal(operations: [Zones.operation(.complete)], drains: []))
        state.hit(.character("5"), .character("R"))
        state.type("restarted")
        let request = PlanRequest(kind: .repair, scope: .drift(source: "edge"), reason: "restarted", by: "")
        #expect(state.hit(.enter) == [.plan(request, number: 1)])
    }

    @Test func faultsAreOfferedInTheLabOnly() {
        var state = incident()
        state.hit(.character(":"))
        state.type("lab zone zone-b dark")
        #expect(state.hit(.enter) == [])
        #expect(state.picture().rowText(23).contains("not a simulated one"))
        var lab = ConsoleState(
            estate: Shop.estate(), now: Shop.clock(), operatorName: "ana", isSimulated: true)
        lab.hit(.character(":"))
        lab.type("lab zone zone-b dark")
        #expect(lab.hit(.enter) == [.lab("zone zone-b dark")])
    }
}

@Suite("Golden screens of a flip") struct FlipScreens {
    private func state(_ language: Language, _ size: (Int, Int) = (80, 24)) -> ConsoleState {
        .shop(language, columns: size.0, lines: size.1, snapshot: Incident.snapshot())
    }

    @Test(arguments: Language.allCases) func wizard(_ language: Language) {
        for size in [(80, 24), (160, 45)] {
            let name = "\(size.0)x\(size.1).\(language.rawValue)"
            var state = state(language, size)
            state.hit(.right, .character("f"))
            Golden.check(state, "flip-\(name)")
            state.hit(.enter)
            state.type("payment is failing in zone-b, ticket 4711")
            state.hit(.enter, .enter)
            Golden.check(state, "flip-waiting-\(name)")
            state.take(.planned(number: 1, .success(Zones.plan(failing: [.capacity]))))
            Golden.check(state, "flip-plan-\(name)")
            state.hit(.character("x"))
            Golden.check(state, "flip-calls-\(name)")
            state.take(.planned(number: 1, .success(Zones.plan())))
            state.hit(.character("y"))
            _ = state.handle(.timer, at: state.later(400))
            state.type("zone-a")
            state.hit(.enter)
            Golden.check(state, "flip-confirm-\(name)")
        }
    }

    @Test(arguments: Language.allCases) func shiftAndWeights(_ language: Language) {
        var shift = state(language)
        shift.hit(.right, .character("f"), .character("g"), .right)
        Golden.check(shift, "flip-shift-80x24.\(language.rawValue)")
        var weights = state(language)
        weights.hit(.character("5"), .character("w"))
        Golden.check(weights, "flip-weights-80x24.\(language.rawValue)")
    }

    @Test(arguments: Language.allCases) func progress(_ language: Language) {
        for size in [(80, 24), (160, 45)] {
            let name = "\(size.0)x\(size.1).\(language.rawValue)"
            var state = state(language, size)
            state.take(.journal(operations: [Zones.operation()], drains: []))
            Golden.check(state, "flip-running-overview-\(name)")
            state.hit(.character("7"), .enter)
            state.take(.progress(operation: "7f3a", events: Zones.events()))
            Golden.check(state, "flip-progress-\(name)")
        }
    }

    @Test(arguments: Language.allCases) func aZoneThatIsOut(_ language: Language) {
        for (expires, word) in [(Int64(14_400_000), "out"), (-60_000, "expired")] {
            var snapshot = Incident.snapshot()
            snapshot.out = [Incident.out(expires: expires)]
            snapshot.zones[1].state = .out
            snapshot.attention.insert(
                Attention(
                    severity: .bad, subject: "zone-b",
                    text: "drift: 10.2.0.9:8080 does not hold the override OUT_OF_SERVICE on payment 10.2.3.5:8080",
                    since: Shop.ago(60_000), target: .source("edge")), at: 0)
            var state = ConsoleState.shop(language, snapshot: snapshot)
            state.take(.journal(operations: [Zones.operation(.complete, done: 99)], drains: []))
            Golden.check(state, "zone-\(word)-overview-80x24.\(language.rawValue)")
            state.hit(.character("7"))
            Golden.check(state, "zone-\(word)-operations-80x24.\(language.rawValue)")
        }
    }
}
