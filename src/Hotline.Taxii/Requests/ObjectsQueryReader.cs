using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Taxii.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Hotline.Taxii.Requests;

/// <summary>Reads the query of GET objects (TAXII 2.1, sections 3.4 and 3.5). Every parameter is judged before any work is done.</summary>
internal static partial class ObjectsQueryReader
{
    private const string MatchPrefix = "match[";

    public static ObjectsQueryText Read(QueryString query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            var name = pair.DecodeName().ToString();
            if (!IsKnown(name))
            {
                // A misspelt filter would hand out more than was asked for; other parameters are not ours.
                if (name.StartsWith(MatchPrefix, StringComparison.Ordinal)) return new ObjectsQueryText.Malformed("Unknown match field.");
                continue;
            }

            if (!parameters.TryAdd(name, pair.DecodeValue().ToString())) return new ObjectsQueryText.Malformed($"{name} is given twice.");
        }

        return Read(parameters);
    }

    private static bool IsKnown(string name) =>
        name is "added_after" or "limit" or "next" or "match[id]" or "match[type]" or "match[version]" or "match[spec_version]";

    private static ObjectsQueryText Read(Dictionary<string, string> parameters)
    {
        long? addedAfter = null;
        if (parameters.TryGetValue("added_after", out var added))
        {
            if (!TaxiiTimestamp.TryParse(added, out var instant)) return new ObjectsQueryText.Malformed("added_after is not a timestamp in UTC.");
            addedAfter = instant;
        }

        int? limit = null;
        if (parameters.TryGetValue("limit", out var asked))
        {
            if (!Limit().IsMatch(asked)) return new ObjectsQueryText.Malformed("limit is not a positive integer.");
            limit = (int)Math.Min(long.Parse(asked, CultureInfo.InvariantCulture), int.MaxValue);
        }

        parameters.TryGetValue("next", out var next);
        if (next is { Length: 0 }) return new ObjectsQueryText.Malformed("next is empty.");
        if (!TryReadList(parameters, "match[id]", Identifier(), out var ids)) return new ObjectsQueryText.Malformed("match[id] is not a list of STIX identifiers.");
        if (!TryReadList(parameters, "match[type]", TypeName(), out var types)) return new ObjectsQueryText.Malformed("match[type] is not a list of STIX types.");
        if (!TryReadList(parameters, "match[spec_version]", SpecVersion(), out var specVersions))
            return new ObjectsQueryText.Malformed("match[spec_version] is not a list of STIX versions.");
        if (!TryReadVersion(parameters, out var allVersions)) return new ObjectsQueryText.Malformed("match[version] is neither last nor all.");

        // Only objects of STIX 2.1 are stored, so any other version matches nothing.
        var nothing = !specVersions.IsEmpty && !specVersions.Contains("2.1");
        return new ObjectsQueryText.Read(new ObjectsFilter(addedAfter, ids, types, allVersions, nothing), limit, next);
    }

    private static bool TryReadList(Dictionary<string, string> parameters, string name, Regex form, out ImmutableArray<string> values)
    {
        values = [];
        if (!parameters.TryGetValue(name, out var text)) return true;
        var items = text.Split(',');
        if (!items.All(item => form.IsMatch(item))) return false;
        values = [.. items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return true;
    }

    private static bool TryReadVersion(Dictionary<string, string> parameters, out bool all)
    {
        var known = parameters.TryGetValue("match[version]", out var text);
        all = text == "all";
        return !known || text is "all" or "last";
    }

    // At most 2^53 or so: sixteen digits are enough and never overflow.
    [GeneratedRegex(@"^0*[1-9][0-9]{0,15}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Limit();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,249}--[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,249}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^[0-9]{1,3}\.[0-9]{1,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SpecVersion();
}
