/// What is wrong with a simulated server.
struct ServerFaults: Sendable {
    /// How it treats whoever connects.
    enum Reach: Sendable, Equatable {
        case reachable
        /// Connections are refused, and peers and instances do not reach it either.
        case refusing
        /// Connections are accepted and never answered.
        case hanging
    }

    var reach = Reach.reachable
    /// How late each answer comes, in milliseconds.
    var slow: Int64 = 0
    /// What was made wrong by a fault's words, so that only a change of it is carried out.
    var onPurpose: NodeFault?
    var mischief: Mischief?
    /// Whether it answers 403 to readers, as a server does that has not copied its peers' registry yet.
    var warming = false
}

/// Answers to `GET /apps`, `/apps/delta` and `/apps/{APP}` that are not what a client expects.
public enum Mischief: Sendable, Equatable {
    /// The document ends in the middle, as if that were all of it.
    case truncated
    /// The connection is closed in the middle of the document.
    case cutShort
    /// One application that is no JSON, among good ones.
    case brokenApplication
    /// One application whose members have other types than they should, among good ones.
    case wrongTypes
    /// One application with bytes in its name that are no UTF-8, among good ones.
    case invalidUTF8
    /// One application whose names hold escape sequences, line breaks, bidirectional controls and wide characters, among good ones.
    case controlCharacters
    /// A few kilobytes for each megabyte: a gigabyte once it is decompressed.
    case gzipBomb
    /// A document of 200 MB, most of it one string.
    case enormous
    /// The page of a proxy, with status 200.
    case html
    /// A redirect to that address.
    case redirect(String)
    /// Nothing, with status 200.
    case empty
    /// A status, with a page of the server's.
    case status(Int)
}
