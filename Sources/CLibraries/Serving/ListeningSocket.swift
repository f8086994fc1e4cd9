import Glibc
import Microhttpd

/// IPv4 sockets of the server: one that keeps the port, one that listens on it.
///
/// The kept one is bound and never listens, so that a server that refuses connections for a while does not lose its port to
/// another process: connecting to it is refused by the kernel.
struct ListeningSocket {
    /// The descriptor; whoever asked for it closes it.
    let descriptor: Int32
    /// The port it is bound to.
    let port: UInt16

    /// Binds a socket to that address and port (0: a free one), and listens if asked to.
    init(address: String, port: UInt16, listening: Bool) throws(ServingError) {
        var target = in_addr()
        let everyLoopback = address == HTTPServer.everyLoopback
        guard inet_pton(AF_INET, everyLoopback ? "0.0.0.0" : address, &target) == 1 else {
            throw ServingError(
                code: .badAddress,
                message: "“\(address)” is no IPv4 address; give one of this machine, such as 127.0.0.1")
        }
        let place = "\(address):\(port)"
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failure("make a socket for", place) }
        do throws(ServingError) {
            var yes: Int32 = 1
            // Both sockets say so, and only then may the second be bound beside the first.
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            // Bound to the device, a socket of all addresses takes nothing that comes from outside (root's alone before Linux 5.7).
            if everyLoopback, setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, "lo", 2) != 0 {
                throw Self.failure("keep to this machine with", place)
            }
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            name.sin_addr = target
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let bound = withUnsafeMutablePointer(to: &name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    guard bind(descriptor, address, length) == 0 else { return false }
                    return getsockname(descriptor, address, &length) == 0
                }
            }
            guard bound else { throw Self.failure("bind", place) }
            if listening {
                guard listen(descriptor, 511) == 0 else { throw Self.failure("listen on", place) }
            }
            self.descriptor = descriptor
            self.port = UInt16(bigEndian: name.sin_port)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// The address of this machine that a connection was made to.
    static func localAddress(of descriptor: Int32) -> String? {
        var name = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let found = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
        }
        guard found, name.sin_family == sa_family_t(AF_INET) else { return nil }
        let number = UInt32(bigEndian: name.sin_addr.s_addr)
        return "\(number >> 24).\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
    }

    private static func failure(_ what: String, _ place: String) -> ServingError {
        let reason = String(cString: strerror(errno))
        return ServingError(
            code: .socket, message: "cannot \(what) \(place): \(reason); choose another port, or 0 for a free one")
    }
}
