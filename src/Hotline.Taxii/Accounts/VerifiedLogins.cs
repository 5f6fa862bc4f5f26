using System.Security.Cryptography;
using System.Text;
using Hotline.Collections;

namespace Hotline.Taxii.Accounts;

/// <summary>
/// Which credentials were right a short while ago, so that a request need not pay for the slow hash again. Kept are only HMACs under
/// a key that dies with the process, over credentials and stored hash: a changed password is unknown here at once.
/// </summary>
internal sealed class VerifiedLogins(TimeProvider clock)
{
    /// <summary>How long a verification stands.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int Capacity = 1_024;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<Digest, DateTimeOffset> _expiries = [];
    private readonly Lock _gate = new();

    public bool Contains(BasicCredentials credentials, Account account)
    {
        var mark = Mark(credentials, account);
        lock (_gate) return _expiries.TryGetValue(mark, out var expiry) && clock.GetUtcNow() < expiry;
    }

    public void Add(BasicCredentials credentials, Account account)
    {
        var mark = Mark(credentials, account);
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_expiries.Count >= Capacity) MakeRoom(now);
            _expiries[mark] = now + Lifetime;
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var mark in _expiries.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList()) _expiries.Remove(mark);
        if (_expiries.Count >= Capacity) _expiries.Remove(_expiries.MinBy(entry => entry.Value).Key);
    }

    private Digest Mark(BasicCredentials credentials, Account account)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        // The stored hash has no NUL and a name none either, so the parts cannot be shifted against each other.
        hmac.AppendData(Encoding.UTF8.GetBytes($"{account.PasswordHash}\0{account.Name}\0{credentials.Password}"));
        return new Digest(hmac.GetHashAndReset());
    }
}
