using System.Net;
using System.Text;
using CsCheck;
using Hotline.Collections;
using Hotline.Taxii.Objects;

namespace Hotline.Taxii.Tests;

/// <summary>Bodies beyond a mebibyte go over the disk and are read object by object; nobody notices.</summary>
public sealed class LargeBodyTests
{
    private static readonly string Filler = new(' ', 1024 * 1024);

    [Fact]
    public async Task A_large_envelope_is_judged_and_stored_object_by_object()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        string[] objects = [.. Enumerable.Range(0, 5_000).Select(number => number % 1000 == 7 ? "{\"type\":\"campaign\"}" : AStixObject.Campaign(more: $",\"x_number\":{number}"))];

        var status = await node.Alice.AddAsync(node.Objects, objects);

        AddingTests.Counts(status).Should().Be((5_000, 4_995, 5, 0));
        var page = await node.Alice.GetOkAsync($"{node.Objects}?limit=1000");
        page.GetProperty("objects").EnumerateArray().Select(item => item.GetRawText()).Should().Equal(objects.Where((_, number) => number % 1000 != 7).Take(1000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"objects\":[")]
    [InlineData("{\"objects\":[OBJECT]")]
    [InlineData("{\"objects\":[OBJECT]}x")]
    [InlineData("{\"objects\":[OBJECT],\"objects\":[]}")]
    [InlineData("{\"objects\":{},\"objects\":[OBJECT]}")]
    [InlineData("{\"objects\":1}")]
    [InlineData("{\"objects\":[OBJECT,NaN]}")]
    [InlineData("{\"type\":\"report\",\"objects\":[OBJECT]}")]
    [InlineData("{\"type\":\"bundle\",\"objects\":[OBJECT]}")]
    [InlineData("{\"objects\":[OBJECT],\"\\ud83d\":1}")]
    [InlineData("{\"objects\":[]}")]
    [InlineData("{}")]
    public async Task Requirement_46_What_is_no_envelope_is_refused_whole_at_any_size(string body)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        using var response = await node.Alice.PostEnvelopeAsync(node.Objects, Encoding.UTF8.GetBytes(body.Replace("OBJECT", AStixObject.Campaign()) + Filler));

        response.StatusCode.Should().BeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);
        await response.ShouldBeErrorAsync(response.StatusCode);
        (await node.Alice.GetOkAsync(node.Objects)).Ids().Should().BeEmpty();
    }

    [Fact]
    public void Large_and_small_envelopes_are_judged_alike_whatever_they_hold()
    {
        var sound = Encoding.UTF8.GetString(AnEnvelope.Of(AStixObject.Campaign(), AStixObject.Malware(), "{\"type\":\"campaign\"}", "7"));
        sound = sound.Insert(1, "\"more\":false,\"x\":[{\"objects\":[1]}],");

        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Int[0, 6], Gen.Char[' ', '~'].Array[0, 4]).Array[0, 3].Sample(
            cuts =>
            {
                var body = cuts.Aggregate(sound, (text, cut) => text[..Math.Min(cut.Item1, text.Length)] + new string(cut.Item3) + text[Math.Min(text.Length, cut.Item1 + cut.Item2)..]);
                var (small, large) = (Judge(body), Judge(body + Filler));
                return small.GetType() == large.GetType() && (small is not JudgedEnvelope.Read read || Outcomes(read).SequenceEqual(Outcomes((JudgedEnvelope.Read)large)));
            },
            iter: 60, threads: 1);

        static JudgedEnvelope Judge(string body) => StixJudge.Judge(Encoding.UTF8.GetBytes(body), ObjectValidation.Strict);

        static IEnumerable<string> Outcomes(JudgedEnvelope.Read read) => read.Objects.Select(one => one switch
        {
            JudgedObject.Accepted accepted => Encoding.UTF8.GetString(accepted.Object.Raw.Span),
            JudgedObject.Refused refused => refused.ToString(),
            _ => "",
        });
    }

    [Fact]
    public async Task Nothing_of_a_large_body_is_left_on_the_disk()
    {
        var folder = Directory.CreateTempSubdirectory("hotline-spool-");
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")) with { SpoolFolder = folder.FullName, MaxContentLength = 3 * 1024 * 1024 });

        foreach (var body in new[] { AnEnvelope.Of(AStixObject.Campaign() + Filler), Encoding.UTF8.GetBytes("{" + Filler), Encoding.UTF8.GetBytes(Filler + Filler + Filler + Filler) })
        {
            using var response = await node.Alice.PostEnvelopeAsync(node.Objects, body);
        }

        folder.EnumerateFiles().Should().BeEmpty();
        (await node.Alice.GetOkAsync(node.Objects)).Ids().Should().ContainSingle();
        folder.Delete(recursive: true);
    }
}
