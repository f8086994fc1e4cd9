import Contract
import Topology

/// Speaks with one Redis, one round of calls at a time, over a connection that is kept in between.
///
/// It is for reading: a round whose kept connection turns out to be gone is sent again over a new one, once.
public actor RedisClient {
    private let streams: StreamClient
    private let address: String
    private let credentials: Credentials?
    private let limits: RESPLimits
    private var connection: RedisConnection?
    /// Whether the server knows RESP3; those before 6.0, and many proxies, do not.
    private var speaksRESP3 = true
    private var isBusy = false

    /// A client; nothing is opened before the first round.
    ///
    /// - Parameters:
    ///   - loop: the loop that its socket lives on.
    ///   - transport: TLS, proxy and credentials; the password is read anew for each connection.
    ///   - address: `host:port`.
    ///   - limits: what one answer may be.
    public init(
        loop: TransferLoop, transport: TransportSettings, address: String, limits: RESPLimits = RESPLimits()
    ) {
        streams = StreamClient(loop: loop, transport: transport)
        self.address = address
        credentials = transport.credentials
        self.limits = limits
    }

    /// Sends calls at once and takes their answers.
    ///
    /// - Throws: why there are no answers; `.refused` and `.notReady` where the server lets nobody in.
    public func ask(_ commands: [RedisCommand], until deadline: Moment) async throws(ClientError) -> RedisRound {
        guard !isBusy else { throw ClientError(.settings, "\(address): one round at a time") }
        isBusy = true
        defer { isBusy = false }
        if let kept = connection {
            do throws(ClientError) {
                return try await kept.ask(commands, until: deadline)
            } catch  where error.code == .connectionLost {
                // The server closes what was idle, or was started anew.
                drop()
            } catch {
                drop()
                throw error
            }
        }
        let fresh = try await connect(until: deadline)
        connection = fresh
        do throws(ClientError) {
            return try await fresh.ask(commands, until: deadline)
        } catch {
            drop()
            throw error
        }
    }

    /// Closes the connection; the next round opens another.
    public func close() { drop() }

    private func drop() {
        connection?.close()
        connection = nil
    }

    private func connect(until deadline: Moment) async throws(ClientError) -> RedisConnection {
        let first = try await open(until: deadline)
        do throws(ClientError) {
            var login = RedisLogin(connection: first, credentials: credentials)
            speaksRESP3 = try await login.run(asksRESP3: speaksRESP3, until: deadline)
            return first
        } catch {
            first.close()
            guard speaksRESP3, error.code == .connectionLost || error.code == .malformed else { throw error }
        }
        // Some proxies hang up on a call that they do not know: without it, then.
        let second = try await open(until: deadline)
        do throws(ClientError) {
            var login = RedisLogin(connection: second, credentials: credentials)
            _ = try await login.run(asksRESP3: false, until: deadline)
            speaksRESP3 = false
            return second
        } catch {
            second.close()
            throw error
        }
    }

    private func open(until deadline: Moment) async throws(ClientError) -> RedisConnection {
        RedisConnection(stream: try await streams.open(address, until: deadline), limits: limits)
    }
}
