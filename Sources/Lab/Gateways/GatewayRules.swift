/// What Spring Cloud Gateway 4.3 accepts, and when: at the POST, or only once the routes are loaded.
enum GatewayRules {
    static let predicates: Set<String> = [
        "After", "Before", "Between", "CloudFoundryRouteService", "Cookie", "Header", "Host", "Method", "Path", "Query",
        "ReadBody", "RemoteAddr", "Version", "Weight", "XForwardedRemoteAddr",
    ]

    static let filters: Set<String> = [
        "AddRequestHeader", "AddRequestHeadersIfNotPresent", "AddRequestParameter", "AddResponseHeader",
        "CacheRequestBody",
        "CircuitBreaker", "DedupeResponseHeader", "FallbackHeaders", "JsonToGrpc", "LocalResponseCache",
        "MapRequestHeader", "ModifyRequestBody", "ModifyResponseBody", "PrefixPath", "PreserveHostHeader", "RedirectTo",
        "RemoveJsonAttributesResponseBody", "RemoveRequestHeader", "RemoveRequestParameter", "RemoveResponseHeader",
        "RequestHeaderSize", "RequestHeaderToRequestUri", "RequestRateLimiter", "RequestSize", "Retry",
        "RewriteLocationResponseHeader", "RewritePath", "RewriteRequestParameter", "RewriteResponseHeader",
        "SaveSession",
        "SecureHeaders", "SetPath", "SetRequestHeader", "SetRequestHostHeader", "SetRequestUri", "SetResponseHeader",
        "SetStatus", "StripPrefix", "TokenRelay",
    ]

    /// Whether a POST of it is answered 201: only names and the URI's scheme are looked at.
    static func accepts(_ definition: GatewayDefinition) -> Bool {
        definition.predicates.allSatisfy { predicates.contains($0.name) }
            && definition.filters.allSatisfy { filters.contains($0.name) } && hasScheme(definition.uri)
    }

    /// The route that a definition makes; nil where its arguments cannot be bound, which stops the whole refresh.
    static func bind(_ definition: GatewayDefinition) -> GatewayRoute? {
        var route = GatewayRoute(definition: definition)
        for predicate in definition.predicates where predicate.name == "Weight" {
            guard let group = predicate.argument(0, "weight.group"), !group.isEmpty,
                let weight = predicate.argument(1, "weight.weight").flatMap({ Int($0) }), weight >= 0
            else { return nil }
            (route.group, route.weight) = (group, weight)
        }
        for filter in definition.filters where filter.name == "StripPrefix" {
            guard let parts = filter.argument(0, "parts"), Int(parts) != nil else { return nil }
        }
        return route
    }

    private static func hasScheme(_ uri: String) -> Bool {
        guard let colon = uri.firstIndex(of: ":"), colon != uri.startIndex, uri.first?.isLetter == true else {
            return false
        }
        return uri[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }
}
