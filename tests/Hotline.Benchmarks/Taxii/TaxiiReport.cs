using System.Globalization;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Hotline.Benchmarks.Taxii;

/// <param name="Objects">In the collection.</param>
internal sealed record ReadReport(int Objects, IReadOnlyList<RequestRate> Rates);

/// <param name="PostsPerSecond">Objects posted a second, validated and on disk, one request of 1,000 after the other.</param>
/// <param name="WalkPerSecond">Objects a second when the whole collection is read page by page.</param>
/// <param name="Percentile99WhilePosting">Milliseconds of a page of 100 while one request of 100,000 objects is taken.</param>
/// <param name="PostingLarge">Seconds that that request took.</param>
/// <param name="MostMemory">Resident memory of the node, MiB.</param>
/// <param name="Ceiling">The same page's bytes from memory.</param>
internal sealed record TaxiiReport(
    double PostsPerSecond, IReadOnlyList<ReadReport> Reads, IReadOnlyList<RequestRate> Ceiling, double WalkPerSecond, double Percentile99WhilePosting, double PostingLarge, double MostMemory)
{
    public void Write(IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in new[] { "objects", "request", "connections", "per second", "median ms", "p99 ms", "bytes", "of ceiling" }) table.AddColumn(column);
        foreach (var ceiling in Ceiling) AddRow(table, "memory", ceiling);
        foreach (var report in Reads)
            foreach (var rate in report.Rates) AddRow(table, Text(report.Objects), rate);
        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {PostsPerSecond:N0} objects/s; full walk {WalkPerSecond:N0} objects/s; p99 of a page while 100,000 objects are posted ({PostingLarge:N1} s): {Percentile99WhilePosting:N1} ms; most memory {MostMemory:N0} MiB"));
    }

    private void AddRow(Table table, string objects, RequestRate rate)
    {
        var ceiling = Ceiling.First(one => one.Connections == rate.Connections);
        table.AddRow(
            objects, rate.What, Text(rate.Connections), Text(rate.PerSecond), rate.Median.ToString("N2", CultureInfo.InvariantCulture), rate.Percentile99.ToString("N2", CultureInfo.InvariantCulture),
            Text(rate.Bytes), rate.Bytes == ceiling.Bytes ? (rate.PerSecond / ceiling.PerSecond).ToString("P0", CultureInfo.InvariantCulture) : "");
    }

    private static string Text(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TaxiiReport))]
internal sealed partial class TaxiiReportJson : JsonSerializerContext;
