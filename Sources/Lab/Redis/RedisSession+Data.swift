import Synchronization

/// Keys and values: enough to see a write arrive, and not to arrive.
extension RedisSession {
    /// More keys than anybody types.
    private static let mostKeys = 10_000

    /// How many values of a key are kept for replicas that are behind.
    private static let mostVersions = 8

    func data(_ command: RedisCommand, _ estate: RedisEstate) {
        let now = estate.clock.monotonic()
        let writes = ["SET", "DEL", "INCR"].contains(command.name)
        let counts = ["GET": 1...1, "SET": 2...2, "DEL": 1...1024, "INCR": 1...1, "DBSIZE": 0...0, "EXISTS": 1...1024]
        guard counts[command.name]?.contains(command.arguments.count) == true else {
            let options = command.name == "SET" && command.arguments.count > 2
            return writer.error(options ? "ERR syntax error" : command.wrongCount)
        }
        estate.state.withLock { state in
            guard !writes || state.tree.nodes[node].parent == nil else {
                return writer.error("READONLY You can't write against a read only replica.")
            }
            let position = state.tree.offset(node, now)
            func known(_ key: [UInt8]) -> [UInt8]? {
                state.data[key]?.last { $0.offset <= position }?.value
            }
            switch command.name {
            case "GET":
                if let value = known(command.arguments[0]) { writer.bulk(value) } else { writer.nothing() }
            case "EXISTS": writer.number(Int64(command.arguments.filter { known($0) != nil }.count))
            case "DBSIZE": writer.number(Int64(state.data.keys.filter { known($0) != nil }.count))
            case "DEL":
                let there = command.arguments.filter { known($0) != nil }
                for key in there { put(key, nil, command, &state, now) }
                writer.number(Int64(there.count))
            case "INCR":
                guard let value = Int64(String(decoding: known(command.arguments[0]) ?? [48], as: UTF8.self)),
                    value < .max
                else { return writer.error("ERR value is not an integer or out of range") }
                put(command.arguments[0], Array("\(value + 1)".utf8), command, &state, now)
                writer.number(value + 1)
            default:
                guard state.data.count < Self.mostKeys || state.data[command.arguments[0]] != nil else {
                    return writer.error("OOM command not allowed when used memory > 'maxmemory'.")
                }
                put(command.arguments[0], command.arguments[1], command, &state, now)
                writer.ok()
            }
        }
    }

    /// Replicas get the command as it came, and know its effect once they are so far.
    private func put(
        _ key: [UInt8], _ value: [UInt8]?, _ command: RedisCommand, _ state: inout RedisEstate.State, _ now: Int64
    ) {
        let words = [Array(command.written.utf8)] + command.arguments
        let bytes = words.reduce(3 + "\(words.count)".count) { $0 + 5 + "\($1.count)".count + $1.count }
        state.tree.write(bytes, now)
        let entry = RedisEstate.Entry(value: value, offset: state.tree.offset(node, now))
        state.data[key] = (state.data[key] ?? []).suffix(Self.mostVersions - 1) + [entry]
    }
}
