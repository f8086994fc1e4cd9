import Glibc
import Spawning

/// Starts processes that outlive this one: the only place that hands C pointers to the system, all of them its own.
enum Spawn {
    /// Starts a program in a session of its own, without terminal, descriptors, signal settings or directory of ours.
    ///
    /// - Parameter log: the file that its output is appended to; it is made where it is missing.
    /// - Returns: its number, or the error's.
    static func detached(
        _ arguments: [String], environment: [String: String], log: String
    ) -> Result<Int32, SpawnFailure> {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return .failure(SpawnFailure(number: ENOMEM)) }
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        guard unsafe posix_spawnattr_init(&attributes) == 0 else { return .failure(SpawnFailure(number: ENOMEM)) }
        defer { unsafe posix_spawnattr_destroy(&attributes) }

        var every = sigset_t()
        var none = sigset_t()
        unsafe sigfillset(&every)
        unsafe sigemptyset(&none)
        let flags = Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | setSession
        let results = unsafe [
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0),
            posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o640),
            posix_spawn_file_actions_adddup2(&actions, 1, 2),
            posix_spawn_file_actions_addclosefrom_np(&actions, 3),
            posix_spawn_file_actions_addchdir_np(&actions, "/"),
            posix_spawnattr_setsigdefault(&attributes, &every),
            posix_spawnattr_setsigmask(&attributes, &none),
            posix_spawnattr_setflags(&attributes, flags),
        ]
        if let failed = results.first(where: { $0 != 0 }) { return .failure(SpawnFailure(number: failed)) }

        let argv = CStrings(arguments)
        let envp = CStrings(environment.map { "\($0.key)=\($0.value)" }.sorted())
        var pid: pid_t = 0
        let result = withExtendedLifetime((argv, envp)) {
            unsafe posix_spawn(&pid, arguments[0], &actions, &attributes, argv.pointer, envp.pointer)
        }
        return result == 0 ? .success(pid) : .failure(SpawnFailure(number: result))
    }

    /// How a child ended, nothing while it runs; collects its remains. 128 and the signal where one killed it, as the
    /// shell says it; nothing of a process that is not a child of ours.
    static func ended(_ pid: Int32) -> Int32? {
        var status: Int32 = 0
        guard unsafe waitpid(pid, &status, WNOHANG) == pid else { return nil }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// `POSIX_SPAWN_SETSID`, which the C header defines for GNU programs only.
    private static let setSession: Int16 = 0x80
}

/// Why a process was not started.
struct SpawnFailure: Error {
    /// The system's number.
    let number: Int32

    /// The system's words.
    var text: String { unsafe String(cString: strerror(number)) }
}

/// A NULL-terminated list of C strings that lives as long as this value.
@safe private final class CStrings {
    let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        unsafe pointer = .allocate(capacity: strings.count + 1)
        for (index, string) in strings.enumerated() { unsafe (pointer + index).initialize(to: strdup(string)) }
        unsafe (pointer + strings.count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { unsafe free(pointer[index]) }
        unsafe pointer.deallocate()
    }
}
