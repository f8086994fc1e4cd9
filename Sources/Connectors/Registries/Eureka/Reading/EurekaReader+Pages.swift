import Contract
import Topology

extension EurekaReader {
    /// Asks for the server's pages beside the document.
    func startPages(until deadline: Moment) -> Task<NodePages, Never> {
        let client = client
        let now = client.clock().moment
        return Task {
            async let status = client.statusPage(until: deadline)
            async let dashboard = client.dashboard(until: deadline)
            return NodePages(status: await status.page, dashboard: await dashboard, askedAt: now)
        }
    }

    /// Takes the pages, and waits no longer for them than the document took: a dashboard that hangs delays nothing.
    func finishPages(_ task: Task<NodePages, Never>, began: Moment, until deadline: Moment) async {
        let now = client.clock().moment
        let grace = max(0, min(max(NodePages.graceMs, now - began), deadline - now - 50))
        let timer = Task {
            try? await Task.sleep(for: .milliseconds(grace))
            task.cancel()
        }
        let fresh = await task.value
        timer.cancel()
        // What did not come in time this once is not unknown yet.
        let misses = fresh.status == nil && fresh.dashboard == nil
        if misses, let asked = pages.askedAt, now - asked < NodePages.everyMs * 3 {
            return
        }
        pages = fresh
    }
}
