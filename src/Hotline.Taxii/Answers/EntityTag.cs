using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Hotline.Taxii.Answers;

/// <summary>Tags by which a client knows that it has an answer already (RFC 9110, section 8.8.3): equal for equal answers in one coding.</summary>
internal static class EntityTag
{
    private const int Size = 16;

    public static string Of(ReadOnlySpan<byte> content) => Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, Size));

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <param name="coding">Another coding is another representation, so it has another tag.</param>
    public static string Format(string tag, ContentCoding? coding) => coding is null ? $"\"{tag}\"" : $"\"{tag}-{coding.Name}\"";

    /// <summary>Whether If-None-Match names the tag, in any coding (RFC 9110, section 13.1.2: weak comparison).</summary>
    public static bool IsNamed(StringValues ifNoneMatch, string tag)
    {
        foreach (var line in ifNoneMatch)
        {
            foreach (var part in (line ?? "").Split(','))
            {
                var named = part.Trim();
                if (named == "*") return true;
                if (named.StartsWith("W/", StringComparison.Ordinal)) named = named[2..];
                if (named.Length >= 2 && named[0] == '"' && named[^1] == '"' && IsTag(named.AsSpan(1, named.Length - 2), tag)) return true;
            }
        }

        return false;
    }

    private static bool IsTag(ReadOnlySpan<char> named, string tag) =>
        named.StartsWith(tag, StringComparison.Ordinal) && named[tag.Length..] is ("" or "-br" or "-gzip");
}
