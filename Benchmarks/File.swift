import Glibc

/// Files without Foundation, so that a measured process carries nothing that the product does not.
enum File {
    static func text(_ path: String) throws -> String {
        var text: [UInt8] = []
        try chunks(path, size: 64 << 10) { text += $0 }
        return String(decoding: text, as: UTF8.self)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var status = stat()
        if stat(path, &status) == 0 { bytes.reserveCapacity(Int(status.st_size)) }
        try chunks(path, size: 1 << 20) { bytes += $0 }
        return bytes
    }

    static func chunks(_ path: String, size: Int, _ body: ([UInt8]) throws -> Void) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        while true {
            let chunk = try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                let got = read(descriptor, buffer.baseAddress, size)
                guard got >= 0 else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
                count = got
            }
            if chunk.isEmpty { return }
            try body(chunk)
        }
    }

    static func writeAll(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
