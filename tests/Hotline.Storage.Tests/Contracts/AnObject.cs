using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Collections;
using Hotline.Stores;
using Hotline.Tests;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>Objects for stores, which read none of their JSON.</summary>
internal static class AnObject
{
    public static readonly Guid Collection = new("0b1c7f0e-6f4c-4b0f-8a51-3d1f0f6d8a11");

    /// <summary>Of a request, a draft or another collection.</summary>
    public static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));

    public static string Id(int number) => $"campaign--00000000-0000-4000-8000-{number.ToString("d12", CultureInfo.InvariantCulture)}";

    /// <param name="version">Day of the month it was modified; null for an object without versions.</param>
    public static CollectionObject Numbered(int number, int? version = 1, string type = "campaign", string more = "")
    {
        var modified = version is { } day ? string.Create(CultureInfo.InvariantCulture, $"2026-02-{day:d2}T00:00:00.000Z") : null;
        return new CollectionObject(
            Id(number), type, modified, modified is null ? null : DateTimeOffset.Parse(modified, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() * 1000, "2.1",
            Encoding.UTF8.GetBytes($"{{\"id\":\"{Id(number)}\",\"modified\":\"{modified}\"{more}}}"));
    }

    public static Addition Added(params IReadOnlyList<CollectionObject> objects) => new(
        Collection, NewId(), AnOrigin.Noon, [.. objects.Select(item => new OfferedObject(item, null))], [], _ => []);

    public static ObjectDraft Draft(Guid status, params ImmutableArray<NodeName> to) =>
        new(NewId(), Collection, status, to, Encoding.UTF8.GetBytes("{\"objects\":[]}"));

    public static ObjectQuery All(int limit = 100) => new(Collection, null, null, [], [], VersionFilter.All, limit);
}
