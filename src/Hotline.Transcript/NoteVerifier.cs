using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript;

/// <summary>What each type of key signs over a note's text.</summary>
internal static class NoteVerifier
{
    public static bool Holds(VerifierKey key, ReadOnlyMemory<byte> text, ReadOnlySpan<byte> signature) => key.Type switch
    {
        KeyType.Ed25519 => Ed25519.Verify(key.PublicKey.Span, text.Span, signature),
        KeyType.Cosignature => signature.Length == Cosignature.TimeSize + Ed25519.SignatureSize
            && TryReadTime(signature, out var time)
            && Ed25519.Verify(key.PublicKey.Span, CosignedText(text.Span, time), signature[Cosignature.TimeSize..]),
        KeyType.MlDsa44 => signature.Length == Cosignature.TimeSize + MlDsaParameterSet.MlDsa44.SignatureSize()
            && TryReadTime(signature, out var time)
            && Checkpoint.TryParse(text, out var checkpoint)
            && MlDsa.Verify(MlDsaParameterSet.MlDsa44, key.PublicKey.Span, SubtreeMessage(key.Name, time, checkpoint), signature[Cosignature.TimeSize..]),
        _ => false,
    };

    /// <summary>The message of cosignature/v1: its heading, the time in seconds since 1970 and the checkpoint's text.</summary>
    public static byte[] CosignedText(ReadOnlySpan<byte> text, ulong time) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n")), .. text];

    /// <summary>
    /// The message of an ML-DSA cosignature: label, cosigner's name and log's origin behind their lengths of one byte, time, start 0,
    /// end and root (C2SP tlog-cosignature). It signs no extension lines, so checkpoints here have none.
    /// </summary>
    /// <exception cref="NoteException">A name is longer than 255 bytes.</exception>
    public static byte[] SubtreeMessage(string cosigner, ulong time, Checkpoint checkpoint)
    {
        var message = new List<byte>(256);
        message.AddRange("subtree/v1\n\0"u8);
        AddName(message, cosigner);
        AddNumber(message, time);
        AddName(message, checkpoint.Origin);
        AddNumber(message, 0);
        AddNumber(message, checkpoint.Size);
        message.AddRange(checkpoint.Root.ToArray());
        return [.. message];
    }

    private static bool TryReadTime(ReadOnlySpan<byte> signature, out ulong time)
    {
        time = BinaryPrimitives.ReadUInt64BigEndian(signature);
        return time <= long.MaxValue;
    }

    private static void AddName(List<byte> message, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length > byte.MaxValue) throw new NoteException("A name in a cosignature has at most 255 bytes.");
        message.Add((byte)bytes.Length);
        message.AddRange(bytes);
    }

    private static void AddNumber(List<byte> message, ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        message.AddRange(bytes);
    }
}
