import Glibc
import YAML

/// Where the estate file is looked for.
public enum EstateLocation {
    /// The places in order: what `--config` names and nothing else, or the working directory, then the user's configuration.
    public static func candidates(
        config: String?, environment: (String) -> String? = ProcessEnvironment.value
    ) -> [String] {
        if let config { return [config] }
        var places = ["azimuth.yaml"]
        // As the XDG base directory specification says: a relative path in the variable is ignored.
        if let home = environment("XDG_CONFIG_HOME"), home.hasPrefix("/") {
            places.append(FilePath.absolute("azimuth/azimuth.yaml", from: home))
        } else if let home = environment("HOME"), !home.isEmpty {
            places.append(FilePath.absolute(".config/azimuth/azimuth.yaml", from: home))
        }
        return places
    }

    /// The first of the places where there is a file.
    ///
    /// - Throws: `notFound`, with the places that were tried and what to do without a file.
    public static func find(
        config: String?, environment: (String) -> String? = ProcessEnvironment.value
    ) throws(EstateError) -> String {
        let places = candidates(config: config, environment: environment)
        if let found = places.first(where: { access($0, F_OK) == 0 }) { return found }
        throw EstateError(
            .notFound,
            "there is no estate file: looked for \(places.joined(separator: ", then ")). "
                + "`azimuth demo` shows a simulated estate, `azimuth init` writes a file to begin with.")
    }
}
