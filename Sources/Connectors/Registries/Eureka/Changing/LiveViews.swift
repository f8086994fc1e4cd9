import Contract
import Topology

/// What every server says of some instances at one moment, past every cache.
struct LiveViews: Sendable {
    /// Answers by server and registration.
    private var answers: [String: [LookTarget: LiveAnswer]] = [:]
    /// Why a server does not answer, where it does not.
    private(set) var silent: [String: String] = [:]
    /// Why a server refuses to tell, where it does.
    private(set) var refusing: [String: String] = [:]

    /// How many calls go to one server side by side.
    private static let width = 8

    /// Asks all servers at once; one that does not answer is not asked again.
    static func take(
        _ targets: [LookTarget], at nodes: [EurekaActuator.Node], until deadline: Moment, clock: @escaping Clock
    ) async -> LiveViews {
        await withTaskGroup(of: (String, [LookTarget: LiveAnswer]).self) { group in
            for node in nodes {
                group.addTask { (node.name, await ask(node.client, targets, until: deadline)) }
            }
            var views = LiveViews()
            for await (name, found) in group {
                views.answers[name] = found
                for answer in found.values {
                    switch answer {
                    case .unknown(let why): views.silent[name] = why
                    case .refused(let why): views.refusing[name] = why
                    case .listed, .absent: break
                    }
                }
            }
            return views
        }
    }

    /// What a server said; unknown where it was not asked any more.
    func answer(_ node: String, _ application: String, _ id: String) -> LiveAnswer {
        let target = LookTarget(sourceService: application, id: id)
        return answers[node]?[target] ?? .unknown(silent[node] ?? "\(node) was not asked")
    }

    private static func ask(
        _ client: EurekaClient, _ targets: [LookTarget], until deadline: Moment
    ) async -> [LookTarget: LiveAnswer] {
        await withTaskGroup(of: (LookTarget, LiveAnswer).self) { group in
            var waiting = targets.makeIterator()
            var found: [LookTarget: LiveAnswer] = [:]
            func start() {
                guard let target = waiting.next() else { return }
                group.addTask { (target, await client.live(target.sourceService, target.id, until: deadline)) }
            }
            for _ in 0..<width { start() }
            while let (target, answer) = await group.next() {
                found[target] = answer
                if case .unknown = answer { continue }
                if client.clock().moment < deadline { start() }
            }
            return found
        }
    }
}
