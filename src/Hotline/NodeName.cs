using System.Text.RegularExpressions;

namespace Hotline;

/// <summary>DNS name of a node or hub, as it stands in leaves and log origins: lower case, at most 100 characters.</summary>
public readonly partial record struct NodeName : IComparable<NodeName>
{
    private readonly string? _value;

    private NodeName(string value) => _value = value;

    public static bool TryParse(string? text, out NodeName name)
    {
        var valid = text is { Length: > 0 and <= 100 } && Form().IsMatch(text);
        name = valid ? new NodeName(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">Not a lower-case DNS name.</exception>
    public static NodeName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException("A node's name is a lower-case DNS name of at most 100 characters.");

    public int CompareTo(NodeName other) => string.CompareOrdinal(_value, other._value);

    public override string ToString() => _value ?? "";

    public static bool operator <(NodeName left, NodeName right) => left.CompareTo(right) < 0;

    public static bool operator >(NodeName left, NodeName right) => left.CompareTo(right) > 0;

    public static bool operator <=(NodeName left, NodeName right) => left.CompareTo(right) <= 0;

    public static bool operator >=(NodeName left, NodeName right) => left.CompareTo(right) >= 0;

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
