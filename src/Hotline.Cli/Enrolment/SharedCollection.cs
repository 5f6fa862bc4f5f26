using System.Collections.Immutable;
using System.Security.Cryptography;
using Hotline.Hosting;

namespace Hotline.Cli.Enrolment;

/// <summary>A TAXII collection that several nodes hold together: one id and title, each node sharing with all others.</summary>
internal sealed record SharedCollection(Guid Id, string Title, string Alias, ImmutableArray<NodeName> Nodes)
{
    public static SharedCollection Create(string title, string alias, params ImmutableArray<NodeName> nodes) =>
        new(NewId(), title, alias, nodes);

    /// <summary>What stands in the settings of one of the nodes.</summary>
    public CollectionSettings SettingsOf(NodeName node) =>
        new(Id, Title, Description: null, Alias, [.. Nodes.Where(other => other != node).Select(other => other.ToString())]);

    // TAXII wants version 4 (section 5.2.1): an id that says nothing, not even when it was made.
    private static Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
