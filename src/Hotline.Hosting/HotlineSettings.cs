using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Cryptography;

namespace Hotline.Hosting;

/// <summary>What <c>hotline.json</c> says. Addresses are IP and port; port 0 is a free one.</summary>
/// <param name="Role"><c>hub</c> or <c>node</c>.</param>
/// <param name="Name">DNS name, as it stands in evidence.</param>
/// <param name="Member">Short name of a node's member.</param>
/// <param name="Domain"><c>real</c> or <c>exercise:ID</c>.</param>
/// <param name="Listen">Mutual TLS 1.3: a hub's exchange and transcript, a node's transcript.</param>
/// <param name="Health">Plain HTTP health checks; loopback only. Null for none.</param>
/// <param name="Taxii">Nodes only.</param>
/// <param name="Otlp">Where traces, metrics and logs go by OTLP; null for nowhere.</param>
public sealed record HotlineSettings(
    string Role, string Name, string? Member, string Domain, string Listen, string? Health, TaxiiListener? Taxii, LimitSettings? Limits, string? Otlp)
{
    private const string ExercisePrefix = "exercise:";
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [JsonIgnore]
    public NodeName NodeName => NodeName.Parse(Name);

    [JsonIgnore]
    public IPEndPoint ListenEndPoint => IPEndPoint.Parse(Listen);

    /// <summary>Every address this program listens on.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<IPEndPoint> EndPoints =>
        [.. new[] { Listen, Health, Taxii?.Listen }.OfType<string>().Select(IPEndPoint.Parse)];

    /// <exception cref="StartupException">Missing, malformed, or a value is out of its range; the sentence names it.</exception>
    public static HotlineSettings Load(DataDirectory directory)
    {
        var path = directory.SettingsFile;
        try
        {
            var settings = JsonSerializer.Deserialize(File.ReadAllBytes(path), SettingsJson.Default.HotlineSettings) ?? throw new StartupException($"{path} is empty.");
            settings.Check(path);
            return settings;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be read: make the directory with 'hotline init', or mend its permissions.", unreadable);
        }
        catch (JsonException malformed)
        {
            throw new StartupException($"{path} is malformed at {malformed.Path}: {malformed.Message}", malformed);
        }
    }

    /// <summary>Writes or replaces the file, whole.</summary>
    /// <exception cref="StartupException">A value is out of its range.</exception>
    public void Save(DataDirectory directory)
    {
        Check(directory.SettingsFile);
        DurableFile.Replace(directory.SettingsFile, [.. JsonSerializer.SerializeToUtf8Bytes(this, SettingsJson.Default.HotlineSettings), (byte)'\n'], Mode);
    }

    private void Check(string path)
    {
        Require(Role is "hub" or "node", "role", "is hub or node");
        Require(NodeName.TryParse(Name, out _), "name", "is a lower-case DNS name");
        Require((Role == "node") == (Member is not null), "member", "is a node's, and only a node's");
        Require(IsDomain(Domain), "domain", "is real or exercise:ID");
        Require(IPEndPoint.TryParse(Listen, out _), "listen", "is an IP address and port");
        Require(Health is null || (IPEndPoint.TryParse(Health, out var health) && IPAddress.IsLoopback(health.Address)), "health", "is a loopback address and port");
        Require((Role == "node") == (Taxii is not null), "taxii", "is a node's, and only a node's");
        Require(Otlp is null || Uri.TryCreate(Otlp, UriKind.Absolute, out _), "otlp", "is a URL");
        Require(Limits is null || (Limits.MaxPayload is >= 1024 and <= 64 * 1024 * 1024 && Limits.MaxDeadlineDays is >= 1 and <= 365), "limits",
            "are a payload of 1 KiB to 64 MiB and a deadline within 1 to 365 days");
        Taxii?.Check(Require);

        static bool IsDomain(string? domain)
        {
            if (domain == default(Real).Name) return true;
            try
            {
                return domain is not null && domain.StartsWith(ExercisePrefix, StringComparison.Ordinal) && new Exercise(domain[ExercisePrefix.Length..]).Name == domain;
            }
            catch (FormatException)
            {
                return false;
            }
        }

        void Require(bool holds, string name, string rule)
        {
            if (!holds) throw new StartupException($"{path}: '{name}' {rule}.");
        }
    }
}

/// <summary>A node's TAXII listener: TLS 1.2 and 1.3.</summary>
/// <param name="PublicUrl">How clients reach it, without a path; null: https and the address it listens on.</param>
/// <param name="ApiRoot">Path of the API root, without slashes. Default share.</param>
/// <param name="MaxContentLength">Largest body in bytes. Default 100 MiB.</param>
/// <param name="MoreRoots">API roots beside the first, with collections of their own.</param>
/// <param name="RequestsPerSecond">Of one account, on average; twice as many at once. Default: no limit.</param>
public sealed record TaxiiListener(
    string Listen, string? PublicUrl, string ApiRoot, string Title, ImmutableArray<CollectionSettings> Collections, int MaxContentLength = 100 * 1024 * 1024,
    ImmutableArray<ApiRootSettings>? MoreRoots = null, double? RequestsPerSecond = null)
{
    internal void Check(Action<bool, string, string> require)
    {
        require(IPEndPoint.TryParse(Listen, out _), "taxii.listen", "is an IP address and port");
        require(PublicUrl is null || (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps), "taxii.publicUrl", "is an https URL");
        require(MaxContentLength is >= 1024 and <= 1024 * 1024 * 1024, "taxii.maxContentLength", "is 1 KiB to 1 GiB");
        // A property that the file leaves out is null here, whatever its type says.
        ApiRootSettings[] roots = [new(ApiRoot, Title, null, Collections), .. MoreRoots ?? []];
        foreach (var root in roots) root.Check(require);
        require(roots.Select(root => root.Path).Distinct(StringComparer.Ordinal).Count() == roots.Length, "taxii.moreRoots", "names each API root once");
        require(
            roots.SelectMany(root => root.Collections).Select(collection => collection.Id).Distinct().Count() == roots.Sum(root => root.Collections.Length),
            "taxii.collections.id", "names one collection only");
        require(RequestsPerSecond is null or (> 0 and <= 1_000_000), "taxii.requestsPerSecond", "is a number up to 1,000,000");
    }
}

/// <summary>A group of collections below one path.</summary>
/// <param name="Path">Of the API root, without slashes.</param>
public sealed record ApiRootSettings(string Path, string Title, string? Description, ImmutableArray<CollectionSettings> Collections)
{
    internal void Check(Action<bool, string, string> require)
    {
        require(!string.IsNullOrEmpty(Path) && !Path.Contains('/', StringComparison.Ordinal), "taxii.apiRoot", "is one segment of a path");
        require(!string.IsNullOrEmpty(Title), "taxii.title", "is a text");
        require(!Collections.IsDefault && Collections.All(collection => collection is not null), "taxii.collections", "is a list");
        foreach (var collection in Collections)
        {
            require(!string.IsNullOrEmpty(collection.Title), "taxii.collections.title", "is a text");
            require(collection.Id.Version == 4, "taxii.collections.id", "is a UUID version 4");
            require(collection.SharedWith.IsDefaultOrEmpty || collection.SharedWith.All(node => NodeName.TryParse(node, out _)), "taxii.collections.sharedWith", "holds nodes' names");
            require(collection.StatementMarkings is "withhold" or "share", "taxii.collections.statementMarkings", "is withhold or share");
            require(collection.Validation is "strict" or "lenient" or "off", "taxii.collections.validation", "is strict, lenient or off");
        }
    }
}

/// <param name="StatementMarkings"><c>withhold</c> (default) or <c>share</c>: what to do with objects under statement markings.</param>
/// <param name="Validation"><c>strict</c> (default), <c>lenient</c> or <c>off</c>: whether objects that break a rule of STIX are refused, stored with warnings, or not looked at.</param>
public sealed record CollectionSettings(
    Guid Id, string Title, string? Description, string? Alias, ImmutableArray<string> SharedWith, string StatementMarkings = "withhold", string Validation = "strict");

/// <param name="MaxPayload">Bytes of one payload. Default 8 MiB, range 1 KiB to 64 MiB.</param>
/// <param name="MaxDeadlineDays">Days. Default 30, range 1 to 365.</param>
public sealed record LimitSettings(int MaxPayload = 8 * 1024 * 1024, int MaxDeadlineDays = 30);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(HotlineSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
