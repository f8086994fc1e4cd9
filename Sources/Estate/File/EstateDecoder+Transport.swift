import Contract

extension EstateDecoder {
    /// `credentials`, `tls` and `proxy` of a source.
    mutating func transport(_ keys: Mapping) -> TransportSettings {
        var transport = TransportSettings()
        if let field = keys["credentials"] { transport.credentials = credentials(field) }
        if let field = keys["tls"] {
            transport.tls = tls(field)
            transport.isSecure = true
        }
        if let field = keys["proxy"] { transport.proxy = proxy(field) }
        return transport
    }

    private mutating func credentials(_ field: Field) -> Credentials? {
        guard let keys = field.mapping(of: ["user", "password"]) else { return nil }
        let user = keys.required("user", "the name of the user")?.filledText("the name of the user")
        let password = keys.required("password", "password: \(SecretReference.forms)").flatMap { secret($0) }
        guard let user, let password else { return nil }
        return Credentials(user: user, password: password)
    }

    /// A reference to a secret; the text itself is never quoted, because where it is no reference it is the secret.
    private mutating func secret(_ field: Field) -> Secret? {
        guard case .scalar(let text, _) = field.node.content else {
            field.fail("takes a reference to a secret; write \(SecretReference.forms)")
            return nil
        }
        guard let reference = SecretReference(text, directory: directory) else {
            field.fail(
                text.hasPrefix("${")
                    ? "is no reference that is known; write the whole value as \(SecretReference.forms)"
                    : "a password does not stand in the estate file; keep it elsewhere and write \(SecretReference.forms)"
            )
            return nil
        }
        let secret = reference.secret(reference: text, environment: environment)
        secrets.append(SecretUse(mark: field.node.mark, key: field.path) { _ = try secret.reveal() })
        return secret
    }

    private mutating func tls(_ field: Field) -> TLSSettings {
        var tls = TLSSettings()
        guard let keys = field.mapping(of: ["ca", "certificate", "key", "serverName", "verify"]) else { return tls }
        tls.ca = keys["ca"].flatMap { file($0) }
        tls.certificate = keys["certificate"].flatMap { file($0) }
        if let field = keys["key"], let path = file(field) {
            tls.key = path
            if let objection = SecretFile.objection(to: path) { field.fail(objection) }
        }
        if keys.fields["key"] != nil, keys.fields["certificate"] == nil {
            keys["key"]?.failKey("needs the certificate that belongs to it; write certificate: FILE")
        }
        tls.serverName = keys["serverName"]?.filledText("the name in the server's certificate")
        if let verify = keys["verify"]?.boolean() {
            tls.verify = verify
            if !verify {
                keys["verify"]?.warn(
                    "certificates are not verified: whoever stands in between can read and change what is sent")
            }
        }
        return tls
    }

    /// A file that has to be there when it is used; that it is, `azimuth check` tells.
    private mutating func file(_ field: Field) -> String? {
        guard let path = field.path(from: directory, "the path of a PEM file") else { return nil }
        secrets.append(SecretUse(mark: field.node.mark, key: field.path) { try SecretFile.checkReadable(path) })
        return path
    }

    private func proxy(_ field: Field) -> String? {
        guard let text = field.filledText("http://host:port or socks5h://host:port") else { return nil }
        do {
            let address = try ServerAddress(url: text, schemes: ["http", "socks5h"])
            if address.hasUser {
                field.fail("holds a user or a password; a proxy that asks for one is not in this version")
            } else if address.port == nil {
                field.fail("has no port; write \(address.scheme)://host:port")
            } else if !["", "/"].contains(address.path) {
                field.fail("holds a path; a proxy has none")
            } else {
                return text
            }
        } catch {
            field.fail(error.text)
        }
        return nil
    }
}
