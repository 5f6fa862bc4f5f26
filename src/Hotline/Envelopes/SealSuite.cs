namespace Hotline.Envelopes;

/// <summary>Names of seals as they stand in an NRO, with the strength that a roster's minimum compares.</summary>
/// <param name="Name">As in the NRO's line <c>seal</c>.</param>
/// <param name="Strength">Higher is stronger: 1 classical, 2 holds against a quantum computer too.</param>
/// <param name="PublicKeySize">Bytes of a reader's key.</param>
public sealed record SealSuite(string Name, int Strength, int PublicKeySize)
{
    /// <summary>HPKE base mode with X25519, HKDF-SHA256 and AES-256-GCM.</summary>
    public static SealSuite ClassicalLetter { get; } = new("letter-x25519-aes256gcm", 1, 32);

    /// <summary>HPKE base mode with ML-KEM-768 and X25519 (0x647a), HKDF-SHA384 and AES-256-GCM. The default.</summary>
    public static SealSuite HybridLetter { get; } = new("letter-mlkem768x25519-aes256gcm", 2, 1216);

    public static SealSuite? Find(string name) =>
        name == HybridLetter.Name ? HybridLetter : name == ClassicalLetter.Name ? ClassicalLetter : null;

    public bool IsAtLeast(SealSuite minimum) => Strength >= minimum.Strength;
}
