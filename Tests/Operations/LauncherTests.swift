import FoundationEssentials
import Glibc
import Testing
import Topology

@testable import Operations

/// Runners start detached, and whether they live is told from outside.
@Suite struct LauncherTests {
    let folder = Folder()

    private var place: JournalPlace { JournalPlace(path: folder.journal, isShared: false, notice: nil) }

    private func launcher(_ script: String, scope: SystemdScope = .host) throws -> RunnerLauncher {
        let path = folder.path + "/azimuth"
        try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return RunnerLauncher(executable: path, journal: place, config: "/etc/azimuth.yaml", scope: scope)
    }

    private let nowhere = SystemdScope(runtime: "/nonexistent", settings: [])

    @Test func aRunnerHasASessionOfItsOwnAndNothingOfOurs() async throws {
        // A descriptor that is not closed on exec, and a blocked signal: neither may reach the runner.
        let leaked: [Int32] = [open("/dev/null", O_RDONLY), fcntl(0, F_DUPFD, 900)]
        defer { for descriptor in leaked { close(descriptor) } }
        let launcher = try launcher(
            """
            echo "args $*"; echo "dir $(pwd)"; echo "secret $TEST_SECRET"
            echo "session $(cut -d' ' -f6 /proc/$$/stat) $$"
            echo "open $(ls /proc/$$/fd | tr '\\n' ' ')"
            echo "blocked $(grep SigBlk /proc/$$/status | cut -f2)"
            echo oops >&2
            exit 6
            """, scope: nowhere)
        var environment = ProcessInfo.processInfo.environment
        environment["TEST_SECRET"] = "from the environment"
        let runner = try launcher.launch("7f3a", arguments: ["--trace", "/t"], environment: environment)
        #expect(try await runner.wait(everyMs: 1) { _ in await Task.yield() } == 6)
        let log = try String(contentsOfFile: runner.log, encoding: .utf8)
        #expect(log.contains("args run 7f3a --journal \(folder.journal) --config /etc/azimuth.yaml --trace /t\n"))
        #expect(log.contains("dir /\n") && log.contains("secret from the environment\n") && log.contains("oops"))
        #expect(log.contains("session \(runner.pid) \(runner.pid)\n"))
        let descriptors = try #require(log.split(separator: "\n").first { $0.hasPrefix("open ") })
        // The shell has a few of its own, low ones.
        #expect(leaked[1] >= 900 && !descriptors.split(separator: " ").contains { Int($0).map { $0 > 15 } ?? false })
        #expect(log.contains("blocked 0000000000000000"))
    }

    @Test func whatCannotBeStartedSaysWhy() throws {
        let launcher = RunnerLauncher(
            executable: folder.path + "/missing", journal: place, config: "/c", scope: nowhere)
        do {
            _ = try launcher.launch("7f3a")
            Issue.record("it started")
        } catch {
            #expect(error.code == .launch && error.message.contains("No such file"))
            #expect(error.message.contains("azimuth resume 7f3a"))
        }
    }

    @Test func withoutARoomForItsLogARunnerStartsAllTheSame() async throws {
        let script = try launcher("exit 3", scope: nowhere)
        _ = script
        let launcher = RunnerLauncher(
            executable: folder.path + "/azimuth",
            journal: JournalPlace(path: "/nonexistent/journal.sqlite", isShared: false, notice: nil), config: "/c",
            scope: nowhere)
        let runner = try launcher.launch("7f3a")
        #expect(runner.log == "/dev/null")
        #expect(try await runner.wait(everyMs: 1) { _ in await Task.yield() } == 3)
    }

    @Test func aLogOutThatKillsIsOutlivedInAScope() throws {
        let settings = folder.path + "/logind.conf.d"
        try FileManager.default.createDirectory(atPath: settings, withIntermediateDirectories: true)
        func scope(_ text: String) throws -> SystemdScope {
            try text.write(toFile: settings + "/10.conf", atomically: false, encoding: .utf8)
            return SystemdScope(runtime: folder.path, settings: ["/nonexistent", settings])
        }
        #expect(try !scope("[Login]\n#KillUserProcesses=yes\n").killsUserProcesses)
        #expect(try scope("[Login]\nKillUserProcesses = yes\n").killsUserProcesses)
        #expect(try !scope("KillUserProcesses=yes\nKillUserProcesses=no\n").killsUserProcesses)
        let needed = try scope("KillUserProcesses=yes")
        let prefix = needed.prefix(isRoot: false)
        // Nothing to wrap with where systemd-run is not installed.
        #expect(prefix.isEmpty || Array(prefix.dropFirst()) == ["--user", "--scope", "--quiet", "--collect", "--"])
        #expect(SystemdScope(runtime: "/nonexistent", settings: [settings]).prefix().isEmpty)
    }

    @Test func aRunnerIsAliveSilentOrDead() {
        let record = RunnerRecord(
            process: process(7), epoch: 1, beatAt: Moment(milliseconds: 10_000), ended: false)
        func life(_ now: Int64, boot: String = "boot-1", start: Int64? = 70) -> RunnerLiveness? {
            record.liveness(now: Moment(milliseconds: now), boot: boot) { _ in start }
        }
        #expect(life(11_000) == .alive(ageMs: 1_000))
        #expect(life(15_001) == .silent(ageMs: 5_001))
        #expect(life(11_000, start: nil) == .dead)
        // The number was given to another process since.
        #expect(life(11_000, start: 71) == .dead)
        #expect(life(11_000, boot: "boot-2") == .dead)
        var ended = record
        ended.ended = true
        #expect(ended.liveness(now: Moment(milliseconds: 0), boot: "boot-1") { _ in 70 } == nil)
    }

    @Test func theSystemTellsOfProcesses() async throws {
        let own = ProcessIdentity.current
        #expect(ProcessTable.start(of: own.pid) == own.startTicks && own.startTicks > 0)
        #expect(own.boot.count == 36 && own.userAtHost.contains("@"))
        #expect(ProcessTable.start(of: .max) == nil)
        // A child that ended and was not collected yet is no runner that lives.
        let runner = try launcher("exit 0", scope: nowhere).launch("7f3a")
        while ProcessTable.start(of: runner.pid) != nil { await Task.yield() }
        #expect(try await runner.wait(everyMs: 1) { _ in await Task.yield() } == 0)
        #expect(runner.ended() == nil)
    }
}
