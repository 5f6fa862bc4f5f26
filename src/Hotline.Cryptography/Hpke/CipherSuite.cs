namespace Hotline.Cryptography.Hpke;

/// <summary>A cipher suite of MLS (RFC 9420, section 5.1): all the algorithms of a group.</summary>
/// <param name="Id">As it goes over the wire.</param>
/// <param name="Name">As the standard, or its draft, names it.</param>
/// <param name="Hpke">KEM, KDF and AEAD. The suite's hash and MAC are those of the KDF, as in every suite that is registered.</param>
public sealed record CipherSuite(ushort Id, string Name, HpkeSuite Hpke, SignatureScheme Signature)
{
    /// <summary>Derives, hashes and authenticates for the suite.</summary>
    public Kdf Kdf { get; } = Kdf.Of(Hpke.Kdf);

    public Aead Aead { get; } = Aead.Of(Hpke.Aead);

    public override string ToString() => Name;
}
