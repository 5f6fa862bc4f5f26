using CsCheck;

namespace Hotline.Cryptography.Tests;

/// <summary>Well-formed bytes with some damage: what comes furthest into a parser.</summary>
internal static class AMutation
{
    /// <summary>One to four times: a byte changed, a stretch cut out, repeated or put in, or the end cut off.</summary>
    public static Gen<byte[]> Of(byte[] original) =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue], Gen.Int[0, 16], Gen.Byte).Array[1, 4].Select(damages =>
        {
            var bytes = original;
            foreach (var (kind, place, length, value) in damages)
            {
                if (bytes.Length == 0) break;
                var at = place % bytes.Length;
                var end = Math.Min(at + length, bytes.Length);
                bytes = kind switch
                {
                    0 => [.. bytes[..at], value, .. bytes[(at + 1)..]],
                    1 => [.. bytes[..at], .. bytes[end..]],
                    2 => [.. bytes[..end], .. bytes[at..]],
                    3 => [.. bytes[..at], .. Enumerable.Repeat(value, length), .. bytes[at..]],
                    _ => bytes[..at],
                };
            }

            return bytes;
        });
}
