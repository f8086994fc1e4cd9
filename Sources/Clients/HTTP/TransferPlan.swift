import Contract
import Curl
import Topology

/// All that curl is told of one call: made ready away from the loop, so that reading a secret's file delays nobody.
struct TransferPlan: Sendable {
    var request: HTTPRequest
    var address: HTTPAddress
    var headers: [HTTPHeader]
    var tls: TLSSettings
    var proxy: HTTPAddress?
    var user: String?
    var password: String?
    /// Addresses of the host (or the proxy) that were looked up here, as curl's `HOST:PORT:ADDRESS,…`.
    var resolved: String?
    var nameMicroseconds: Int64 = 0
    /// When all of it must be over; nothing for a watch.
    var deadline: Moment?
    var idleMs: Int64?
    var byteLimit: Int
    /// Whether the connection is all that is wanted: a byte stream.
    var connectsOnly = false
    /// Bytes that curl reads at once.
    var readBytes = 16 << 10
    var trace: TraceEntry?

    /// Where it goes, for messages.
    var label: String { address.label }

    /// The milliseconds until the deadline as curl takes them: at least 1, since 0 means forever.
    func remaining(now: Moment) -> Int? {
        deadline.map { Int(max(1, min($0 - now, 86_400_000))) }
    }

    /// Sets every option.
    ///
    /// - Throws: `.settings` where curl refuses one.
    func apply(to easy: EasyHandle) throws(ClientError) {
        applySafety(easy)
        applyTime(easy)
        applyTLS(easy)
        applyMessage(easy)
        if let refused = easy.refused {
            throw ClientError(.settings, "\(label): curl refuses a setting: \(TransferFailure.text(refused))")
        }
    }

    private func applySafety(_ easy: EasyHandle) {
        easy.set(CURLOPT_NOSIGNAL, true)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, false)
        easy.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        // A stuck lookup of curl's own (there should be none) must not be waited for when the handle goes.
        easy.set(CURLOPT_QUICK_EXIT, true)
        // "" is none, whatever http_proxy of the environment says.
        easy.set(CURLOPT_PROXY, proxy?.text ?? "")
        easy.set(CURLOPT_NOPROXY, "")
        easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        // Through an http proxy too, a call is a tunnel only where it must be.
        if let resolved { easy.set(CURLOPT_RESOLVE, list: [resolved]) }
        if connectsOnly {
            easy.set(CURLOPT_CONNECT_ONLY, true)
            // What is spoken on it is not HTTP: the server must not be offered it.
            easy.set(CURLOPT_SSL_ENABLE_ALPN, false)
            easy.set(CURLOPT_HTTPPROXYTUNNEL, true)
            easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
            return
        }
        guard request.kind == .write else {
            if !request.keepsConnection { easy.set(CURLOPT_FORBID_REUSE, true) }
            easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
            return
        }
        // curl sends a request again by itself when a kept connection closes before the answer: not a write.
        easy.set(CURLOPT_FRESH_CONNECT, true)
        easy.set(CURLOPT_FORBID_REUSE, true)
        easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    }

    private func applyTime(_ easy: EasyHandle) {
        let remaining = remaining(now: MonotonicClock.now())
        if let remaining, !connectsOnly { easy.set(CURLOPT_TIMEOUT_MS, remaining) }
        let connect = request.connectTimeoutMs.map { Int(max(1, min($0, 86_400_000))) } ?? remaining ?? 10_000
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, min(connect, remaining ?? connect))
        easy.set(CURLOPT_TCP_KEEPALIVE, true)
        easy.set(CURLOPT_TCP_KEEPIDLE, 20)
        easy.set(CURLOPT_TCP_KEEPINTVL, 10)
        // The second address family gets its chance early: a zone's IPv6 may be dark.
        easy.set(CURLOPT_HAPPY_EYEBALLS_TIMEOUT_MS, 200)
    }

    private func applyTLS(_ easy: EasyHandle) {
        easy.set(CURLOPT_SSL_VERIFYPEER, tls.verify)
        easy.set(CURLOPT_SSL_VERIFYHOST, tls.verify ? 2 : 0)
        guard address.isSecure else { return }
        easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let ca = tls.ca {
            easy.set(CURLOPT_CAINFO, ca)
            // Debian's libcurl trusts the system's folder besides, unless told not to.
            easy.set(CURLOPT_CAPATH, nil as String?)
        }
        if let certificate = tls.certificate { easy.set(CURLOPT_SSLCERT, certificate) }
        if let key = tls.key ?? tls.certificate { easy.set(CURLOPT_SSLKEY, key) }
    }

    private func applyMessage(_ easy: EasyHandle) {
        if address.isSecure, let name = tls.serverName, name != address.host {
            // curl verifies and sends the name of the address: so the address is the name's, the connection the host's.
            easy.set(CURLOPT_URL, address.replacing(host: name))
            easy.set(CURLOPT_CONNECT_TO, list: ["\(name):\(address.port):\(address.label)"])
        } else {
            easy.set(CURLOPT_URL, address.text)
        }
        if connectsOnly { return }
        easy.set(CURLOPT_PATH_AS_IS, true)
        easy.set(CURLOPT_USERAGENT, "azimuth")
        easy.set(CURLOPT_ACCEPT_ENCODING, "gzip")
        easy.set(CURLOPT_BUFFERSIZE, readBytes)
        if let user {
            easy.set(CURLOPT_HTTPAUTH, az_auth_basic)
            easy.set(CURLOPT_USERNAME, user)
            easy.set(CURLOPT_PASSWORD, password ?? "")
        }
        var lines = headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if request.method == "HEAD" {
            easy.set(CURLOPT_NOBODY, true)
        } else if request.body != nil || request.method == "PUT" || request.method == "POST" {
            easy.set(CURLOPT_POST, true)
            easy.setBody(request.body ?? [])
            // curl would call every body a form, and ask before it sends a large one.
            if !headers.contains(where: { $0.name.lowercased() == "content-type" }) { lines.append("Content-Type:") }
            lines.append("Expect:")
        }
        if request.method != "HEAD" { easy.set(CURLOPT_CUSTOMREQUEST, request.method) }
        easy.set(CURLOPT_HTTPHEADER, list: lines)
    }
}
