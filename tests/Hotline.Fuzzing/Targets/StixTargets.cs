using System.Text;
using Hotline.Stix;
using Hotline.Taxii.Accounts;
using Hotline.Taxii.Answers;
using Hotline.Taxii.Requests;
using Microsoft.AspNetCore.Http;

namespace Hotline.Fuzzing.Targets;

/// <summary>What TAXII clients send.</summary>
internal static class StixTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        new("stix-bundle", bytes => StixReader.Read(bytes, StixLimits.Default) switch
        {
            StixDocument.Malformed malformed => new Answer(false, malformed.Reason),
            StixDocument.Read { Outcomes: var outcomes } => outcomes.OfType<StixOutcome.Refused>().FirstOrDefault() is { } refused
                ? new Answer(false, refused.Reason)
                : outcomes.OfType<StixOutcome.Accepted>().All(accepted => bytes.AsSpan().IndexOf(accepted.Value.Raw.Span) >= 0)
                    ? Answer.Parsed
                    : throw new InvalidOperationException("An object is not kept as it came."),
            _ => throw new InvalidOperationException("An unknown outcome."),
        }) { AllocatedPerByte = 1_000 },
        new("taxii-query", bytes => ObjectsQueryReader.Read(new QueryString("?" + Encoding.UTF8.GetString(bytes))) switch
        {
            ObjectsQueryText.Malformed malformed => new Answer(false, malformed.Reason),
            _ => Answer.Parsed,
        }),
        new("basic-credentials", bytes => new Answer(BasicCredentials.Read(Encoding.UTF8.GetString(bytes)) is not null, "")),
        new("taxii-timestamp", bytes => new Answer(TaxiiTimestamp.TryParse(Encoding.UTF8.GetString(bytes), out _), "")),
        new("stix-timestamp", bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (!StixTimestamp.TryParse(text, out var timestamp)) return new Answer(false, "");
            return timestamp.ToString() == text ? Answer.Parsed : throw new InvalidOperationException("The timestamp writes back otherwise.");
        }),
    ];
}
