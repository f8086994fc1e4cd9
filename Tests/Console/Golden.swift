import FoundationEssentials
import Terminal
import Testing

@testable import Console

/// Golden screens: a picture of text, then a row of style letters for each row, kept beside the tests.
///
/// `AZIMUTH_RECORD=1 swift test --filter Golden` writes them anew; what changed is then read in the diff.
enum Golden {
    static func check(_ state: ConsoleState, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let canvas = state.picture()
        let picture = canvas.text + "\n\n" + canvas.styleText + "\n"
        let path = #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/Screens/\(name).txt"
        if ProcessInfo.processInfo.environment["AZIMUTH_RECORD"] != nil {
            #expect(throws: Never.self) { try picture.write(toFile: path, atomically: true, encoding: .utf8) }
            return
        }
        let kept = try? String(contentsOfFile: path, encoding: .utf8)
        #expect(kept == picture, "\(name) is not as kept; drawn:\n\(picture)", sourceLocation: sourceLocation)
    }
}
