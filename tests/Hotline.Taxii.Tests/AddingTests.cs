using System.Net;
using System.Text;
using System.Text.Json;
using Hotline.Collections;

namespace Hotline.Taxii.Tests;

public sealed class AddingTests
{
    [Fact]
    public async Task Requirements_4_26_46_A_POST_is_answered_with_a_status_of_what_became_of_each_object()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var good = AStixObject.NewId("campaign");
        var bad = AStixObject.NewId("malware");

        var status = await node.Alice.AddAsync(
            node.Objects, AStixObject.Campaign(good), $$"""{"type":"malware","spec_version":"2.1","id":"{{bad}}","name":"no times"}""");

        status.GetProperty("id").GetGuid().Version.Should().Be(4);
        status.GetProperty("status").GetString().Should().Be("complete");
        status.GetProperty("request_timestamp").GetString().Should().Be("2026-03-01T12:00:00.000000Z");
        Counts(status).Should().Be((2, 1, 1, 0));
        var success = status.GetProperty("successes").EnumerateArray().Single();
        success.GetProperty("id").GetString().Should().Be(good);
        success.GetProperty("version").GetString().Should().Be("2026-02-01T00:00:00.000Z");
        var failure = status.GetProperty("failures").EnumerateArray().Single();
        failure.GetProperty("id").GetString().Should().Be(bad);
        failure.GetProperty("version").GetString().Should().NotBeNullOrEmpty();
        failure.GetProperty("message").GetString().Should().NotBeNullOrEmpty();
        status.TryGetProperty("pendings", out _).Should().BeFalse("requirement 5: lists are never empty");
        (await node.Alice.GetOkAsync(node.Objects)).Ids().Should().Equal(good);
    }

    [Fact]
    public async Task Requirements_26_27_A_status_is_read_again_by_its_id()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var posted = await node.Alice.AddAsync(node.Objects, AStixObject.Campaign());

        var read = await node.Alice.GetOkAsync($"/intel/status/{posted.GetProperty("id")}/");

        read.GetRawText().Should().Be(posted.GetRawText());
    }

    [Fact]
    public async Task A_status_is_hidden_from_accounts_and_API_roots_that_may_not_see_its_collection()
    {
        var collection = TaxiiNode.ACollection("Shared");
        await using var node = await TaxiiNode.StartAsync(
            new TaxiiSettings("Alba", [new ApiRoot("intel", "One", null, [collection]), new ApiRoot("two", "Two", null, [])], TaxiiNode.AKey(1)),
            rights: (account, _) => account == "alice" ? CollectionRights.ReadAndWrite : default);
        var posted = await node.Alice.AddAsync(node.Objects, AStixObject.Campaign());

        await node.Bob.ShouldRefuseAsync($"/intel/status/{posted.GetProperty("id")}/", HttpStatusCode.NotFound);
        await node.Alice.ShouldRefuseAsync($"/two/status/{posted.GetProperty("id")}/", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Requirement_46_The_same_object_again_is_no_error_and_gets_no_new_date()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var campaign = AStixObject.Campaign();
        await node.Alice.AddAsync(node.Objects, campaign);
        using var before = await node.Alice.GetAsync(new Uri(node.Objects, UriKind.Relative), TestContext.Current.CancellationToken);

        node.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await node.Alice.AddAsync(node.Objects, campaign, campaign);
        using var after = await node.Alice.GetAsync(new Uri(node.Objects, UriKind.Relative), TestContext.Current.CancellationToken);

        Counts(again).Should().Be((2, 2, 0, 0));
        DateAddedLast(after).Should().Be(DateAddedLast(before));
        (await after.ReadAsync(HttpStatusCode.OK)).Ids().Should().HaveCount(1);
    }

    [Fact]
    public async Task The_same_id_and_version_with_other_content_is_refused_with_a_reason_and_overwrites_nothing()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var id = AStixObject.NewId("campaign");
        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign(id));

        var status = await node.Alice.AddAsync(node.Objects, AStixObject.Campaign(id, more: ",\"description\":\"forged\""));

        Counts(status).Should().Be((1, 0, 1, 0));
        status.GetProperty("failures")[0].GetProperty("message").GetString().Should().NotBeNullOrEmpty();
        (await node.Alice.GetOkAsync(node.Objects)).GetRawText().Should().NotContain("forged");
    }

    [Fact]
    public async Task Objects_come_back_byte_for_byte()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var odd = AStixObject.Campaign(
            more: """,  "x_big" : 123456789012345678901234567890, "x_text":"\u00e9 é \/ \" \ud83d\ude00 😀", "x_float":1.50e+3 ,"x_nested":{"b":[ 1,2 ],"a":null}""");

        await node.Alice.AddAsync(node.Objects, odd);
        var body = await node.Alice.GetByteArrayAsync(new Uri(node.Objects, UriKind.Relative), TestContext.Current.CancellationToken);

        Encoding.UTF8.GetString(body).Should().Be($"{{\"more\":false,\"objects\":[{odd}]}}");
    }

    [Fact]
    public async Task Requirements_3_24_A_body_at_the_limit_is_taken_and_one_byte_more_is_413()
    {
        var body = AnEnvelope.Of(AStixObject.Campaign());
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")) with { MaxContentLength = body.Length });

        using var fits = await node.Alice.PostEnvelopeAsync(node.Objects, body);
        using var exceeds = await node.Alice.PostEnvelopeAsync(node.Objects, [.. body, (byte)' ']);
        using var unannounced = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Objects, UriKind.Relative))
        {
            Content = new StreamContent(new MemoryStream([.. Enumerable.Repeat((byte)' ', 1024 * 1024)])),
        };
        unannounced.Content.Headers.TryAddWithoutValidation("Content-Type", TaxiiNode.MediaType);
        unannounced.Headers.TransferEncodingChunked = true;
        using var chunked = await node.Alice.SendAsync(unannounced, TestContext.Current.CancellationToken);

        await fits.ReadAsync(HttpStatusCode.Accepted);
        await exceeds.ShouldBeErrorAsync(HttpStatusCode.RequestEntityTooLarge);
        await chunked.ShouldBeErrorAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    public static TheoryData<string> NotEnvelopes => new()
    {
        "", " ", "null", "[]", "1", "\"x\"", "{", "{\"objects\":", "{\"objects\":[", "{\"objects\":{}}", "{\"objects\":1}", "{\"objects\":[]",
        "{\"objects\":[]}x", "{\"objects\":[],\"objects\":[]}", "{\"objects\":[NaN]}", new string('[', 5_000), "{\"objects\":" + new string('[', 5_000),
        "{}", "{\"objects\":[]}",
    };

    [Theory]
    [MemberData(nameof(NotEnvelopes))]
    public async Task Requirement_46_What_is_no_envelope_is_400_or_422_and_nothing_is_stored(string body)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        using var response = await node.Alice.PostEnvelopeAsync(node.Objects, Encoding.UTF8.GetBytes(body));

        response.StatusCode.Should().BeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);
        await response.ShouldBeErrorAsync(response.StatusCode);
        (await node.Alice.GetOkAsync(node.Objects)).Ids().Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_refused()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        byte[] body = [.. AnEnvelope.Of(AStixObject.Campaign()).TakeWhile(octet => octet != (byte)'Q'), 0xFF, 0xFE, .. "\"}]}"u8];

        using var response = await node.Alice.PostEnvelopeAsync(node.Objects, body);

        // As a whole or object by object: it is not stored either way.
        if (response.StatusCode == HttpStatusCode.Accepted)
            Counts(await response.ReadAsync(HttpStatusCode.Accepted)).Should().Be((1, 0, 1, 0));
        else
            await response.ShouldBeErrorAsync(HttpStatusCode.BadRequest);
        (await node.Alice.GetOkAsync(node.Objects)).Ids().Should().BeEmpty();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"type":"campaign"}""")]
    [InlineData("""{"id":"campaign--1"}""")]
    [InlineData("""{"type":"campaign","type":"campaign"}""")]
    [InlineData("""{"type":"campaign","spec_version":"2.1","id":"campaign--83422c77-904c-4dc1-aff5-5c38f3a2c55c","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"\ud83d"}""")]
    [InlineData("""{"type":"campaign","spec_version":"2.1","id":"campaign--83422c77-904c-4dc1-aff5-5c38f3a2c55c","created":"2026-01-01T00:00:00.000Z","modified":"10000-01-01T00:00:00.000Z","name":"x"}""")]
    [InlineData("""{"x":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""")]
    public async Task One_bad_object_never_spoils_the_others(string bad)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        var status = await node.Alice.AddAsync(node.Objects, AStixObject.Campaign(), bad, AStixObject.Malware());

        Counts(status).Should().Be((3, 2, 1, 0));
        status.GetProperty("failures")[0].GetProperty("id").GetString().Should().NotBeNullOrEmpty();
        (await node.Alice.GetOkAsync(node.Objects)).Ids().Should().HaveCount(2);
    }

    public static (int Total, int Successes, int Failures, int Pending) Counts(JsonElement status) =>
        (status.GetProperty("total_count").GetInt32(), status.GetProperty("success_count").GetInt32(),
            status.GetProperty("failure_count").GetInt32(), status.GetProperty("pending_count").GetInt32());

    private static string DateAddedLast(HttpResponseMessage response) => response.Headers.GetValues("X-TAXII-Date-Added-Last").Single();
}
