using Hotline.Collections;

namespace Hotline.Taxii.Answers;

/// <summary>A status as the standard writes it (TAXII 2.1, section 4.3.1).</summary>
internal static class StatusForm
{
    /// <summary>Version of objects without modified and created: one value that stays the same everywhere (section 3.4.1).</summary>
    public const string NoVersion = "1970-01-01T00:00:00.000000Z";

    /// <summary>Id of an object that shows none: the property is required.</summary>
    public const string NoId = "unknown";

    public static StatusResource Of(AddStatus status)
    {
        StatusDetail[] successes = [.. status.Outcomes.Where(outcome => outcome.Failure is null).Select(outcome => Detail(outcome, outcome.Warnings))];
        StatusDetail[] failures = [.. status.Outcomes.Where(outcome => outcome.Failure is not null).Select(outcome => Detail(outcome, outcome.Failure))];
        StatusDetail[] withheld =
            [.. status.Outcomes.Where(outcome => outcome is { Failure: null, Withheld: not null }).Select(outcome => Detail(outcome, outcome.Withheld))];
        // Complete means stored here; the rest of the way is told by the extension.
        return new StatusResource(
            status.Id, "complete", TaxiiTimestamp.Format(status.RequestedAt), status.Outcomes.Length,
            successes.Length, NullIfEmpty(successes), failures.Length, NullIfEmpty(failures), PendingCount: 0)
        {
            Withheld = withheld is [] ? null : new WithheldExtension(withheld.Length, withheld),
            Replication = status.Drafts.Total == 0
                ? null
                : new ReplicationExtension(status.Drafts.Total, status.Drafts.Sent, status.Drafts.Delivered),
        };
    }

    private static StatusDetail Detail(ObjectOutcome outcome, string? message) =>
        new(outcome.ObjectId is "" ? NoId : outcome.ObjectId, outcome.Version ?? NoVersion, message);

    private static StatusDetail[]? NullIfEmpty(StatusDetail[] details) => details is [] ? null : details;
}
