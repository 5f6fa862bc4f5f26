using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hotline.Collections;
using Hotline.Stores;

namespace Hotline.Taxii.Accounts;

/// <summary>Bearer tokens (RFC 6750): 32 random bytes that nobody can guess, so one fast hash of them is enough to keep.</summary>
public static class AccessTokens
{
    /// <summary>Tells a token of ours from other secrets, to people and to programs that search for lost ones.</summary>
    private const string Prefix = "hotline_";

    private const string Scheme = "Bearer ";
    private const int SecretSize = 32;
    private const int IdSize = 6;

    /// <summary>Makes a token. The text is given out once and kept nowhere.</summary>
    public static (string Text, AccessToken Token) Create(
        string account, string label, DateTimeOffset now, TimeSpan lifetime, CollectionRights rights, params IReadOnlyList<Guid> collections)
    {
        Span<byte> secret = stackalloc byte[SecretSize];
        RandomNumberGenerator.Fill(secret);
        var text = Prefix + Base64Url.EncodeToString(secret);
        CryptographicOperations.ZeroMemory(secret);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdSize));
        return (text, new AccessToken(id, HashOf(text), account, label, now, now + lifetime, rights, [.. collections]));
    }

    /// <returns>The client; null when the header holds no token that is good now.</returns>
    internal static async Task<TaxiiClient?> FindAsync(string authorization, IAccountStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = authorization[Scheme.Length..].Trim(' ');
        // Found by its hash: how long that takes tells nothing of any token.
        if (text.Length > 256 || await store.FindTokenAsync(HashOf(text), cancellationToken) is not { } token || token.ExpiresAt <= now) return null;
        return await store.FindAccountAsync(token.Account, cancellationToken) is { } account ? new TaxiiClient(account, token) : null;
    }

    internal static bool IsBearer(string authorization) => authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    private static Digest HashOf(string text) => Digest.Of(Encoding.UTF8.GetBytes(text));
}
