// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of the house is compiled with.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// What tests are compiled with: they may see what their target's imports bring along. (Which module owns a struct of
/// glibc that a C library's header includes as well depends on the order of a build.)
let testing: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
]

/// What those targets add that touch no C: every unsafe construct is an error there.
let safe = strict + [.strictMemorySafety()]

/// A C library of Debian's: a module map and a shim, nothing compiled.
func cLibrary(_ name: String, _ package: String, pkgConfig: String? = nil) -> Target {
    .systemLibrary(name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A Swift target below `Sources/`.
func room(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    path: String? = nil,
    settings: [SwiftSetting] = safe
) -> Target {
    .target(name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", swiftSettings: settings)
}

/// The tests of one target, in the folder of its name.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)", exclude: exclude,
        swiftSettings: testing
    )
}

let package = Package(
    name: "azimuth",
    products: [.executable(name: "azimuth", targets: ["azimuth"])],
    targets: [
        // The cellar: C libraries, each with the one Swift target that may import it.
        .target(name: "Ncurses", path: "Sources/CLibraries/Ncurses"),
        cLibrary("Curl", "libcurl4-openssl-dev", pkgConfig: "libcurl"),
        cLibrary("YAML", "libyaml-dev", pkgConfig: "yaml-0.1"),
        cLibrary("SQLite", "libsqlite3-dev", pkgConfig: "sqlite3"),
        cLibrary("Crypto", "libssl-dev", pkgConfig: "libcrypto"),
        .systemLibrary(name: "Spawning", path: "Sources/CLibraries/Spawning"),
        .systemLibrary(name: "Allocator", path: "Sources/CLibraries/Allocator"),
        cLibrary("Microhttpd", "libmicrohttpd-dev", pkgConfig: "libmicrohttpd"),
        .target(
            name: "SimdJSON", path: "Sources/CLibraries/SimdJSON", cxxSettings: [.unsafeFlags(["-O3"])],
            linkerSettings: [.linkedLibrary("simdjson")]),
        room("Digest", ["Crypto"], path: "Sources/CLibraries/Digest", settings: strict),
        room("Serving", ["Microhttpd"], path: "Sources/CLibraries/Serving", settings: strict),

        // The house, from the ground up.
        room("Topology"),
        room("Contract", ["Topology"], path: "Sources/Connectors/Contract"),
        room("Clients", ["Contract", "Topology", "Curl", "SimdJSON"], settings: strict),
        room("Storage", ["SQLite"], settings: strict),
        room("Estate", ["Contract", "Topology", "Digest", "YAML"], settings: strict),
        room("Collector", ["Contract", "Topology", "Storage"]),
        room("Operations", ["Contract", "Topology", "Storage", "Digest", "Spawning"]),
        room("Terminal", ["Ncurses"], settings: strict),
        room("Console", ["Terminal", "Operations", "Contract", "Topology"]),
        room("Lab", ["Serving"]),

        // Connectors: one folder, one target, one system.
        room("Eureka", ["Contract", "Clients", "Topology"], path: "Sources/Connectors/Registries/Eureka"),
        room("Redis", ["Contract", "Clients", "Topology"], path: "Sources/Connectors/Replicators/Redis"),
        room(
            "SpringCloudGateway", ["Contract", "Clients", "Topology"],
            path: "Sources/Connectors/Gateways/SpringCloudGateway"),

        .executableTarget(
            name: "azimuth",
            dependencies: [
                "Topology", "Contract", "Clients", "Storage", "Estate", "Collector", "Operations", "Terminal",
                "Console", "Lab", "Eureka", "Redis", "SpringCloudGateway", "Allocator",
            ],
            swiftSettings: safe),

        .executableTarget(
            name: "Benchmarks", dependencies: ["Clients", "Contract", "Eureka", "Topology"], path: "Benchmarks",
            exclude: ["results.md", "run"], swiftSettings: strict),

        .testTarget(name: "TopologyTests", dependencies: ["Topology"], path: "Tests/Topology", swiftSettings: testing),
        tests("Clients", ["Clients", "Contract", "Topology", "Serving"]),
        tests("Storage", ["Storage", "Digest"]),
        tests("Estate", ["Estate", "Contract", "Topology", "Digest"], exclude: ["Mistakes"]),
        tests("Collector", ["Collector", "Contract", "Topology", "Storage"]),
        tests("Operations", ["Operations", "Contract", "Topology", "Storage", "Digest"]),
        tests("Terminal", ["Terminal"]),
        .testTarget(
            name: "ConsoleTests", dependencies: ["Console", "Terminal", "Operations", "Contract", "Topology"],
            path: "Tests/Console", exclude: ["Screens"], swiftSettings: testing),
        tests("Lab", ["Lab", "Serving"]),
        tests("SpringCloudGateway", ["SpringCloudGateway", "Contract", "Clients", "Topology", "Serving"]),
        tests("Eureka", ["Eureka", "Contract", "Clients", "Topology", "Serving"]),
        // What must hold for any bytes: replayed by the tests, driven by libFuzzer (see the end).
        room(
            "Fuzzing", ["Clients", "Contract", "Estate", "Redis", "SpringCloudGateway", "Topology"], path: "Fuzz/Checks"
        ),
        tests("Fuzzing", ["Fuzzing"]),
        tests("Redis", ["Redis", "Contract", "Clients", "Topology"]),
    ]
)

// `make fuzz` alone builds this: libFuzzer brings the `main` with it.
if Context.environment["AZIMUTH_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzz", dependencies: ["Fuzzing"], path: "Fuzz/Main",
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
