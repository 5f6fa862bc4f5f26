using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Hotline.Collections;

namespace Hotline.Taxii;

/// <summary>What a node offers over TAXII 2.1.</summary>
/// <param name="Title">Of the server (section 4.1.1).</param>
/// <param name="ApiRoots">At least one; the first is the default of discovery.</param>
/// <param name="NextKey">32 bytes under which <c>next</c> is authenticated. The same after a restart, so that clients can go on.</param>
public sealed partial record TaxiiSettings(string Title, ImmutableArray<ApiRoot> ApiRoots, ReadOnlyMemory<byte> NextKey)
{
    public const int NextKeySize = 32;

    public string? Description { get; init; }

    public string? Contact { get; init; }

    /// <summary>Most bytes of a request's body. Default 100 MiB, range 1 byte to 1 GiB.</summary>
    public int MaxContentLength { get; init; } = 100 * 1024 * 1024;

    /// <summary>Most objects of a page, whatever the client asks. Default 1,000, range 1 to 10,000.</summary>
    public int MaxPageSize { get; init; } = 1_000;

    /// <summary>Where large bodies stand while they are judged and stored. Default: the system's folder for temporary files.</summary>
    public string SpoolFolder { get; init; } = Path.GetTempPath();

    /// <summary>Requests of an account a second, on average; twice as many at once. Default null: no limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <exception cref="ArgumentException">A value is out of its range, or two API roots or aliases have one name.</exception>
    public void Check()
    {
        Require(Title.Length > 0, "The server needs a title.");
        Require(NextKey.Length == NextKeySize, $"The key of next has {NextKeySize} bytes.");
        Require(MaxContentLength is >= 1 and <= 1 << 30, "The longest body is 1 byte to 1 GiB.");
        Require(MaxPageSize is >= 1 and <= 10_000, "A page has 1 to 10,000 objects.");
        Require(RequestsPerSecond is null or (> 0 and <= 1_000_000), "The rate of requests is up to 1,000,000 a second.");
        Require(ApiRoots.Length > 0, "There is at least one API root.");
        Require(ApiRoots.Select(root => root.Name).Distinct().Count() == ApiRoots.Length, "Two API roots have one name.");
        foreach (var root in ApiRoots)
        {
            Require(RootName().IsMatch(root.Name) && root.Name != "taxii2", "An API root's name is 1 to 64 of a-z, 0-9 and hyphen, and not taxii2.");
            Require(root.Collections.All(collection => collection.Id.Version == 4), "A collection's id is a UUID version 4 (section 5.2.1).");
            Require(root.Collections.All(collection => collection.Alias is null || Alias().IsMatch(collection.Alias)),
                "An alias is 1 to 128 letters, digits, hyphens, dots and underscores.");
            string[] names = [.. root.Collections.SelectMany(collection => collection.Alias is { } alias
                ? [collection.Id.ToString("D"), alias]
                : new[] { collection.Id.ToString("D") })];
            Require(names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length, "Two collections of an API root have one id or alias.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new ArgumentException(otherwise);
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RootName();

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Alias();
}

/// <summary>A group of collections below one path (section 4.2).</summary>
/// <param name="Name">Its path is <c>/name/</c>.</param>
/// <param name="Collections">In the order in which clients see them (section 3.3).</param>
public sealed record ApiRoot(string Name, string Title, string? Description, ImmutableArray<Collection> Collections)
{
    public string Path => $"/{Name}/";
}
