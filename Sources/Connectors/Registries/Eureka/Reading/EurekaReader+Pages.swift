import Contract
import Topology

extension EurekaReader {
    /// Asks for the server's pages beside the document.
    func startPages(until deadline: Moment) -> Task<NodePages, Never> {
        let client = client
        return Task {
            async let status = client.statusPage(until: deadline)
            async let dashboard = client.dashboard(until: deadline)
            return NodePages(status: await status.page, dashboard: await dashboard)
        }
    }

    /// Takes the pages, and waits no longer for them than the document took: a dashboard that hangs delays nothing.
    func finishPages(_ task: Task<NodePages, Never>, began: Moment, until deadline: Moment) async {
        let now = client.clock().moment
        let least = pages.askedAt == nil ? NodePages.graceMs : NodePages.laterGraceMs
        let grace = max(0, min(max(least, now - began), deadline - now - 50))
        let timer = Task {
            try? await Task.sleep(for: .milliseconds(grace))
            task.cancel()
        }
        let fresh = await task.value
        timer.cancel()
        pages.take(fresh, at: client.clock().moment)
    }
}
