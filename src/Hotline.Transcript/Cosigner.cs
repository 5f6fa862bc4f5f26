using Hotline.Cryptography;

namespace Hotline.Transcript;

/// <summary>
/// A witness's hand: cosigns checkpoints whose consistency somebody else has judged, with an Ed25519 key (0x04) and an ML-DSA-44 key
/// (0x06) under one name (C2SP tlog-cosignature).
/// </summary>
/// <param name="name">The witness's name, alike for both keys.</param>
/// <param name="ed25519">Stays the caller's to dispose. It must sign nothing else: cosignature/v1 does not cover the name.</param>
/// <param name="mlDsa">An ML-DSA-44 key; stays the caller's to dispose.</param>
/// <exception cref="NoteException">The name is no key name.</exception>
public sealed class Cosigner(string name, Ed25519PrivateKey ed25519, MlDsaPrivateKey mlDsa)
{
    public VerifierKey Key { get; } = VerifierKey.Create(name, KeyType.Cosignature, ed25519.PublicKey);

    public VerifierKey MlDsaKey { get; } = VerifierKey.Create(name, KeyType.MlDsa44, mlDsa.PublicKey);

    /// <param name="time">Whole seconds of it stand in both lines; never zero, which would claim nothing about the newest tree.</param>
    /// <returns>Both signature lines, to stand under the checkpoint.</returns>
    public string Cosign(Checkpoint checkpoint, DateTimeOffset time)
    {
        var seconds = Cosignature.SecondsOf(time);
        var classical = Cosignature.Bytes(seconds, ed25519.Sign(NoteVerifier.CosignedText(checkpoint.ToBytes(), seconds)));
        return new NoteSignature(Key.Name, Key.Id, classical).ToLine() + Cosignature.MlDsaLine(MlDsaKey, mlDsa, checkpoint, seconds);
    }
}
