import Microhttpd

/// One request on its way: collects what arrives, asks the handler once, and queues the answer.
///
/// It belongs to the daemon's thread: the daemon makes it when it has read the request line and drops it when the exchange ends.
final class Exchange {
    private let core: ServerCore
    private let target: String
    private var body: [UInt8] = []
    private var begun = false
    private var overflowed = false
    private var later: LaterResponse?

    init(core: ServerCore, target: String) {
        self.core = core
        self.target = target
    }

    deinit {
        if let later {
            core.forget(later)
        }
    }

    /// One call of the daemon's: the first after the headers, then one a piece of the body, then one at its end.
    func advance(
        _ connection: OpaquePointer, method: String, upload: UnsafeBufferPointer<UInt8>
    ) -> (MHD_Result, consumed: Bool) {
        guard begun else {
            begun = true
            return (.YES, false)
        }
        if !upload.isEmpty {
            if body.count + upload.count > core.bodyBound {
                overflowed = true
                body = []
            } else if !overflowed {
                body.append(contentsOf: upload)
            }
            return (.YES, true)
        }
        return (queue(answer(connection, method), on: connection), false)
    }

    /// Nil while the request waits.
    private func answer(_ connection: OpaquePointer, _ method: String) -> ServerAnswer? {
        if let later {
            return later.settle(suspending: connection)
        }
        if overflowed {
            return .respond(
                ServerResponse(status: 413, text: "the body is larger than the \(core.bodyBound) bytes accepted here\n")
            )
        }
        var request = ServerRequest(method: method, target: target, headers: Self.headers(connection), body: body)
        if core.tellsLocalAddress {
            request.localAddress = ListeningSocket.localAddress(of: azimuth_connection_socket(connection))
        }
        body = []
        switch core.handler(request) {
        case .later(let promise):
            later = promise
            guard core.remember(promise) else { return .drop }
            return promise.settle(suspending: connection)
        case let answer: return answer
        }
    }

    private func queue(_ answer: ServerAnswer?, on connection: OpaquePointer) -> MHD_Result {
        switch answer {
        case nil: return .YES
        case .respond(let response): return ResponseWriter.queue(response, on: connection)
        case .drop, .later: return .NO
        }
    }

    private static func headers(_ connection: OpaquePointer) -> [ServerField] {
        var fields: [ServerField] = []
        withUnsafeMutablePointer(to: &fields) { pointer in
            _ = MHD_get_connection_values(
                connection, .HEADER_KIND,
                { context, _, name, value in
                    guard let context, let name else { return .YES }
                    let fields = context.assumingMemoryBound(to: [ServerField].self)
                    fields.pointee.append(ServerField(String(cString: name), value.map { String(cString: $0) } ?? ""))
                    return .YES
                }, pointer)
        }
        return fields
    }
}
