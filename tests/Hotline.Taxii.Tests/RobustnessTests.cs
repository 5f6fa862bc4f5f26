using System.Net;
using System.Text;
using CsCheck;

namespace Hotline.Taxii.Tests;

/// <summary>Whatever comes, the answer is a TAXII answer and none of the server's fault.</summary>
public sealed class RobustnessTests
{
    private static readonly byte[] Sound = AnEnvelope.Of(
        AStixObject.Campaign(more: ",\"x_number\":1.5e3,\"x_list\":[true,null,\"\\u00e9\\ud83d\\ude00\"]"),
        AStixObject.MarkedBy("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"),
        AStixObject.PartlyMarkedBy("marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168"),
        AStixObject.Statement("marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168"));

    private static readonly Gen<byte[]> Spoilt = Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Int[0, 12], Gen.Byte.Array[0, 6]).Array[1, 4].Select(
        cuts => cuts.Aggregate(Sound, (body, cut) => [.. body.Take(cut.Item1), .. cut.Item3, .. body.Skip(cut.Item1 + cut.Item2)]));

    [Fact]
    public async Task A_spoilt_body_is_never_the_servers_fault_and_what_it_stores_can_be_read()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared", sharedWith: "borea"));

        await Spoilt.SampleAsync(
            async body =>
            {
                using var response = await node.Alice.PostEnvelopeAsync(node.Objects, body);
                if (response.StatusCode == HttpStatusCode.Accepted) await response.ReadAsync(HttpStatusCode.Accepted);
                else await response.ShouldBeErrorAsync(response.StatusCode);
                return (int)response.StatusCode is 202 or 400 or 422;
            },
            iter: 400, threads: 1);

        await node.Alice.GetOkAsync($"{node.Objects}?match[version]=all");
        foreach (var draft in await node.Store.ReadDraftsAsync(1_000, TestContext.Current.CancellationToken))
            FluentActions.Invoking(() => System.Text.Json.JsonDocument.Parse(draft.Content)).Should().NotThrow();
    }

    [Fact]
    public async Task A_strange_query_is_served_or_400()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign());
        var names = OneOf("limit", "next", "added_after", "match[id]", "match[type]", "match[version]", "match[spec_version]", "match[x]", "");

        await Gen.Select(names, Gen.String).Array[1, 3].SampleAsync(
            async pairs =>
            {
                var query = string.Join('&', pairs.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(Sane(pair.Item2))}"));
                using var response = await node.Alice.GetAsync(new Uri($"{node.Objects}?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
                return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest;
            },
            iter: 400, threads: 1);
    }

    [Fact]
    public async Task Strange_headers_are_refused_with_a_reason()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var printable = Gen.Char[' ', '~'].Array[0, 60].Select(characters => new string(characters));

        await Gen.Select(OneOf("Accept", "Authorization"), printable).SampleAsync(
            async pair =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/taxii2/", UriKind.Relative));
                request.Headers.Authorization = TaxiiNode.Basic("alice", TaxiiNode.Password);
                request.Headers.Remove(pair.Item1);
                request.Headers.TryAddWithoutValidation(pair.Item1, pair.Item2);
                using var response = await node.Nobody.SendAsync(request, TestContext.Current.CancellationToken);
                return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized or HttpStatusCode.NotAcceptable;
            },
            iter: 300, threads: 1);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static string Sane(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
