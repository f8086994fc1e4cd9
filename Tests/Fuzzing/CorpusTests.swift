import Fuzzing
import Glibc
import Testing

/// Every input of the corpus, by the same checks as the fuzzer's: what was found once stays mended.
@Suite struct CorpusTests {
    static let folder = "\(#filePath)".split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/Fuzz/Corpus"

    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    static func bytes(of path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer.prefix(count) }
        return bytes
    }

    @Test(arguments: FuzzTarget.all.map(\.name)) func everyInputHolds(_ name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let inputs = Self.names(in: "\(Self.folder)/\(name)")
        #expect(inputs.count >= 3)
        for input in inputs {
            let bytes = Self.bytes(of: "\(Self.folder)/\(name)/\(input)")
            #expect(!bytes.isEmpty, "\(input)")
            #expect(throws: Never.self, "\(input)") { try target.run(bytes) }
        }
    }

    @Test func everyFolderIsATarget() {
        #expect(Self.names(in: Self.folder) == FuzzTarget.all.map(\.name).sorted())
    }

    @Test func aBreakIsFound() {
        // What the fuzzer lives of: a decoder that forgets its bound would be told.
        let target = FuzzTarget(name: "broken") { bytes in
            if bytes.contains(0) { throw Finding("a zero") }
        }
        #expect(throws: Finding.self) { try target.run([1, 0]) }
    }
}
