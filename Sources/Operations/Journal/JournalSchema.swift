import Storage

/// The journal's tables. Every table is `STRICT`; a published script is never changed, a new one is added.
enum JournalSchema {
    static let schema = Schema(name: "journal", identifier: 0x4155_4a4c, scripts: [version1, version2])

    /// - `operations`: one row each; `number` orders them, `revision` rises with every change of the row or its steps.
    /// - `plans`: what is long and hardly ever changes, apart from the row that every line touches.
    /// - `steps`: what has become of each; what a planned one is stands in the plan, an undo's in `step`; `instance`,
    ///   `source` and `node` are there to be looked up.
    /// - `events`: what happened, chained by hash; `chain` holds the last link, so that a cut end shows as well.
    /// - `locks`: one instance, one unfinished operation.
    /// - `runners`: who works on it, and its signs of life. `requests`: what was asked of it.
    private static let version1 = """
        CREATE TABLE operations (
            id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, state TEXT NOT NULL, cause TEXT,
            direction TEXT NOT NULL, plan_hash TEXT NOT NULL, created_at INTEGER NOT NULL, started_at INTEGER,
            ended_at INTEGER, message TEXT, clients_follow_by INTEGER, revision INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE plans (
            operation TEXT PRIMARY KEY REFERENCES operations (id), plan TEXT NOT NULL, gates TEXT NOT NULL,
            owes TEXT NOT NULL, overrides TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX operations_state ON operations (state);
        CREATE TABLE steps (
            operation TEXT NOT NULL REFERENCES operations (id), direction TEXT NOT NULL, idx INTEGER NOT NULL,
            step TEXT, undoes INTEGER, instance TEXT, source TEXT NOT NULL, node TEXT NOT NULL,
            state TEXT NOT NULL, sends INTEGER NOT NULL DEFAULT 0, touched INTEGER NOT NULL DEFAULT 0,
            touched_before INTEGER NOT NULL DEFAULT 0, sent_moment INTEGER, sent_wall INTEGER, sent_boot TEXT,
            outcome TEXT, receipt TEXT NOT NULL DEFAULT '{}', error TEXT, done_moment INTEGER, call_ms INTEGER,
            PRIMARY KEY (operation, direction, idx)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX steps_instance ON steps (instance);
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY, operation TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
            text TEXT NOT NULL, fields TEXT NOT NULL, hash TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_operation ON events (operation, seq);
        CREATE TABLE chain (
            id INTEGER PRIMARY KEY CHECK (id = 1), count INTEGER NOT NULL, hash TEXT NOT NULL, revision INTEGER NOT NULL
        ) STRICT;
        INSERT INTO chain VALUES (1, 0, '', 0);
        CREATE TABLE locks (
            instance TEXT PRIMARY KEY, key TEXT NOT NULL, operation TEXT NOT NULL REFERENCES operations (id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE runners (
            operation TEXT PRIMARY KEY REFERENCES operations (id), epoch INTEGER NOT NULL, process TEXT NOT NULL,
            beat INTEGER NOT NULL, ended INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE requests (
            number INTEGER PRIMARY KEY AUTOINCREMENT, operation TEXT NOT NULL REFERENCES operations (id),
            request TEXT NOT NULL, taken INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX requests_open ON requests (operation) WHERE taken = 0;
        CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
        """

    /// - `operations.zone`: the zone that it takes out, brings back or moves traffic from; nothing where it is about
    ///   instances alone. `expires_at`: when it is to be looked at again, as extended last.
    /// - `zone_lock`: the one unfinished operation that is about a whole zone.
    private static let version2 = """
        ALTER TABLE operations ADD COLUMN zone TEXT;
        ALTER TABLE operations ADD COLUMN expires_at INTEGER;
        CREATE INDEX operations_zone ON operations (zone) WHERE zone IS NOT NULL;
        CREATE INDEX steps_node ON steps (source, node);
        CREATE TABLE zone_lock (
            id INTEGER PRIMARY KEY CHECK (id = 1), operation TEXT NOT NULL REFERENCES operations (id)
        ) STRICT;
        """
}
