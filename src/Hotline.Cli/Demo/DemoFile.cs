using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Cryptography;

namespace Hotline.Cli.Demo;

/// <summary><c>demo.json</c>: what other programs need to connect to a running demo. URLs and paths are absolute.</summary>
/// <param name="Ca">PEM of the authority that issued every TLS certificate here.</param>
/// <param name="ClientCert">PEM of a sample auditor's certificate, good for reading whole transcripts.</param>
/// <param name="ClientKey">PEM of its key, not encrypted.</param>
internal sealed record DemoFile(string Ca, string ClientCert, string ClientKey, IReadOnlyList<DemoHub> Hubs, IReadOnlyList<DemoNode> Nodes)
{
    /// <summary>Verifier keys hold plus signs, which people should see as they are.</summary>
    private static readonly DemoJson Readable = new(new JsonSerializerOptions(DemoJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Appears complete or not at all.</summary>
    public void Write(string path) => DurableFile.Replace(path, [.. JsonSerializer.SerializeToUtf8Bytes(this, Readable.DemoFile), (byte)'\n']);
}

/// <param name="Transcript">URL of its log.</param>
/// <param name="Vkey">C2SP verifier key of its log.</param>
internal sealed record DemoHub(string Name, string Data, string Transcript, string Vkey);

/// <param name="Taxii">Discovery URL.</param>
/// <param name="Collection">Id of the collection that all nodes share.</param>
/// <param name="Operator">Path of the operator's socket.</param>
/// <param name="Collections">Alba's only: collections by what the user may do with them.</param>
internal sealed record DemoNode(
    string Name, string Data, string Taxii, string ApiRoot, string User, string Password, string Collection, string Transcript, string Vkey, string Operator,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DemoCollections? Collections);

/// <summary>Ids.</summary>
/// <param name="Rw">The one that all nodes share: the user may read and write.</param>
/// <param name="Ro">May read.</param>
/// <param name="Wo">May write.</param>
/// <param name="None">May not even know that it is there.</param>
internal sealed record DemoCollections(string Rw, string Ro, string Wo, string None);

/// <summary>The line that a hub or node prints when it accepts connections.</summary>
internal sealed record ReadyLine(bool Ready, string Role, string Name, string Listen, string Transcript, string? Health, string? Taxii, string? ApiRoot);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(DemoFile))]
[JsonSerializable(typeof(ReadyLine))]
internal sealed partial class DemoJson : JsonSerializerContext;
