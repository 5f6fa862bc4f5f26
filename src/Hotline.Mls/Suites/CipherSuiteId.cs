namespace Hotline.Mls;

/// <summary>Cipher suites by number (RFC 9420, section 17.1). Those from 0xf000 on are provisional: private use until IANA assigns others.</summary>
public enum CipherSuiteId : ushort
{
    None = 0,
    X25519Aes128GcmSha256Ed25519 = 0x0001,
    P256Aes128GcmSha256P256 = 0x0002,
    X25519ChaCha20Poly1305Sha256Ed25519 = 0x0003,
    X448Aes256GcmSha512Ed448 = 0x0004,
    P521Aes256GcmSha512P521 = 0x0005,
    X448ChaCha20Poly1305Sha512Ed448 = 0x0006,
    P384Aes256GcmSha384P384 = 0x0007,

    /// <summary>Provisional (draft-ietf-mls-pq-ciphersuites, TBD1).</summary>
    MlKem768X25519Aes128GcmSha256Ed25519 = 0xf101,

    /// <summary>Provisional (TBD2).</summary>
    MlKem768X25519Aes256GcmSha384Ed25519 = 0xf102,

    /// <summary>Provisional (TBD4).</summary>
    MlKem768P256Aes256GcmSha384P256 = 0xf104,

    /// <summary>Provisional (TBD5).</summary>
    MlKem1024P384Aes256GcmSha384P384 = 0xf105,

    /// <summary>Provisional (TBD10).</summary>
    MlKem768Aes256GcmSha384MlDsa65 = 0xf10a,

    /// <summary>Provisional (TBD11).</summary>
    MlKem1024Aes256GcmSha384MlDsa87 = 0xf10b,
}
