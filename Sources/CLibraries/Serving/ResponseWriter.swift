import Microhttpd

/// Turns a response into the library's own, which then owns what it needs of it.
enum ResponseWriter {
    /// How much of a body is copied for the socket at a time.
    private static let block = 64 << 10

    /// Queues the response; what cannot be put on the wire becomes a 500 that says so.
    static func queue(_ response: ServerResponse, on connection: OpaquePointer) -> MHD_Result {
        guard let raw = make(response) else {
            let text = "a header of the answer cannot be sent: line break in it, or no name\n"
            guard response.status != 500 else { return .NO }
            return queue(ServerResponse(status: 500, text: text), on: connection)
        }
        defer { MHD_destroy_response(raw) }
        return MHD_queue_response(connection, UInt32(clamping: response.status), raw)
    }

    private static func make(_ response: ServerResponse) -> OpaquePointer? {
        let source: BodySource
        let length: UInt64
        switch response.body {
        case .bytes(let bytes):
            source = BodySource { offset, most in bytes[Int(offset)..<min(bytes.count, Int(offset) + most)] }
            length = UInt64(bytes.count)
        case .stream(let declared, let next):
            source = BodySource { offset, most in next(offset, most)[...] }
            source.mustFill = declared != nil
            length = declared ?? UInt64.max
        }
        // Balanced by the free callback, which the library calls once, also where making the response fails later.
        let context = Unmanaged.passRetained(source).toOpaque()
        let made = MHD_create_response_from_callback(
            length, block,
            { context, offset, buffer, most in
                guard let context, let buffer else { return -2 }
                return Unmanaged<BodySource>.fromOpaque(context).takeUnretainedValue().fill(buffer, offset, most)
            }, context,
            { context in
                if let context { Unmanaged<BodySource>.fromOpaque(context).release() }
            })
        guard let made else {
            Unmanaged<BodySource>.fromOpaque(context).release()
            return nil
        }
        for field in response.headers where MHD_add_response_header(made, field.name, field.value) != .YES {
            MHD_destroy_response(made)
            return nil
        }
        return made
    }
}

/// What a body's bytes are taken from, on the daemon's thread.
private final class BodySource {
    private let next: (UInt64, Int) -> ArraySlice<UInt8>
    /// Whether an early end is an error, that closes the connection.
    var mustFill = false

    init(next: @escaping (UInt64, Int) -> ArraySlice<UInt8>) {
        self.next = next
    }

    /// Copies what follows into the library's buffer: the count, or -1 at the end, or -2 to give up (`MHD_CONTENT_READER_END_*`).
    func fill(_ buffer: UnsafeMutablePointer<CChar>, _ offset: UInt64, _ most: Int) -> Int {
        let bytes = next(offset, most).prefix(most)
        guard !bytes.isEmpty else { return mustFill ? -2 : -1 }
        bytes.withUnsafeBytes { piece in
            UnsafeMutableRawBufferPointer(start: buffer, count: most).copyMemory(from: piece)
        }
        return bytes.count
    }
}
