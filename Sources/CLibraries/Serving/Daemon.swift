import Glibc
import Microhttpd

/// One running daemon of libmicrohttpd: its thread, its listening socket, its callbacks.
struct Daemon {
    private typealias Opened =
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer?
    private typealias Completed =
        @convention(c) (
            UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
            MHD_RequestTerminationCode
        ) -> Void

    /// Called with the request line: makes the exchange, and keeps it for the calls that follow.
    private static let opened: Opened = { context, target, _ in
        guard let context, let target else { return nil }
        let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
        return Unmanaged.passRetained(Exchange(core: core, target: String(cString: target))).toOpaque()
    }

    /// Called once at the end of each exchange, whatever ended it: gives it up.
    private static let completed: Completed = { _, _, exchange, _ in
        guard let exchange, let pointer = exchange.pointee else { return }
        exchange.pointee = nil
        Unmanaged<Exchange>.fromOpaque(pointer).release()
    }

    private let raw: OpaquePointer

    /// Starts one on a socket that listens, which it owns from then on; also where it fails.
    init(core: ServerCore, listening descriptor: Int32, threads: Int) throws(ServingError) {
        // The core outlives the daemon: whoever owns both stops the daemon first.
        let context = Unmanaged.passUnretained(core).toOpaque()
        var options = [
            MHD_OptionItem(option: MHD_OPTION.LISTEN_SOCKET, value: Int(descriptor), ptr_value: nil),
            MHD_OptionItem(
                option: MHD_OPTION.URI_LOG_CALLBACK,
                value: Int(bitPattern: unsafeBitCast(Self.opened, to: UnsafeRawPointer.self)),
                ptr_value: context),
            MHD_OptionItem(
                option: MHD_OPTION.NOTIFY_COMPLETED,
                value: Int(bitPattern: unsafeBitCast(Self.completed, to: UnsafeRawPointer.self)), ptr_value: nil),
            // A path of the longest names in a header is far below it.
            MHD_OptionItem(option: MHD_OPTION.CONNECTION_MEMORY_LIMIT, value: 64 << 10, ptr_value: nil),
        ]
        if threads > 1 {
            options.append(MHD_OptionItem(option: MHD_OPTION.THREAD_POOL_SIZE, value: threads, ptr_value: nil))
        }
        options.append(MHD_OptionItem(option: MHD_OPTION.END, value: 0, ptr_value: nil))
        let flags =
            MHD_USE_EPOLL.rawValue | MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
        let started = options.withUnsafeMutableBufferPointer { options in
            let array = Int(bitPattern: options.baseAddress)
            return withVaList([MHD_OPTION.ARRAY.rawValue, array, MHD_OPTION.END.rawValue] as [any CVarArg]) { list in
                MHD_start_daemon_va(
                    flags, 0, nil, nil,
                    { _, connection, _, method, _, upload, size, exchange in
                        guard let connection, let method, let size, let pointer = exchange?.pointee else { return .NO }
                        let body = UnsafeRawBufferPointer(start: upload, count: size.pointee).bindMemory(to: UInt8.self)
                        let (result, consumed) = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
                            .advance(connection, method: String(cString: method), upload: body)
                        if consumed { size.pointee = 0 }
                        return result
                    }, context, list)
            }
        }
        guard let started else {
            close(descriptor)
            throw ServingError(
                code: .daemon,
                message: "libmicrohttpd did not start: \(String(cString: strerror(errno))); are there descriptors left?"
            )
        }
        raw = started
    }

    /// Closes the listening socket and every connection, and waits for the daemon's thread to end.
    consuming func stop() {
        MHD_stop_daemon(raw)
    }
}
