using System.Collections.Immutable;
using System.Text;
using Hotline.Leaves;

namespace Hotline.Envelopes;

/// <summary>One who may read: a node and the fingerprint (SHA-256) of the public key the message is sealed to.</summary>
public sealed record Reader(NodeName Node, Digest KeyFingerprint);

/// <summary>Who may read a message, as its sender signed it.</summary>
public static class ReaderList
{
    /// <summary>SHA-256 over one line <c>node fingerprint</c> for each reader, in ordinal order of the names.</summary>
    public static Digest Digest(ImmutableArray<Reader> readers)
    {
        var text = new StringBuilder();
        foreach (var reader in readers.OrderBy(reader => reader.Node))
            text.Append(reader.Node).Append(' ').Append(LeafText.FormatHash(reader.KeyFingerprint)).Append('\n');
        return Hotline.Digest.Of(Encoding.ASCII.GetBytes(text.ToString()));
    }
}
