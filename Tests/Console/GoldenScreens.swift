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
}
