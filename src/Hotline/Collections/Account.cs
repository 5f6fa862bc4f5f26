using System.Collections.Immutable;

namespace Hotline.Collections;

/// <summary>A collection without any right does not exist for the account.</summary>
public readonly record struct CollectionRights(bool CanRead, bool CanWrite)
{
    public static CollectionRights ReadAndWrite { get; } = new(true, true);

    public bool Any => CanRead || CanWrite;

    public static CollectionRights operator &(CollectionRights left, CollectionRights right) => left.BitwiseAnd(right);

    /// <summary>What both allow.</summary>
    public CollectionRights BitwiseAnd(CollectionRights other) => new(CanRead && other.CanRead, CanWrite && other.CanWrite);

    /// <param name="word"><c>rw</c>, <c>ro</c>, <c>wo</c> or <c>none</c>.</param>
    public static bool TryParse(string? word, out CollectionRights rights)
    {
        rights = word switch { "rw" => ReadAndWrite, "ro" => new(true, false), "wo" => new(false, true), _ => default };
        return rights.Any || word == "none";
    }

    public override string ToString() => (CanRead, CanWrite) switch { (true, true) => "rw", (true, false) => "ro", (false, true) => "wo", _ => "none" };
}

/// <summary>What an account may do with each collection.</summary>
/// <param name="Otherwise">With those that are not named.</param>
public sealed record AccountRights(CollectionRights Otherwise, ImmutableSortedDictionary<Guid, CollectionRights> Named)
{
    public static AccountRights Everything { get; } = new(CollectionRights.ReadAndWrite, ImmutableSortedDictionary<Guid, CollectionRights>.Empty);

    public CollectionRights On(Guid collection) => Named.TryGetValue(collection, out var named) ? named : Otherwise;

    public bool Equals(AccountRights? other) => other is not null && other.Otherwise == Otherwise && other.Named.SequenceEqual(Named);

    public override int GetHashCode() => HashCode.Combine(Otherwise, Named.Count);
}

/// <summary>A TAXII client.</summary>
/// <param name="PasswordHash">PHC string of the scheme and parameters, salt and hash; empty for an account without a password.</param>
public sealed record Account(string Name, string PasswordHash, DateTimeOffset CreatedAt)
{
    public AccountRights Rights { get; init; } = AccountRights.Everything;
}

/// <summary>A bearer token of an account: less than its password can do, and for a time.</summary>
/// <param name="Id">Names it to people; no secret.</param>
/// <param name="Hash">SHA-256 of the token. Only its holder has the token itself.</param>
/// <param name="Label">What it is for, in its owner's words; may be empty.</param>
/// <param name="Rights">Most it allows, whatever its account may.</param>
/// <param name="Collections">The only ones it is for; empty for all.</param>
public sealed record AccessToken(
    string Id, Digest Hash, string Account, string Label, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, CollectionRights Rights, ImmutableArray<Guid> Collections)
{
    public CollectionRights On(Guid collection) => Collections.IsEmpty || Collections.Contains(collection) ? Rights : default;
}
