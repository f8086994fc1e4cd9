import Glibc

/// The socket in an estate's folder over which faults come: only who may write in that folder may connect.
///
/// One exchange a connection: words, each ended by a zero byte, then the end; back comes `+` or `-` and a text.
struct ControlSocket {
    /// What is waited on.
    let descriptor: Int32
    private let folder: Int32
    private static let name = "control"
    /// Longer requests are cut: no fault has so many words.
    private static let most = 4096

    /// Listens in that folder, in place of whatever listened there before.
    ///
    /// - Throws: ``LabError`` where the folder cannot be written.
    init(dir: String) throws(LabError) {
        folder = try Self.open(dir)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        unsafe unlinkat(folder, Self.name, 0)
        let bound = unsafe Self.withAddress(folder) { unsafe bind(descriptor, $0, $1) }
        guard descriptor >= 0, bound == 0, listen(descriptor, 8) == 0 else {
            let problem = Posix.failure("listen in", dir)
            close()
            throw problem
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    /// Ends it: the next one who connects is told that nobody is there.
    func close() {
        unsafe unlinkat(folder, Self.name, 0)
        Glibc.close(descriptor)
        Glibc.close(folder)
    }

    /// Answers whoever waits.
    func serve(_ answer: ([String]) throws(LabError) -> String) {
        while true {
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else { return }
            // Whoever connects and says nothing must not hold up the estate.
            Self.setPatience(client, seconds: 1)
            let words = Self.words(Self.readAll(client, most: Self.most))
            let reply: String
            do throws(LabError) { reply = "+" + (try answer(words)) } catch { reply = "-" + error.message }
            Self.send(client, Array(reply.utf8))
            Glibc.close(client)
        }
    }

    /// Asks the estate of that folder.
    ///
    /// - Throws: ``LabError``: the estate's own, or that none runs there.
    static func ask(_ words: [String], dir: String) throws(LabError) -> String {
        let notRunning = LabError(
            code: .notRunning,
            message: "no simulated estate runs in \(dir); start one with `azimuth lab`, or name its folder with --dir")
        guard let folder = try? open(dir) else { throw notRunning }
        defer { Glibc.close(folder) }
        let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { Glibc.close(client) }
        guard unsafe withAddress(folder, { unsafe connect(client, $0, $1) }) == 0 else { throw notRunning }
        setPatience(client, seconds: 10)
        send(client, words.flatMap { Array($0.utf8) + [0] })
        shutdown(client, Int32(SHUT_WR))
        let reply = readAll(client, most: 1 << 20)
        let text = String(decoding: reply.dropFirst(), as: UTF8.self)
        switch reply.first {
        case UInt8(ascii: "+"): return text
        case UInt8(ascii: "-"): throw LabError(code: .fault, message: text)
        default:
            throw LabError(code: .notRunning, message: "the simulated estate in \(dir) did not answer; is it stopped?")
        }
    }

    private static func open(_ dir: String) throws(LabError) -> Int32 {
        let folder = unsafe Glibc.open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Posix.failure("open", dir) }
        return folder
    }

    /// The socket's address by way of the open folder: a path of its own may be longer than an address has room for.
    private static func withAddress(_ folder: Int32, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
            unsafe path.copyBytes(from: "/proc/self/fd/\(folder)/\(name)".utf8)
        }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static func setPatience(_ descriptor: Int32, seconds: Int) {
        var patience = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            unsafe setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    private static func words(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func readAll(_ descriptor: Int32, most: Int) -> [UInt8] {
        var (bytes, piece) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while bytes.count < most {
            let count = unsafe read(descriptor, &piece, piece.count)
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        return bytes
    }

    private static func send(_ descriptor: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
