using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript;

/// <summary>Signs a log's checkpoints twice: with its Ed25519 key (0x01) and as ML-DSA-44 cosignature under the same name (0x06).</summary>
/// <param name="origin">The log's origin, which is also the name of both keys.</param>
/// <param name="log">Stays the caller's to dispose.</param>
/// <param name="logMlDsa">An ML-DSA-44 key; stays the caller's to dispose.</param>
/// <exception cref="NoteException">The origin is no key name.</exception>
public sealed class CheckpointSigner(string origin, Ed25519PrivateKey log, MlDsaPrivateKey logMlDsa)
{
    private readonly NoteSigner _log = new(origin, log);

    public string Origin => origin;

    public VerifierKey LogKey => _log.Key;

    public VerifierKey MlDsaKey { get; } = VerifierKey.Create(origin, KeyType.MlDsa44, logMlDsa.PublicKey);

    /// <param name="time">After 1970; it stands in the ML-DSA line in whole seconds.</param>
    /// <returns>The checkpoint note.</returns>
    public byte[] Sign(ulong size, TreeHash root, DateTimeOffset time)
    {
        var checkpoint = new Checkpoint(origin, size, root);
        return [.. _log.Sign(checkpoint.ToBytes()), .. Encoding.UTF8.GetBytes(Cosignature.MlDsaLine(MlDsaKey, logMlDsa, checkpoint, Cosignature.SecondsOf(time)))];
    }
}
