import Topology

/// Bounds the calls to one node: lanes are many where a zone is left at once, and a server that gets them all at the same
/// moment answers none in time.
actor NodeSlots {
    private let width: Int
    private var busy: [NodeID: Int] = [:]
    private var waiting: [NodeID: [CheckedContinuation<Void, Never>]] = [:]

    init(width: Int = Pace.callsPerNode) {
        self.width = width
    }

    /// Makes a call when its node has room for it.
    nonisolated func call<Result: Sendable>(
        _ node: NodeID, _ body: @Sendable () async throws -> Result
    ) async rethrows -> Result {
        await enter(node)
        do {
            let result = try await body()
            await leave(node)
            return result
        } catch {
            await leave(node)
            throw error
        }
    }

    private func enter(_ node: NodeID) async {
        if busy[node, default: 0] >= width {
            await withCheckedContinuation { waiting[node, default: []].append($0) }
        } else {
            busy[node, default: 0] += 1
        }
    }

    /// Whoever waits longest takes the place over.
    private func leave(_ node: NodeID) {
        if waiting[node]?.isEmpty == false {
            waiting[node]?.removeFirst().resume()
        } else {
            busy[node, default: 1] -= 1
        }
    }
}
