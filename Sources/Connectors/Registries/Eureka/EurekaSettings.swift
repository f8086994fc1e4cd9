import Contract

/// The keys that Eureka adds below a source, and their values.
struct EurekaSettings: Hashable, Sendable {
    /// Whether changes are read (`/apps/delta`) between full documents.
    var usesDelta: Bool
    /// How old a server's cached answer may be, in milliseconds (`responseCacheUpdateIntervalMs`).
    var cacheMs: Int64
    /// How often clients fetch, in milliseconds (`registryFetchIntervalSeconds`).
    var clientFetchMs: Int64
    /// How long clients' load balancers keep a list, in milliseconds (`spring.cloud.loadbalancer.cache.ttl`).
    var loadBalancerMs: Int64

    /// What can be written in the estate file; defaults are those of Eureka and Spring Cloud.
    static let keys: [KeyDeclaration] = [
        KeyDeclaration(
            name: "delta", type: .boolean,
            help: "Whether only what changed is read between full documents; true by default."),
        KeyDeclaration(
            name: "cacheSeconds", type: .integer(0...3600),
            help: "How long a server answers clients from its cache, in seconds; 30 by default "
                + "(eureka.server.response-cache-update-interval-ms). It counts towards the time until clients follow."),
        KeyDeclaration(
            name: "clientFetchSeconds", type: .integer(0...3600),
            help: "How often clients fetch the registry, in seconds; 30 by default "
                + "(eureka.client.registry-fetch-interval-seconds)."),
        KeyDeclaration(
            name: "loadBalancerCacheSeconds", type: .integer(0...3600),
            help: "How long clients' load balancers keep a list of instances, in seconds; 35 by default "
                + "(spring.cloud.loadbalancer.cache.ttl)."),
    ]

    /// Reads a source's own keys.
    init(_ own: [String: SettingValue]) {
        func milliseconds(_ name: String, _ seconds: Int64) -> Int64 {
            if case .integer(let value)? = own[name] { Int64(value) * 1000 } else { seconds * 1000 }
        }
        usesDelta = if case .boolean(let value)? = own["delta"] { value } else { true }
        cacheMs = milliseconds("cacheSeconds", 30)
        clientFetchMs = milliseconds("clientFetchSeconds", 30)
        loadBalancerMs = milliseconds("loadBalancerCacheSeconds", 35)
    }

    /// How long it takes at worst until the last client follows a change that every server tells of.
    var clientDelay: ClientDelay {
        ClientDelay(
            milliseconds: cacheMs + clientFetchMs + loadBalancerMs,
            text: "server cache \(cacheMs / 1000) s + client fetch \(clientFetchMs / 1000) s + "
                + "load balancer cache \(loadBalancerMs / 1000) s")
    }
}
