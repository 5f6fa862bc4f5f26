namespace Hotline.Cryptography.Hpke;

/// <summary>Hybrid public key encryption (RFC 9180): modes base and PSK.</summary>
/// <remarks>Only a member's node may use this namespace: an architecture test holds that no hub does.</remarks>
public static class HpkeSetup
{
    /// <summary>Sender's side.</summary>
    /// <param name="publicKey">In the KEM's own encoding.</param>
    /// <param name="psk">Empty for base mode; else at least 32 bytes, with its id.</param>
    /// <returns>The encapsulated key for the recipient, and the context to seal with.</returns>
    /// <exception cref="HpkeException">The public key is malformed.</exception>
    public static (byte[] Encapsulated, HpkeContext Context) Sender(
        HpkeSuite suite, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk = default, ReadOnlySpan<byte> pskId = default)
    {
        var (secret, encapsulated) = Kem.Of(suite.Kem).Encapsulate(publicKey);
        return (encapsulated, HpkeContext.Create(suite, secret, info, psk, pskId));
    }

    /// <summary>Recipient's side.</summary>
    /// <exception cref="HpkeException">The encapsulated key is malformed, or the key is of another KEM.</exception>
    public static HpkeContext Recipient(
        HpkeSuite suite, ReadOnlySpan<byte> encapsulated, KemPrivateKey key, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk = default, ReadOnlySpan<byte> pskId = default)
    {
        if (key.Id != suite.Kem) throw new HpkeException("The private key is of another KEM than the suite.");
        return HpkeContext.Create(suite, key.Kem.Decapsulate(encapsulated, key.Bytes), info, psk, pskId);
    }

    /// <summary>Seals one message (RFC 9180, section 6.1).</summary>
    public static (byte[] Encapsulated, byte[] Ciphertext) Seal(
        HpkeSuite suite, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> info, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        var (encapsulated, context) = Sender(suite, publicKey, info);
        using (context) return (encapsulated, context.Seal(associatedData, plaintext));
    }

    /// <summary>Opens one message.</summary>
    /// <exception cref="HpkeException">It does not open.</exception>
    public static byte[] Open(
        HpkeSuite suite, ReadOnlySpan<byte> encapsulated, KemPrivateKey key, ReadOnlySpan<byte> info, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext)
    {
        using var context = Recipient(suite, encapsulated, key, info);
        return context.Open(associatedData, ciphertext);
    }
}
