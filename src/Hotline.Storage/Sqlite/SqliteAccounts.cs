using System.Collections.Immutable;
using Hotline.Collections;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Sqlite;

/// <summary>Accounts, tokens and keys. They are few and asked for with every request, so a copy of them all stands in memory, replaced with every change.</summary>
internal sealed class SqliteAccounts
{
    private const string UpsertAccount = """
        INSERT INTO account (name, password, created_at, rights) VALUES ($name, $password, $at, $rights)
        ON CONFLICT DO UPDATE SET password = excluded.password, rights = excluded.rights;
        """;
    private const string SelectAccounts = "SELECT name, password, created_at, rights FROM account ORDER BY name;";
    private const string DeleteAccount = "DELETE FROM account WHERE name = $name;";
    private const string DeleteRights = "DELETE FROM account_right WHERE account = $account;";
    private const string InsertRight = "INSERT INTO account_right (account, collection, rights) VALUES ($account, $collection, $rights);";
    private const string SelectRights = "SELECT account, collection, rights FROM account_right;";
    private const string UpsertKey = "INSERT INTO account_key (key, account) VALUES ($key, $account) ON CONFLICT DO UPDATE SET account = excluded.account;";
    private const string SelectKeys = "SELECT key, account FROM account_key;";
    private const string InsertToken = """
        INSERT INTO token (id, hash, account, label, created_at, expires_at, rights, collections)
        VALUES ($id, $hash, $account, $label, $created, $expires, $rights, $collections);
        """;
    private const string SelectTokens = "SELECT id, hash, account, label, created_at, expires_at, rights, collections FROM token ORDER BY number;";
    private const string DeleteToken = "DELETE FROM token WHERE id = $id;";

    private readonly SqliteDatabase _database;
    private volatile Book _book;

    public SqliteAccounts(SqliteDatabase database)
    {
        _database = database;
        _book = database.Read(Read);
    }

    public IReadOnlyList<Account> All => _book.Accounts;

    public IReadOnlyList<AccessToken> Tokens => _book.Tokens;

    public Account? Find(string name) => _book.ByName.GetValueOrDefault(name);

    public Account? FindByKey(Digest key) => _book.ByKey.GetValueOrDefault(key);

    public AccessToken? FindToken(Digest hash) => _book.ByHash.GetValueOrDefault(hash);

    public Task KeepAsync(Account account, CancellationToken cancellationToken) => ChangeAsync(
        session =>
        {
            session.Execute(
                UpsertAccount, ("$name", account.Name), ("$password", account.PasswordHash), ("$at", account.CreatedAt.Column()), ("$rights", Column(account.Rights.Otherwise)));
            session.Execute(DeleteRights, ("$account", account.Name));
            foreach (var (collection, rights) in account.Rights.Named)
                session.Execute(InsertRight, ("$account", account.Name), ("$collection", collection.ToString("D")), ("$rights", Column(rights)));
            return true;
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(session => session.Execute(DeleteAccount, ("$name", name)) > 0, cancellationToken);

    public Task KeepKeyAsync(string account, Digest key, CancellationToken cancellationToken) =>
        ChangeAsync(session => session.Execute(UpsertKey, ("$key", key.Column()), ("$account", account)) > 0, cancellationToken);

    public Task AddTokenAsync(AccessToken token, CancellationToken cancellationToken) => ChangeAsync(
        session => session.Execute(
            InsertToken, ("$id", token.Id), ("$hash", token.Hash.Column()), ("$account", token.Account), ("$label", token.Label), ("$created", token.CreatedAt.Column()),
            ("$expires", token.ExpiresAt.Column()), ("$rights", Column(token.Rights)), ("$collections", string.Join(' ', token.Collections.Select(id => id.ToString("D"))))) > 0,
        cancellationToken);

    public Task<bool> RemoveTokenAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(session => session.Execute(DeleteToken, ("$id", id)) > 0, cancellationToken);

    private async Task<bool> ChangeAsync(Func<SqliteSession, bool> change, CancellationToken cancellationToken)
    {
        Book? next = null;
        return await _database.WriteAsync(
            session =>
            {
                var changed = change(session);
                next = Read(session);
                return changed;
            },
            committed: () => _book = next!,
            cancellationToken);
    }

    private static Book Read(SqliteSession session)
    {
        var rights = session.Query(SelectRights, row => (Account: row.GetString(0), Collection: Guid.Parse(row.GetString(1)), Rights: Rights(row, 2))).ToLookup(row => row.Account);
        var accounts = session.Query(SelectAccounts, row => (Name: row.GetString(0), Password: row.GetString(1), At: row.Time(2), Rights: Rights(row, 3)))
            .Select(row => new Account(row.Name, row.Password, row.At)
            {
                Rights = new AccountRights(row.Rights, rights[row.Name].ToImmutableSortedDictionary(right => right.Collection, right => right.Rights)),
            })
            .ToImmutableArray();
        var byName = accounts.ToDictionary(account => account.Name, StringComparer.Ordinal);
        var tokens = session.Query(SelectTokens, TokenRow).ToImmutableArray();
        var keys = session.Query(SelectKeys, row => (Key: row.Hash(0), Account: row.GetString(1)));
        return new Book(accounts, tokens, byName, keys.ToDictionary(row => row.Key, row => byName[row.Account]), tokens.ToDictionary(token => token.Hash));
    }

    private static AccessToken TokenRow(SqliteDataReader row) => new(
        row.GetString(0), row.Hash(1), row.GetString(2), row.GetString(3), row.Time(4), row.Time(5), Rights(row, 6),
        [.. row.GetString(7).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)]);

    private static CollectionRights Rights(SqliteDataReader row, int column) => new((row.GetInt32(column) & 1) != 0, (row.GetInt32(column) & 2) != 0);

    private static int Column(CollectionRights rights) => (rights.CanRead ? 1 : 0) | (rights.CanWrite ? 2 : 0);

    private sealed record Book(
        ImmutableArray<Account> Accounts, ImmutableArray<AccessToken> Tokens, Dictionary<string, Account> ByName, Dictionary<Digest, Account> ByKey, Dictionary<Digest, AccessToken> ByHash);
}
