/// How a database is opened.
public struct DatabaseOptions: Sendable {
    /// What may be done with the file.
    public enum Access: Sendable {
        /// Read it; it has to be there.
        case readOnly
        /// Read and write it; it has to be there.
        case readWrite
        /// Read and write it; it and the directories above it are made where they are missing.
        case create
    }

    /// What a commit waits for.
    public enum Durability: Sendable {
        /// Each commit is on the disk before it returns (`synchronous=FULL`): what a journal needs.
        case everyCommit
        /// A power cut may take the last commits, never the file (`synchronous=NORMAL`): for what can be had again.
        case checkpoints
    }

    /// Who may read and write a file that is made; one that is there keeps its mode.
    public enum Sharing: Sendable {
        /// Its owner alone: 0600, directories 0700.
        case owner
        /// Its owner and its group: 0660, directories 2770.
        case group
    }

    /// What may be done with the file.
    public var access: Access
    /// What a commit waits for.
    public var durability: Durability
    /// Who may read and write a file that is made.
    public var sharing: Sharing
    /// How long to wait for another connection's lock before `busy` is thrown.
    public var busyTimeout: Duration
    /// The most pages of 4 KiB that the file may have, so that a cache cannot fill the disk; `nil` for no bound.
    public var pageLimit: Int?

    /// Options; without any, a file that its owner alone may read and whose every commit is durable.
    public init(
        access: Access = .create, durability: Durability = .everyCommit, sharing: Sharing = .owner,
        busyTimeout: Duration = .seconds(5), pageLimit: Int? = nil
    ) {
        self.access = access
        self.durability = durability
        self.sharing = sharing
        self.busyTimeout = busyTimeout
        self.pageLimit = pageLimit
    }
}
