namespace Hotline.Storage.Sqlite;

/// <summary>Tables of a node's collections, version by version.</summary>
internal static class CollectionTables
{
    public const string First = """
        CREATE TABLE object (
            collection TEXT NOT NULL, date_added INTEGER NOT NULL, object_id TEXT NOT NULL, version TEXT, instant INTEGER, type TEXT NOT NULL,
            spec_version TEXT NOT NULL, raw BLOB NOT NULL, PRIMARY KEY (collection, date_added)) STRICT;
        CREATE UNIQUE INDEX object_version ON object (collection, object_id, coalesce(version, ''));
        CREATE INDEX object_latest ON object (collection, object_id, instant, date_added);
        CREATE INDEX object_type ON object (collection, type, date_added);
        CREATE TABLE collection_clock (collection TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE status (id TEXT PRIMARY KEY, collection TEXT NOT NULL, requested_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE outcome (
            status TEXT NOT NULL, number INTEGER NOT NULL, object_id TEXT NOT NULL, version TEXT, failure TEXT, withheld TEXT,
            PRIMARY KEY (status, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE draft (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, collection TEXT NOT NULL, status TEXT NOT NULL, recipients TEXT NOT NULL,
            content BLOB, message TEXT) STRICT;
        CREATE INDEX draft_of_status ON draft (status);
        CREATE INDEX draft_waiting ON draft (number) WHERE message IS NULL;
        CREATE TABLE account (name TEXT PRIMARY KEY, password TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;

    /// <summary>
    /// Objects in the order in which they are read (<see cref="ObjectPlace"/>), with marks on each object's last and first version, so that
    /// no query looks for them; what is staged lies behind a collection's published date; outcomes many to a row.
    /// </summary>
    public const string ByPlace = """
        CREATE TABLE collection (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, last INTEGER NOT NULL, published INTEGER NOT NULL, changes INTEGER NOT NULL) STRICT;
        INSERT INTO collection (id, last, published, changes) SELECT collection, last, last, 1 FROM collection_clock ORDER BY collection;
        DROP TABLE collection_clock;
        ALTER TABLE object RENAME TO object_before;
        CREATE TABLE object (
            place INTEGER PRIMARY KEY, object_id TEXT NOT NULL, version TEXT, instant INTEGER NOT NULL, type TEXT NOT NULL, spec_version TEXT NOT NULL,
            last INTEGER NOT NULL, first INTEGER NOT NULL, raw BLOB NOT NULL) STRICT;
        INSERT INTO object
            SELECT (c.number << 52) | o.date_added, o.object_id, o.version, coalesce(o.instant, 0), o.type, o.spec_version,
                row_number() OVER (PARTITION BY o.collection, o.object_id ORDER BY o.spec_version DESC, coalesce(o.instant, 0) DESC, o.date_added DESC) = 1,
                row_number() OVER (PARTITION BY o.collection, o.object_id ORDER BY o.spec_version DESC, coalesce(o.instant, 0), o.date_added) = 1, o.raw
            FROM object_before o JOIN collection c ON c.id = o.collection;
        DROP TABLE object_before;
        CREATE INDEX object_version ON object (object_id, spec_version, instant);
        CREATE INDEX object_last ON object (last) WHERE last = 1;
        CREATE INDEX object_first ON object (first) WHERE first = 1;
        CREATE INDEX object_type ON object (type);
        CREATE INDEX object_instant ON object (instant);
        CREATE INDEX object_old ON object (spec_version) WHERE spec_version <> '2.1';
        ALTER TABLE outcome RENAME TO outcome_before;
        CREATE TABLE outcome (status TEXT NOT NULL, part INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (status, part)) STRICT, WITHOUT ROWID;
        INSERT INTO outcome
            SELECT status, number / 1000, json_group_array(json_array(object_id, version, failure, withheld))
            FROM (SELECT * FROM outcome_before ORDER BY status, number) GROUP BY status, number / 1000;
        DROP TABLE outcome_before;
        """;

    /// <summary>Rights of accounts, their tokens and the keys of their certificates. Rights: 1 to read, 2 to write.</summary>
    public const string Accounts = """
        ALTER TABLE account ADD COLUMN rights INTEGER NOT NULL DEFAULT 3;
        CREATE TABLE account_right (
            account TEXT NOT NULL REFERENCES account ON DELETE CASCADE, collection TEXT NOT NULL, rights INTEGER NOT NULL, PRIMARY KEY (account, collection)) STRICT, WITHOUT ROWID;
        CREATE TABLE account_key (key BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account ON DELETE CASCADE) STRICT, WITHOUT ROWID;
        CREATE INDEX account_key_of ON account_key (account);
        CREATE TABLE token (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, hash BLOB NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES account ON DELETE CASCADE, label TEXT NOT NULL,
            created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, rights INTEGER NOT NULL, collections TEXT NOT NULL) STRICT;
        CREATE INDEX token_of ON token (account);
        """;

    /// <summary>Saved watches and what they matched.</summary>
    public const string Watches = """
        CREATE TABLE watch (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, collection TEXT NOT NULL, pattern TEXT NOT NULL, created_at INTEGER NOT NULL, seen INTEGER NOT NULL,
            matches INTEGER NOT NULL) STRICT;
        CREATE TABLE watch_match (
            watch INTEGER NOT NULL REFERENCES watch ON DELETE CASCADE, date_added INTEGER NOT NULL, object_id TEXT NOT NULL, PRIMARY KEY (watch, date_added)) STRICT, WITHOUT ROWID;
        """;
}
