/// How a source is reached: the same for every client that speaks to it.
public struct TransportSettings: Sendable {
    /// User and password, if any.
    public var credentials: Credentials?
    /// TLS; verification is on.
    public var tls: TLSSettings
    /// `http://host:port` or `socks5h://host:port`; none by default, whatever the environment says.
    public var proxy: String?
    /// Whether the file has a `tls` section: nodes that are written as `address` are spoken to by TLS then, be the section
    /// empty. A `url` says it by its scheme.
    public var isSecure: Bool

    /// Plain by default.
    public init(
        credentials: Credentials? = nil, tls: TLSSettings = TLSSettings(), proxy: String? = nil, isSecure: Bool = false
    ) {
        self.credentials = credentials
        self.tls = tls
        self.proxy = proxy
        self.isSecure = isSecure
    }
}

/// A user and a password.
public struct Credentials: Sendable {
    /// The user's name.
    public var user: String
    /// The password.
    public var password: Secret

    /// A user and a password.
    public init(user: String, password: Secret) {
        self.user = user
        self.password = password
    }
}

/// TLS of one source. Paths are absolute.
public struct TLSSettings: Hashable, Sendable {
    /// The file of the authorities that are trusted; the system's by default.
    public var ca: String?
    /// The client certificate's file (PEM).
    public var certificate: String?
    /// The client key's file (PEM, readable by its owner alone).
    public var key: String?
    /// The name to verify and to send, where it is not the host's.
    public var serverName: String?
    /// Off only where the estate file says so.
    public var verify: Bool

    /// The system's authorities, verified.
    public init(
        ca: String? = nil, certificate: String? = nil, key: String? = nil, serverName: String? = nil,
        verify: Bool = true
    ) {
        self.ca = ca
        self.certificate = certificate
        self.key = key
        self.serverName = serverName
        self.verify = verify
    }
}
