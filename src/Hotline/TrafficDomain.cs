using System.Text.RegularExpressions;

namespace Hotline;

/// <summary>Real traffic or one exercise. It is a type argument wherever messages flow, so that the two cannot be mixed by a flag.</summary>
public interface ITrafficDomain
{
    /// <summary>First line of every leaf of this domain; a leaf of another domain never parses here.</summary>
    string Heading { get; }

    /// <summary>Path of the log's origin below the node's name and before the shard number.</summary>
    string LogPath { get; }

    /// <summary>What a Statement shows as its domain.</summary>
    string Name { get; }

    /// <summary>Text that people see with every message of this domain; empty for real traffic.</summary>
    string Banner { get; }
}

/// <summary>Traffic that counts.</summary>
public readonly record struct Real : ITrafficDomain
{
    public string Heading => "hotline/evidence/v1";

    public string LogPath => "transcript";

    public string Name => "real";

    public string Banner => "";
}

/// <summary>Traffic of one exercise: own keys, own log, own data root; its leaves never verify as real ones.</summary>
public readonly partial record struct Exercise : ITrafficDomain
{
    private readonly string? _id;

    /// <param name="id">1 to 32 of a-z, 0-9 and hyphen, as it stands in origins and headings.</param>
    /// <exception cref="FormatException">The id has another form.</exception>
    public Exercise(string id)
    {
        if (!IdForm().IsMatch(id)) throw new FormatException("An exercise id is 1 to 32 of a-z, 0-9 and hyphen, and begins with a letter or digit.");
        _id = id;
    }

    public string Id => _id ?? throw new InvalidOperationException("An exercise has an id.");

    public string Heading => $"hotline/exercise/{Id}/v1";

    public string LogPath => $"exercise/{Id}";

    public string Name => $"exercise:{Id}";

    public string Banner => $"EXERCISE EXERCISE EXERCISE ({Id})";

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
