import Curl
import Topology

/// One call in flight: lives on the loop's thread, owns its curl handle.
final class Transfer {
    let id: UInt64
    let easy: EasyHandle
    let plan: TransferPlan
    /// How many milliseconds may pass without a byte.
    let idleMs: Int64?
    private(set) var bytes = 0
    private(set) var head = HTTPHead(status: 0)
    private let sink: any TransferSink
    private var headerBytes = 0
    private var hasBegun = false
    private var lastByte = MonotonicClock.now()
    private var isPaused = false
    /// Why the answer was refused here, which curl only knows as a write that failed.
    private(set) var refusal: ClientError?
    /// The beginning of the answer, where a trace wants it.
    private var beginning: [UInt8] = []

    /// All headers of an answer together.
    static let headerLimit = 64 << 10

    init(_ plan: TransferPlan, id: UInt64, sink: any TransferSink) throws(ClientError) {
        self.plan = plan
        self.id = id
        self.sink = sink
        idleMs = plan.idleMs
        easy = try EasyHandle()
        let context = Unmanaged.passUnretained(self).toOpaque()
        // Unretained: the table keeps the transfer for as long as curl keeps the handle.
        easy.set(CURLOPT_PRIVATE, context)
        easy.set(CURLOPT_WRITEDATA, context)
        easy.set(CURLOPT_HEADERDATA, context)
        easy.set(CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
            Transfer.from(context)?.receiveBody(bytes, count) ?? 0
        }
        easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            Transfer.from(context)?.receiveHeader(bytes, size * count) ?? 0
        }
        try plan.apply(to: easy)
    }

    /// The transfer of a curl handle.
    static func of(_ handle: UnsafeMutableRawPointer) -> Transfer? {
        var context: UnsafeMutableRawPointer?
        az_get_pointer(handle, CURLINFO_PRIVATE, &context)
        return from(context)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// When the silence has lasted too long; never while it is us who do not read.
    var silenceEnds: Moment? {
        guard let idleMs, !isPaused else { return nil }
        return lastByte + idleMs
    }

    /// Where the time went so far.
    var timings: HTTPTimings {
        var timings = HTTPTimings()
        timings.name = plan.nameMicroseconds
        timings.connect = easy.measure(CURLINFO_CONNECT_TIME_T)
        timings.tls = easy.measure(CURLINFO_APPCONNECT_TIME_T)
        timings.firstByte = easy.measure(CURLINFO_STARTTRANSFER_TIME_T)
        timings.total = easy.measure(CURLINFO_TOTAL_TIME_T) + plan.nameMicroseconds
        return timings
    }

    /// Goes on after `pause`.
    func resume() {
        guard isPaused else { return }
        isPaused = false
        lastByte = MonotonicClock.now()
        curl_easy_pause(easy.handle, CURLPAUSE_CONT)
    }

    /// curl is done with it.
    func finish(_ code: CURLcode) {
        if code == CURLE_OK {
            let summary = HTTPSummary(head: head, timings: timings, bytes: bytes)
            plan.trace?.answer(self, beginning: beginning, error: nil)
            sink.ended(.success(summary))
        } else {
            fail(TransferFailure.of(code, self))
        }
    }

    /// It ends for a reason of ours.
    func fail(_ error: ClientError) {
        plan.trace?.answer(self, beginning: beginning, error: error)
        sink.ended(.failure(error))
    }

    private func receiveBody(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard let start, count > 0 else { return 0 }
        guard bytes + count <= plan.byteLimit else {
            refusal = ClientError(
                .tooLarge, "\(plan.label): the answer is larger than \(plan.byteLimit) bytes",
                mayHaveBeenSent: true)
            return 0
        }
        return start.withMemoryRebound(to: UInt8.self, capacity: count) { start in
            let body = UnsafeBufferPointer(start: UnsafePointer(start), count: count)
            switch sink.received(body) {
            case .taken:
                lastByte = MonotonicClock.now()
                bytes += count
                if plan.trace != nil, beginning.count < Trace.beginning {
                    beginning += body.prefix(Trace.beginning - beginning.count)
                }
                return count
            case .pause:
                isPaused = true
                return az_write_pause
            case .refused(let error):
                refusal = error
                return 0
            }
        }
    }

    private func receiveHeader(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard let start else { return 0 }
        headerBytes += count
        lastByte = MonotonicClock.now()
        guard headerBytes <= Self.headerLimit else {
            refusal = ClientError(
                .tooLarge, "\(plan.label): the headers of the answer are larger than \(Self.headerLimit) bytes",
                mayHaveBeenSent: true)
            return 0
        }
        let line = start.withMemoryRebound(to: UInt8.self, capacity: count) {
            String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
        }
        read(line)
        return count
    }

    private func read(_ line: String) {
        let isBlank = line.utf8.allSatisfy { $0 == 0x0D || $0 == 0x0A }
        if line.hasPrefix("HTTP/") {
            head = HTTPHead(status: Int(line.split(separator: " ").dropFirst().first?.prefix(3) ?? "") ?? 0)
        } else if isBlank {
            // 1xx are followed by the answer itself; trailers come after it.
            guard head.status >= 200, !hasBegun else { return }
            hasBegun = true
            sink.began(head)
        } else if let header = HTTPHeader(line: line) {
            head.headers.append(header)
        }
    }
}

extension HTTPHeader {
    /// A line of an answer, without the blanks around its value.
    fileprivate init?(line: String) {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        var value = line[line.index(after: colon)...].unicodeScalars[...]
        while let first = value.first, first.value <= 0x20 { value.removeFirst() }
        while let last = value.last, last.value <= 0x20 { value.removeLast() }
        self.init(line[..<colon].lowercased(), String(value))
    }
}
