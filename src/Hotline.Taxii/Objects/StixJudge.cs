using System.Collections.Immutable;
using Hotline.Collections;
using Hotline.Stix;

namespace Hotline.Taxii.Objects;

/// <summary>Between STIX and collections: what came is read and judged by <see cref="StixReader"/>, apart object by object.</summary>
internal static class StixJudge
{
    /// <summary>Warnings told of one object; more are left out.</summary>
    private const int MaxWarnings = 5;

    /// <summary>Bytes from which on an envelope is read object by object.</summary>
    private const int LargeBody = 1024 * 1024;

    public static JudgedEnvelope Judge(ReadOnlyMemory<byte> body, ObjectValidation validation) => body.Length > LargeBody
        ? LargeEnvelope.Judge(body, StixLimits.Default, one => Judge(StixRules.Judge(one, StixLimits.Default, PolicyOf(validation))))
        : JudgeSmall(body, validation);

    private static JudgedEnvelope JudgeSmall(ReadOnlyMemory<byte> body, ObjectValidation validation) => StixReader.Read(body, StixLimits.Default, PolicyOf(validation)) switch
    {
        StixDocument.Read read => new JudgedEnvelope.Read([.. read.Outcomes.Select(Judge)]),
        StixDocument.Malformed malformed => new JudgedEnvelope.Malformed(malformed.Reason),
        var other => throw new InvalidOperationException($"No judgement for {other.GetType().Name}."),
    };

    /// <summary>What a stored marking definition means.</summary>
    public static MarkingMeaning MeaningOf(CollectionObject stored)
    {
        byte[] envelope = [.. "{\"objects\":["u8, .. stored.Raw.Span, .. "]}"u8];
        // It was judged when it came; only its meaning is asked now.
        return Judge(envelope, ObjectValidation.Off) is JudgedEnvelope.Read { Objects: [JudgedObject.Accepted { Defines: { } meaning }] } ? meaning : MarkingMeaning.Unknown;
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
        StixOutcome.Accepted accepted => Accept(accepted.Value, accepted.Findings),
        StixOutcome.Refused refused => new JudgedObject.Refused(refused.Id, refused.Version, refused.Reason),
        var other => throw new InvalidOperationException($"No judgement for {other.GetType().Name}."),
    };

    private static StixPolicy PolicyOf(ObjectValidation validation) => validation switch
    {
        ObjectValidation.Lenient => StixPolicy.Lenient,
        ObjectValidation.Off => StixPolicy.Off,
        _ => StixPolicy.Strict,
    };

    private static JudgedObject.Accepted Accept(StixObject one, ImmutableArray<StixFinding> findings)
    {
        var kept = new CollectionObject(one.Id.ToString(), one.Type, one.Version, one.VersionInstant, one.SpecVersion, one.Raw);
        MarkingMeaning? defines = one.Marking switch
        {
            null => null,
            MarkingKind.Statement => MarkingMeaning.Statement,
            _ => WellKnown(one.Id.ToString()) ?? MarkingMeaning.Unknown,
        };
        return new JudgedObject.Accepted(kept, [.. one.ObjectMarkingRefs, .. one.GranularMarkingRefs], defines, WarningsOf(findings));
    }

    private static string? WarningsOf(ImmutableArray<StixFinding> findings)
    {
        if (findings.IsEmpty) return null;
        var told = string.Join("; ", findings.Take(MaxWarnings));
        return findings.Length > MaxWarnings ? $"{told}; and {findings.Length - MaxWarnings} more" : told;
    }
}
