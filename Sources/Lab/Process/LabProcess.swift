/// The simulated estate as a process of its own: what `azimuth lab` runs, and `azimuth demo` starts.
public enum LabProcess {
    /// The estate file's place below the estate's folder.
    public static func estateFile(in directory: String) -> String {
        "\(directory)/azimuth.yaml"
    }

    /// Runs the estate until SIGTERM, SIGINT or SIGHUP comes, or, where the options say so, until nobody holds it (then only SIGTERM
    /// ends it sooner).
    ///
    /// The estate file is written once the servers answer: whoever waits for the file can start.
    ///
    /// - Parameters:
    ///   - options: which estate, and the folder for its files.
    ///   - print: gets each line for whoever started it: where the file and the servers are, then what happens.
    /// - Throws: ``LabError`` where a server does not start or the folder cannot be written.
    public static func main(_ options: LabOptions, print: (String) -> Void) throws(LabError) {
        // Before anything is there that would have to be cleared away.
        let signals = try EndSignals(termOnly: options.untilUnused)
        var options = options
        options.directory = Posix.absolute(options.directory)
        try Posix.makeFolder(LabHold.folder(in: options.directory))
        let lab = try Lab(options)
        defer { lab.stop() }
        let control = try ControlSocket(dir: options.directory)
        defer { control.close() }
        let file = estateFile(in: options.directory)
        try Posix.write(lab.estateYAML(journal: "\(options.directory)/journal.sqlite"), to: file)
        defer { Posix.remove(file) }
        print("estate \(file)")
        for server in lab.description { print("eureka \(server.url) \(server.zone.name) \(server.zone.region)") }
        for gateway in lab.gatewayDescription {
            print("gateway \(gateway.url) \(gateway.zone.name) \(gateway.zone.region)")
        }
        for node in lab.redisDescription { print("redis \(node.url) \(node.zone.name) \(node.zone.region)") }
        print("services 127.*:\(lab.servicePort)")
        print("ready")

        var rule = IdleRule(now: lab.clock.monotonic())
        var told = 0
        var looked: Int64 = 0
        var player = ScenarioPlayer(options.scenario)
        while true {
            switch signals.wait(milliseconds: options.clocks.step, or: control.descriptor) {
            case .signal: return
            case .somebody:
                control.serve { words throws(LabError) in
                    let done = try lab.fault(words)
                    if words != ["list"] {
                        print("\(lab.clock.monotonic() / 1000) s: \(words.joined(separator: " ")): \(done)")
                    }
                    return done
                }
            case .time: break
            }
            player.play(lab, print: print)
            lab.advance()
            for line in lab.happened(after: &told) { print(line) }
            let now = lab.clock.monotonic()
            guard options.untilUnused, now - looked >= 1000 else { continue }
            looked = now
            if rule.isOver(holders: LabHold.count(in: options.directory), now: now) { return }
        }
    }
}
