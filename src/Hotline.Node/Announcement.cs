using System.Text.Json.Serialization;

namespace Hotline.Node;

/// <summary>The line on standard output that says that the node accepts connections.</summary>
internal sealed record Announcement(bool Ready, string Role, string Name, string Listen, string Transcript, string? Health, string Taxii, string ApiRoot);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Announcement))]
internal sealed partial class AnnouncementJson : JsonSerializerContext;
