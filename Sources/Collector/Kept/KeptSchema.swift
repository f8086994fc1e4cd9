import Storage

/// The tables of a kept snapshot: the roll-up in one row, read first; then a row an instance and a row a registration.
enum KeptSchema {
    static let schema = Schema(
        name: "kept snapshot", identifier: 0x617A_6B73,
        scripts: [
            """
            CREATE TABLE rollup (
                id INTEGER PRIMARY KEY CHECK (id = 1), takenAt INTEGER NOT NULL, body TEXT NOT NULL
            ) STRICT;
            CREATE TABLE services (
                namespace TEXT NOT NULL, service TEXT NOT NULL, print INTEGER NOT NULL, PRIMARY KEY (namespace, service)
            ) STRICT;
            CREATE TABLE instances (
                id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, service TEXT NOT NULL, address TEXT NOT NULL,
                discriminator TEXT NOT NULL, zone TEXT, zoneRule TEXT NOT NULL, state TEXT NOT NULL,
                differs INTEGER NOT NULL, since INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX instancesByService ON instances (namespace, service);
            CREATE TABLE registrations (
                instance INTEGER NOT NULL REFERENCES instances ON DELETE CASCADE, source TEXT NOT NULL,
                node TEXT NOT NULL, id TEXT NOT NULL, sourceService TEXT NOT NULL, host TEXT NOT NULL,
                port INTEGER NOT NULL, hostName TEXT NOT NULL, status TEXT NOT NULL, state TEXT NOT NULL,
                override TEXT, detail TEXT, nativeZone TEXT, metadata TEXT NOT NULL, changedAt INTEGER, renewalMs INTEGER
            ) STRICT;
            CREATE INDEX registrationsByInstance ON registrations (instance);
            """
        ])
}
