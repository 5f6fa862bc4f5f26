using System.Globalization;
using System.Text;

namespace Hotline.Fuzzing;

/// <summary>Makes new inputs of known ones: bits, pieces of other inputs, lengths, numbers at their bounds, and what text formats must not hold.</summary>
internal sealed class Mutator(Splitter random)
{
    /// <summary>Longest input in bytes.</summary>
    public const int MaxSize = 64 * 1024;

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\n", "\n\n", "\r\n", " ", "\t", "\0", "=", "==", "+", "-", "/", "_", ",", ":", ";", "\"", "\\", "{", "}", "[", "]", "[[[[[[[[", "{\"a\":", "null", "true", "0", "-0", "00", "1e999",
            "-1", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615",
            "18446744073709551616", "— ", "\u00a0", "\u2028", "\u0085", "\ufeff", "\ufffd", "\ud83d\ude00", "é", "ﬁ", "ı", "..", "../", "%00", "%2f", "%", "&", "?", "match[", "]=", "sha256:",
            "2026-11-24T12:00:00.000Z", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z", "2026-02-30T00:00:00Z", "A", "AAAA", "AA==", "AB==", "-----BEGIN CERTIFICATE-----\n",
            "-----END CERTIFICATE-----\n", "\\u0000", "\\ud800", "objects", "_sd", "alba.example", "tile/", "x001/", ".p/",
        }.Select(Encoding.UTF8.GetBytes),
        // No UTF-8: overlong, a surrogate, cut, beyond the last character.
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
        // DER: indefinite, long and wrong lengths, constructed where primitive is due.
        [0x30, 0x80], [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x30, 0x81, 0x00], [0x04, 0x82, 0x00, 0x01], [0x24, 0x00], [0x02, 0x00], [0x02, 0x02, 0x00, 0x00], [0x05, 0x00], [0x00, 0x00],
        // Protobuf: endless and overlong varints, groups, a length beyond the end.
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0x80, 0x80, 0x00], [0x0B], [0x0C], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x0A, 0x00], [0x12, 0x00],
    ];

    /// <param name="pool">What there is to splice with.</param>
    public byte[] Mutate(byte[] input, IReadOnlyList<byte[]> pool)
    {
        var bytes = input;
        for (var left = 1 + random.Below(random.Below(4) == 0 ? 8 : 2); left > 0; left--) bytes = Once(bytes, pool);
        return bytes.Length <= MaxSize ? bytes : bytes[..MaxSize];
    }

    private byte[] Once(byte[] bytes, IReadOnlyList<byte[]> pool)
    {
        if (bytes.Length == 0) return [.. random.Of(Pieces)];
        var at = random.Below(bytes.Length);
        var end = at + random.Below(Math.Min(bytes.Length - at, 1 << random.Below(13)) + 1);
        switch (random.Below(14))
        {
            case 0: return Changed(bytes, at, (byte)(bytes[at] ^ (1 << random.Below(8))));
            case 1: return Changed(bytes, at, random.Byte());
            case 2: return Changed(bytes, at, (byte)(bytes[at] + (random.Below(2) * 2) - 1));
            case 3: return [.. bytes[..at], .. bytes[end..]];
            case 4: return [.. bytes[..end], .. bytes[at..]];
            case 5: return bytes[..at];
            case 6: return bytes[at..];
            case 7: return [.. bytes[..at], .. random.Of(Pieces), .. bytes[at..]];
            case 8: return [.. bytes[..at], .. random.Of(Pieces), .. bytes[end..]];
            case 9: return Spliced(bytes, at, random.Of(pool));
            case 10: return Repeated(bytes, at, end);
            case 11: return WithNumber(bytes, at);
            case 12: return LinesSwapped(bytes);
            default: return [.. bytes[..at], .. Enumerable.Range(0, random.Below(9)).Select(_ => random.Byte()), .. bytes[at..]];
        }
    }

    private static byte[] Changed(byte[] bytes, int at, byte to)
    {
        var copy = bytes.ToArray();
        copy[at] = to;
        return copy;
    }

    private byte[] Spliced(byte[] bytes, int at, byte[] other)
    {
        var from = random.Below(other.Length);
        return [.. bytes[..at], .. other[from..]];
    }

    private byte[] Repeated(byte[] bytes, int at, int end)
    {
        if (end == at) return bytes;
        var times = Math.Min(1 << random.Below(13), MaxSize / (end - at));
        return [.. bytes[..at], .. Enumerable.Repeat(bytes[at..end], times).SelectMany(piece => piece), .. bytes[end..]];
    }

    /// <summary>A decimal number in the text becomes one beside it, or one at a bound.</summary>
    private byte[] WithNumber(byte[] bytes, int at)
    {
        while (at < bytes.Length && bytes[at] is < (byte)'0' or > (byte)'9') at++;
        var end = at;
        while (end < bytes.Length && end - at < 19 && bytes[end] is >= (byte)'0' and <= (byte)'9') end++;
        if (end == at) return bytes;
        var number = long.TryParse(Encoding.ASCII.GetString(bytes, at, end - at), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
        string[] others = [(number + 1).ToString(CultureInfo.InvariantCulture), (number - 1).ToString(CultureInfo.InvariantCulture), "0" + number, $"{number}0", "18446744073709551615", "-1", ""];
        return [.. bytes[..at], .. Encoding.ASCII.GetBytes(random.Of(others)), .. bytes[end..]];
    }

    private byte[] LinesSwapped(byte[] bytes)
    {
        var lines = new List<byte[]>();
        var start = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != '\n') continue;
            lines.Add(bytes[start..(at + 1)]);
            start = at + 1;
        }

        lines.Add(bytes[start..]);
        var (one, two) = (random.Below(lines.Count), random.Below(lines.Count));
        (lines[one], lines[two]) = (lines[two], lines[one]);
        return [.. lines.SelectMany(line => line)];
    }
}
