using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Hotline.Collections;
using Hotline.Leaves;
using Hotline.Stores;
using Hotline.Taxii.Accounts;
using Hotline.Wire;

namespace Hotline.Node;

/// <summary>What an administrator does with TAXII accounts, their rights and tokens.</summary>
/// <param name="collections">All of the node's.</param>
internal sealed class AccountDesk(IAccountStore store, ImmutableArray<Collection> collections, TimeProvider clock)
{
    private const int DefaultDays = 90;
    private const int MaxDays = 3650;
    private const int MaxLabel = 128;

    public async Task<KeepAccountReply> KeepAsync(KeepAccountRequest request, CancellationToken cancellationToken)
    {
        if (request.Name.Length is 0 or > 128 || request.Name.Any(character => character is ':' || char.IsControl(character)))
            throw Invalid("An account's name has 1 to 128 characters and no colon.");
        if (request.Password.Length is > 0 and < 8) throw Invalid("A password has at least 8 characters.");
        if (request.Password.Length > AccountPasswords.MaxLength) throw Invalid($"A password has at most {AccountPasswords.MaxLength} characters.");
        var key = request.Certificate.IsEmpty ? (Digest?)null : KeyOf(request.Certificate);
        var account = await store.FindAccountAsync(request.Name, cancellationToken) ?? new Account(request.Name, "", clock.GetUtcNow());
        if (request.Password.Length > 0) account = account with { PasswordHash = AccountPasswords.Hash(request.Password) };
        if (request.Rights.Length > 0) account = account with { Rights = account.Rights with { Otherwise = Rights(request.Rights) } };
        await store.KeepAccountAsync(account, cancellationToken);
        if (key is { } known) await store.KeepKeyAsync(account.Name, known, cancellationToken);
        return new KeepAccountReply();
    }

    public async Task<ListAccountsReply> ListAsync(CancellationToken cancellationToken)
    {
        var reply = new ListAccountsReply();
        foreach (var account in await store.ReadAccountsAsync(cancellationToken))
        {
            var entry = new AccountEntry { Name = account.Name, Created = LeafText.FormatTime(account.CreatedAt), Rights = account.Rights.Otherwise.ToString() };
            entry.Grants.AddRange(account.Rights.Named.Select(named => new Grant { Collection = NameOf(named.Key), Rights = named.Value.ToString() }));
            reply.Accounts.Add(entry);
        }

        return reply;
    }

    public async Task<RemoveAccountReply> RemoveAsync(RemoveAccountRequest request, CancellationToken cancellationToken) =>
        await store.RemoveAccountAsync(request.Name, cancellationToken) ? new RemoveAccountReply() : throw NotFound($"There is no account {request.Name}.");

    public async Task<GrantRightsReply> GrantAsync(GrantRightsRequest request, CancellationToken cancellationToken)
    {
        var account = await AccountAsync(request.Account, cancellationToken);
        var named = account.Rights.Named.SetItem(IdOf(request.Collection), Rights(request.Rights));
        await store.KeepAccountAsync(account with { Rights = account.Rights with { Named = named } }, cancellationToken);
        return new GrantRightsReply();
    }

    public async Task<CreateTokenReply> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Days is < 0 or > MaxDays) throw Invalid($"A token is good for 1 to {MaxDays} days.");
        if (request.Label.Length > MaxLabel || request.Label.Any(char.IsControl)) throw Invalid($"A label has up to {MaxLabel} characters.");
        var account = await AccountAsync(request.Account, cancellationToken);
        var rights = request.Rights.Length == 0 ? CollectionRights.ReadAndWrite : Rights(request.Rights);
        var (text, token) = AccessTokens.Create(
            account.Name, request.Label, clock.GetUtcNow(), TimeSpan.FromDays(request.Days == 0 ? DefaultDays : request.Days), rights, [.. request.Collections.Select(IdOf)]);
        await store.AddTokenAsync(token, cancellationToken);
        return new CreateTokenReply { Id = token.Id, Token = text, Expires = LeafText.FormatTime(token.ExpiresAt) };
    }

    public async Task<ListTokensReply> ListTokensAsync(CancellationToken cancellationToken)
    {
        var reply = new ListTokensReply();
        foreach (var token in await store.ReadTokensAsync(cancellationToken))
        {
            var entry = new TokenEntry
            {
                Id = token.Id, Account = token.Account, Label = token.Label, Created = LeafText.FormatTime(token.CreatedAt), Expires = LeafText.FormatTime(token.ExpiresAt),
                Rights = token.Rights.ToString(),
            };
            entry.Collections.AddRange(token.Collections.Select(NameOf));
            reply.Tokens.Add(entry);
        }

        return reply;
    }

    public async Task<RevokeTokenReply> RevokeTokenAsync(RevokeTokenRequest request, CancellationToken cancellationToken) =>
        await store.RemoveTokenAsync(request.Id, cancellationToken) ? new RevokeTokenReply() : throw NotFound($"There is no token {request.Id}: see 'hotline token list'.");

    private async Task<Account> AccountAsync(string name, CancellationToken cancellationToken) =>
        await store.FindAccountAsync(name, cancellationToken) ?? throw NotFound($"There is no account {name}: see 'hotline account list'.");

    private Guid IdOf(string collection) =>
        collections.FirstOrDefault(one => one.Alias == collection || one.Id.ToString("D") == collection)?.Id ?? throw NotFound($"There is no collection {collection} in hotline.json.");

    private string NameOf(Guid collection) => collections.FirstOrDefault(one => one.Id == collection)?.Alias ?? collection.ToString("D");

    private static CollectionRights Rights(string word) => CollectionRights.TryParse(word, out var rights) ? rights : throw Invalid("Rights are rw, ro, wo or none.");

    private static Digest KeyOf(ByteString certificate)
    {
        try
        {
            using var read = X509CertificateLoader.LoadCertificate(certificate.Span);
            return Digest.Of(read.PublicKey.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException)
        {
            throw Invalid("The certificate cannot be read.");
        }
    }

    private static RpcException Invalid(string sentence) => new(new Status(StatusCode.InvalidArgument, sentence));

    private static RpcException NotFound(string sentence) => new(new Status(StatusCode.NotFound, sentence));
}
