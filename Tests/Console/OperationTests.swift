import Contract
import Terminal
import Testing
import Topology

@testable import Console
@testable import Operations

@Suite("Operations") struct OperationTests {
    private func state(_ operations: Operation..., on screen: Character = "7") -> ConsoleState {
        var state = ConsoleState.shop()
        state.take(.journal(operations: operations, drains: []))
        if case .question? = state.prompt { state.hit(.escape) }
        state.hit(.character(screen))
        return state
    }

    @Test func whatWasInterruptedIsOfferedOnceAtTheStart() {
        var state = ConsoleState.shop()
        let operation = Drains.operation(.interrupted, liveness: .dead)
        #expect(state.take(.journal(operations: [operation], drains: [])) == [.discardTypedAhead])
        #expect(state.picture().rowText(22).contains("7f3a drain 2 instances (payment) was interrupted"))
        #expect(state.hit(.character("y")) == [.watch(operation: "7f3a")])
        #expect(state.view.subject == .operation("7f3a"))
        #expect(state.take(.journal(operations: [operation], drains: [])) == [])
        #expect(state.prompt == nil)
        #expect(state.picture().rowText(1).contains("✖ interrupted  7f3a"))
    }

    @Test func aQuestionIsBoundToWhatItAskedAbout() {
        var state = state(Drains.operation(.running), Drains.operation(.running, id: "6bc1"))
        #expect(state.hit(.character("H")) == [.discardTypedAhead])
        state.take(.journal(operations: [Drains.operation(.running, id: "6bc1")], drains: []))
        #expect(state.hit(.character("y")) == [.request(.hold, operation: "7f3a")])
    }

    @Test func anythingButYesIsNo() {
        var state = state(Drains.operation(.running))
        for key in [Key.enter, .escape, .character("n"), .character("H")] {
            state.hit(.character("U"))
            #expect(state.hit(key) == [])
            #expect(state.prompt == nil)
        }
        state.hit(.character("U"))
        #expect(state.handle(.key(.character("y")), at: state.later(100)) == [])
        #expect(state.hit(.character("y")) == [.request(.undo, operation: "7f3a")])
    }

    @Test func onlyWhatMakesSenseCanBeAsked() {
        var running = state(Drains.operation(.running))
        #expect(running.hit(.character("R")) == [])
        #expect(running.picture().rowText(23).contains("the operation is running"))
        #expect(running.hit(.character("p")) == [.request(.pause, operation: "7f3a")])
        var owing = state(Drains.operation(.complete, steps: [.done, .owed, .done, .owed], liveness: nil))
        owing.hit(.character("T"))
        #expect(owing.hit(.character("y")) == [.request(.settle, operation: "7f3a")])
        var done = state(Drains.operation(.complete, steps: [.done, .done, .done, .done], liveness: nil))
        done.hit(.character("T"))
        #expect(done.picture().rowText(23).contains("nothing is owed"))
    }

    @Test func whatNeedsTheOperatorIsResumedWithTheReasonForTheServer() {
        var operation = Drains.operation(
            .needsOperator, steps: [.done, .done, .planned, .planned], liveness: nil,
            message: "10.1.0.5:8761 does not answer: owe it or wait")
        operation.steps[2].error = "connect: timed out"
        var state = state(operation)
        state.hit(.enter, .character("w"))
        state.type("dark")
        #expect(state.hit(.enter) == [.request(.resume, operation: "7f3a", owes: [Shop.east.node: "dark"])])
    }

    @Test func aRunningOperationIsOnEveryScreenAndSecondsTickOnlyThen() {
        var state = state(Drains.operation(.running), on: "3")
        var canvas = Canvas(width: 80, height: 24)
        let drawn = state.draw(into: &canvas, at: state.now)
        #expect(canvas.rowText(0).contains("14:03:21 Z"))
        #expect(canvas.rowText(1).contains("▶ running  7f3a drain 2 instances (payment)  2 of 4"))
        #expect(drawn.nextChange - state.now.moment <= 1000)
        state.take(.journal(operations: [Drains.operation(.complete, liveness: nil)], drains: []))
        state.draw(into: &canvas, at: state.now)
        #expect(canvas.rowText(0).contains("14:03 Z"))
        #expect(!canvas.rowText(1).contains("7f3a"))
    }

    @Test func leavingIsAskedAboutWhileOneRuns() {
        var state = state(Drains.operation(.running), on: "1")
        #expect(state.hit(.character("q")) == [.discardTypedAhead])
        #expect(state.hit(.character("n")) == [])
        state.hit(.character("q"))
        #expect(state.hit(.character("y")) == [.quit])
    }

    @Test func owedAndStoppedStandBeforeWhatIsDone() {
        let state = state(
            Drains.operation(.complete, id: "aaaa", steps: [.done, .done, .done, .done], liveness: nil),
            Drains.operation(.complete, id: "bbbb", steps: [.done, .done, .owed, .done], liveness: nil),
            Drains.operation(.running, id: "cccc"), Drains.operation(.interrupted, id: "dddd", liveness: .dead))
        let ids = (0..<4).compactMap { state.view.rows.subject($0) }
        #expect(ids == ["dddd", "cccc", "bbbb", "aaaa"].map { .operation($0) })
    }
}
