import FoundationEssentials

/// The addresses of this host, read from the kernel's tables: where a console, a guardian and a local lease store are.
public enum HostAddresses {
    /// Its addresses of both families, without loopback, in the kernel's order; none where they cannot be read.
    public static func all() -> [String] {
        version4(of: ProcessTable.text("/proc/net/fib_trie") ?? "")
            + version6(of: ProcessTable.text("/proc/net/if_inet6") ?? "")
    }

    /// The addresses that a routing trie calls its own: the line above each `/32 host LOCAL`.
    static func version4(of trie: String) -> [String] {
        var found: [String] = []
        var last = ""
        for line in trie.split(separator: "\n") {
            let words = line.split(separator: " ")
            if let mark = words.firstIndex(of: "|--"), mark + 1 < words.count {
                last = String(words[mark + 1])
            } else if line.contains("/32 host LOCAL"), !last.hasPrefix("127."), !found.contains(last) {
                found.append(last)
            }
        }
        return found
    }

    /// The addresses of `if_inet6`: 32 digits first, the scope fourth (`10` is this host, `20` the link).
    static func version6(of table: String) -> [String] {
        table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count >= 4, fields[0].utf8.count == 32, fields[3] != "10", fields[3] != "20" else {
                return nil
            }
            let digits = Array(fields[0])
            return stride(from: 0, to: 32, by: 4).map { String(digits[$0..<$0 + 4]) }.joined(separator: ":")
        }
    }
}
