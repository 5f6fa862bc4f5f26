using System.Net;
using Hotline.Collections;
using static Hotline.Taxii.Tests.Requirements.ACollectionOfVersions;

namespace Hotline.Taxii.Tests.Requirements;

/// <summary>Manifest, single objects, deleting, rights and the alias.</summary>
public sealed class ObjectRequirements
{
    [Fact]
    public async Task Requirements_06_40_43_45_A_manifest_record_says_what_the_object_is_and_when_it_came()
    {
        await using var collection = await StartAsync();
        using var response = await collection.Client.GetAsync(new Uri($"{collection.Collection}manifest/", UriKind.Relative), TestContext.Current.CancellationToken);

        var manifest = await response.ReadAsync(HttpStatusCode.OK);

        var records = manifest.GetProperty("objects").EnumerateArray().ToArray();
        records[0].EnumerateObject().Select(property => property.Name).Should().Equal("id", "date_added", "version", "media_type");
        records.Select(record => record.GetProperty("id").GetString()).Should().Equal(collection.Versioned, collection.Old, collection.Both, collection.Malware, collection.Address);
        records.Select(record => record.GetProperty("date_added").GetString()).Should().Equal(DateOf(1), DateOf(4), DateOf(5), DateOf(7), DateOf(8));
        records.Select(record => record.GetProperty("media_type").GetString()).Should().Equal(
            "application/stix+json;version=2.1", "application/stix+json;version=2.0", "application/stix+json;version=2.1", "application/stix+json;version=2.1", "application/stix+json;version=2.1");
        response.Headers.GetValues("X-TAXII-Date-Added-First").Should().Equal(DateOf(1));
        response.Headers.GetValues("X-TAXII-Date-Added-Last").Should().Equal(DateOf(8));
    }

    [Fact]
    public async Task Requirements_29_45_The_media_types_of_a_manifest_are_those_of_its_collection()
    {
        await using var collection = await StartAsync();

        var types = (await collection.Client.GetOkAsync(collection.Collection)).GetProperty("media_types").EnumerateArray().Select(type => type.GetString()).ToArray();
        var records = (await collection.Client.GetOkAsync($"{collection.Collection}manifest/")).GetProperty("objects").EnumerateArray();

        records.Select(record => record.GetProperty("media_type").GetString()).Should().BeSubsetOf(types);
    }

    [Fact]
    public async Task Requirements_44_47_A_known_object_without_a_match_is_an_empty_envelope_and_an_unknown_one_404()
    {
        await using var collection = await StartAsync();
        var unknown = AStixObject.NewId("campaign");

        (await collection.Client.GetOkAsync($"{collection.Node.Objects}{collection.Versioned}/?match[version]=2001-01-01T00:00:00Z")).EnumerateObject().Should().BeEmpty();
        foreach (var path in new[] { $"{unknown}/", $"{unknown}/versions/", "no-id-at-all/", $"{unknown}/?match[version]=all" })
            await collection.Client.ShouldRefuseAsync(collection.Node.Objects + path, HttpStatusCode.NotFound);
        using var deleted = await collection.DeleteAsync(unknown);
        await deleted.ShouldBeErrorAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Requirements_09_49_A_deleted_object_is_gone_from_every_list_and_gets_a_new_date_when_it_comes_again()
    {
        await using var collection = await StartAsync();

        using var deleted = await collection.DeleteAsync(collection.Versioned);

        await deleted.ReadAsync(HttpStatusCode.OK);
        await collection.Client.ShouldRefuseAsync($"{collection.Node.Objects}{collection.Versioned}/", HttpStatusCode.NotFound);
        await collection.Client.ShouldRefuseAsync($"{collection.Node.Objects}{collection.Versioned}/versions/", HttpStatusCode.NotFound);
        (await collection.ObjectsAsync("?match[version]=all")).Should().NotContain(item => item.StartsWith("versioned"));
        (await collection.ManifestAsync("?match[version]=all")).Should().NotContain(item => item.StartsWith("versioned"));
        using var again = await collection.DeleteAsync(collection.Versioned);
        await again.ShouldBeErrorAsync(HttpStatusCode.NotFound);
        await collection.Client.AddAsync(collection.Node.Objects, AStixObject.Campaign(collection.Versioned, First));
        (await collection.ManifestAsync($"?added_after={DateOf(8)}")).Should().Equal("versioned " + First);
    }

    [Theory]
    [InlineData("?match[version]=last", new[] { First, Middle }, Middle)]
    [InlineData("?match[version]=first", new[] { Last, Middle }, Last)]
    [InlineData("?match[version]=first,last", new[] { Middle }, Middle)]
    [InlineData("?match[version]=" + Middle, new[] { Last, First }, Last)]
    [InlineData("?match[version]=2001-01-01T00:00:00Z", new[] { Last, First, Middle }, Last)]
    [InlineData("?match[spec_version]=2.0", new[] { Last, First, Middle }, Last)]
    public async Task Requirements_39_49_A_deleted_version_is_gone_and_the_others_stay(string query, string[] left, string last)
    {
        await using var collection = await StartAsync();

        using var deleted = await collection.DeleteAsync(collection.Versioned, query);

        await deleted.ReadAsync(HttpStatusCode.OK);
        (await collection.VersionsAsync(collection.Versioned)).Should().Equal(left);
        (await collection.ObjectAsync(collection.Versioned, "")).Should().Equal(last);
        (await collection.ObjectsAsync($"?match[id]={collection.Versioned}")).Should().Equal("versioned " + last);
    }

    [Fact]
    public async Task Requirement_49_A_malformed_filter_deletes_nothing()
    {
        await using var collection = await StartAsync();

        using var deleted = await collection.DeleteAsync(collection.Versioned, "?match[version]=oldest");

        await deleted.ShouldBeErrorAsync(HttpStatusCode.BadRequest);
        (await collection.VersionsAsync(collection.Versioned)).Should().HaveCount(3);
    }

    [Fact]
    public async Task Requirements_30_49_Rights_are_asked_for_at_every_endpoint()
    {
        var (readOnly, writeOnly, none) = (TaxiiNode.ACollection("ro"), TaxiiNode.ACollection("wo"), TaxiiNode.ACollection("none"));
        await using var node = await TaxiiNode.StartAsync(
            TaxiiNode.ASetting(readOnly, writeOnly, none),
            rights: (account, collection) => account == "alice" ? CollectionRights.ReadAndWrite
                : collection.Title == "none" ? default
                : new CollectionRights(CanRead: collection.Title == "ro", CanWrite: collection.Title == "wo"));
        var id = AStixObject.NewId("campaign");
        foreach (var collection in new[] { readOnly, writeOnly, none }) await node.Alice.AddAsync(TaxiiNode.ObjectsOf(collection), AStixObject.Campaign(id));

        foreach (var (collection, reads, deletes) in new[]
        {
            (readOnly, HttpStatusCode.OK, HttpStatusCode.Forbidden), (writeOnly, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (none, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
        })
        {
            var path = $"/intel/collections/{collection.Id}/";
            foreach (var list in new[] { "objects/", "manifest/", $"objects/{id}/", $"objects/{id}/versions/", "x-hotline-export/" })
            {
                using var read = await node.Bob.GetAsync(new Uri(path + list, UriKind.Relative), TestContext.Current.CancellationToken);
                read.StatusCode.Should().Be(reads, $"{collection.Title} {list}");
                if (reads != HttpStatusCode.OK) await read.ShouldBeErrorAsync(reads);
            }

            using var deleted = await node.Bob.DeleteAsync(new Uri($"{path}objects/{id}/", UriKind.Relative), TestContext.Current.CancellationToken);
            await deleted.ShouldBeErrorAsync(deletes);
        }

        foreach (var collection in new[] { readOnly, writeOnly, none }) (await node.Alice.GetOkAsync(TaxiiNode.ObjectsOf(collection))).Ids().Should().Equal(id);
    }

    [Fact]
    public async Task Requirement_29_The_alias_serves_at_every_endpoint()
    {
        await using var collection = await StartAsync();
        var versioned = collection.Versioned;

        foreach (var list in new[] { "", "objects/", "manifest/", $"objects/{versioned}/", $"objects/{versioned}/versions/" })
            (await collection.Client.GetOkAsync($"/intel/collections/shared/{list}")).GetRawText().Should().Be((await collection.Client.GetOkAsync(collection.Collection + list)).GetRawText());
        await collection.Client.AddAsync("/intel/collections/shared/objects/", AStixObject.Campaign(versioned, "2026-02-09T00:00:00.000Z"));
        using var deleted = await collection.Client.DeleteAsync(new Uri($"/intel/collections/shared/objects/{versioned}/", UriKind.Relative), TestContext.Current.CancellationToken);
        await deleted.ReadAsync(HttpStatusCode.OK);
        await collection.Client.ShouldRefuseAsync($"{collection.Node.Objects}{versioned}/", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Requirements_46_47_Both_versions_of_the_standard_may_bear_one_id_and_version()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var id = AStixObject.NewId("campaign");
        var old = AStixObject.Campaign(id).Replace("\"spec_version\":\"2.1\",", "", StringComparison.Ordinal);

        AddingTests.Counts(await node.Alice.AddAsync(node.Objects, AStixObject.Campaign(id), old)).Should().Be((2, 2, 0, 0));

        (await node.Alice.GetOkAsync($"{node.Objects}{id}/")).GetProperty("objects")[0].GetRawText().Should().Be(AStixObject.Campaign(id));
        (await node.Alice.GetOkAsync($"{node.Objects}{id}/?match[spec_version]=2.0")).GetProperty("objects")[0].GetRawText().Should().Be(old);
    }

    [Theory]
    [InlineData("/taxii2/", "GET, HEAD, OPTIONS")]
    [InlineData("/intel/", "GET, HEAD, OPTIONS")]
    [InlineData("/intel/collections/", "GET, HEAD, OPTIONS")]
    [InlineData("/intel/collections/shared/", "GET, HEAD, OPTIONS")]
    [InlineData("/intel/collections/shared/manifest/", "GET, HEAD, OPTIONS")]
    [InlineData("/intel/collections/shared/objects/", "GET, POST, HEAD, OPTIONS")]
    [InlineData("/intel/collections/shared/objects/$id/", "GET, DELETE, HEAD, OPTIONS")]
    [InlineData("/intel/collections/shared/objects/$id/versions/", "GET, HEAD, OPTIONS")]
    public async Task Requirement_09_HEAD_OPTIONS_and_methods_that_a_path_does_not_have(string path, string allow)
    {
        await using var collection = await StartAsync();
        path = path.Replace("$id", collection.Versioned, StringComparison.Ordinal);

        using var get = await SendAsync(HttpMethod.Get);
        using var head = await SendAsync(HttpMethod.Head);
        using var options = await SendAsync(HttpMethod.Options);
        using var patch = await SendAsync(HttpMethod.Patch);

        await get.ReadAsync(HttpStatusCode.OK);
        (head.StatusCode, head.Content.Headers.ContentLength).Should().Be((HttpStatusCode.OK, get.Content.Headers.ContentLength));
        head.Content.Headers.NonValidated["Content-Type"].Should().Equal(TaxiiNode.MediaType);
        head.Headers.NonValidated.Contains("X-TAXII-Date-Added-Last").Should().Be(get.Headers.NonValidated.Contains("X-TAXII-Date-Added-Last"));
        options.StatusCode.Should().Be(HttpStatusCode.NoContent);
        options.Content.Headers.Allow.Should().Equal(allow.Split(", "));
        await patch.ShouldBeErrorAsync(HttpStatusCode.MethodNotAllowed);
        patch.Content.Headers.Allow.Should().Equal(allow.Split(", "));

        async Task<HttpResponseMessage> SendAsync(HttpMethod method)
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            return await collection.Client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Requirement_27_A_complete_status_never_changes_and_outlasts_what_it_tells_of()
    {
        await using var collection = await StartAsync();
        var posted = await collection.Client.AddAsync(collection.Node.Objects, AStixObject.Campaign(collection.Malware.Replace("malware", "campaign", StringComparison.Ordinal)));
        var path = $"/intel/status/{posted.GetProperty("id").GetString()}/";
        using var deleted = await collection.DeleteAsync(collection.Malware.Replace("malware", "campaign", StringComparison.Ordinal));

        collection.Node.Clock.Advance(TimeSpan.FromHours(25));

        posted.GetProperty("status").GetString().Should().Be("complete");
        (await collection.Client.GetOkAsync(path)).GetRawText().Should().Be(posted.GetRawText());
    }
}
