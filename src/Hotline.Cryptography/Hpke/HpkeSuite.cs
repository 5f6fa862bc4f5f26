using System.Security.Cryptography;

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

    /// <summary>Size of the AEAD's key in bytes, Nk.</summary>
    public int KeySize => Aead switch
    {
        AeadId.Aes128Gcm => 16,
        AeadId.Aes256Gcm or AeadId.ChaCha20Poly1305 => 32,
        AeadId.ExportOnly => 0,
        _ => throw new NotSupportedException($"AEAD 0x{(ushort)Aead:x4} is not built in."),
    };

    /// <summary>Size of the AEAD's nonce in bytes, Nn.</summary>
    public const int NonceSize = 12;

    /// <summary>Size of the AEAD's tag in bytes, Nt.</summary>
    public const int TagSize = 16;

    /// <summary>How many blocks of its hash HKDF-Expand gives at most (RFC 5869, section 2.3).</summary>
    internal const int MaxExportBlocks = 255;

    internal byte[] SuiteId => [.. "HPKE"u8, .. Labeled.TwoBytes((ushort)Kem), .. Labeled.TwoBytes((ushort)Kdf), .. Labeled.TwoBytes((ushort)Aead)];

    internal HashAlgorithmName Hash => HashOf(Kdf);

    internal static HashAlgorithmName HashOf(KdfId kdf) => kdf switch
    {
        KdfId.HkdfSha256 => HashAlgorithmName.SHA256,
        KdfId.HkdfSha384 => HashAlgorithmName.SHA384,
        KdfId.HkdfSha512 => HashAlgorithmName.SHA512,
        _ => throw new NotSupportedException($"KDF 0x{(ushort)kdf:x4} is not built in."),
    };
}
