using System.Buffers.Binary;
using Hotline.Cryptography;

namespace Hotline.Transcript;

/// <summary>That a cosigner saw a checkpoint as the newest of its log, and when (C2SP tlog-cosignature).</summary>
/// <param name="Key">Of type 0x04 or 0x06.</param>
/// <param name="Time">In whole seconds, by the cosigner's clock.</param>
public sealed record Cosignature(VerifierKey Key, DateTimeOffset Time)
{
    internal const int TimeSize = sizeof(ulong);

    internal static ulong SecondsOf(DateTimeOffset time) => (ulong)Math.Max(1, time.ToUnixTimeSeconds());

    /// <summary>Time, big-endian, and signature.</summary>
    internal static byte[] Bytes(ulong seconds, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[TimeSize + signature.Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, seconds);
        signature.CopyTo(bytes.AsSpan(TimeSize));
        return bytes;
    }

    internal static string MlDsaLine(VerifierKey key, MlDsaPrivateKey signer, Checkpoint checkpoint, ulong seconds) =>
        new NoteSignature(key.Name, key.Id, Bytes(seconds, signer.Sign(NoteVerifier.SubtreeMessage(key.Name, seconds, checkpoint)))).ToLine();

    /// <summary>What a line that was verified says; null where it says nothing about the newest tree: its time is zero or beyond the calendar.</summary>
    internal static Cosignature? Of(VerifierKey key, NoteSignature verified)
    {
        var seconds = BinaryPrimitives.ReadUInt64BigEndian(verified.Bytes.Span);
        return seconds == 0 || seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? null : new Cosignature(key, DateTimeOffset.FromUnixTimeSeconds((long)seconds));
    }
}
