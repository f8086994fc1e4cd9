import Testing
import Topology

@Suite("Events from comparing snapshots")
struct EventLogTests {
    private let estate = EstateDescription(name: "shop")
    private let answered = NodeView(
        id: NodeID(source: "registry", node: "http://a:8761/eureka"), state: .live, answeredAt: at(0), since: at(0))

    private func snapshot(
        _ states: [InstanceState], zone: String? = "zone-b", node: NodeView? = nil, reason: String? = nil,
        differs: Bool = false, at moment: Int64
    ) -> Snapshot {
        let node = node ?? answered
        let instances = states.enumerated().map { index, state in
            instance(
                "payment", "10.2.3.\(index):8080", zone: zone, state, differs: differs,
                registrations: state == .gone
                    ? []
                    : [
                        RegistrationView(
                            node: node.id, registration: registration("i\(index)"), state: .up, reason: reason)
                    ])
        }
        return Snapshot(
            estate: estate, generation: 1, takenAt: at(moment),
            sources: [SourceView(name: "registry", kind: "eureka", state: .live, nodes: [node])],
            services: [ServiceView(key: ServiceKey(name: "payment"), instances: instances)])
    }

    private func texts(_ snapshots: Snapshot...) -> [String] {
        var log = EventLog()
        for (old, new) in zip(snapshots, snapshots.dropFirst()) { _ = log.note(from: old, to: new) }
        return log.events.map(\.text)
    }

    @Test func oneCauseIsOneLine() {
        let up = [InstanceState](repeating: .up, count: 20)
        let down = [InstanceState](repeating: .down, count: 20)
        #expect(
            texts(snapshot(up, at: 0), snapshot(down, at: 1_000))
                == ["20 instances of payment in zone-b went down"])
        // More of the same within a moment belongs to it, later it does not.
        let half = Array(down[..<10] + up[10...])
        #expect(
            texts(snapshot(up, at: 0), snapshot(half, at: 1_000), snapshot(down, at: 5_000))
                == ["20 instances of payment in zone-b went down"])
        #expect(
            texts(snapshot(up, at: 0), snapshot(half, at: 1_000), snapshot(down, at: 50_000)).count == 2)
    }

    @Test func everyKindIsTold() {
        #expect(
            texts(snapshot([.up], at: 0), snapshot([.out], at: 1)) == [
                "payment 10.2.3.0:8080 in zone-b went out of rotation"
            ])
        #expect(texts(snapshot([.down], at: 0), snapshot([.up], at: 1)) == ["payment 10.2.3.0:8080 in zone-b came up"])
        #expect(
            texts(snapshot([.up], at: 0), snapshot([.gone], at: 1))
                == ["payment 10.2.3.0:8080 in zone-b is gone: no registry lists it any more"])
        #expect(
            texts(snapshot([.up], zone: "zone-a", at: 0), snapshot([.up], zone: "zone-b", at: 1))
                == ["payment 10.2.3.0:8080 in zone-b moved here from zone-a"])
        #expect(
            texts(snapshot([.up], at: 0), snapshot([.up], differs: true, at: 1), snapshot([.up], at: 2))
                == [
                    "payment 10.2.3.0:8080 in zone-b is told of alike again",
                    "payment 10.2.3.0:8080 in zone-b is told of differently by different nodes",
                ])
        #expect(
            texts(snapshot([.up], at: 0), snapshot([.up, .up], at: 1)) == ["payment 10.2.3.1:8080 in zone-b appeared"])
    }

    @Test func aSilentRegistryIsOneEventAndItsInstancesNone() {
        var stale = answered
        (stale.state, stale.error) = (.stale, "timed out")
        let silent = snapshot([.unknown, .unknown], node: stale, reason: "stale", at: 1)
        #expect(texts(snapshot([.up, .up], at: 0), silent) == ["a:8761 does not answer: timed out"])
        #expect(
            texts(snapshot([.up, .up], at: 0), silent, snapshot([.up, .up], at: 20_000)).first
                == "a:8761 answers again")
    }

    @Test func whatTheFirstAnswerBringsIsNoNews() {
        let waiting = NodeView(id: answered.id, state: .waiting, since: at(0))
        #expect(texts(snapshot([], node: waiting, at: 0), snapshot([.up, .up], at: 1)).isEmpty)
    }

    @Test func theLogIsBounded() {
        var log = EventLog(limit: 10)
        var before = snapshot([.up], at: 0)
        for index in 1...40 {
            let after = snapshot([index % 2 == 0 ? .up : .down], at: Int64(index) * 60_000)
            let answer1 = log.note(from: before, to: after)
            #expect(answer1)
            before = after
        }
        #expect(log.events.count == 10)
        #expect(log.events[0].at == at(40 * 60_000))
        let again = before
        let answer2 = log.note(from: before, to: again)
        #expect(!answer2)
    }
}
