using System.Security.Cryptography.X509Certificates;
using Hotline.Stores;
using Microsoft.AspNetCore.Http;

namespace Hotline.Taxii.Accounts;

/// <summary>What became of a request's credentials.</summary>
internal abstract record Authenticated
{
    internal sealed record As(TaxiiClient Client) : Authenticated;

    /// <summary>Missing, unreadable, wrong or expired.</summary>
    internal sealed record Nobody : Authenticated;

    /// <summary>Too many wrong ones came from there.</summary>
    internal sealed record Later(TimeSpan RetryAfter) : Authenticated;
}

/// <summary>The three ways to prove an account: password (RFC 7617), bearer token (RFC 6750), client certificate of a known key (TAXII 2.1, section 8.3).</summary>
internal sealed class Authentication(BasicLogin passwords, IAccountStore store, TimeProvider clock)
{
    private static readonly Authenticated.Nobody Nobody = new();

    public async Task<Authenticated> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var authorization = context.Request.Headers.Authorization;
        // What is said in the request counts; the certificate is asked only where the request says nothing.
        if (authorization.Count == 0) return await OfCertificateAsync(context.Connection.ClientCertificate, cancellationToken);
        return authorization is [{ } header] && AccessTokens.IsBearer(header)
            ? Of(await AccessTokens.FindAsync(header, store, clock.GetUtcNow(), cancellationToken))
            : await passwords.FindAsync(authorization, context.Connection.RemoteIpAddress, cancellationToken);
    }

    private async Task<Authenticated> OfCertificateAsync(X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        if (certificate is null) return Nobody;
        // TLS has proved that the client holds the key; whose it is was told by an administrator, so no other authority is asked.
        var account = await store.FindAccountByKeyAsync(Digest.Of(certificate.PublicKey.ExportSubjectPublicKeyInfo()), cancellationToken);
        return Of(account is null ? null : new TaxiiClient(account, Token: null));
    }

    private static Authenticated Of(TaxiiClient? client) => client is null ? Nobody : new Authenticated.As(client);
}
