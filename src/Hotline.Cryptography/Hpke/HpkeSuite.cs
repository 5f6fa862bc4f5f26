namespace Hotline.Cryptography.Hpke;

/// <summary>Key encapsulation mechanisms by their IANA ids (RFC 9180, section 7.1; draft-ietf-hpke-pq).</summary>
public enum KemId : ushort
{
    DhKemP256 = 0x0010,
    DhKemP384 = 0x0011,
    DhKemP521 = 0x0012,
    DhKemX25519 = 0x0020,
    DhKemX448 = 0x0021,
    MlKem512 = 0x0040,
    MlKem768 = 0x0041,
    MlKem1024 = 0x0042,
    MlKem768P256 = 0x0050,
    MlKem1024P384 = 0x0051,

    /// <summary>ML-KEM-768 and X25519 together, known as X-Wing.</summary>
    MlKem768X25519 = 0x647a,
}

/// <summary>Key derivation functions (RFC 9180, section 7.2).</summary>
public enum KdfId : ushort
{
    HkdfSha256 = 0x0001,
    HkdfSha384 = 0x0002,
    HkdfSha512 = 0x0003,
}

/// <summary>Ciphers (RFC 9180, section 7.3).</summary>
public enum AeadId : ushort
{
    Aes128Gcm = 0x0001,
    Aes256Gcm = 0x0002,
    ChaCha20Poly1305 = 0x0003,
    ExportOnly = 0xffff,
}

/// <summary>One choice of KEM, KDF and AEAD.</summary>
public sealed record HpkeSuite(KemId Kem, KdfId Kdf, AeadId Aead)
{
    /// <summary>What classical letters use.</summary>
    public static HpkeSuite X25519Sha256Aes256Gcm { get; } = new(KemId.DhKemX25519, KdfId.HkdfSha256, AeadId.Aes256Gcm);

    /// <summary>What letters use by default: it holds against a quantum computer too.</summary>
    public static HpkeSuite MlKem768X25519Sha384Aes256Gcm { get; } = new(KemId.MlKem768X25519, KdfId.HkdfSha384, AeadId.Aes256Gcm);

    /// <summary>Size of the AEAD's nonce in bytes, Nn.</summary>
    public const int NonceSize = Hpke.Aead.NonceSize;

    /// <summary>Size of the AEAD's tag in bytes, Nt.</summary>
    public const int TagSize = Hpke.Aead.TagSize;

    internal byte[] SuiteId => [.. "HPKE"u8, .. Labeled.TwoBytes((ushort)Kem), .. Labeled.TwoBytes((ushort)Kdf), .. Labeled.TwoBytes((ushort)Aead)];
}
