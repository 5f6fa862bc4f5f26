using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hotline.Taxii.Answers;

/// <summary>The codings in which an answer may be sent (RFC 9110, sections 8.4.1 and 12.5.3).</summary>
internal sealed record ContentCoding(string Name, Func<Stream, Stream> Compress)
{
    /// <summary>Below this a coding costs more than it saves; in bytes.</summary>
    public const int SmallestBody = 1024;

    private static readonly ContentCoding Brotli = new("br", body => new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true));
    private static readonly ContentCoding Gzip = new("gzip", body => new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true));

    /// <returns>What the client likes best; null for the answer as it is, also where the header cannot be read.</returns>
    public static ContentCoding? Choose(StringValues acceptEncoding)
    {
        if (StringValues.IsNullOrEmpty(acceptEncoding) || !StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted)) return null;
        var (brotli, gzip) = (QualityOf(accepted, "br"), QualityOf(accepted, "gzip"));
        return brotli > 0 && brotli >= gzip ? Brotli : gzip > 0 ? Gzip : null;
    }

    private static double QualityOf(IList<StringWithQualityHeaderValue> accepted, string coding)
    {
        double? any = null;
        foreach (var one in accepted)
        {
            if (one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) return one.Quality ?? 1;
            if (one.Value == "*") any = one.Quality ?? 1;
        }

        return any ?? 0;
    }
}
