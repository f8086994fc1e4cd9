/// Faults for a simulated estate that runs as a process of its own: what `azimuth lab fault` and `:lab` of the console do.
public enum LabControl {
    /// What can be written, one line each, with what it does.
    public static var help: String { FaultCommand.help }

    /// Does what the words say in the estate of that folder, and tells what was done.
    ///
    /// - Parameters:
    ///   - words: a line of ``help``, word by word, such as `zone`, `zone-b`, `dark`.
    ///   - dir: the folder of the estate's files, where its `azimuth.yaml` is.
    /// - Throws: ``LabError``, whose code is `fault` where the words are not understood or name what is not there, `not-running`
    ///   where no estate runs there.
    public static func run(_ words: [String], dir: String) throws(LabError) -> String {
        // What cannot be understood is said without asking anybody.
        _ = try FaultCommand(words)
        return try ControlSocket.ask(words, dir: dir)
    }

    /// Whether a simulated estate has its files in that folder, running or not long gone.
    public static func isEstate(dir: String) -> Bool {
        Posix.exists("\(dir)/control")
    }
}
