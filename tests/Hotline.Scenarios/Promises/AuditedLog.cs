using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Transcript;

namespace Hotline.Scenarios.Promises;

/// <summary>One piece of evidence as it stands in a log.</summary>
/// <param name="Leaf">Leaf hash at its issuer, which names it everywhere.</param>
/// <param name="Answered">Leaf hash of the NRO that a receipt is about; null for an NRO.</param>
/// <param name="Note">The NRO; null for a receipt.</param>
/// <param name="Proof">The issuer's proof, in others' logs.</param>
internal sealed record Evidence(
    string Kind, MessageId Message, NodeName Issuer, Digest Leaf, Digest? Answered, OriginNote<Real>? Note, Seen? Seen, ReadOnlyMemory<byte> Proof)
{
    public static Evidence Parse(ReadOnlyMemory<byte> entry)
    {
        if (entry.Span.StartsWith("hotline/evidence/v1\nNRO\n"u8))
        {
            var note = OriginNote<Real>.Parse(entry, default);
            return new Evidence("NRO", note.Id, note.Text.From, note.LeafHash, null, note, note.Text.Seen, default);
        }

        var end = entry.Span.IndexOf("\nc2sp.org/tlog-proof@v1\n"u8) + 1;
        var proof = end == 0 ? default : entry[end..];
        var receipt = Receipt<Real>.Parse(end == 0 ? entry : entry[..end], proof, default);
        return new Evidence(receipt.Text.Kind.ToWord(), receipt.Text.Message, receipt.Text.From, receipt.LeafHash, receipt.Text.Origin, null, receipt.Text.Seen, proof);
    }
}

/// <summary>A whole log as an auditor read it.</summary>
/// <param name="Name">Of its server.</param>
/// <param name="Roots">The root of each size, from 0 to all leaves.</param>
internal sealed record AuditedLog(string Name, string Origin, LogReport Report, IReadOnlyList<ReadOnlyMemory<byte>> Entries, IReadOnlyList<Evidence> Evidence, IReadOnlyList<TreeHash> Roots)
{
    private readonly ILookup<(string, MessageId), Evidence> _byMessage = Evidence.ToLookup(one => (one.Kind, one.Message));

    public static AuditedLog Empty(string name, string origin) => new(name, origin, new LogReport(new Checkpoint(origin, 0, TreeHash.Empty), 0, true, []), [], [], [TreeHash.Empty]);

    public static AuditedLog Of(string name, string origin, LogReport report, IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var edge = TreeEdge.Empty;
        var roots = new List<TreeHash>(entries.Count + 1) { edge.Root };
        foreach (var entry in entries)
        {
            edge = edge.Append([TreeHash.OfLeaf(entry.Span)]).Next;
            roots.Add(edge.Root);
        }

        return new AuditedLog(name, origin, report, entries, [.. entries.Select(Promises.Evidence.Parse)], roots);
    }

    public IEnumerable<Evidence> Of(string kind, MessageId message) => _byMessage[(kind, message)];
}
