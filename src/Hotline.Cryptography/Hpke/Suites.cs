namespace Hotline.Cryptography.Hpke;

/// <summary>The cipher suites that groups may have. A new one is one entry here.</summary>
/// <remarks>
/// The suites of draft-ietf-mls-pq-ciphersuites have no numbers yet, and those seen elsewhere contradict each other. Until numbers are
/// assigned they stand in the range for private use (RFC 9420, section 17.1): 0xF100 and the number that the draft counts them by.
/// </remarks>
public static class Suites
{
    private static readonly CipherSuite[] BuiltIn =
    [
        // RFC 9420, section 17.1.
        new(0x0001, "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519", new(KemId.DhKemX25519, KdfId.HkdfSha256, AeadId.Aes128Gcm), SignatureScheme.Ed25519),
        new(0x0002, "MLS_128_DHKEMP256_AES128GCM_SHA256_P256", new(KemId.DhKemP256, KdfId.HkdfSha256, AeadId.Aes128Gcm), SignatureScheme.EcdsaP256),
        new(0x0003, "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519", new(KemId.DhKemX25519, KdfId.HkdfSha256, AeadId.ChaCha20Poly1305), SignatureScheme.Ed25519),
        new(0x0004, "MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448", new(KemId.DhKemX448, KdfId.HkdfSha512, AeadId.Aes256Gcm), SignatureScheme.Ed448),
        new(0x0005, "MLS_256_DHKEMP521_AES256GCM_SHA512_P521", new(KemId.DhKemP521, KdfId.HkdfSha512, AeadId.Aes256Gcm), SignatureScheme.EcdsaP521),
        new(0x0006, "MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448", new(KemId.DhKemX448, KdfId.HkdfSha512, AeadId.ChaCha20Poly1305), SignatureScheme.Ed448),
        new(0x0007, "MLS_256_DHKEMP384_AES256GCM_SHA384_P384", new(KemId.DhKemP384, KdfId.HkdfSha384, AeadId.Aes256Gcm), SignatureScheme.EcdsaP384),

        // draft-ietf-mls-pq-ciphersuites.
        new(0xf101, "MLS_128_MLKEM768X25519_AES128GCM_SHA256_Ed25519", new(KemId.MlKem768X25519, KdfId.HkdfSha256, AeadId.Aes128Gcm), SignatureScheme.Ed25519),
        new(0xf102, "MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519", new(KemId.MlKem768X25519, KdfId.HkdfSha384, AeadId.Aes256Gcm), SignatureScheme.Ed25519),
        new(0xf104, "MLS_128_MLKEM768P256_AES256GCM_SHA384_P256", new(KemId.MlKem768P256, KdfId.HkdfSha384, AeadId.Aes256Gcm), SignatureScheme.EcdsaP256),
        new(0xf105, "MLS_192_MLKEM1024P384_AES256GCM_SHA384_P384", new(KemId.MlKem1024P384, KdfId.HkdfSha384, AeadId.Aes256Gcm), SignatureScheme.EcdsaP384),
        new(0xf10a, "MLS_192_MLKEM768_AES256GCM_SHA384_MLDSA65", new(KemId.MlKem768, KdfId.HkdfSha384, AeadId.Aes256Gcm), SignatureScheme.MlDsa65),
        new(0xf10b, "MLS_256_MLKEM1024_AES256GCM_SHA384_MLDSA87", new(KemId.MlKem1024, KdfId.HkdfSha384, AeadId.Aes256Gcm), SignatureScheme.MlDsa87),
    ];

    public static IReadOnlyList<CipherSuite> All => BuiltIn;

    /// <summary>What a new group has by default: it holds against a quantum computer too.</summary>
    public static CipherSuite Default { get; } = Find(0xf102)!;

    /// <summary>Null when it is not built in.</summary>
    public static CipherSuite? Find(ushort id) => Array.Find(BuiltIn, suite => suite.Id == id);
}
