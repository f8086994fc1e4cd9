import Glibc
import Ncurses

/// Finds theme files and reads them.
public struct ThemeFile: Sendable {
    /// Directories that are looked into, in this order.
    public let directories: [String]

    /// The name of the theme that is used when none is named.
    public static let standardName = "azimuth"

    /// The directories from the environment, as btop has them: the user's own, beside the program, the system's,
    /// `./themes`; and at the end btop's, so that its themes can be named.
    ///
    /// - Parameters:
    ///   - environment: a variable's value.
    ///   - executable: the program's path; nil where it is not known.
    public init(
        environment: (String) -> String? = TerminalDescription.environment,
        executable: String? = ThemeFile.executablePath
    ) {
        var configuration = environment("XDG_CONFIG_HOME") ?? ""
        if configuration.isEmpty { configuration = (environment("HOME") ?? "") + "/.config" }
        var directories = ["\(configuration)/azimuth/themes"]
        if let executable, let slash = executable.lastIndex(of: "/") {
            directories.append("\(executable[..<slash])/../share/azimuth/themes")
        }
        directories += [
            "/usr/local/share/azimuth/themes", "/usr/share/azimuth/themes", "./themes",
            "\(configuration)/btop/themes", "/usr/local/share/btop/themes", "/usr/share/btop/themes",
        ]
        self.directories = directories
    }

    /// The theme of a name or a path.
    ///
    /// - Parameter name: nil for the standard one, which is built in where there is no file of it; something with a
    ///   slash or ending in `.theme` is a path.
    /// - Throws: `theme`, with the file and the line, or with the directories that were looked into.
    public func load(_ name: String? = nil) throws(TerminalError) -> Theme {
        if let name, name.contains("/") || name.hasSuffix(".theme") {
            guard let text = try Self.read(name) else {
                throw TerminalError(.theme, "there is no theme file \(name)", cause: TerminalError.lastCause)
            }
            return try ThemeParser(file: name).parse(text)
        }
        for directory in directories {
            let path = "\(directory)/\(name ?? Self.standardName).theme"
            if let text = try Self.read(path) { return try ThemeParser(file: path).parse(text) }
        }
        guard let name, name != Self.standardName else { return .standard }
        throw TerminalError(
            .theme,
            "there is no theme \"\(name)\"; \(name).theme was looked for in \(directories.joined(separator: ", "))")
    }

    /// The path of the running program; nil where the system does not tell.
    public static var executablePath: String? {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = bytes.withUnsafeMutableBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { names in
                names.baseAddress.map { readlink("/proc/self/exe", $0, names.count) } ?? -1
            }
        }
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    /// A file's text; nil where there is none. A theme is small: more than 256 KiB is none.
    private static func read(_ path: String) throws(TerminalError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw TerminalError(.theme, "cannot read the theme file \(path)", cause: TerminalError.lastCause)
        }
        defer { close(descriptor) }
        var text: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return String(decoding: text, as: UTF8.self) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw TerminalError(.theme, "cannot read the theme file \(path)", cause: TerminalError.lastCause)
            }
            text += bytes[..<count]
            guard text.count <= 262_144 else {
                throw TerminalError(.theme, "\(path) is too large for a theme file (more than 256 KiB)")
            }
        }
    }
}
