using System.Globalization;
using System.Text;

namespace Hotline.Transcript;

/// <summary>A log's statement about its tree (C2SP tlog-checkpoint), without extension lines, which ML-DSA cosignatures would not cover.</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Size">Leaves in the tree.</param>
public sealed record Checkpoint(string Origin, ulong Size, TreeHash Root)
{
    /// <summary>Largest text in bytes.</summary>
    public const int MaxSize = 1024;

    /// <summary>Origin, size and root, a line each.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n"));

    /// <exception cref="NoteException">Another form.</exception>
    public static Checkpoint Parse(ReadOnlyMemory<byte> text) =>
        TryParse(text, out var checkpoint) ? checkpoint : throw new NoteException("A checkpoint is the lines origin, size and root, and no others.");

    public static bool TryParse(ReadOnlyMemory<byte> text, out Checkpoint checkpoint)
    {
        checkpoint = new Checkpoint("", 0, TreeHash.Empty);
        if (text.Length > MaxSize) return false;
        var lines = Encoding.UTF8.GetString(text.Span).Split('\n');
        if (lines is not [{ Length: > 0 } origin, var sizeText, var rootText, ""]) return false;
        if (!ulong.TryParse(sizeText, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size > long.MaxValue) return false;
        if (!TreeHash.TryParse(rootText, out var root)) return false;
        checkpoint = new Checkpoint(origin, size, root);
        // Leading zeros and bytes that are no UTF-8 end here.
        return checkpoint.ToBytes().AsSpan().SequenceEqual(text.Span);
    }
}
