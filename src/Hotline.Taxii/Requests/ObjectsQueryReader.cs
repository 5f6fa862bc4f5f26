using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Stores;
using Hotline.Taxii.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Hotline.Taxii.Requests;

/// <summary>Reads the query of an endpoint (TAXII 2.1, sections 3.4 and 3.5). Every parameter is judged before any work is done.</summary>
internal static partial class ObjectsQueryReader
{
    private const string MatchPrefix = "match[";

    /// <param name="fields">Those that the endpoint has.</param>
    public static ObjectsQueryText Read(QueryString query, MatchFields fields = MatchFields.All)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            var name = pair.DecodeName().ToString();
            if (!IsKnown(name, fields))
            {
                // A misspelt filter would hand out more than was asked for; other parameters are not ours.
                if (name.StartsWith(MatchPrefix, StringComparison.Ordinal)) return new ObjectsQueryText.Malformed("Unknown match field.");
                continue;
            }

            if (!parameters.TryAdd(name, pair.DecodeValue().ToString())) return new ObjectsQueryText.Malformed($"{name} is given twice.");
        }

        return Read(parameters);
    }

    /// <summary>Whether versions are asked for in so many words: DELETE takes all where they are not.</summary>
    public static bool NamesVersions(QueryString query)
    {
        foreach (var pair in new QueryStringEnumerable(query.Value))
            if (pair.DecodeName().Span is "match[version]") return true;
        return false;
    }

    private static bool IsKnown(string name, MatchFields fields) => name switch
    {
        "added_after" or "limit" or "next" => true,
        "match[id]" or "match[type]" => fields.HasFlag(MatchFields.IdAndType),
        "match[version]" => fields.HasFlag(MatchFields.Version),
        "match[spec_version]" => fields.HasFlag(MatchFields.SpecVersion),
        _ => false,
    };

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
        if (!TryReadVersions(parameters, out var versions))
            return new ObjectsQueryText.Malformed("match[version] is a list of first, last and timestamps, or all alone.");
        return new ObjectsQueryText.Read(new ObjectsFilter(addedAfter, ids, types, versions, specVersions), limit, next);
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

    private static bool TryReadVersions(Dictionary<string, string> parameters, out VersionFilter versions)
    {
        versions = VersionFilter.OnlyLast;
        if (!parameters.TryGetValue("match[version]", out var text)) return true;
        if (text == "all")
        {
            versions = VersionFilter.All;
            return true;
        }

        var instants = new SortedSet<long>();
        var (first, last) = (false, false);
        foreach (var item in text.Split(','))
        {
            if (item == "first") first = true;
            else if (item == "last") last = true;
            else if (TaxiiTimestamp.TryParse(item, out var instant)) instants.Add(instant);
            else return false;
        }

        versions = new VersionFilter(false, first, last, [.. instants]);
        return true;
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
