using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Hotline.Envelopes;

namespace Hotline.Leaves;

/// <summary>Writes the lines of a leaf in their fixed order.</summary>
internal sealed class LeafWriter
{
    /// <summary>Longest text of a leaf in bytes, which leaves room for a proof in an entry of 65,535 bytes.</summary>
    public const int MaxTextSize = 16 * 1024;

    private readonly StringBuilder _text = new();

    public LeafWriter Word(string word)
    {
        _text.Append(word).Append('\n');
        return this;
    }

    public LeafWriter Line(string key, string value)
    {
        _text.Append(key).Append(' ').Append(value).Append('\n');
        return this;
    }

    public LeafWriter Line(string key, ulong number) => Line(key, number.ToString(CultureInfo.InvariantCulture));

    public LeafWriter Line(string key, DateTimeOffset time) => Line(key, LeafText.FormatTime(time));

    public LeafWriter Line(string key, Digest? digest) => Line(key, digest is { } hash ? LeafText.FormatHash(hash) : "-");

    public LeafWriter Line(string key, ImmutableArray<NodeName> nodes) => Line(key, string.Join(' ', nodes));

    public LeafWriter Cipher(Cipher cipher) =>
        Line("cipher", $"{LeafText.FormatHash(cipher.Digest)} {cipher.Size.ToString(CultureInfo.InvariantCulture)}");

    public LeafWriter Refs(ImmutableArray<Digest> refs)
    {
        foreach (var hash in refs) Line("ref", hash);
        return this;
    }

    public LeafWriter Seen(Seen? seen) =>
        seen is null ? this : Line("seen", $"{seen.Origin} {seen.Size.ToString(CultureInfo.InvariantCulture)} {seen.Root}");

    /// <exception cref="LeafFormatException">More than <see cref="MaxTextSize"/> bytes.</exception>
    public byte[] ToBytes()
    {
        var bytes = Encoding.ASCII.GetBytes(_text.ToString());
        return bytes.Length <= MaxTextSize ? bytes : throw new LeafFormatException("A leaf has 1 to 16384 bytes of text.");
    }
}
