import Operations
import Terminal
import Testing
import Topology

@testable import Console

@Suite("Golden screens") struct GoldenScreens {
    static let sizes = [(80, 24), (160, 45), (200, 60), (20, 5)]

    @Test(arguments: Language.allCases, sizes) func overview(_ language: Language, _ size: (Int, Int)) {
        Golden.check(
            .shop(language, columns: size.0, lines: size.1), "overview-\(size.0)x\(size.1).\(language.rawValue)")
    }

    @Test(arguments: Language.allCases, ["services", "instances", "registries", "events"])
    func screens(_ language: Language, _ screen: String) {
        for (columns, lines) in [(80, 24), (160, 45)] {
            var state = ConsoleState.shop(language, columns: columns, lines: lines)
            state.hit(.character(":"))
            state.type(screen)
            state.hit(.enter, .down)
            Golden.check(state, "\(screen)-\(columns)x\(lines).\(language.rawValue)")
        }
    }

    @Test(arguments: Language.allCases) func instance(_ language: Language) {
        var state = ConsoleState.shop(language)
        state.hit(.character("3"), .enter)
        Golden.check(state, "instance-80x24.\(language.rawValue)")
    }

    @Test(arguments: Language.allCases) func server(_ language: Language) {
        var state = ConsoleState.shop(language)
        state.hit(.character("4"), .down, .down, .enter)
        Golden.check(state, "server-80x24.\(language.rawValue)")
    }

    @Test(arguments: Language.allCases) func help(_ language: Language) {
        var state = ConsoleState.shop(language)
        state.hit(.character("3"), .character("?"))
        Golden.check(state, "help-80x24.\(language.rawValue)")
    }

    @Test(arguments: Language.allCases) func kept(_ language: Language) {
        Golden.check(.shop(language, snapshot: Shop.snapshot(kept: true)), "kept-80x24.\(language.rawValue)")
    }

    @Test(arguments: Language.allCases) func beforeAnything(_ language: Language) {
        Golden.check(.shop(language, snapshot: nil), "empty-80x24.\(language.rawValue)")
    }

    @Test(arguments: Language.allCases) func palette(_ language: Language) {
        var state = ConsoleState.shop(language)
        state.hit(.character("3"), .character(":"))
        state.type("s")
        state.hit(.tab)
        Golden.check(state, "palette-80x24.\(language.rawValue)")
    }

    @Test(arguments: Language.allCases) func plan(_ language: Language) {
        for (columns, lines) in [(80, 24), (160, 45)] {
            var state = ConsoleState.shop(language, columns: columns, lines: lines)
            state.hit(.character("3"), .character("/"))
            state.type("service=payment state=up zone=b")
            state.hit(.enter, .space, .space, .character("/"), .control("u"))
            state.type("10.2.3.5")
            state.hit(.enter, .character("d"))
            Golden.check(state, "reason-\(columns)x\(lines).\(language.rawValue)")
            state.type("ticket 4711")
            state.hit(.enter)
            Golden.check(state, "plan-waiting-\(columns)x\(lines).\(language.rawValue)")
            let plan = Drains.plan([Drains.first, Drains.second], failing: [.capacity], silent: true)
            state.take(.planned(number: 1, .success(plan)))
            Golden.check(state, "plan-\(columns)x\(lines).\(language.rawValue)")
            state.hit(.character("x"))
            Golden.check(state, "plan-calls-\(columns)x\(lines).\(language.rawValue)")
        }
    }

    @Test(arguments: Language.allCases) func operations(_ language: Language) {
        for (columns, lines) in [(80, 24), (160, 45)] {
            var state = ConsoleState.shop(language, columns: columns, lines: lines)
            let old = Drains.operation(
                .complete, id: "6bc1", steps: [.done, .done, .done, .owed], liveness: nil, minutesAgo: 240)
            state.take(.journal(operations: [Drains.operation(.running), old], drains: [Drains.drained()]))
            Golden.check(state, "overview-running-\(columns)x\(lines).\(language.rawValue)")
            state.hit(.character("7"))
            Golden.check(state, "operations-\(columns)x\(lines).\(language.rawValue)")
            state.hit(.enter)
            state.take(.progress(operation: "7f3a", events: Drains.events()))
            Golden.check(state, "operation-\(columns)x\(lines).\(language.rawValue)")
            state.hit(.character("U"))
            Golden.check(state, "question-\(columns)x\(lines).\(language.rawValue)")
        }
    }
}
