using Hotline.Leaves;

namespace Hotline.Envelopes;

/// <summary>An NRO as carried and logged: its text, an empty line and the signature line of the sender's desk or service key (C2SP signed-note).</summary>
/// <remarks>Parsing does not verify: that takes the roster's keys (<c>Hotline.Evidence</c>). Signed bytes are never written anew.</remarks>
public sealed record OriginNote<TDomain>
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Largest note in bytes, signature lines included.</summary>
    public const int MaxSize = 16 * 1024;

    private OriginNote(OriginText<TDomain> text, ReadOnlyMemory<byte> bytes, Digest leafHash) => (Text, Bytes, LeafHash) = (text, bytes, leafHash);

    public OriginText<TDomain> Text { get; }

    /// <summary>The whole note, byte for byte as it was signed; also the entry of every transcript that keeps it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Name of this evidence in all others: RFC 6962 leaf hash of <see cref="Bytes"/>.</summary>
    public Digest LeafHash { get; }

    public MessageId Id => Text.Message;

    /// <exception cref="LeafFormatException">Not a note, too large, of another domain, or not in canonical form.</exception>
    public static OriginNote<TDomain> Parse(ReadOnlyMemory<byte> note, TDomain domain)
    {
        if (note.Length > MaxSize) throw new LeafFormatException($"A note has at most {MaxSize} bytes.");
        var end = note.Span.LastIndexOf("\n\n"u8);
        if (end < 0) throw new LeafFormatException("A note has an empty line before its signatures.");
        return new OriginNote<TDomain>(OriginText<TDomain>.Parse(note.Span[..(end + 1)], domain), note, Digest.OfLeaf(note.Span));
    }

    public bool Equals(OriginNote<TDomain>? other) => other is not null && LeafHash == other.LeafHash;

    public override int GetHashCode() => LeafHash.GetHashCode();
}
