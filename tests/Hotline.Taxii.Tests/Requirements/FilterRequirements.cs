using System.Net;
using static Hotline.Taxii.Tests.Requirements.ACollectionOfVersions;

namespace Hotline.Taxii.Tests.Requirements;

/// <summary>Every filter at every endpoint that has it.</summary>
public sealed class FilterRequirements
{
    public static TheoryData<string, string[]> Filters => new()
    {
        { "", ["versioned " + Last, "old " + First, "both " + First, "malware 2026-01-01T00:00:00.000Z", "address " + NoVersion] },
        { "?match[version]=last", ["versioned " + Last, "old " + First, "both " + First, "malware 2026-01-01T00:00:00.000Z", "address " + NoVersion] },
        { "?match[version]=first", ["versioned " + First, "old " + First, "both " + First, "malware 2026-01-01T00:00:00.000Z", "address " + NoVersion] },
        { "?match[version]=all", ["versioned " + Last, "versioned " + First, "versioned " + Middle, "old " + First, "both " + First, "malware 2026-01-01T00:00:00.000Z", "address " + NoVersion] },
        { "?match[version]=first,last&match[type]=campaign", ["versioned " + Last, "versioned " + First, "old " + First, "both " + First] },
        { "?match[version]=" + Middle, ["versioned " + Middle] },
        { "?match[version]=2026-02-02T00:00:00Z", ["versioned " + Middle] },
        { "?match[version]=last," + Middle + "&match[type]=campaign", ["versioned " + Last, "versioned " + Middle, "old " + First, "both " + First] },
        { "?match[version]=" + First, ["versioned " + First, "old " + First, "both " + First] },
        { "?match[version]=" + NoVersion, ["address " + NoVersion] },
        { "?match[version]=2001-01-01T00:00:00Z", [] },
        { "?match[spec_version]=2.1", ["versioned " + Last, "both " + First, "malware 2026-01-01T00:00:00.000Z", "address " + NoVersion] },
        { "?match[spec_version]=2.0", ["old " + First, "both " + Middle] },
        { "?match[spec_version]=2.0,2.1&match[type]=campaign", ["versioned " + Last, "old " + First, "both " + Middle] },
        { "?match[spec_version]=2.0,2.1&match[version]=all&match[type]=campaign", ["versioned " + Last, "versioned " + First, "versioned " + Middle, "old " + First, "both " + First, "both " + Middle] },
        { "?match[spec_version]=2.0,2.1&match[version]=first&match[type]=campaign", ["versioned " + First, "old " + First, "both " + First] },
        { "?match[spec_version]=2.0&match[version]=first", ["old " + First, "both " + Middle] },
        { "?match[spec_version]=3.0", [] },
        { "?match[type]=malware,ipv4-addr", ["malware 2026-01-01T00:00:00.000Z", "address " + NoVersion] },
        { "?match[type]=grouping,x-of-our-own,bundle", [] },
        { "?match[id]=$versioned,$malware", ["versioned " + Last, "malware 2026-01-01T00:00:00.000Z"] },
        { "?match[id]=$versioned&match[version]=all", ["versioned " + Last, "versioned " + First, "versioned " + Middle] },
        { "?match[id]=$versioned,$malware&match[type]=malware", ["malware 2026-01-01T00:00:00.000Z"] },
        { "?match[id]=campaign--00000000-0000-4000-8000-000000000000", [] },
        { "?added_after=2026-03-01T12:00:00Z", ["versioned " + Middle, "old " + First, "both " + First, "malware 2026-01-01T00:00:00.000Z", "address " + NoVersion] },
        { "?added_after=2026-03-01T12:00:00Z&match[version]=first", ["versioned " + First, "old " + First, "both " + First, "malware 2026-01-01T00:00:00.000Z", "address " + NoVersion] },
        { "?added_after=2026-03-01T12:00:04.000000Z", ["both " + Middle, "malware 2026-01-01T00:00:00.000Z", "address " + NoVersion] },
        { "?added_after=2026-03-01T12:00:07Z", [] },
        { "?added_after=9999-12-31T23:59:59Z", [] },
        { "?added_after=0001-01-01T00:00:00Z&match[type]=malware", ["malware 2026-01-01T00:00:00.000Z"] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Requirements_31_33_34_35_36_38_Objects_and_manifest_keep_what_the_filter_says_and_nothing_else(string query, string[] expected)
    {
        await using var collection = await StartAsync();
        query = query.Replace("$versioned", collection.Versioned, StringComparison.Ordinal).Replace("$malware", collection.Malware, StringComparison.Ordinal);

        var objects = await collection.ObjectsAsync(query);
        var manifest = await collection.ManifestAsync(query);

        objects.Should().Equal(expected);
        manifest.Should().Equal(expected);
    }

    [Theory]
    [InlineData("", new[] { Last })]
    [InlineData("?match[version]=all", new[] { Last, First, Middle })]
    [InlineData("?match[version]=first,last", new[] { Last, First })]
    [InlineData("?match[version]=" + Middle, new[] { Middle })]
    [InlineData("?added_after=2026-03-01T12:00:00Z&match[version]=all", new[] { First, Middle })]
    [InlineData("?limit=1&match[version]=all", new[] { Last })]
    [InlineData("?match[spec_version]=2.0", new string[0])]
    public async Task Requirements_35_36_39_One_object_has_the_filters_of_versions(string query, string[] expected)
    {
        await using var collection = await StartAsync();

        (await collection.ObjectAsync(collection.Versioned, query)).Should().Equal(expected);
    }

    [Fact]
    public async Task Requirements_39_48_Versions_are_listed_as_they_were_written_with_filters_and_pages()
    {
        await using var collection = await StartAsync();

        (await collection.VersionsAsync(collection.Versioned)).Should().Equal(Last, First, Middle);
        (await collection.VersionsAsync(collection.Versioned, "?limit=2")).Should().Equal(Last, First);
        (await collection.VersionsAsync(collection.Versioned, $"?added_after={DateOf(1)}")).Should().Equal(First, Middle);
        (await collection.VersionsAsync(collection.Both)).Should().Equal(First);
        (await collection.VersionsAsync(collection.Both, "?match[spec_version]=2.0")).Should().Equal(Middle);
        (await collection.VersionsAsync(collection.Both, "?match[spec_version]=2.0,2.1")).Should().Equal(First, Middle);
        (await collection.VersionsAsync(collection.Address)).Should().Equal(NoVersion);
        (await collection.Client.GetOkAsync($"{collection.Node.Objects}{collection.Versioned}/versions/?match[spec_version]=2.0")).EnumerateObject().Should().BeEmpty();
    }

    [Theory]
    [InlineData("manifest/", "")]
    [InlineData("manifest/", "&match[version]=all")]
    [InlineData("objects/", "&match[version]=all")]
    [InlineData("objects/", "&match[version]=first,last&match[type]=campaign,malware")]
    [InlineData("objects/$versioned/", "&match[version]=all")]
    [InlineData("objects/$versioned/versions/", "")]
    public async Task Requirements_32_39_41_43_Every_list_goes_on_by_next_and_by_the_dates_in_its_headers(string list, string query)
    {
        await using var collection = await StartAsync();
        var path = collection.Collection + list.Replace("$versioned", collection.Versioned, StringComparison.Ordinal);
        var property = list.EndsWith("versions/", StringComparison.Ordinal) ? "versions" : "objects";
        var whole = (await collection.Client.GetOkAsync($"{path}?limit=1000{query}")).GetProperty(property).EnumerateArray().Select(item => item.GetRawText()).ToArray();

        var (byNext, dates) = (new List<string>(), new List<string>());
        for (var next = ""; ;)
        {
            using var response = await collection.Client.GetAsync(new Uri($"{path}?limit=1{query}{next}", UriKind.Relative), TestContext.Current.CancellationToken);
            var page = await response.ReadAsync(HttpStatusCode.OK);
            byNext.AddRange(page.GetProperty(property).EnumerateArray().Select(item => item.GetRawText()));
            response.Headers.GetValues("X-TAXII-Date-Added-First").Should().Equal(response.Headers.GetValues("X-TAXII-Date-Added-Last"));
            dates.Add(response.Headers.GetValues("X-TAXII-Date-Added-Last").Single());
            if (!page.GetProperty("more").GetBoolean()) break;
            next = $"&next={page.GetProperty("next").GetString()}";
        }

        byNext.Should().Equal(whole);
        dates.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("manifest/", "?match[colour]=red")]
    [InlineData("manifest/", "?limit=0")]
    [InlineData("manifest/", "?match[version]=all,last")]
    [InlineData("objects/", "?match[version]=newest")]
    [InlineData("objects/", "?match[version]=")]
    [InlineData("objects/$versioned/", "?match[id]=campaign--00000000-0000-4000-8000-000000000000")]
    [InlineData("objects/$versioned/", "?match[type]=campaign")]
    [InlineData("objects/$versioned/", "?limit=x")]
    [InlineData("objects/$versioned/versions/", "?match[version]=all")]
    [InlineData("objects/$versioned/versions/", "?added_after=today")]
    [InlineData("objects/$versioned/versions/", "?next=made-up")]
    public async Task Requirements_15_37_42_A_malformed_query_or_a_field_that_an_endpoint_does_not_have_is_400(string list, string query)
    {
        await using var collection = await StartAsync();

        await collection.Client.ShouldRefuseAsync(
            collection.Collection + list.Replace("$versioned", collection.Versioned, StringComparison.Ordinal) + query, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Requirement_42_Next_of_one_list_is_not_taken_by_another()
    {
        await using var collection = await StartAsync();
        var next = (await collection.Client.GetOkAsync($"{collection.Node.Objects}?limit=1")).GetProperty("next").GetString();

        await collection.Client.ShouldRefuseAsync($"{collection.Collection}manifest/?limit=1&next={next}", HttpStatusCode.BadRequest);
        await collection.Client.ShouldRefuseAsync($"{collection.Node.Objects}{collection.Versioned}/?limit=1&next={next}", HttpStatusCode.BadRequest);
        (await collection.ObjectsAsync($"?limit=1&next={next}")).Should().ContainSingle();
    }
}
