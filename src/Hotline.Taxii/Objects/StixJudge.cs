using Hotline.Collections;
using Hotline.Stix;

namespace Hotline.Taxii.Objects;

/// <summary>Between STIX and collections: what came is read and judged by <see cref="StixReader"/>, apart object by object.</summary>
internal static class StixJudge
{
    public static JudgedEnvelope Judge(ReadOnlyMemory<byte> body) => StixReader.Read(body, StixLimits.Default) switch
    {
        StixDocument.Read read => new JudgedEnvelope.Read([.. read.Outcomes.Select(Judge)]),
        StixDocument.Malformed malformed => new JudgedEnvelope.Malformed(malformed.Reason),
        var other => throw new InvalidOperationException($"No judgement for {other.GetType().Name}."),
    };

    /// <summary>What a stored marking definition means.</summary>
    public static MarkingMeaning MeaningOf(CollectionObject stored)
    {
        byte[] envelope = [.. "{\"objects\":["u8, .. stored.Raw.Span, .. "]}"u8];
        return Judge(envelope) is JudgedEnvelope.Read { Objects: [JudgedObject.Accepted { Defines: { } meaning }] } ? meaning : MarkingMeaning.Unknown;
    }

    public static MarkingMeaning? WellKnown(string id) => StixMarkings.TlpOf(id) switch
    {
        Tlp.Clear or Tlp.Green or Tlp.Amber => MarkingMeaning.Travels,
        Tlp.AmberStrict => MarkingMeaning.AmberStrict,
        Tlp.Red => MarkingMeaning.Red,
        _ => null,
    };

    private static JudgedObject Judge(StixOutcome outcome) => outcome switch
    {
        StixOutcome.Accepted accepted => Accept(accepted.Value),
        StixOutcome.Refused refused => new JudgedObject.Refused(refused.Id, refused.Version, refused.Reason),
        var other => throw new InvalidOperationException($"No judgement for {other.GetType().Name}."),
    };

    private static JudgedObject.Accepted Accept(StixObject one)
    {
        var kept = new CollectionObject(one.Id.ToString(), one.Type, one.Version, one.VersionInstant, one.SpecVersion, one.Raw);
        MarkingMeaning? defines = one.Marking switch
        {
            null => null,
            MarkingKind.Statement => MarkingMeaning.Statement,
            _ => WellKnown(one.Id.ToString()) ?? MarkingMeaning.Unknown,
        };
        return new JudgedObject.Accepted(kept, [.. one.ObjectMarkingRefs, .. one.GranularMarkingRefs], defines);
    }
}
