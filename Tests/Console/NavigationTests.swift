import Terminal
import Testing
import Topology

@testable import Console

@Suite("Moving about") struct NavigationTests {
    @Test func enterDrillsAndEscComesBackToWhatWasLeft() {
        var state = ConsoleState.shop()
        state.hit(.right, .enter)
        #expect(state.view.screen == InstancesScreen.id)
        #expect(state.view.filter == "zone=zone-b")
        state.hit(.down, .down, .character("s"))
        let selected = state.view.selected
        state.hit(.enter)
        #expect(state.view.screen == InstanceScreen.id)
        #expect(state.view.subject == selected)
        state.hit(.escape)
        #expect(state.view.selected == selected)
        #expect(state.view.sort == Sort(.state))
        state.hit(.escape)
        #expect(state.view.screen == OverviewScreen.id)
        #expect(state.view.selected == .zone("zone-b"))
        #expect(state.hit(.escape, .escape) == [])
        #expect(state.view.screen == OverviewScreen.id)
    }

    @Test func theSelectionStaysOnItsRowWhenRowsMove() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        state.type("service=payment")
        state.hit(.enter, .down, .down, .down)
        let selected = state.view.selected
        let row = state.view.row
        var services = Shop.services()
        let index = services.firstIndex { $0.key.name == "payment" } ?? 0
        services[index] = ServiceView(
            key: services[index].key, instances: services[index].instances.filter { $0.key.address != "10.2.3.11:8080" }
        )
        state.take(.snapshot(Shop.snapshot(generation: 2, services: services)))
        #expect(state.view.selected == selected)
        #expect(state.view.row == row - 1)
    }

    @Test func attentionLeadsToWhatItIsAbout() {
        var state = ConsoleState.shop()
        state.hit(.tab, .enter)
        #expect(state.view.filter == "service=payment zone=zone-b state=down")
        #expect(state.view.rows.count == 14)
        state.hit(.escape, .down, .enter)
        #expect(state.view.screen == RegistriesScreen.id)
        #expect(state.view.selected == .source("old-registry"))
    }

    @Test func digitsGoToScreensAsTheyWereLeft() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        state.type("zone=c")
        state.hit(.enter, .character("4"), .character("3"))
        #expect(state.view.filter == "zone=c")
        state.hit(.character("9"))
        #expect(state.view.screen == InstancesScreen.id)
    }

    @Test func arrowsMoveBetweenCardsAndTheListBelow() {
        var state = ConsoleState.shop()
        state.hit(.right, .right, .right)
        #expect(state.view.selected == .zone("zone-c"))
        state.hit(.down)
        #expect(state.view.selected == .zone(""))
        state.hit(.down)
        if case .attention? = state.view.selected {} else { Issue.record("\(String(describing: state.view.selected))") }
        state.hit(.up, .up)
        #expect(state.view.selected == .zone("zone-a"))
    }

    @Test func pagesMoveByHalvesAndEndsAreReached() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("G"))
        #expect(state.view.row == 504)
        #expect(state.view.scroll == 505 - InstancesScreen().visibleRows(of: state.view, in: state))
        state.hit(.control("u"))
        #expect(state.view.row == 504 - InstancesScreen().visibleRows(of: state.view, in: state) / 2)
        state.hit(.character("g"))
        #expect(state.view.row == 0 && state.view.scroll == 0)
    }

    @Test func commandsGoToScreensWithAFilter() {
        var state = ConsoleState.shop()
        state.hit(.character(":"))
        state.type("instances service=order zone=c")
        state.hit(.enter)
        #expect(state.view.filter == "service=order zone=c")
        #expect(state.view.rows.count == 12)
        state.hit(.character(":"))
        state.type("nonsense")
        state.hit(.enter)
        #expect(state.picture().rowText(23).contains("there is no command \"nonsense\""))
    }

    @Test func aBeginningIsEnoughForACommand() {
        var state = ConsoleState.shop()
        state.hit(.character(":"))
        state.type("q")
        #expect(state.hit(.enter) == [.quit])
        state.hit(.character(":"))
        state.type("re")
        state.hit(.enter)
        #expect(state.picture().rowText(23).contains("there is no command \"re\""))
    }

    @Test func ctrlKeysActAtOnce() {
        var state = ConsoleState.shop()
        #expect(state.hit(.control("l")) == [.redraw])
        #expect(state.hit(.control("z")) == [.suspend])
        #expect(state.hit(.character("q")) == [.quit])
        #expect(state.hit(.control("c")) == [.quit])
    }

    @Test func helpSaysWhyNotAndDoesWhatIsChosen() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("?"), .character("/"))
        state.type("restore")
        state.hit(.enter)
        #expect(state.picture().text.contains("no drain of ours holds any of them"))
        state.hit(.character("/"), .control("u"))
        state.type("last row")
        state.hit(.enter, .enter)
        #expect(state.view.screen == InstancesScreen.id)
        #expect(state.view.row == 504)
    }
}
