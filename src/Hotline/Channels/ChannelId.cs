using System.Text.RegularExpressions;

namespace Hotline.Channels;

/// <summary>A group that talks: <c>letters</c> for mail outside any group, else a collection's UUID.</summary>
public readonly partial record struct ChannelId
{
    private readonly string? _value;

    private ChannelId(string value) => _value = value;

    public static ChannelId Letters { get; } = new("letters");

    public static bool TryParse(string? text, out ChannelId channel)
    {
        var valid = text is not null && Form().IsMatch(text);
        channel = valid ? new ChannelId(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">Not 1 to 64 of a-z, 0-9 and hyphen.</exception>
    public static ChannelId Parse(string text) =>
        TryParse(text, out var channel) ? channel : throw new FormatException("A channel id is 1 to 64 of a-z, 0-9 and hyphen.");

    public override string ToString() => _value ?? "";

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
