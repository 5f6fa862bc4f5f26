namespace Hotline.Transcript;

/// <summary>Standard base64 in its only form (RFC 4648, sections 3.5 and 4): padded, without white space and stray bits.</summary>
internal static class Base64
{
    /// <summary>Decodes text of any length that is canonical.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        var buffer = new byte[text.Length / 4 * 3];
        if (text.Length % 4 != 0 || !Convert.TryFromBase64Chars(text, buffer, out var written)) return false;
        var decoded = buffer[..written];
        // White space is skipped by the decoder and bits behind the last byte are dropped: both would give one value two texts.
        if (!text.SequenceEqual(Convert.ToBase64String(decoded))) return false;
        bytes = decoded;
        return true;
    }

    public static bool TryDecode(ReadOnlySpan<char> text, int size, out byte[] bytes) => TryDecode(text, out bytes) && bytes.Length == size;
}
