/// The executable: finds the command in the table, runs it, and is the one place that prints an error and exits.
@main
struct Azimuth {
    static func main() async {
        Memory.tune()
        let status = await CommandTable.run(Array(CommandLine.arguments.dropFirst()))
        Process.flush()
        Process.exit(status)
    }
}
