namespace Hotline.Cryptography.Hpke;

/// <summary>Hybrid public key encryption (RFC 9180): modes base and PSK.</summary>
/// <remarks>Only a member's node may use this namespace: an architecture test holds that no hub does.</remarks>
public static class HpkeSetup
{
    private const int MinPskSize = 32;

    /// <summary>Sender's side.</summary>
    /// <param name="publicKey">In the KEM's own encoding.</param>
    /// <param name="psk">Empty for base mode; else at least 32 bytes, with its id.</param>
    /// <returns>The encapsulated key for the recipient, and the context to seal with.</returns>
    /// <exception cref="HpkeException">The public key is malformed.</exception>
    /// <exception cref="ArgumentException">The PSK is short, or comes without its id or the id without it.</exception>
    public static (byte[] Encapsulated, HpkeSender Context) Sender(
        HpkeSuite suite, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk = default, ReadOnlySpan<byte> pskId = default)
    {
        RequirePsk(psk, pskId);
        var (secret, encapsulated) = Kem.Of(suite.Kem).Encapsulate(publicKey);
        return (encapsulated, new HpkeSender(HpkeContext.Create(suite, secret, info, psk, pskId)));
    }

    /// <summary>Recipient's side.</summary>
    /// <exception cref="HpkeException">The encapsulated key is malformed, or the key is of another KEM.</exception>
    /// <exception cref="ArgumentException">The PSK is short, or comes without its id or the id without it.</exception>
    public static HpkeRecipient Recipient(
        HpkeSuite suite, ReadOnlySpan<byte> encapsulated, KemPrivateKey key, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk = default, ReadOnlySpan<byte> pskId = default)
    {
        RequirePsk(psk, pskId);
        if (key.Id != suite.Kem) throw new HpkeException("The private key is of another KEM than the suite.");
        return new HpkeRecipient(HpkeContext.Create(suite, key.Decapsulate(encapsulated), info, psk, pskId));
    }

    /// <summary>Seals one message (RFC 9180, section 6.1).</summary>
    /// <param name="psk">Empty for base mode; else at least 32 bytes, with its id.</param>
    /// <exception cref="HpkeException">The public key is malformed.</exception>
    /// <exception cref="ArgumentException">The PSK is short, or comes without its id or the id without it.</exception>
    public static (byte[] Encapsulated, byte[] Ciphertext) Seal(
        HpkeSuite suite, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> info, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> psk = default, ReadOnlySpan<byte> pskId = default)
    {
        var (encapsulated, context) = Sender(suite, publicKey, info, psk, pskId);
        using (context) return (encapsulated, context.Seal(associatedData, plaintext));
    }

    /// <summary>Seals one message of several under one info, in base mode.</summary>
    /// <exception cref="HpkeException">The public key is malformed.</exception>
    public static (byte[] Encapsulated, byte[] Ciphertext) Seal(HpkeInfo info, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        var (secret, encapsulated) = Kem.Of(info.Suite.Kem).Encapsulate(publicKey);
        using var context = HpkeContext.Create(info, secret, psk: [], pskId: []);
        return (encapsulated, context.Seal(associatedData, plaintext));
    }

    /// <summary>Opens one message.</summary>
    /// <exception cref="HpkeException">It does not open.</exception>
    /// <exception cref="ArgumentException">The PSK is short, or comes without its id or the id without it.</exception>
    public static byte[] Open(
        HpkeSuite suite, ReadOnlySpan<byte> encapsulated, KemPrivateKey key, ReadOnlySpan<byte> info, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> psk = default, ReadOnlySpan<byte> pskId = default)
    {
        using var context = Recipient(suite, encapsulated, key, info, psk, pskId);
        return context.Open(associatedData, ciphertext);
    }

    // Both or neither, and a PSK has the entropy of 32 bytes (RFC 9180, sections 5.1 and 9.5).
    private static void RequirePsk(ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
    {
        if (psk.IsEmpty != pskId.IsEmpty) throw new ArgumentException("A PSK comes with its id.", nameof(psk));
        if (psk.Length is > 0 and < MinPskSize) throw new ArgumentException($"A PSK has at least {MinPskSize} bytes.", nameof(psk));
    }
}
