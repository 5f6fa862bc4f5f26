using Hotline.Storage.Tests.Contracts;

namespace Hotline.Storage.Tests.Sqlite;

public sealed class SqliteHubStoreTests() : HubStoreContract(new SqliteEngine());
