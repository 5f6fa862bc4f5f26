using System.Diagnostics.Metrics;
using System.Net;
using Hotline.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Hotline.Taxii.Accounts;

/// <summary>HTTP Basic against the node's accounts (TAXII 2.1, section 8.2.2; RFC 7617).</summary>
internal sealed partial class BasicLogin(ICollectionStore store, TimeProvider clock, ILogger<BasicLogin> logger) : IDisposable
{
    private static readonly Meter Meter = new("Hotline.Taxii");
    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("hotline.taxii.logins.failed", description: "Requests with wrong or unreadable credentials.");

    // Whoever tries passwords may keep half of the processors busy, and no more.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly VerifiedLogins _verified = new(clock);
    private readonly string _decoy = AccountPasswords.Decoy();

    /// <returns>The account's name; null when the credentials are missing or wrong.</returns>
    public async Task<string?> FindAccountAsync(StringValues authorization, IPAddress? remote, CancellationToken cancellationToken)
    {
        if (StringValues.IsNullOrEmpty(authorization)) return null;
        if (BasicCredentials.Read(authorization) is not { } credentials)
        {
            Failures.Add(1);
            LogUnreadable(remote);
            return null;
        }

        var account = await store.FindAccountAsync(credentials.Name, cancellationToken);
        if (account is not null && _verified.Contains(credentials, account)) return account.Name;
        if (await VerifyAsync(credentials, account, cancellationToken))
        {
            _verified.Add(credentials, account!);
            return account!.Name;
        }

        Failures.Add(1);
        // A name nobody has may be a password typed into the wrong field.
        if (account is null) LogUnknown(remote);
        else LogWrongPassword(account.Name, remote);
        return null;
    }

    public void Dispose() => _hashing.Dispose();

    private async Task<bool> VerifyAsync(BasicCredentials credentials, Account? account, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            // The same client may have knocked several times at once: the first in line paid for all.
            if (account is not null && _verified.Contains(credentials, account)) return true;
            // An unknown account costs as much as a known one, so that the time does not tell which names exist.
            return AccountPasswords.Verify(credentials.Password, account?.PasswordHash ?? _decoy) && account is not null;
        }
        finally
        {
            _hashing.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A TAXII request from {Remote} carries credentials that cannot be read")]
    private partial void LogUnreadable(IPAddress? remote);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A TAXII request from {Remote} names no known account")]
    private partial void LogUnknown(IPAddress? remote);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Wrong password for TAXII account {Account} from {Remote}")]
    private partial void LogWrongPassword(string account, IPAddress? remote);
}
