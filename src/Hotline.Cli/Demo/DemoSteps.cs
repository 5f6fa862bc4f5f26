using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hotline.Hosting;
using Hotline.Transcript;

namespace Hotline.Cli.Demo;

/// <summary>What the demo shows, one promise a step: each does it on the running network and says what was proven.</summary>
internal sealed class DemoSteps(DemoNetwork network, byte[] bundle)
{
    private const string Subject = "Control traffic to Alba's northern grid";
    private const string Body = "Substations report commands nobody sent, from addresses in your territory. Please confirm that this is not yours, and hold the line open.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private RunningNode Alba => network.Nodes[0];

    private RunningNode Borea => network.Nodes[1];

    /// <summary>alba sends borea a FLASH letter, borea's officer acknowledges it, both receipts return.</summary>
    public async Task<string> LetterAsync(CancellationToken cancellationToken)
    {
        var sent = await Alba.Operator.Desk.SendAsync(
            new() { To = { "borea" }, Precedence = Wire.Lane.Flash, Subject = Subject, Body = Body }, cancellationToken: cancellationToken);
        await WaitForAsync(() => RungAsync(sent.Id, Wire.Rung.Delivered, cancellationToken), cancellationToken);
        var received = await Borea.Operator.Desk.ShowAsync(new() { Id = sent.Id }, cancellationToken: cancellationToken);
        if (!received.Fields.Any(field => field.Name == "body" && JsonNode.Parse(field.Value)!.GetValue<string>() == Body)) throw new StartupException("borea reads another text than alba wrote.");
        if (received.Signers.Count < 2) throw new StartupException("borea cannot verify both of alba's signatures.");
        await Borea.Operator.Desk.AcknowledgeAsync(new() { Id = sent.Id }, cancellationToken: cancellationToken);
        await WaitForAsync(() => RungAsync(sent.Id, Wire.Rung.Read, cancellationToken), cancellationToken);
        var shown = await Alba.Operator.Desk.ShowAsync(new() { Id = sent.Id }, cancellationToken: cancellationToken);
        var rungs = string.Join(", ", shown.Recipients[0].Steps.Select(step => $"{step.Kind} by {step.Issuer}"));
        return $"{sent.Display}: filed, relayed, delivered and read; alba holds {rungs}";
    }

    /// <summary>The bundle is posted to alba's TAXII endpoint.</summary>
    public async Task<string> PostAsync(CancellationToken cancellationToken)
    {
        using var http = DemoHttp.Create(network.Plan, withAuditor: false);
        var objects = Objects(bundle);
        var envelope = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["objects"] = new JsonArray([.. objects.Select(one => one.DeepClone())]) }, DemoNodes.Default.JsonObject);
        var status = await ReaderOf(Alba, http).PostAsync(envelope, cancellationToken);
        if (status["failure_count"]!.GetValue<int>() > 0) throw new StartupException($"alba refused objects: {status["failures"]?.ToJsonString()}");
        return string.Create(CultureInfo.InvariantCulture, $"{status["success_count"]!.GetValue<int>():N0} objects stored at alba and on their way as letters");
    }

    /// <summary>Every node serves the bundle's objects, equal to the file object by object.</summary>
    public async Task<string> ReadBackAsync(CancellationToken cancellationToken)
    {
        using var http = DemoHttp.Create(network.Plan, withAuditor: false);
        var expected = Objects(bundle);
        foreach (var node in network.Nodes)
        {
            var reader = ReaderOf(node, http);
            var missing = expected.Count;
            await WaitForAsync(
                async () =>
                {
                    var served = (await reader.ReadAllAsync(cancellationToken)).ToLookup(Key);
                    missing = expected.Count(one => !served[Key(one)].Any(other => JsonNode.DeepEquals(one, other)));
                    return missing == 0;
                },
                cancellationToken,
                () => $"{node.Member.Member} lacks {missing} of {expected.Count} objects");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{expected.Count:N0} objects equal at {string.Join(", ", network.Nodes.Select(node => node.Member.Member))}");
    }

    /// <summary>Every transcript is verified from outside, as an auditor would.</summary>
    public async Task<string> VerifyAsync(CancellationToken cancellationToken)
    {
        using var http = DemoHttp.Create(network.Plan, withAuditor: true);
        var roster = network.Plan.Roster;
        var logs = network.Nodes.Select(node => (node.Member.Member, node.Process.Ready.Transcript, node.Member.Log, node.Member.LogMlDsa))
            .Prepend(("hub-north", network.Hub.Ready.Transcript, roster.Hubs[0].Log, roster.Hubs[0].LogMlDsa));
        var found = new List<string>();
        foreach (var (name, url, log, mlDsa) in logs)
        {
            var key = VerifierKey.Parse(log);
            var report = await LogVerifier.VerifyAsync(
                new HttpLogSource(http, new Uri(url)), new CheckpointVerifier(key.Name, key, VerifierKey.Parse(mlDsa)), null, cancellationToken);
            if (!report.Holds || !report.IsWhole) throw new StartupException($"{name}'s transcript does not verify: {string.Join("; ", report.Faults)}");
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {report.Entries:N0}"));
        }

        return $"every leaf, tile and signature of {string.Join(", ", found)} leaves";
    }

    /// <summary>The hub's directory holds neither the letter's words nor the bundle's ids.</summary>
    public Task<string> SearchHubAsync(CancellationToken cancellationToken)
    {
        var words = Objects(bundle).Take(50).Select(one => one["id"]!.GetValue<string>()).Append(Subject).Append(Body).Select(Encoding.UTF8.GetBytes).ToArray();
        long searched = 0;
        // The lock is held by the hub and holds nothing but a process id.
        foreach (var file in Directory.EnumerateFiles(network.Plan.Hub.Directory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".sock", StringComparison.Ordinal) && Path.GetFileName(file) != "lock"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            searched += content.Length;
            if (words.Any(word => content.AsSpan().IndexOf(word) >= 0)) throw new StartupException($"The hub's file {file} holds plaintext.");
        }

        return Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"{searched / 1e6:N1} MB of hub-north's disk searched for {words.Length} texts and ids: none"));
    }

    private async Task<bool> RungAsync(string id, Wire.Rung rung, CancellationToken cancellationToken) =>
        (await Alba.Operator.Desk.ShowAsync(new() { Id = id }, cancellationToken: cancellationToken)).Recipients.All(recipient => recipient.Rung == rung);

    private TaxiiReader ReaderOf(RunningNode node, HttpClient http) =>
        new(http, node.Process.Ready.ApiRoot!, network.Plan.Collection.Id.ToString("D"), node.User, node.Password);

    private static List<JsonNode> Objects(byte[] bundle) =>
        [.. JsonNode.Parse(bundle, documentOptions: new JsonDocumentOptions { MaxDepth = 128 })!["objects"]!.AsArray().Select(one => one!)];

    private static (string Id, string? Modified) Key(JsonNode one) => (one["id"]!.GetValue<string>(), one["modified"]?.GetValue<string>());

    private static async Task WaitForAsync(Func<Task<bool>> holds, CancellationToken cancellationToken, Func<string>? why = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (!await holds()) await Task.Delay(50, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartupException($"It did not happen within {Patience.TotalSeconds} s{(why is null ? "" : ": " + why())}.");
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class DemoNodes : System.Text.Json.Serialization.JsonSerializerContext;
