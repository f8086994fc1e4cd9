import Curl
import Glibc

/// What went wrong with a transfer, in an operator's words: where, in which phase, after what time.
enum TransferFailure {
    /// The caller gave up.
    static func cancelled(_ transfer: Transfer) -> ClientError {
        ClientError(.cancelled, "\(transfer.plan.label): cancelled", mayHaveBeenSent: mayHaveBeenSent(nil, transfer))
    }

    /// Nothing came for too long.
    static func silent(_ transfer: Transfer) -> ClientError {
        let seconds = time(Int64(transfer.idleMs ?? 0) * 1000)
        return ClientError(
            .timeout, "\(transfer.plan.label): nothing was heard for \(seconds)",
            mayHaveBeenSent: mayHaveBeenSent(nil, transfer))
    }

    /// What curl ended with.
    static func of(_ code: CURLcode, _ transfer: Transfer) -> ClientError {
        if code == CURLE_WRITE_ERROR, let refusal = transfer.refusal { return refusal }
        let (kind, text) = describe(code, transfer)
        return ClientError(
            kind, "\(transfer.plan.label): \(text)", mayHaveBeenSent: mayHaveBeenSent(code, transfer))
    }

    /// curl's words for a code.
    static func text(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }

    /// curl's words for a code.
    static func text(_ code: CURLMcode) -> String { String(cString: curl_multi_strerror(code)) }

    private static func describe(_ code: CURLcode, _ transfer: Transfer) -> (ClientError.Code, String) {
        let after = "after \(time(transfer.timings.total))"
        let detail = detail(code, transfer)
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            return timeout(transfer, after)
        case CURLE_COULDNT_CONNECT:
            return (.connectionRefused, "\(reason(transfer) ?? "cannot connect") \(after)\(via(transfer))")
        case CURLE_COULDNT_RESOLVE_HOST:
            return (.nameNotResolved, "the name \(transfer.plan.address.host) has no address")
        case CURLE_COULDNT_RESOLVE_PROXY:
            return (.proxy, "the proxy's name has no address")
        case CURLE_PROXY:
            return (.proxy, "the proxy refuses: \(detail)")
        case CURLE_RECV_ERROR where transfer.easy.number(CURLINFO_HTTP_CONNECTCODE) != 0:
            let answer = transfer.easy.number(CURLINFO_HTTP_CONNECTCODE)
            return (.proxy, "the proxy refuses: it answered \(answer)")
        case CURLE_PARTIAL_FILE:
            return (.truncated, "the answer ended in the middle, after \(transfer.bytes) bytes")
        case CURLE_GOT_NOTHING:
            return (.connectionLost, "the connection was closed without an answer \(after)")
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return (.connectionLost, "the connection was lost \(after): \(detail)")
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL:
            return (.malformed, "the answer is not HTTP: \(detail)")
        case CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR:
            return (.malformed, "the answer cannot be decompressed: \(detail)")
        case CURLE_URL_MALFORMAT:
            return (.settings, "the address cannot be used: \(detail)")
        case CURLE_OUT_OF_MEMORY:
            return (.tooLarge, "no memory for the answer")
        default:
            return isTLS(code) ? (.tls, "TLS: \(detail)") : (.connectionLost, detail)
        }
    }

    private static func timeout(_ transfer: Transfer, _ after: String) -> (ClientError.Code, String) {
        let timings = transfer.timings
        // curl 7.88 dates the connection only once TLS stands on it; the local port tells that TCP does.
        if !isConnected(transfer) {
            if transfer.easy.number(CURLINFO_LOCAL_PORT) == 0 {
                return (.timeout, "connect timed out \(after)\(via(transfer))")
            }
            if transfer.plan.proxy != nil { return (.timeout, "no connection \(after)\(via(transfer))") }
        }
        if transfer.plan.address.isSecure, timings.tls == 0, !isReused(transfer) {
            return (.timeout, "the TLS handshake timed out \(after)")
        }
        if timings.firstByte == 0 {
            let how = isReused(transfer) ? "on a kept connection" : "connected after \(time(timings.connect))"
            return (.timeout, "no answer \(after) (\(how))")
        }
        return (.timeout, "the answer was not complete \(after): \(transfer.bytes) bytes so far")
    }

    /// Only what surely never left is reported as such: no connection, or no TLS on it yet.
    private static func mayHaveBeenSent(_ code: CURLcode?, _ transfer: Transfer) -> Bool {
        if code == CURLE_PROXY { return false }
        guard isConnected(transfer) else { return false }
        return !transfer.plan.address.isSecure || transfer.timings.tls > 0 || isReused(transfer)
    }

    private static func isConnected(_ transfer: Transfer) -> Bool {
        transfer.timings.connect > 0 || isReused(transfer)
    }

    private static func isReused(_ transfer: Transfer) -> Bool {
        transfer.easy.number(CURLINFO_NUM_CONNECTS) == 0 && transfer.easy.measure(CURLINFO_PRETRANSFER_TIME_T) > 0
    }

    private static func isTLS(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_SHUTDOWN_FAILED,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            true
        default: false
        }
    }

    /// The system's word for why there is no connection.
    private static func reason(_ transfer: Transfer) -> String? {
        switch Int32(transfer.easy.number(CURLINFO_OS_ERRNO)) {
        case 0: nil
        case ECONNREFUSED: "connection refused"
        case EHOSTUNREACH: "no route to the host"
        case ENETUNREACH: "network unreachable"
        case ETIMEDOUT: "connect timed out"
        case EMFILE, ENFILE: "no file descriptors left"
        case let code: Excerpt.of(String(cString: strerror(code))).lowercased()
        }
    }

    private static func via(_ transfer: Transfer) -> String {
        transfer.plan.proxy.map { " (through the proxy \($0.label))" } ?? ""
    }

    static func detail(_ code: CURLcode, _ transfer: Transfer) -> String {
        let text = transfer.easy.detail
        return Redaction.userinfo(Excerpt.of(text.isEmpty ? Self.text(code) : text, limit: 160))
    }

    /// Microseconds as `3.0 s` or `12 ms`.
    static func time(_ microseconds: Int64) -> String {
        if microseconds < 1000 { return "less than 1 ms" }
        if microseconds < 1_000_000 { return "\(microseconds / 1000) ms" }
        let tenths = (microseconds + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
