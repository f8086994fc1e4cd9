import Glibc
import Topology

/// What one mode measured, as one line of JSON for the script.
struct Measurement: CustomStringConvertible {
    /// From the first byte asked for to the last registration made.
    var seconds: Double
    /// How many registrations.
    var count: Int
    /// Equal where the values are.
    var checksum: UInt64

    var description: String {
        let digest = String(checksum, radix: 16)
        return
            #"{"seconds": \#(seconds), "cpuSeconds": \#(Self.cpuSeconds), "count": \#(count), "checksum": "\#(digest)", "peakMiB": \#(Self.peakMiB)}"#
    }

    /// The most memory that was ever resident, in MiB (`VmHWM`).
    static var peakMiB: Double {
        guard let text = try? File.text("/proc/self/status") else { return -1 }
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0.filter(\.isNumber)) } ?? -1
        return (kilobytes / 1024 * 10).rounded() / 10
    }

    /// What the process took of the processors so far, all threads together.
    static var cpuSeconds: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

    /// Seconds on the monotonic clock.
    static func now() -> Double { seconds(CLOCK_MONOTONIC) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// A sum over registrations that does not depend on their order, and tells two sets apart that differ anywhere.
enum Checksum {
    static func of(_ services: [ServiceKey: [Registration]]) -> UInt64 {
        var sum: UInt64 = 0
        for (key, registrations) in services {
            for registration in registrations { sum &+= of(key, registration) }
        }
        return sum
    }

    private static func of(_ key: ServiceKey, _ registration: Registration) -> UInt64 {
        let texts: [String] = [
            key.name, registration.id, registration.sourceService, registration.host, "\(registration.port)",
            registration.hostName, registration.status, "\(registration.state)", registration.override ?? "-",
            registration.nativeZone ?? "-", "\(registration.changedAt?.milliseconds ?? -1)",
            "\(registration.renewalMs ?? -1)",
        ]
        let pairs = registration.metadata.pairs.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for text in texts + pairs {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return hash
    }
}
