using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Hotline.Envelopes;

namespace Hotline.Leaves;

/// <summary>Reads the lines of a leaf in their fixed order; anything missing, doubled or out of order is refused.</summary>
internal ref struct LeafReader
{
    private ReadOnlySpan<char> _rest;

    /// <param name="text">The lines, each ending in LF; printable ASCII only, so that what is signed is what is seen.</param>
    /// <exception cref="LeafFormatException">Too long, another character, or no LF at the end.</exception>
    public LeafReader(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > LeafWriter.MaxTextSize) throw new LeafFormatException("A leaf has 1 to 16384 bytes of text.");
        foreach (var value in text)
            if (value is not (byte)'\n' and (< 0x20 or > 0x7e)) throw new LeafFormatException("A leaf is printable ASCII.");
        if (text[^1] != '\n') throw new LeafFormatException("A leaf ends in a line feed.");
        _rest = Encoding.ASCII.GetString(text);
    }

    public void Heading(string expected)
    {
        if (!Line().SequenceEqual(expected)) throw new LeafFormatException($"The heading is not '{expected}'.");
    }

    public string Word() => Line().ToString();

    public string Value(string key)
    {
        var line = Line();
        if (line.Length <= key.Length + 1 || !line.StartsWith(key) || line[key.Length] != ' ')
            throw new LeafFormatException($"The line '{key}' is missing or out of order.");
        return line[(key.Length + 1)..].ToString();
    }

    public readonly bool Next(string key) => _rest.StartsWith(key) && _rest.Length > key.Length && _rest[key.Length] == ' ';

    public ulong Number(string key) =>
        ulong.TryParse(Value(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(key);

    public Digest Hash(string key) => LeafText.TryParseHash(Value(key), out var digest) ? digest : throw Bad(key);

    public Digest? HashOrNone(string key)
    {
        var value = Value(key);
        if (value == "-") return null;
        return LeafText.TryParseHash(value, out var digest) ? digest : throw Bad(key);
    }

    public MessageId Message() => MessageId.TryParse(Value("msg"), out var id) ? id : throw Bad("msg");

    public NodeName Node(string key) => NodeName.TryParse(Value(key), out var name) ? name : throw Bad(key);

    public ImmutableArray<NodeName> Nodes(string key)
    {
        var words = Value(key).Split(' ');
        var names = ImmutableArray.CreateBuilder<NodeName>(words.Length);
        foreach (var word in words)
        {
            if (!NodeName.TryParse(word, out var name) || names.Contains(name)) throw Bad(key);
            names.Add(name);
        }

        return names.MoveToImmutable();
    }

    public DateTimeOffset Time(string key) => LeafText.TryParseTime(Value(key), out var time) ? time : throw Bad(key);

    public Cipher Cipher()
    {
        var value = Value("cipher");
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && LeafText.TryParseHash(value.AsSpan(0, space), out var digest)
            && long.TryParse(value.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new Cipher(digest, size)
            : throw Bad("cipher");
    }

    public ImmutableArray<Digest> Refs()
    {
        var refs = ImmutableArray.CreateBuilder<Digest>();
        while (Next("ref")) refs.Add(Hash("ref"));
        return refs.ToImmutable();
    }

    public Seen? Seen()
    {
        if (!Next("seen")) return null;
        var words = Value("seen").Split(' ');
        return words.Length == 3 && ulong.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && Digest.TryParse(words[2], out var root)
            ? new Seen(words[0], size, root)
            : throw Bad("seen");
    }

    public readonly void End()
    {
        if (!_rest.IsEmpty) throw new LeafFormatException("There are lines after the last one.");
    }

    public static LeafFormatException Bad(string key) => new($"The line '{key}' is malformed.");

    private ReadOnlySpan<char> Line()
    {
        var end = _rest.IndexOf('\n');
        if (end < 0) throw new LeafFormatException("A line is missing.");
        var line = _rest[..end];
        _rest = _rest[(end + 1)..];
        return line;
    }
}
