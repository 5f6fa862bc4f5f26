using System.Net;
using System.Text.Json;
using Hotline.Collections;

namespace Hotline.Taxii.Tests;

public sealed class DiscoveryTests
{
    [Fact]
    public async Task Requirements_1_5_22_Discovery_is_at_taxii2_and_names_the_default_among_its_roots()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        var discovery = await node.Alice.GetOkAsync("/taxii2/");

        discovery.GetProperty("title").GetString().Should().Be("Alba");
        discovery.GetProperty("default").GetString().Should().Be("/intel/");
        discovery.GetProperty("api_roots").EnumerateArray().Select(root => root.GetString()).Should().Equal("/intel/");
        discovery.TryGetProperty("description", out _).Should().BeFalse("requirement 5: a property without a value is left out");
    }

    [Fact]
    public async Task Requirement_23_An_API_root_tells_title_versions_and_longest_body()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")) with { MaxContentLength = 12_345 });

        var root = await node.Alice.GetOkAsync("/intel/");

        root.GetProperty("title").GetString().Should().Be("Intelligence");
        root.GetProperty("versions").EnumerateArray().Select(version => version.GetString()).Should().Equal("application/taxii+json;version=2.1");
        root.GetProperty("max_content_length").GetInt64().Should().Be(12_345);
    }

    [Fact]
    public async Task Requirement_25_An_unknown_API_root_is_not_found()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        await node.Alice.ShouldRefuseAsync("/elsewhere/", HttpStatusCode.NotFound);
        await node.Alice.ShouldRefuseAsync("/elsewhere/collections/", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Requirement_28_Collections_come_in_the_configured_order_and_the_list_is_left_out_when_there_are_none()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Zeta"), TaxiiNode.ACollection("Alpha"));
        await using var empty = await TaxiiNode.StartAsync();

        var collections = await node.Alice.GetOkAsync("/intel/collections/");
        var none = await empty.Alice.GetOkAsync("/intel/collections/");

        Titles(collections).Should().Equal("Zeta", "Alpha");
        none.EnumerateObject().Should().BeEmpty();
    }

    [Fact]
    public async Task Requirements_4_29_A_collection_is_described_by_id_and_by_alias()
    {
        var collection = TaxiiNode.ACollection("Shared") with { Alias = "shared", Description = "Ours" };
        await using var node = await TaxiiNode.StartAsync(collection);

        var byId = await node.Alice.GetOkAsync($"/intel/collections/{collection.Id}/");
        var byAlias = await node.Alice.GetOkAsync("/intel/collections/shared/");

        byId.GetProperty("id").GetGuid().Version.Should().Be(4);
        byId.GetProperty("id").GetGuid().Should().Be(collection.Id);
        byId.GetProperty("title").GetString().Should().Be("Shared");
        byId.GetProperty("description").GetString().Should().Be("Ours");
        byId.GetProperty("alias").GetString().Should().Be("shared");
        byId.GetProperty("can_read").GetBoolean().Should().BeTrue();
        byId.GetProperty("can_write").GetBoolean().Should().BeTrue();
        byId.GetProperty("media_types").EnumerateArray().Select(type => type.GetString()).Should().Equal("application/stix+json;version=2.1", "application/stix+json;version=2.0");
        byAlias.GetRawText().Should().Be(byId.GetRawText());
    }

    [Fact]
    public async Task Requirements_29_30_Rights_are_the_accounts_own()
    {
        var (readOnly, writeOnly, none) = (TaxiiNode.ACollection("ro"), TaxiiNode.ACollection("wo"), TaxiiNode.ACollection("none"));
        await using var node = await TaxiiNode.StartAsync(
            TaxiiNode.ASetting(readOnly, writeOnly, none),
            rights: (account, collection) => account == "alice" ? CollectionRights.ReadAndWrite
                : collection.Title == "none" ? default
                : new CollectionRights(CanRead: collection.Title == "ro", CanWrite: collection.Title == "wo"));

        Titles(await node.Alice.GetOkAsync("/intel/collections/")).Should().Equal("ro", "wo", "none");
        Titles(await node.Bob.GetOkAsync("/intel/collections/")).Should().Equal("ro", "wo");
        (await node.Bob.GetOkAsync($"/intel/collections/{readOnly.Id}/")).GetProperty("can_write").GetBoolean().Should().BeFalse();
        await node.Bob.ShouldRefuseAsync($"/intel/collections/{none.Id}/", HttpStatusCode.NotFound);
        await node.Bob.ShouldRefuseAsync(TaxiiNode.ObjectsOf(none), HttpStatusCode.NotFound);
        await node.Bob.ShouldRefuseAsync(TaxiiNode.ObjectsOf(writeOnly), HttpStatusCode.Forbidden);
        using var write = await node.Bob.PostEnvelopeAsync(TaxiiNode.ObjectsOf(readOnly), AnEnvelope.Of());
        await write.ShouldBeErrorAsync(HttpStatusCode.Forbidden);
        using var unknown = await node.Bob.PostEnvelopeAsync(TaxiiNode.ObjectsOf(none), AnEnvelope.Of());
        await unknown.ShouldBeErrorAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Two_API_roots_keep_their_collections_apart()
    {
        var (first, second) = (TaxiiNode.ACollection("first"), TaxiiNode.ACollection("second"));
        await using var node = await TaxiiNode.StartAsync(new TaxiiSettings(
            "Alba", [new ApiRoot("one", "One", null, [first]), new ApiRoot("two", "Two", null, [second])], TaxiiNode.AKey(1)));

        (await node.Alice.GetOkAsync("/taxii2/")).GetProperty("api_roots").GetArrayLength().Should().Be(2);
        Titles(await node.Alice.GetOkAsync("/two/collections/")).Should().Equal("second");
        await node.Alice.ShouldRefuseAsync($"/two/collections/{first.Id}/", HttpStatusCode.NotFound);
    }

    public static TheoryData<Func<TaxiiSettings, TaxiiSettings>> BadSettings => new()
    {
        settings => settings with { NextKey = new byte[31] },
        settings => settings with { MaxContentLength = 0 },
        settings => settings with { MaxPageSize = 0 },
        settings => settings with { Title = "" },
        settings => settings with { ApiRoots = [] },
        settings => settings with { ApiRoots = [settings.ApiRoots[0], settings.ApiRoots[0]] },
        settings => settings with { ApiRoots = [settings.ApiRoots[0] with { Name = "taxii2" }] },
        settings => settings with { ApiRoots = [settings.ApiRoots[0] with { Name = "a/b" }] },
        settings => WithCollection(settings, collection => collection with { Alias = "a/b" }),
        settings => WithCollection(settings, collection => collection with { Id = Guid.Empty }),
        settings => settings with { ApiRoots = [settings.ApiRoots[0] with { Collections = [.. settings.ApiRoots[0].Collections, settings.ApiRoots[0].Collections[0]] }] },
    };

    [Theory]
    [MemberData(nameof(BadSettings))]
    public void A_bad_setting_stops_the_start(Func<TaxiiSettings, TaxiiSettings> spoil)
    {
        var settings = TaxiiNode.ASetting(TaxiiNode.ACollection("Shared"));

        settings.Invoking(good => good.Check()).Should().NotThrow();
        settings.Invoking(good => spoil(good).Check()).Should().Throw<ArgumentException>();
    }

    private static TaxiiSettings WithCollection(TaxiiSettings settings, Func<Collection, Collection> change) =>
        settings with { ApiRoots = [settings.ApiRoots[0] with { Collections = [change(settings.ApiRoots[0].Collections[0])] }] };

    private static string[] Titles(JsonElement collections) =>
        [.. collections.GetProperty("collections").EnumerateArray().Select(collection => collection.GetProperty("title").GetString()!)];
}
