import Contract
import Glibc
import YAML

extension EstateFile {
    /// Reads the file at this path. Secrets are not looked up.
    ///
    /// - Parameters:
    ///   - path: the file, as the user named it; messages name it so, too.
    ///   - kinds: the kinds of source that this version has.
    ///   - environment: where `${env:NAME}` is looked up.
    /// - Throws: `notFound`, `unreadable`, `insecure`, or `invalid` with every mistake in the file.
    public static func read(
        _ path: String, kinds: [SourceKind],
        environment: @escaping @Sendable (String) -> String? = ProcessEnvironment.value
    ) throws(EstateError) -> EstateFile {
        let bytes = try bytes(of: path)
        return try parse(bytes, path: path, kinds: kinds, environment: environment)
    }

    /// Reads a text as if it stood in the file at this path.
    ///
    /// - Throws: `invalid` with every mistake.
    public static func parse(
        _ text: String, path: String, kinds: [SourceKind],
        environment: @escaping @Sendable (String) -> String? = ProcessEnvironment.value
    ) throws(EstateError) -> EstateFile {
        try parse(Array(text.utf8), path: path, kinds: kinds, environment: environment)
    }

    /// Reads bytes as if they stood in the file at this path.
    ///
    /// - Throws: `invalid` with every mistake.
    public static func parse(
        _ bytes: [UInt8], path: String, kinds: [SourceKind],
        environment: @escaping @Sendable (String) -> String? = ProcessEnvironment.value
    ) throws(EstateError) -> EstateFile {
        let text = String(decoding: bytes, as: UTF8.self)
        let problems = ProblemList(file: path, text: text)
        let absolute = FilePath.absolute(path, from: workingDirectory())
        do {
            let start = Mark(line: 1, column: 1)
            if let root = try YAMLReader.read(bytes) {
                var decoder = EstateDecoder(
                    problems: problems, kinds: kinds, directory: FilePath.directory(of: absolute),
                    environment: environment)
                if let file = decoder.decode(root, path: absolute, name: path, text: text), problems.errors.isEmpty {
                    return file
                }
            } else {
                problems.error("the file is empty; `azimuth init` writes one to begin with", at: start)
            }
        } catch {
            problems.error(error.text, at: error.mark)
        }
        throw EstateError(problems: problems.errors)
    }

    private static func bytes(of path: String) throws(EstateError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let code: EstateError.Code = errno == ENOENT ? .notFound : .unreadable
            throw failure(path, String(cString: strerror(errno)), code)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path, String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure(path, "it is not a regular file") }
        guard status.st_mode & 0o002 == 0 else {
            throw EstateError(
                .insecure,
                "refusing \(path): everybody may change it, and it says where passwords are sent; look through it, then chmod o-w \(path)"
            )
        }
        guard let bytes = FileText.bytes(of: descriptor, limit: YAMLLimits().bytes) else {
            throw failure(path, String(cString: strerror(errno)))
        }
        return bytes
    }

    private static func failure(_ path: String, _ reason: String, _ code: EstateError.Code = .unreadable) -> EstateError
    {
        EstateError(
            code,
            "cannot read the estate file \(path): \(reason); check the path and its rights, or write one with `azimuth init`"
        )
    }

    private static func workingDirectory() -> String {
        guard let buffer = getcwd(nil, 0) else { return "." }
        defer { free(buffer) }
        return String(cString: buffer)
    }
}
