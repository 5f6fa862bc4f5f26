using System.Globalization;
using System.Net;

namespace Hotline.Taxii.Tests;

public sealed class FilterTests
{
    [Fact]
    public async Task Requirement_44_A_collection_without_a_match_gives_an_empty_envelope_and_no_date_headers()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        using var response = await node.Alice.GetAsync(new Uri(node.Objects, UriKind.Relative), TestContext.Current.CancellationToken);

        (await response.ReadAsync(HttpStatusCode.OK)).EnumerateObject().Should().BeEmpty();
        response.Headers.Contains("X-TAXII-Date-Added-First").Should().BeFalse();
        response.Headers.Contains("X-TAXII-Date-Added-Last").Should().BeFalse();
    }

    [Fact]
    public async Task Requirements_6_40_43_Objects_come_by_date_added_and_the_headers_tell_the_first_and_last()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        string[] ids = [.. Enumerable.Range(0, 5).Select(_ => AStixObject.NewId("campaign"))];
        foreach (var id in ids)
        {
            await node.Alice.AddAsync(node.Objects, AStixObject.Campaign(id));
            node.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var response = await node.Alice.GetAsync(new Uri(node.Objects, UriKind.Relative), TestContext.Current.CancellationToken);

        (await response.ReadAsync(HttpStatusCode.OK)).Ids().Should().Equal(ids);
        response.Headers.GetValues("X-TAXII-Date-Added-First").Should().Equal("2026-03-01T12:00:00.000000Z");
        response.Headers.GetValues("X-TAXII-Date-Added-Last").Should().Equal("2026-03-01T12:00:04.000000Z");
    }

    [Fact]
    public async Task Requirements_31_41_Added_after_is_strict_and_walks_a_collection_without_next()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        string[] ids = [.. Enumerable.Range(0, 25).Select(_ => AStixObject.NewId("campaign"))];
        // All in one request, so all within one tick of the clock.
        await node.Alice.AddAsync(node.Objects, [.. ids.Select(id => AStixObject.Campaign(id))]);

        var seen = new List<string>();
        var query = "?limit=4";
        while (true)
        {
            using var response = await node.Alice.GetAsync(new Uri(node.Objects + query, UriKind.Relative), TestContext.Current.CancellationToken);
            var page = (await response.ReadAsync(HttpStatusCode.OK)).Ids();
            if (page is []) break;
            seen.AddRange(page);
            query = $"?limit=4&added_after={response.Headers.GetValues("X-TAXII-Date-Added-Last").Single()}";
        }

        seen.Should().Equal(ids);
    }

    [Fact]
    public async Task Requirements_33_34_Match_fields_are_joined_by_and_and_their_values_by_or()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var (first, second, malware) = (AStixObject.NewId("campaign"), AStixObject.NewId("campaign"), AStixObject.NewId("malware"));
        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign(first), AStixObject.Campaign(second), AStixObject.Malware(malware));

        async Task<string[]> Matching(string query) => (await node.Alice.GetOkAsync($"{node.Objects}?{query}")).Ids();

        (await Matching("match[type]=campaign")).Should().Equal(first, second);
        (await Matching("match%5Btype%5D=malware,campaign")).Should().Equal(first, second, malware);
        (await Matching("match[type]=x-unheard-of,grouping")).Should().BeEmpty();
        (await Matching($"match[id]={second},{malware}")).Should().Equal(second, malware);
        (await Matching($"match[id]={second},{malware}&match[type]=malware")).Should().Equal(malware);
        (await Matching($"match[id]={AStixObject.NewId("campaign")}")).Should().BeEmpty();
    }

    [Fact]
    public async Task Requirement_35_Without_a_version_filter_only_the_last_version_comes_and_all_brings_all()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var id = AStixObject.NewId("campaign");
        string[] versions = ["2026-02-03T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-02-02T00:00:00.000Z"];
        foreach (var version in versions) await node.Alice.AddAsync(node.Objects, AStixObject.Campaign(id, version));

        async Task<string[]> Versions(string query) =>
            [.. (await node.Alice.GetOkAsync(node.Objects + query)).GetProperty("objects").EnumerateArray().Select(item => item.GetProperty("modified").GetString()!)];

        (await Versions("")).Should().Equal("2026-02-03T00:00:00.000Z");
        (await Versions("?match[version]=last")).Should().Equal("2026-02-03T00:00:00.000Z");
        (await Versions("?match[version]=all")).Should().Equal(versions);
    }

    [Fact]
    public async Task Requirement_36_Only_asked_spec_versions_come()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign());

        (await node.Alice.GetOkAsync(node.Objects + "?match[spec_version]=2.0")).Ids().Should().BeEmpty();
        (await node.Alice.GetOkAsync(node.Objects + "?match[spec_version]=2.0,2.1")).Ids().Should().HaveCount(1);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?added_after=tomorrow")]
    [InlineData("?match[id]=x&match[id]=y")]
    [InlineData("?next=forged")]
    public async Task Requirement_15_A_malformed_query_is_400(string query)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        await node.Alice.ShouldRefuseAsync(node.Objects + query, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(26)]
    [InlineData(100)]
    public async Task Requirements_32_41_Next_walks_a_collection_in_pages_of_any_size(int limit)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")) with { MaxPageSize = 20 });
        string[] ids = [.. Enumerable.Range(0, 25).Select(_ => AStixObject.NewId("campaign"))];
        await node.Alice.AddAsync(node.Objects, [.. ids.Select(id => AStixObject.Campaign(id))]);

        var seen = new List<string>();
        var next = "";
        while (true)
        {
            var page = await node.Alice.GetOkAsync($"{node.Objects}?limit={limit.ToString(CultureInfo.InvariantCulture)}{next}");
            page.Ids().Length.Should().BeInRange(1, Math.Min(limit, 20));
            seen.AddRange(page.Ids());
            if (!page.GetProperty("more").GetBoolean()) break;
            next = $"&next={page.GetProperty("next").GetString()}";
        }

        seen.Should().Equal(ids);
    }

    [Fact]
    public async Task Requirement_32_A_set_that_fits_comes_whole()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        string[] ids = [.. Enumerable.Range(0, 300).Select(_ => AStixObject.NewId("campaign"))];
        await node.Alice.AddAsync(node.Objects, [.. ids.Select(id => AStixObject.Campaign(id))]);

        var all = await node.Alice.GetOkAsync(node.Objects);

        all.Ids().Should().Equal(ids);
        all.GetProperty("more").GetBoolean().Should().BeFalse();
        all.TryGetProperty("next", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Requirement_42_Next_is_good_for_its_own_query_account_and_collection_only_and_for_any_limit()
    {
        var (shared, other) = (TaxiiNode.ACollection("Shared"), TaxiiNode.ACollection("Other"));
        await using var node = await TaxiiNode.StartAsync(shared, other);
        await node.Alice.AddAsync(node.Objects, [.. Enumerable.Range(0, 10).Select(_ => AStixObject.Campaign())]);
        var first = await node.Alice.GetOkAsync($"{node.Objects}?limit=3&match[type]=campaign");
        var next = first.GetProperty("next").GetString();

        var second = await node.Alice.GetOkAsync($"{node.Objects}?limit=3&match[type]=campaign&next={next}");
        var again = await node.Alice.GetOkAsync($"{node.Objects}?limit=3&match[type]=campaign&next={next}");
        var rest = await node.Alice.GetOkAsync($"{node.Objects}?match[type]=campaign&next={next}");

        second.Ids().Should().HaveCount(3).And.NotIntersectWith(first.Ids());
        again.GetRawText().Should().Be(second.GetRawText());
        rest.Ids().Should().HaveCount(7);
        await node.Alice.ShouldRefuseAsync($"{node.Objects}?limit=3&next={next}", HttpStatusCode.BadRequest);
        await node.Bob.ShouldRefuseAsync($"{node.Objects}?limit=3&match[type]=campaign&next={next}", HttpStatusCode.BadRequest);
        await node.Alice.ShouldRefuseAsync($"{TaxiiNode.ObjectsOf(other)}?limit=3&match[type]=campaign&next={next}", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Next_goes_on_after_a_restart_and_while_others_add()
    {
        await using var database = new TestDatabase();
        var settings = TaxiiNode.ASetting(TaxiiNode.ACollection("Shared"));
        string[] ids = [.. Enumerable.Range(0, 10).Select(_ => AStixObject.NewId("campaign"))];
        string? next;
        await using (var before = await TaxiiNode.StartAsync(settings, database.Store))
        {
            await before.Alice.AddAsync(before.Objects, [.. ids.Select(id => AStixObject.Campaign(id))]);
            next = (await before.Alice.GetOkAsync($"{before.Objects}?limit=4")).GetProperty("next").GetString();
        }

        await database.ReopenAsync();
        await using var node = await TaxiiNode.StartAsync(settings, database.Store);
        var late = AStixObject.NewId("campaign");
        await node.Bob.AddAsync(node.Objects, AStixObject.Campaign(late));

        (await node.Alice.GetOkAsync($"{node.Objects}?next={next}")).Ids().Should().Equal(ids[4..].Append(late));
    }

    [Fact]
    public async Task HEAD_of_objects_tells_dates_and_length()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign());
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(node.Objects, UriKind.Relative));

        using var head = await node.Alice.SendAsync(request, TestContext.Current.CancellationToken);

        head.Headers.GetValues("X-TAXII-Date-Added-First").Should().Equal("2026-03-01T12:00:00.000000Z");
        head.Content.Headers.ContentLength.Should().BePositive();
    }
}
