using System.Collections.Immutable;
using Hotline.Cryptography;
using Hotline.Envelopes;
using Hotline.Rosters;
using Hotline.Statements;

namespace Hotline.Evidence;

/// <summary>Judges an opened Statement against the NRO it came with, the roster, and the node that opened it.</summary>
public static class StatementVerifier
{
    /// <param name="roster">The roster that the sender named.</param>
    /// <param name="self">The node that opened it.</param>
    /// <param name="ownKeys">Fingerprints of the KEM keys it opens with.</param>
    /// <returns>The first rule it breaks, or null.</returns>
    public static StatementFault? Verify<TDomain>(
        Statement statement, OriginNote<TDomain> origin, Roster roster, NodeName self, IReadOnlyCollection<Digest> ownKeys)
        where TDomain : struct, ITrafficDomain
    {
        if (statement.Document.Compare(origin.Text) is { } fault) return fault;
        if (!statement.Document.Readers.Any(reader => reader.Node == self && ownKeys.Contains(reader.KeyFingerprint))) return StatementFault.NotAddressed;
        if (!statement.CoversEverything()) return StatementFault.Uncovered;
        return SignersOf(statement, origin.Text, roster).IsEmpty ? StatementFault.Signature : null;
    }

    /// <summary>The certificates of the sender whose keys signed, each once. A desk's for messages; a service's too for objects.</summary>
    /// <returns>Empty when a signature does not hold, or none is by a key that may sign this.</returns>
    public static ImmutableArray<ReadOnlyMemory<byte>> SignersOf<TDomain>(Statement statement, OriginText<TDomain> origin, Roster roster)
        where TDomain : struct, ITrafficDomain
    {
        if (roster.Find(origin.From) is not { } sender) return [];
        var allowed = origin.Kind == EnvelopeKind.Objects ? sender.Desk.Statements.AddRange(sender.Service.Statements) : sender.Desk.Statements;
        var document = statement.Document.Bytes;
        var signers = statement.Signatures
            .Select(signature => allowed.FirstOrDefault(certificate => CmsSignature.Verify(document.Span, signature.Span, certificate.Span)))
            .ToArray();
        // Known and bad refuses the whole, as with notes: a signature that proves nothing has no business there.
        return signers.Any(signer => signer.IsEmpty) ? [] : [.. signers.DistinctBy(certificate => Digest.Of(certificate.Span))];
    }
}
