import Terminal
import Testing
import Topology

@testable import Console

@Suite("Filters, order and marks") struct FilterTests {
    @Test func rowsFollowTheFilterWhileItIsTypedAndEscTakesItBack() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        state.type("service=payment")
        #expect(state.view.rows.count == 45)
        state.hit(.escape)
        #expect(state.view.filter == "")
        #expect(state.view.rows.count == 505)
    }

    @Test func aFilterThatIsWrongSaysWhyAndKeepsTheRows() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        state.type("zone=c")
        state.take(.paste(" stat=up"))
        #expect(state.view.rows.count == 66)
        #expect(state.picture().rowText(23).contains("no field \"stat\""))
    }

    @Test func keysAreTextWhileAFilterIsTyped() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        #expect(state.type("qd3?") == [])
        #expect(state.view.filter == "qd3?")
        state.take(.paste("a\nb\u{1B}[31m"))
        #expect(state.view.filter == "qd3?ab[31m")
        #expect(state.view.screen == InstancesScreen.id)
    }

    @Test func pasteOutsideAPromptDoesNothing() {
        var state = ConsoleState.shop()
        #expect(state.take(.paste("q\n")) == [])
        #expect(state.view.screen == OverviewScreen.id)
    }

    @Test func marksAreByIdentityAndHiddenOnesAreCounted() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        state.type("service=payment state=down")
        state.hit(.enter, .space, .space, .character("/"), .control("u"))
        state.type("service=order")
        state.hit(.enter, .space)
        #expect(state.view.marks.count == 3)
        #expect(state.picture().rowText(1).contains("marked 3  hidden 2"))
        state.hit(.character("*"))
        #expect(state.view.marks.count == 94)
        state.hit(.character("u"))
        #expect(state.view.marks.isEmpty)
    }

    @Test func ordersAreStableAndReversible() {
        var state = ConsoleState.shop()
        state.hit(.character("3"))
        func addresses() -> [String] {
            guard case .instances(let rows) = state.view.rows else { return [] }
            return rows.entries.indices.prefix(3).map { rows.instance($0).key.address }
        }
        #expect(addresses() == ["10.2.3.11:8080", "10.2.3.12:8080", "10.2.3.13:8080"])
        state.hit(.character("s"), .character("s"), .character("s"))
        #expect(state.view.sort == Sort(.address))
        #expect(addresses() == ["10.1.3.1:8080", "10.1.3.2:8080", "10.1.3.3:8080"])
        state.hit(.character("S"))
        #expect(addresses() == ["172.17.0.3:8080", "10.3.8.12:8080", "10.3.8.11:8080"])
        #expect(state.picture().rowText(2).contains("address ↓"))
    }

    @Test func unchangedServicesAreNotFilteredAgain() throws {
        var asked = 0
        let services = Shop.services()
        let test: (InstanceView) -> Bool = { _ in
            asked += 1
            return true
        }
        let first = InstanceRows(services, previous: nil, test: test, order: { _ in 0 })
        #expect(asked == 505)
        var changed = services
        changed[2] = ServiceView(key: services[2].key, instances: Array(services[2].instances.dropLast()))
        changed.remove(at: 0)
        let second = InstanceRows(changed, previous: first, test: test, order: { _ in 0 })
        #expect(asked == 505 + changed[1].instances.count)
        let fresh = InstanceRows(changed, previous: nil, test: nil, order: { _ in 0 })
        #expect(second.entries.map(\.service) == fresh.entries.map(\.service))
        #expect(second.entries.map(\.instance) == fresh.entries.map(\.instance))
        #expect(second.total == fresh.total)
    }

    @Test func agesInAFilterMoveWithTime() {
        var state = ConsoleState.shop()
        state.hit(.character("3"), .character("/"))
        state.type("since<1m")
        state.hit(.enter)
        #expect(state.view.rows.count == 2)
        _ = state.handle(.timer, at: Shop.clock(70_000))
        #expect(state.view.rows.count == 0)
    }
}
