extension Lab {
    /// The estate file that describes this estate: where the servers are, and which networks belong to which zone.
    ///
    /// - Parameter journal: where the journal of operations is kept; with the estate, so that the next one begins without the old
    ///   one's operations. Nil leaves it to the console.
    public func estateYAML(journal: String? = nil) -> String {
        var text = """
            # A simulated estate: everything in it is made up, nothing in it can be broken.
            estate: lab
            environment: test
            mode: operate
            regions:

            """
        for region in ["east", "west"] {
            text += "  \(region):\n    zones:\n"
            for zone in LabZone.all where zone.region == region {
                text += "      \(zone.name): { cidrs: [\(zone.cidr)] }\n"
            }
        }
        if options.traffic {
            text += "services:\n"
            for service in ShopService.all { text += "  \(service.name): { safeRequestsPerSecond: 40 }\n" }
        }
        text += "sources:\n  - name: registry\n    kind: eureka\n    nodes:\n"
        for server in description {
            text += "      - { url: \(Self.quoted(server.url)), zone: \(server.zone.name) }\n"
        }
        text += credentialsText()
        if options.fast { text += "    poll: 1s\n" }
        text += gatewaySource() + redisSource()
        if let journal { text += "operations:\n  journal: \(Self.quoted(journal))\n" }
        return text
    }

    /// The gateways as a source, where whoever reads the file knows what they are.
    private func gatewaySource() -> String {
        guard options.kinds.contains("spring-cloud-gateway"), !gateways.isEmpty else { return "" }
        var text = "  - name: edge\n    kind: spring-cloud-gateway\n    nodes:\n"
        for gateway in gatewayDescription {
            text += "      - { url: \(Self.quoted(gateway.url)), zone: \(gateway.zone.name) }\n"
        }
        if options.fast { text += "    poll: 1s\n" }
        return text
    }

    private func redisSource() -> String {
        let nodes = redisDescription
        guard options.kinds.contains("redis"), !nodes.isEmpty else { return "" }
        var text = "  - name: cache\n    kind: redis\n    nodes:\n"
        for node in nodes {
            text += "      - { address: \(Self.quoted(node.url)), zone: \(node.zone.name) }\n"
        }
        if options.fast { text += "    poll: 1s\n" }
        return text + credentialsText()
    }

    private func credentialsText() -> String {
        guard let credentials = options.credentials else { return "" }
        return "    credentials: { user: \(Self.quoted(credentials.user)), "
            + "password: \(Self.quoted(credentials.password)) }\n"
    }

    /// A YAML string between double quotes.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }
}
