using Hotline.Storage.Tests.Contracts;

namespace Hotline.Storage.Tests.Sqlite;

public sealed class SqliteCollectionStoreTests() : CollectionStoreContract(new SqliteEngine());

public sealed class SqliteCollectionReadingTests() : CollectionReadingContract(new SqliteEngine());
