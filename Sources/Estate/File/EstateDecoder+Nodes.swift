import Contract
import Topology

extension EstateDecoder {
    /// `nodes`: the servers of a source, in the form that its kind has.
    func nodes(_ keys: Mapping, of kind: SourceKind, _ source: inout SourceSettings) {
        if keys.fields["discover"] != nil {
            if let field = keys.fields["nodes"] {
                field.failKey("there are nodes and discover; keep one of them")
            }
            return
        }
        let (key, server) =
            switch kind.nodeForm {
            case .url(let schemes): ("url", "\(schemes.first ?? "http")://host:port")
            case .address: ("address", "host:port")
            }
        let example = "\(key): \"\(server)\""
        let form = "{ \(example) }"
        let discover = kind.canBeDiscovered ? ", or discover" : ""
        guard let field = keys.required("nodes", "the servers of the source, as nodes: [\(form)]\(discover)"),
            let items = field.list(of: "nodes such as \(form)")
        else { return }
        if items.isEmpty { field.fail("is empty; name at least one server, as \(form)") }
        var places: [String: Mark] = [:]
        for item in items {
            guard let node = item.mapping(of: [key, "zone"]) else { continue }
            let zone = node["zone"].flatMap { self.zone($0) }
            guard let field = node.required(key, example), let text = field.filledText(server),
                let address = address(text, kind.nodeForm, field)
            else { continue }
            if let first = places.updateValue(field.node.mark, forKey: address.identity) {
                field.fail("is the same server as in line \(first.line); name each server once")
            }
            warn(of: address, field, source)
            source.nodes.append(NodeSettings(address: text, zone: zone))
        }
    }

    private func address(_ text: String, _ form: NodeForm, _ field: Field) -> ServerAddress? {
        do {
            let address =
                switch form {
                case .url(let schemes): try ServerAddress(url: text, schemes: schemes)
                case .address: try ServerAddress(address: text)
                }
            guard address.hasUser else { return address }
            field.fail("holds a user or a password; take them out and write them under credentials")
        } catch {
            field.fail(error.text)
        }
        return nil
    }

    private func warn(of address: ServerAddress, _ field: Field, _ source: SourceSettings) {
        warnOfPlainAddress(address, field, source)
        if address.scheme == "http", source.transport.tls != TLSSettings() {
            field.warn("is http, where the tls of this source is not used; write https where the server has it")
        }
        if address.scheme == "http", source.transport.credentials != nil, !Self.isLoopback(address.host) {
            field.warn(
                "the password of this source goes over http, readable to everybody on the way; use https where the server can"
            )
        }
    }

    /// An address has no scheme that would say it: TLS is there where the source has a `tls` section.
    private func warnOfPlainAddress(_ address: ServerAddress, _ field: Field, _ source: SourceSettings) {
        guard address.scheme.isEmpty, source.transport.credentials != nil, !source.transport.isSecure,
            !Self.isLoopback(address.host)
        else { return }
        field.warn(
            "the password of this source goes to it unencrypted; write tls: {} (or with the ca) where the server has TLS"
        )
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && IPAddress.bytes(host) != nil)
    }

    /// `discover`: the source and the service that the nodes are found by.
    func discovery(_ field: Field) -> Discovery? {
        guard let keys = field.mapping(of: ["source", "service"]) else { return nil }
        let source = keys.required("source", "the source that lists the nodes")?.filledText("the name of a source")
        let service = keys.required("service", "the service that the nodes are")?.filledText("the name of a service")
        guard let source, let service else { return nil }
        return Discovery(source: source, service: service)
    }

    /// The source that lists the nodes has to be another one of this file, and not be found through others itself.
    func checkDiscovery(of source: SourceSettings, _ field: Field?, in sources: [SourceSettings]) {
        guard let discover = source.discover, let field else { return }
        guard let other = sources.first(where: { $0.name == discover.source }) else {
            let names = sources.map(\.name).filter { $0 != source.name }
            let meant = Spelling.nearest(to: discover.source, in: names).map { "did you mean \($0)?" }
            field.fail(
                "no source is called \(quoted(discover.source)); \(meant ?? "the others are \(names.joined(separator: ", "))")"
            )
            return
        }
        if other.name == source.name || other.discover != nil {
            field.fail(
                "has to name a source whose nodes are written in this file; \(quoted(other.name)) is found by discover itself"
            )
        }
    }
}
