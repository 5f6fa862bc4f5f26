using System.Diagnostics.Metrics;
using System.Net;
using Hotline.Collections;
using Hotline.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Hotline.Taxii.Accounts;

/// <summary>HTTP Basic against the node's accounts (TAXII 2.1, section 8.2.2; RFC 7617).</summary>
internal sealed partial class BasicLogin(IAccountStore store, TimeProvider clock, ILogger<BasicLogin> logger) : IDisposable
{
    private static readonly Meter Meter = new("Hotline.Taxii");
    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("hotline.taxii.logins.failed", description: "Requests with wrong or unreadable credentials.");

    private static readonly Authenticated.Nobody Nobody = new();

    // Whoever tries passwords may keep half of the processors busy, and no more.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly VerifiedLogins _verified = new(clock);
    private readonly string _decoy = AccountPasswords.Decoy();

    // Wrong passwords from one address: ten at once, then one every six seconds.
    private readonly RequestRates<IPAddress> _guesses = new(perSecond: 1.0 / 6, burst: 10, clock);

    public async Task<Authenticated> FindAsync(StringValues authorization, IPAddress? remote, CancellationToken cancellationToken)
    {
        if (BasicCredentials.Read(authorization) is not { } credentials)
        {
            Failures.Add(1);
            LogUnreadable(remote);
            return Nobody;
        }

        var account = await store.FindAccountAsync(credentials.Name, cancellationToken);
        if (account is not null && _verified.Contains(credentials, account)) return new Authenticated.As(new TaxiiClient(account, Token: null));
        // Whoever was right a short while ago is not held up by those who guess from the same address.
        if (remote is not null && _guesses.Ask(remote) is { } wait) return new Authenticated.Later(wait);
        if (await VerifyAsync(credentials, account, cancellationToken))
        {
            _verified.Add(credentials, account!);
            return new Authenticated.As(new TaxiiClient(account!, Token: null));
        }

        if (remote is not null) _guesses.Take(remote);

        Failures.Add(1);
        // A name nobody has may be a password typed into the wrong field.
        if (account is null) LogUnknown(remote);
        else LogWrongPassword(account.Name, remote);
        return Nobody;
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
