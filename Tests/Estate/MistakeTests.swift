import Estate
import Glibc
import Testing

/// Every file of `Mistakes/` is refused with exactly what the file of the same name and the ending `.txt` says.
///
/// With `AZIMUTH_RECORD` set the texts are written anew, to be read before they are committed.
@Suite struct MistakeTests {
    static let directory = String(#filePath.dropLast("MistakeTests.swift".count)) + "Mistakes"

    @Test(arguments: names()) func `is told at its place and with what to do`(name: String) throws {
        let text = try contents(of: "\(Self.directory)/\(name).yaml")
        let error = try #require(throws: EstateError.self) {
            try EstateFile.parse(text, path: "\(Self.directory)/azimuth.yaml", kinds: kinds)
        }
        let told =
            error.message.split(separator: "\(Self.directory)/", omittingEmptySubsequences: false).joined() + "\n"
        if getenv("AZIMUTH_RECORD") != nil { try write(told, to: "\(Self.directory)/\(name).txt") }
        #expect(told == String(decoding: try contents(of: "\(Self.directory)/\(name).txt"), as: UTF8.self))
        for secret in ["hunter2", "ops:secret", "u:p"] { #expect(!told.contains(secret)) }
    }

    static func names() -> [String] {
        guard let directory = opendir(directory) else { return ["the folder is missing"] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".yaml") { names.append(String(name.dropLast(5))) }
        }
        return names.sorted()
    }
}

func contents(of path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"), "\(path) is missing")
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
}

func write(_ text: String, to path: String, mode: mode_t = 0o600) throws {
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, mode)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    #expect(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    #expect(fchmod(descriptor, mode) == 0)
}
