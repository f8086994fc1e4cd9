/// The escape sequence that puts text into the clipboard of the machine that the terminal runs on (OSC 52).
///
/// It is the only clipboard that an SSH session has. Terminals may ignore it, and none tells: the console can only say
/// that it was sent.
public struct Clipboard: Sendable {
    /// What stands between the program and the terminal.
    public enum Multiplexer: Sendable {
        /// Nothing.
        case none
        /// tmux: passes it on in a sequence of its own (`allow-passthrough`), or takes it itself (`set-clipboard on`).
        case tmux
        /// GNU screen: passes it on in pieces.
        case screen
    }

    /// The number of bytes that terminals take, encoded; xterm's limit is the lowest known.
    public static let limit = 74_994
    private static let screenPiece = 256

    private let multiplexer: Multiplexer

    /// A clipboard behind a multiplexer.
    public init(_ multiplexer: Multiplexer) {
        self.multiplexer = multiplexer
    }

    /// A clipboard as the environment tells.
    public init(environment: (String) -> String?) {
        if let tmux = environment("TMUX"), !tmux.isEmpty {
            multiplexer = .tmux
        } else if let screen = environment("STY"), !screen.isEmpty {
            multiplexer = .screen
        } else {
            multiplexer = .none
        }
    }

    /// The bytes to write.
    ///
    /// - Throws: `clipboard` when the text is too long.
    public func sequence(for text: String) throws(TerminalError) -> [UInt8] {
        let encoded = Base64.encode(Array(text.utf8))
        guard encoded.count <= Self.limit else {
            throw TerminalError(
                .clipboard,
                "\(text.utf8.count) bytes are too many for the terminal's clipboard (\(Self.limit / 4 * 3) at most); "
                    + "copy less, or write it to a file")
        }
        let plain = Array("\u{1B}]52;c;".utf8) + encoded + [0x07]
        switch multiplexer {
        case .none:
            return plain
        case .tmux:
            let passed = plain.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
            return plain + Array("\u{1B}Ptmux;".utf8) + passed + Array("\u{1B}\\".utf8)
        case .screen:
            var bytes: [UInt8] = []
            var rest = plain[...]
            while !rest.isEmpty {
                bytes += Array("\u{1B}P".utf8) + rest.prefix(Self.screenPiece) + Array("\u{1B}\\".utf8)
                rest = rest.dropFirst(Self.screenPiece)
            }
            return bytes
        }
    }
}
