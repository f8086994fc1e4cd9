import Estate
import Glibc
import Testing

@Suite struct LocationTests {
    @Test func `the places are tried in order`() {
        let home = ["HOME": "/home/ops"]
        let both = ["HOME": "/home/ops", "XDG_CONFIG_HOME": "/cfg"]
        let relative = ["HOME": "/home/ops", "XDG_CONFIG_HOME": "cfg"]
        #expect(EstateLocation.candidates(config: "x.yaml") { both[$0] } == ["x.yaml"])
        #expect(EstateLocation.candidates(config: nil) { both[$0] } == ["azimuth.yaml", "/cfg/azimuth/azimuth.yaml"])
        #expect(
            EstateLocation.candidates(config: nil) { home[$0] } == [
                "azimuth.yaml", "/home/ops/.config/azimuth/azimuth.yaml",
            ])
        #expect(
            EstateLocation.candidates(config: nil) { relative[$0] }.last == "/home/ops/.config/azimuth/azimuth.yaml")
        #expect(EstateLocation.candidates(config: nil) { _ in nil } == ["azimuth.yaml"])
    }

    @Test func `where there is none, it says where it looked and what to do`() throws {
        let error = try #require(throws: EstateError.self) { try EstateLocation.find(config: "/nowhere/a.yaml") }
        #expect(error.code == .notFound)
        #expect(
            error.message == "there is no estate file: looked for /nowhere/a.yaml. "
                + "`azimuth demo` shows a simulated estate, `azimuth init` writes a file to begin with.")
    }

    @Test func `a file that cannot be read, or that everybody may change, is refused`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/azimuth.yaml"
        func refusal() throws -> EstateError {
            try #require(throws: EstateError.self) { try EstateFile.read(path, kinds: kinds) }
        }
        #expect(try refusal().code == .notFound)
        try write(EstateTemplate.text, to: path, mode: 0o666)
        #expect(try refusal().code == .insecure)
        #expect(try refusal().message.hasSuffix("chmod o-w \(path)"))
        chmod(path, 0o644)
        #expect(try EstateFile.read(path, kinds: kinds).text == EstateTemplate.text)
        unlink(path)
        mkdir(path, 0o755)
        #expect(try refusal().code == .unreadable)
    }
}
