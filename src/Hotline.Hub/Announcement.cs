using System.Text.Json.Serialization;

namespace Hotline.Hub;

/// <summary>The line on standard output that says that the hub accepts connections.</summary>
internal sealed record Announcement(bool Ready, string Role, string Name, string Listen, string Transcript, string? Health);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Announcement))]
internal sealed partial class AnnouncementJson : JsonSerializerContext;
