using System.Net.Http.Headers;
using System.Text.Json;
using Hotline.Benchmarks.Relay;
using Hotline.Cli.Demo;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Terminals;
using Hotline.Hosting;

namespace Hotline.Benchmarks.Taxii;

/// <summary>One node as shipped, in a process of its own, with one collection and a token to it. Its hub does not run: nothing travels.</summary>
internal sealed class TaxiiNodeProcess : IAsyncDisposable
{
    private const string MediaType = "application/taxii+json;version=2.1";
    private readonly ServerProcess _process;

    private TaxiiNodeProcess(ServerProcess process, Guid collection, string token)
    {
        (_process, Token) = (process, token);
        Objects = $"share/collections/{collection:D}/objects/";
        Manifest = $"share/collections/{collection:D}/manifest/";
    }

    public Uri Address => new(new Uri(_process.Ready.Taxii!).GetLeftPart(UriPartial.Authority) + "/");

    public int ProcessId => _process.Id;

    public string Token { get; }

    public string Objects { get; }

    public string Manifest { get; }

    public static async Task<TaxiiNodeProcess> StartAsync(string directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var plan = RelayPlan.Create(directory, clock);
        var data = DataDirectory.Open(plan.SenderDirectory);
        var settings = HotlineSettings.Load(data);
        var collection = SharedCollection.Create("Benchmark", "benchmark", RelayPlan.Sender);
        var taxii = settings.Taxii! with { Collections = [collection.SettingsOf(RelayPlan.Sender)], MaxContentLength = 256 * 1024 * 1024 };
        (settings with { Taxii = taxii }).Save(data);
        var process = await ServerProcess.StartAsync("node", plan.SenderDirectory, plan.PassphraseFile, cancellationToken);
        using var desk = await OperatorClient.ConnectAsync(DataRoot.Of(plan.SenderDirectory, null), cancellationToken);
        await desk.Desk.KeepAccountAsync(new() { Name = "benchmark" }, cancellationToken: cancellationToken);
        var token = await desk.Desk.CreateTokenAsync(new() { Account = "benchmark" }, cancellationToken: cancellationToken);
        return new TaxiiNodeProcess(process, collection.Id, token.Token);
    }

    /// <summary>Posts an envelope and requires that every object is stored.</summary>
    public async Task PostAsync(HttpClient client, ReadOnlyMemory<byte> envelope, int count, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(envelope);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(MediaType);
        using var response = await client.PostAsync(new Uri(Objects, UriKind.Relative), content, cancellationToken);
        using var status = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        if (!response.IsSuccessStatusCode || status.RootElement.GetProperty("success_count").GetInt32() != count)
            throw new StartupException($"The node did not store {count} objects: {(int)response.StatusCode} {status.RootElement}"[..300]);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
