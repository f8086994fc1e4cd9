import Contract
import Topology

/// A system none of whose nodes answers.
struct SilentConnector: Connector {
    var kind: String { "silent" }
    var title: String { "Silent" }
    var nodeForm: NodeForm { .url(schemes: ["http"]) }

    func reader(of node: NodeSettings, in source: SourceSettings, clock: @escaping Clock) -> any Reader {
        SilentReader()
    }
}

private struct SilentReader: Reader {
    var pace: ReaderPace { .polled }

    func next(until deadline: Moment) async throws(ReadError) -> Reading {
        throw ReadError(.unreachable, "connection refused")
    }
}
