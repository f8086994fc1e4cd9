// Curl, because types of the system belong to whichever C module the compiler met first.
import Curl
import Glibc

/// What a name lookup found.
enum LookupResult: Sendable {
    /// Numeric addresses, the best first; IPv6 in brackets, as curl wants them.
    case addresses([String])
    /// Nothing, and why; `isFinal` where the name servers say that there is no such name.
    case failure(String, isFinal: Bool)
}

/// The system's own resolver (`/etc/hosts`, DNS and whatever nsswitch names); blocks for as long as it likes.
enum SystemLookup {
    static func addresses(of host: String) -> LookupResult {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let error = getaddrinfo(host, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard error == 0 else {
            return .failure(String(cString: gai_strerror(error)), isFinal: error == EAI_NONAME)
        }
        var found: [String] = []
        var entry = list
        while let current = entry {
            if let text = numeric(current.pointee), !found.contains(text) { found.append(text) }
            entry = current.pointee.ai_next
        }
        return found.isEmpty ? .failure("no address", isFinal: true) : .addresses(found)
    }

    private static func numeric(_ entry: addrinfo) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let error = getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
        guard error == 0 else { return nil }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return entry.ai_family == AF_INET6 ? "[\(text)]" : text
    }
}
