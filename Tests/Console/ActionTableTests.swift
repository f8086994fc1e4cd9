import Terminal
import Testing

@testable import Console

@Suite("Action table") struct ActionTableTests {
    @Test func noTwoActionsOfAScreenHaveOneKey() {
        for screen in ScreenTable.all {
            var taken: [Key: ActionID] = [:]
            for action in ActionTable.actions(of: screen.id) {
                for key in action.keys {
                    #expect(
                        taken[key] == nil, "\(screen.id.rawValue): \(key) does \(action.id) and \(taken[key] ?? "")")
                    taken[key] = action.id
                }
            }
        }
    }

    @Test func namesAreUnique() {
        let names = ActionTable.all.map(\.id.rawValue)
        #expect(Set(names).count == names.count)
    }

    @Test func keysHaveNamesThatReadBack() {
        for key in ActionTable.all.flatMap(\.keys) { #expect(Key(name: key.name) == key) }
    }

    @Test func aReboundActionHasItsNewKeyAndNoOther() throws {
        let keys = try KeyMap(names: ["move-down": ["n", "ctrl-n"], "drain": ["x"]])
        var state = ConsoleState.shop(keys: keys)
        state.hit(.character("3"), .character("n"))
        #expect(state.view.row == 1)
        state.hit(.control("n"))
        #expect(state.view.row == 2)
        state.hit(.down, .character("j"))
        #expect(state.view.row == 2)
        #expect(state.picture().text.contains("x drain"))
    }

    @Test func aReboundKeyIsTakenFromItsDefaultAction() throws {
        let keys = try KeyMap(names: ["refresh": ["j"]])
        var state = ConsoleState.shop(keys: keys)
        #expect(state.hit(.character("j")) == [.refresh])
    }

    @Test func mistakesInAKeyConfigurationAreNamed() {
        #expect(throws: ConsoleError.unknownAction("drian")) { try KeyMap(names: ["drian": ["d"]]) }
        #expect(ConsoleError.unknownAction("drian").message.contains("\"drain\""))
        #expect(throws: ConsoleError.unknownKey("ctrl-", action: "drain")) { try KeyMap(names: ["drain": ["ctrl-"]]) }
    }

    @Test func everyActionCanBeRunByItsName() {
        for screen in ScreenTable.all {
            for action in ActionTable.actions(of: screen.id) {
                let choices = Palette.choices(action.id.rawValue, .shop())
                guard action.applies(to: OverviewScreen.id) else { continue }
                #expect(Palette.action(action.id.rawValue, choices)?.id == action.id)
            }
        }
    }
}
