using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hotline.Taxii.Answers;

/// <summary>Content negotiation (TAXII 2.1, sections 1.6.8 and 3.1; RFC 9110, sections 8.3 and 12.5.1).</summary>
internal static class TaxiiMediaType
{
    /// <summary>Content-Type of every answer, errors too.</summary>
    public const string Value = "application/taxii+json;version=2.1";

    private const string Name = "application/taxii+json";
    private const string Version = "2.1";

    /// <summary>Of objects of a version of STIX.</summary>
    public static string StixOf(string specVersion) => specVersion == "2.0" ? "application/stix+json;version=2.0" : "application/stix+json;version=2.1";

    /// <summary>Whether an answer of type <see cref="Value"/> may be sent. A request without Accept takes anything; so does one whose Accept cannot be read.</summary>
    /// <param name="also">Another type that the path serves, without parameters.</param>
    public static bool IsAcceptable(StringValues accept, string? also = null)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges) || ranges.Count == 0) return true;
        if (also is not null && ranges.Any(range => range.Quality != 0 && range.MediaType.Equals(also, StringComparison.OrdinalIgnoreCase))) return true;
        // The most specific range decides, so that "*/*, application/taxii+json;q=0" is a refusal (RFC 9110, section 12.5.1).
        var best = ranges.Where(Covers).OrderByDescending(Precision).FirstOrDefault();
        return best is not null && best.Quality != 0;
    }

    /// <summary>Whether a body of this Content-Type is taken: TAXII without a version is the highest this server has.</summary>
    public static bool IsReadable(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && IsNamed(type) && HasThisVersion(type);

    private static bool Covers(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes
        || (range.MatchesAllSubTypes && range.Type.Equals("application", StringComparison.OrdinalIgnoreCase))
        || (IsNamed(range) && HasThisVersion(range));

    private static int Precision(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : VersionOf(range) is null ? 2 : 3;

    private static bool IsNamed(MediaTypeHeaderValue type) => type.MediaType.Equals(Name, StringComparison.OrdinalIgnoreCase);

    private static bool HasThisVersion(MediaTypeHeaderValue type) => VersionOf(type) is null or Version;

    private static string? VersionOf(MediaTypeHeaderValue type)
    {
        var version = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase));
        return version is null ? null : HeaderUtilities.RemoveQuotes(version.Value).ToString();
    }
}
