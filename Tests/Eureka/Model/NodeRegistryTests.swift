import Testing
import Topology

@testable import Eureka

@Suite("What one server lists")
struct NodeRegistryTests {
    private func entry(_ id: String, _ status: String = "UP", at: Int64 = 1) -> Entry {
        Entry(
            registration: Registration(
                id: id, sourceService: "PAYMENT", host: "10.0.0.1", port: 80, status: status,
                state: RegistrationState(eureka: status), changedAt: Timestamp(milliseconds: at)),
            lease: .unknown)
    }

    private func document(
        _ services: [String: [Entry]], action: Document.DeltaAction = .upsert, faults: [DocumentFault] = []
    ) -> Document {
        var document = Document(faults: faults)
        for (name, entries) in services {
            document.services[ServiceKey(name: name)] = entries.map { .init(entry: $0, action: action) }
        }
        return document
    }

    private let payment = ServiceKey(name: "payment")
    private let order = ServiceKey(name: "order")

    @Test("the hash code counts status words in their order")
    func hash() {
        var registry = NodeRegistry()
        #expect(registry.hashCode == "")
        _ = registry.replace(with: document(["payment": [entry("a"), entry("b", "DOWN")], "order": [entry("c")]]))
        #expect(registry.hashCode == "DOWN_1_UP_2_")
        _ = registry.apply(document(["payment": [entry("b", "OUT_OF_SERVICE", at: 2), entry("d", "STARTING")]]))
        #expect(registry.hashCode == "OUT_OF_SERVICE_1_STARTING_1_UP_2_")
        _ = registry.apply(document(["order": [entry("c")]], action: .remove))
        #expect(registry.hashCode == "OUT_OF_SERVICE_1_STARTING_1_UP_1_")
        #expect(registry.services[order] == nil)
        #expect(registry.count == 3)
    }

    @Test("a full document tells which services changed, and keeps the objects of those that did not")
    func replace() throws {
        var registry = NodeRegistry()
        let first = registry.replace(with: document(["payment": [entry("b"), entry("a")], "order": [entry("c")]]))
        #expect(first == [payment, order])
        #expect(registry.services[payment]?.map(\.id).sorted() == ["a", "b"])
        let kept = try #require(registry.entry(payment, "a")).registration
        let second = registry.replace(with: document(["payment": [entry("a"), entry("b", "DOWN", at: 2)]]))
        #expect(second == [payment, order])
        #expect(try #require(registry.entry(payment, "a")).registration === kept)
        #expect(registry.replace(with: document(["payment": [entry("a"), entry("b", "DOWN", at: 2)]])).isEmpty)
    }

    @Test("an id that is listed twice is one instance, the last one")
    func twice() {
        var registry = NodeRegistry()
        _ = registry.replace(with: document(["payment": [entry("a"), entry("b"), entry("a", "DOWN")]]))
        #expect(registry.services[payment]?.count == 2)
        #expect(registry.entry(payment, "a")?.registration.status == "DOWN")
        #expect(registry.entry(payment, "b")?.registration.status == "UP")
    }

    @Test("a delta repeats itself without effect, and what is older than what is here changes nothing")
    func stale() {
        var registry = NodeRegistry()
        _ = registry.replace(with: document(["payment": [entry("a", "UP", at: 10)]]))
        #expect(registry.apply(document(["payment": [entry("a", "DOWN", at: 9)]])).isEmpty)
        #expect(registry.apply(document(["payment": [entry("a", at: 9)]], action: .remove)).isEmpty)
        #expect(registry.apply(document(["payment": [entry("a", "UP", at: 10)]])).isEmpty)
        #expect(registry.apply(document(["payment": [entry("a", "DOWN", at: 11)]])) == [payment])
        #expect(registry.apply(document(["payment": [entry("a", "DOWN", at: 11)]])).isEmpty)
        #expect(registry.apply(document(["payment": [entry("zz")]], action: .remove)).isEmpty)
    }

    @Test("what a fault hides is kept and unknown: an instance by its id, a whole service, or as many as were spoilt")
    func faults() {
        var registry = NodeRegistry()
        let services = ["payment": [entry("a"), entry("b"), entry("c")], "order": [entry("d")]]
        _ = registry.replace(with: document(services))
        let named = DocumentFault(service: payment, instanceID: "b", reason: "PAYMENT/b: no port")
        let whole = DocumentFault(service: order, reason: "ORDER: not valid JSON")
        _ = registry.replace(with: document(["payment": [entry("a")]], faults: [named, whole]))
        #expect(registry.services[payment]?.map(\.id).sorted() == ["a", "b"])
        #expect(registry.entry(payment, "b")?.registration.state == .unknown)
        #expect(registry.entry(payment, "b")?.registration.detail?.contains("no port") == true)
        #expect(registry.services[order]?.map(\.id) == ["d"])

        let anonymous = DocumentFault(service: payment, reason: "PAYMENT: not valid JSON")
        _ = registry.replace(with: document(["payment": [entry("c")]], faults: [anonymous]))
        #expect(registry.services[payment]?.count == 2)
        #expect(registry.services[order] == nil)
    }
}
