import Topology

extension EstateDecoder {
    /// `regions`: names of regions, and below each the zones it has.
    mutating func regions(_ field: Field) -> [Region] {
        var networks: [(cidr: CIDR, zone: String, field: Field)] = []
        var regions: [Region] = []
        for (name, field) in field.namedEntries(of: "{ zones: … }") where field.isNamed(name) {
            guard let region = field.mapping(of: ["zones"]) else { continue }
            let zones = region.required("zones", "the zones of the region, as zones: { zone-a: {} }") ?? nil
            regions.append(Region(name: name, zones: zones.map { self.zones($0, &networks) } ?? []))
        }
        tellOverlaps(networks)
        return regions
    }

    private mutating func zones(
        _ field: Field, _ networks: inout [(cidr: CIDR, zone: String, field: Field)]
    ) -> [Zone] {
        var zones: [Zone] = []
        for (name, field) in field.namedEntries(of: "{ cidrs: […], hosts: […] }") where field.isNamed(name) {
            if let first = self.zones[name] {
                field.failKey(
                    "a zone is called \(quoted(name)) already, in line \(first.line); give each zone a name of its own")
                continue
            }
            self.zones[name] = field.keyMark
            var zone = Zone(name: name)
            if !field.node.isNothing, let keys = field.mapping(of: ["cidrs", "hosts"]) {
                for item in keys["cidrs"]?.list(of: "networks such as 10.1.0.0/16") ?? [] {
                    guard let cidr = cidr(item) else { continue }
                    zone.cidrs.append(cidr)
                    networks.append((cidr, name, item))
                }
                zone.hosts = keys["hosts"]?.textList(of: "host name patterns such as *.a.example.com") ?? []
            }
            zones.append(zone)
        }
        return zones
    }

    func cidr(_ field: Field) -> CIDR? {
        guard let text = field.filledText("a network such as 10.1.0.0/16") else { return nil }
        if let cidr = CIDR(text) { return cidr }
        field.fail("takes a network such as 10.1.0.0/16 or fd00::/8, not \(quoted(text))")
        return nil
    }

    /// One network in two zones is a mistake; one within another is allowed, and told.
    private func tellOverlaps(_ networks: [(cidr: CIDR, zone: String, field: Field)]) {
        for (index, later) in networks.enumerated() {
            for earlier in networks[..<index] where earlier.zone != later.zone {
                let place = "\(earlier.cidr) of \(earlier.zone) in line \(earlier.field.node.mark.line)"
                if earlier.cidr == later.cidr {
                    later.field.fail(
                        "is the network of \(earlier.zone) too, in line \(earlier.field.node.mark.line); an address lies in one zone"
                    )
                } else if earlier.cidr.contains(later.cidr.base) || later.cidr.contains(earlier.cidr.base) {
                    later.field.warn("overlaps \(place); an address in both belongs to the zone that is written first")
                }
            }
        }
    }

    /// `zoneRules`: patterns and the zone of what matches, the first match wins.
    func zoneRules(_ field: Field) -> [ZoneRule] {
        (field.list(of: "rules such as { service: \"legacy-*\", zone: zone-a }") ?? []).compactMap { item in
            guard let keys = item.mapping(of: ["service", "cidr", "host", "zone"]) else { return nil }
            let zone = keys.required("zone", "the zone of what matches").flatMap(zone)
            let rule = ZoneRule(
                service: keys["service"]?.filledText("a service name or a pattern"), cidr: keys["cidr"].flatMap(cidr),
                host: keys["host"]?.filledText("a host name or a pattern"), zone: zone ?? "")
            if ["service", "cidr", "host"].allSatisfy({ keys.fields[$0] == nil }) {
                item.fail("matches everything; name a service, a cidr or a host")
            }
            return zone == nil ? nil : rule
        }
    }

    /// `services`: what is known of each by name.
    func services(_ field: Field) -> [String: Double] {
        var rates: [String: Double] = [:]
        var places: [String: Mark] = [:]
        for (name, field) in field.namedEntries(of: "{ safeRequestsPerSecond: … }") {
            if let first = places.updateValue(field.keyMark, forKey: name.lowercased()) {
                field.failKey(
                    "the service is there already, in line \(first.line); service names are the same in upper and lower case"
                )
                continue
            }
            if field.node.isNothing { continue }
            guard let keys = field.mapping(of: ["safeRequestsPerSecond"]) else { continue }
            if let rate = keys["safeRequestsPerSecond"]?.positiveNumber() { rates[name] = rate }
        }
        return rates
    }
}
