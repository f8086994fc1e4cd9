import Glibc

/// Measurements of the product's own code against named baselines; `Benchmarks/run` does them all.
///
/// Each mode is a process of its own, because resident memory is one of the figures.
@main
struct Benchmarks {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch (arguments.first, arguments.count) {
            case ("document", 4):
                try EurekaDocument(instances: Int(arguments[2]) ?? 0, services: Int(arguments[3]) ?? 0)
                    .write(to: arguments[1])
            case ("serve", 2): try FileServer(path: arguments[1]).run()
            case ("stream", 2): print(try await StreamedDecoding.run(url: arguments[1]))
            case ("split", 2): print(try SplitDecoding.run(path: arguments[1]))
            case ("foundation", 2): print(try FoundationDecoding.run(path: arguments[1]))
            default:
                throw Failure(
                    "document FILE INSTANCES SERVICES | serve FILE | stream URL | split FILE | foundation FILE")
            }
        } catch {
            _ = File.writeAll(2, Array("benchmarks: \(error)\n".utf8)[...])
            exit(1)
        }
    }
}

/// Why a measurement could not be made.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
