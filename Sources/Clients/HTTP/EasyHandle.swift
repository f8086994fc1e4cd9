import Curl

/// One curl handle with the memory that curl expects its caller to keep.
final class EasyHandle {
    let handle: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private let errorText: UnsafeMutablePointer<CChar>
    private var isClosed = false
    /// The first option that curl refused.
    private(set) var refused: CURLcode?

    /// - Throws: `.settings` where there is no memory.
    init() throws(ClientError) {
        guard let handle = curl_easy_init() else { throw ClientError(.settings, "no memory for a call") }
        self.handle = handle
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        az_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
    }

    deinit { close() }

    /// Frees all; must not be in a multi handle any more.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        curl_easy_cleanup(handle)
        for list in lists { curl_slist_free_all(list) }
        errorText.deallocate()
    }

    /// What curl says of the failure.
    var detail: String { String(cString: errorText) }

    func set(_ option: CURLoption, _ value: Int) { note(az_set_long(handle, option, value)) }

    func set(_ option: CURLoption, _ value: Bool) { note(az_set_long(handle, option, value ? 1 : 0)) }

    func set(_ option: CURLoption, _ value: String?) { note(az_set_text(handle, option, value)) }

    func set(_ option: CURLoption, _ context: UnsafeMutableRawPointer) {
        note(az_set_pointer(handle, option, context))
    }

    func set(_ option: CURLoption, _ callback: az_data_callback) {
        note(az_set_data_callback(handle, option, callback))
    }

    func set(_ option: CURLoption, list: [String]) {
        var head: UnsafeMutablePointer<curl_slist>?
        for line in list {
            guard let next = curl_slist_append(head, line) else { return note(CURLE_OUT_OF_MEMORY) }
            head = next
        }
        guard let head else { return }
        lists.append(head)
        note(az_set_list(handle, option, head))
    }

    /// Copies the body into the handle.
    func setBody(_ body: [UInt8]) {
        note(az_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        body.withUnsafeBytes { bytes in
            var nothing: UInt8 = 0
            withUnsafeMutableBytes(of: &nothing) { empty in
                let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress) ?? empty.baseAddress
                if let start { note(az_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, start)) }
            }
        }
    }

    /// A number that curl measured: microseconds, mostly.
    func measure(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        return az_get_offset(handle, info, &value) == CURLE_OK ? Int64(value) : 0
    }

    /// A number that curl keeps.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return az_get_long(handle, info, &value) == CURLE_OK ? value : 0
    }

    /// A text that curl keeps.
    func text(_ info: CURLINFO) -> String? {
        var value: UnsafeMutableRawPointer?
        guard az_get_pointer(handle, info, &value) == CURLE_OK, let value else { return nil }
        let text = String(cString: value.assumingMemoryBound(to: CChar.self))
        return text.isEmpty ? nil : text
    }

    private func note(_ code: CURLcode) {
        if code != CURLE_OK, refused == nil { refused = code }
    }
}
