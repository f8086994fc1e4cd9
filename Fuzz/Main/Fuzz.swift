import Fuzzing
import Glibc

/// The target that `AZIMUTH_FUZZ` names.
private let target: FuzzTarget = {
    let name = getenv("AZIMUTH_FUZZ").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.named(name) else {
        let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
        fatalError("AZIMUTH_FUZZ is one of \(names), not “\(name)”")
    }
    return target
}()

/// What C hands to a program: its words.
public typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?

/// libFuzzer's loop, from the library that `-sanitize=fuzzer` links. It has no header; with pointers and whole numbers
/// alone Swift calls it as C does.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>,
    _ once: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Once for each input; what does not hold ends the process, which libFuzzer takes for a crash.
private func once(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        fatalError("\(target.name): \(error)")
    }
    return 0
}

/// The package manager names a program's beginning after its target; libFuzzer's own `main` is not reached.
@_cdecl("Fuzz_main")
public func begin(_ count: CInt, _ arguments: Arguments) -> CInt {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments, { once($0, $1) })
}
