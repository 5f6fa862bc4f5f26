using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hotline.Collections;

namespace Hotline.Storage.Sqlite;

/// <summary>Statuses of requests, with their outcomes many to a row: <c>[[id,version,failure,withheld,warnings],…]</c>, the last where there are any.</summary>
internal static class StatusRows
{
    /// <summary>Outcomes of a row.</summary>
    private const int Part = 1000;

    private const string InsertStatus = "INSERT INTO status (id, collection, requested_at) VALUES ($id, $collection, $at);";
    private const string InsertOutcomes = "INSERT INTO outcome (status, part, json) VALUES ($status, $part, $json);";
    private const string SelectStatus = "SELECT collection, requested_at FROM status WHERE id = $id;";
    private const string SelectOutcomes = "SELECT json FROM outcome WHERE status = $status ORDER BY part;";

    // Delivered: every recipient of the draft's message stands at DELIVERED or READ.
    private const string SelectProgress = """
        SELECT count(*), count(d.message), coalesce(sum(d.message IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM message m JOIN recipient r ON r.message = m.number WHERE m.sent = 1 AND m.id = d.message AND r.rung NOT IN (2, 3))), 0)
        FROM draft d WHERE d.status = $status;
        """;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>From here on the status is there, and what was staged under it too.</summary>
    public static void Keep(SqliteSession session, Guid id, Guid collection, DateTimeOffset at) =>
        session.Execute(InsertStatus, ("$id", Text(id)), ("$collection", Text(collection)), ("$at", at.Column()));

    /// <param name="part">Of the first of these outcomes' rows; behind their last afterwards.</param>
    public static void KeepOutcomes(SqliteSession session, Guid status, IEnumerable<ObjectOutcome> outcomes, ref int part)
    {
        foreach (var some in outcomes.Chunk(Part))
            session.Execute(InsertOutcomes, ("$status", Text(status)), ("$part", part++), ("$json", Write(some)));
    }

    public static AddStatus? Find(SqliteSession session, Guid id)
    {
        var head = session.First(SelectStatus, row => ((Guid Collection, DateTimeOffset At)?)(Guid.Parse(row.GetString(0)), row.Time(1)), ("$id", Text(id)));
        if (head is not { } found) return null;
        var outcomes = session.Query(SelectOutcomes, row => Read(row.GetString(0)), ("$status", Text(id))).SelectMany(part => part);
        var progress = session.First(SelectProgress, row => new DraftProgress(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)), ("$status", Text(id)))!;
        return new AddStatus(id, found.Collection, found.At, [.. outcomes], progress);
    }

    private static string Write(ObjectOutcome[] outcomes)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Plain))
        {
            writer.WriteStartArray();
            foreach (var outcome in outcomes)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(outcome.ObjectId);
                writer.WriteStringValue(outcome.Version);
                writer.WriteStringValue(outcome.Failure);
                writer.WriteStringValue(outcome.Withheld);
                if (outcome.Warnings is { } warnings) writer.WriteStringValue(warnings);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length);
    }

    private static List<ObjectOutcome> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(one => new ObjectOutcome(one[0].GetString()!, one[1].GetString(), one[2].GetString(), one[3].GetString(), one.GetArrayLength() > 4 ? one[4].GetString() : null))];
    }

    private static string Text(Guid id) => id.ToString("D");
}
