using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>
/// The secrets that a step from one state to the next uses up, and those it makes. Adopting the next state zeroes the former
/// (RFC 9420, section 9.2); giving it up zeroes the latter.
/// </summary>
internal sealed class Ledger
{
    private readonly List<byte[]> _consumed = [];
    private readonly List<byte[]> _made = [];
    private readonly List<IDisposable> _consumedKeys = [];
    private readonly List<IDisposable> _madeKeys = [];

    /// <summary>A secret that the next state no longer has.</summary>
    public void Consume(byte[] secret) => _consumed.Add(secret);

    public void Consume(IDisposable key) => _consumedKeys.Add(key);

    /// <summary>A secret that only the next state has.</summary>
    public byte[] Make(byte[] secret)
    {
        _made.Add(secret);
        return secret;
    }

    public KemPrivateKey Make(KemPrivateKey key)
    {
        _madeKeys.Add(key);
        return key;
    }

    public void Adopt() => Zero(_consumed, _consumedKeys);

    public void GiveUp() => Zero(_made, _madeKeys);

    private static void Zero(List<byte[]> secrets, List<IDisposable> keys)
    {
        foreach (var secret in secrets) CryptographicOperations.ZeroMemory(secret);
        foreach (var key in keys) key.Dispose();
    }
}
