using System.Globalization;
using System.Text;

namespace Hotline.Transcript;

/// <summary>Body of an add-checkpoint request (C2SP tlog-witness): old size, consistency proof, empty line, checkpoint.</summary>
/// <param name="OldSize">Of the checkpoint that the witness cosigned last, as the log believes.</param>
/// <param name="Proof">At most 63 hashes.</param>
/// <param name="Note">The checkpoint with the log's signatures.</param>
public sealed record WitnessRequest(ulong OldSize, IReadOnlyList<TreeHash> Proof, ReadOnlyMemory<byte> Note)
{
    /// <summary>Largest body in bytes: 63 hashes, and a checkpoint with many cosignatures.</summary>
    public const int MaxSize = 256 * 1024;

    private const string Old = "old ";

    public byte[] ToBytes()
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Old}{OldSize}\n");
        foreach (var hash in Proof) head.Append(hash).Append('\n');
        return [.. Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. Note.Span];
    }

    /// <exception cref="NoteException">Another form. The checkpoint itself is not looked at.</exception>
    public static WitnessRequest Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxSize) throw new NoteException($"A request has at most {MaxSize} bytes.");
        var end = body.Span.IndexOf("\n\n"u8);
        if (end < 0) throw new NoteException("A request has an empty line before its checkpoint.");
        var lines = Encoding.Latin1.GetString(body.Span[..end]).Split('\n');
        if (!lines[0].StartsWith(Old, StringComparison.Ordinal)) throw new NoteException("A request begins with old and a size.");
        var digits = lines[0].AsSpan(Old.Length);
        if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var old) || old > long.MaxValue
            || !digits.SequenceEqual(old.ToString(CultureInfo.InvariantCulture)))
            throw new NoteException("The old size is not a decimal number.");
        if (lines.Length - 1 > MerkleProof.MaxHashes) throw new NoteException($"A consistency proof has at most {MerkleProof.MaxHashes} hashes.");
        var proof = new List<TreeHash>(lines.Length - 1);
        foreach (var line in lines.AsSpan(1))
            proof.Add(TreeHash.TryParse(line, out var hash) ? hash : throw new NoteException("A hash of the proof is not canonical base64 of 32 bytes."));
        return new WitnessRequest(old, proof, body[(end + 2)..]);
    }
}

/// <summary>Answer of a witness, as HTTP carries it.</summary>
/// <param name="Status">200, 400, 403, 404, 409 or 422.</param>
/// <param name="Body">Signature lines at 200; the size that the witness cosigned last and a line feed at 409; else a sentence.</param>
public sealed record WitnessAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    internal static WitnessAnswer Cosigned(string lines) => new(200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(lines));

    internal static WitnessAnswer Conflict(ulong size) =>
        new(409, "text/x.tlog.size", Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size}\n")));

    internal static WitnessAnswer Refused(int status, string sentence) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(sentence + "\n"));

    /// <summary>The size in a conflict's body.</summary>
    /// <exception cref="NoteException">It holds none.</exception>
    public ulong ReadSize() =>
        Status == 409 && ulong.TryParse(Encoding.ASCII.GetString(Body.Span).TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new NoteException("A conflict names the size that was cosigned last.");
}
