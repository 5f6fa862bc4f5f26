namespace Hotline.Cryptography.Tests;

/// <summary>Other ways to write a value that is given in DER: a reader of BER would take nearly all of them for the same value.</summary>
internal static class InexactDer
{
    private const byte Constructed = 0x20;
    private const byte Boolean = 1;
    private const byte Integer = 2;
    private const byte OctetString = 4;
    private const byte Set = 0x31;
    private const byte ImplicitSet = 0xa0;

    /// <summary>One element whose tag has one byte: what all that is written here consists of.</summary>
    private sealed record Element(byte Tag, byte[] Content, Element[] Parts)
    {
        public bool IsConstructed => (Tag & Constructed) != 0;
    }

    private delegate byte[]? Rewriting(Element element, byte[] content);

    /// <summary>Every element of the value written in every other way, one at a time; and the value cut, and with a byte behind it.</summary>
    public static IEnumerable<byte[]> Of(byte[] exact)
    {
        var root = Read(exact, out _);
        yield return [.. exact, 0];
        yield return exact[..^1];
        yield return [];
        foreach (var element in All(root))
            foreach (var rewriting in (Rewriting[])[LongLength, LongerLength, Indefinite, Split, Padded, OtherTrue, Disordered])
                if (Write(root, element, rewriting) is { } inexact && !inexact.AsSpan().SequenceEqual(exact))
                    yield return inexact;
    }

    /// <summary>Exact DER, but with one NULL too many at the end of each element that has parts, one at a time.</summary>
    public static IEnumerable<byte[]> WithOnePartTooMany(byte[] exact)
    {
        var root = Read(exact, out _);
        foreach (var element in All(root).Where(element => element.IsConstructed))
            yield return Write(root, element, (changed, content) => Shortest(changed.Tag, [.. content, 5, 0]))!;
    }

    private static byte[]? LongLength(Element element, byte[] content) => content.Length < 128 ? [element.Tag, 0x81, (byte)content.Length, .. content] : null;

    private static byte[]? LongerLength(Element element, byte[] content) =>
        [element.Tag, 0x83, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static byte[]? Indefinite(Element element, byte[] content) => element.IsConstructed ? [element.Tag, 0x80, .. content, 0, 0] : null;

    private static byte[]? Split(Element element, byte[] content) =>
        element.Tag == OctetString ? Shortest(OctetString | Constructed, Shortest(OctetString, content)) : null;

    private static byte[]? Padded(Element element, byte[] content) =>
        element.Tag == Integer ? Shortest(Integer, [content[0] > 127 ? (byte)0xff : (byte)0, .. content]) : null;

    private static byte[]? OtherTrue(Element element, byte[] content) => element.Tag == Boolean ? [Boolean, 1, 1] : null;

    /// <summary>A set, and in CMS what is an implicit set, from its end to its beginning.</summary>
    private static byte[]? Disordered(Element element, byte[] content) =>
        element.Tag is Set or ImplicitSet ? Shortest(element.Tag, [.. element.Parts.Reverse().SelectMany(part => Write(part, element, (_, same) => same)!)]) : null;

    private static byte[]? Write(Element element, Element target, Rewriting rewriting)
    {
        var parts = element.Parts.Select(part => Write(part, target, rewriting)).ToArray();
        if (parts.Any(part => part is null)) return null;
        var content = element.IsConstructed ? [.. parts.SelectMany(part => part!)] : element.Content;
        return ReferenceEquals(element, target) ? rewriting(element, content) : Shortest(element.Tag, content);
    }

    private static byte[] Shortest(byte tag, byte[] content) => content.Length switch
    {
        < 128 => [tag, (byte)content.Length, .. content],
        < 256 => [tag, 0x81, (byte)content.Length, .. content],
        _ => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content],
    };

    private static IEnumerable<Element> All(Element element) => element.Parts.SelectMany(All).Prepend(element);

    private static Element Read(ReadOnlySpan<byte> bytes, out int size)
    {
        var (start, length) = bytes[1] switch
        {
            0x81 => (3, bytes[2]),
            0x82 => (4, (bytes[2] << 8) | bytes[3]),
            var shortForm => (2, shortForm),
        };
        size = start + length;
        var content = bytes[start..size];
        var parts = new List<Element>();
        for (var rest = content; (bytes[0] & Constructed) != 0 && !rest.IsEmpty;)
        {
            parts.Add(Read(rest, out var partSize));
            rest = rest[partSize..];
        }

        return new Element(bytes[0], content.ToArray(), [.. parts]);
    }
}
