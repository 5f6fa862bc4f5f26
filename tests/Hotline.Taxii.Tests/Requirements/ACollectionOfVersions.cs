using System.Globalization;
using System.Text.Json;

namespace Hotline.Taxii.Tests.Requirements;

/// <summary>A node with one collection: an object in three versions that came out of order, one of STIX 2.0 and 2.1, an observable, and two more.</summary>
internal sealed class ACollectionOfVersions : IAsyncDisposable
{
    public const string First = "2026-02-01T00:00:00.000Z";
    public const string Middle = "2026-02-02T00:00:00.000Z";
    public const string Last = "2026-02-03T00:00:00.123456Z";
    public const string NoVersion = "1970-01-01T00:00:00.000000Z";

    public required TaxiiNode Node { get; init; }

    public string Versioned { get; } = AStixObject.NewId("campaign");

    public string Old { get; } = AStixObject.NewId("campaign");

    public string Both { get; } = AStixObject.NewId("campaign");

    public string Malware { get; } = AStixObject.NewId("malware");

    public string Address { get; } = AStixObject.NewId("ipv4-addr");

    public string Collection => Node.Objects.Replace("objects/", "", StringComparison.Ordinal);

    public HttpClient Client => Node.Alice;

    public static async Task<ACollectionOfVersions> StartAsync()
    {
        var collection = new ACollectionOfVersions { Node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared") with { Alias = "shared" }) };
        await collection.AddAsync(AStixObject.Campaign(collection.Versioned, Last));
        await collection.AddAsync(AStixObject.Campaign(collection.Versioned, First));
        await collection.AddAsync(AStixObject.Campaign(collection.Versioned, Middle));
        await collection.AddAsync(Old20(collection.Old, First));
        await collection.AddAsync(AStixObject.Campaign(collection.Both, First));
        await collection.AddAsync(Old20(collection.Both, Middle));
        await collection.AddAsync(AStixObject.Malware(collection.Malware));
        await collection.AddAsync($$"""{"type":"ipv4-addr","spec_version":"2.1","id":"{{collection.Address}}","value":"198.51.100.3"}""");
        return collection;
    }

    /// <summary>Date added of the n-th object, from 1: a second apart.</summary>
    public static string DateOf(int number) => $"2026-03-01T12:00:{(number - 1).ToString("d2", CultureInfo.InvariantCulture)}.000000Z";

    public async Task<string[]> ObjectsAsync(string query) =>
        [.. Items(await Client.GetOkAsync(Node.Objects + query), "objects").Select(item => $"{NameOf(item.GetProperty("id").GetString()!)} {Version(item)}")];

    public async Task<string[]> ManifestAsync(string query) =>
        [.. Items(await Client.GetOkAsync($"{Collection}manifest/{query}"), "objects").Select(item => $"{NameOf(item.GetProperty("id").GetString()!)} {item.GetProperty("version").GetString()}")];

    public async Task<string[]> ObjectAsync(string id, string query) =>
        [.. Items(await Client.GetOkAsync($"{Node.Objects}{id}/{query}"), "objects").Select(Version)];

    public async Task<string[]> VersionsAsync(string id, string query = "") =>
        [.. Items(await Client.GetOkAsync($"{Node.Objects}{id}/versions/{query}"), "versions").Select(item => item.GetString()!)];

    public Task<HttpResponseMessage> DeleteAsync(string id, string query = "") =>
        Client.DeleteAsync(new Uri($"{Node.Objects}{id}/{query}", UriKind.Relative), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await Node.DisposeAsync();

    public string NameOf(string id) =>
        id == Versioned ? "versioned" : id == Old ? "old" : id == Both ? "both" : id == Malware ? "malware" : id == Address ? "address" : id;

    private static string Old20(string id, string modified) => AStixObject.Campaign(id, modified).Replace("\"spec_version\":\"2.1\",", "", StringComparison.Ordinal);

    private async Task AddAsync(string item)
    {
        var status = await Client.AddAsync(Node.Objects, item);
        AddingTests.Counts(status).Should().Be((1, 1, 0, 0));
        Node.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private static string Version(JsonElement item) => item.TryGetProperty("modified", out var modified) ? modified.GetString()! : NoVersion;

    private static IEnumerable<JsonElement> Items(JsonElement answer, string list)
    {
        if (!answer.TryGetProperty(list, out var items)) return [];
        items.GetArrayLength().Should().BePositive("requirement 5: lists are never empty");
        return items.EnumerateArray();
    }
}
