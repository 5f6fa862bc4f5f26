using System.Text;
using System.Text.Json;
using Hotline.TestData;

namespace Hotline.Stix.Tests;

public sealed class StixVectorTests
{
    [Fact]
    public void Every_valid_object_is_accepted()
    {
        var (accepted, refused) = Judge("vectors/stix/stix21_valid.jsonl");

        refused.Should().BeEmpty();
        accepted.Should().Be(CountOfValid);
    }

    [Fact]
    public void Of_the_invalid_objects_those_that_break_a_common_rule_are_refused()
    {
        var (accepted, refused) = Judge("vectors/stix/stix21_invalid.jsonl");

        // The rest break rules of single types, of vocabularies or of patterns; the number may only shrink as those rules come.
        (accepted + refused.Count).Should().Be(CountOfInvalid);
        accepted.Should().Be(AwaitingRulesOfSingleTypes);
    }

    [Theory]
    [InlineData("data/ics-attack-18.1.json", 1826)]
    [InlineData("data/mobile-attack-17.1.json", 2148)]
    public void Every_object_of_a_real_bundle_is_accepted_byte_for_byte(string path, int count)
    {
        var bundle = SharedData.ReadBytes(path);

        var outcomes = ((StixDocument.Read)StixReader.Read(bundle, StixLimits.Default)).Outcomes;

        outcomes.Should().HaveCount(count).And.AllBeOfType<StixOutcome.Accepted>();
        using var whole = JsonDocument.Parse(bundle);
        outcomes.Cast<StixOutcome.Accepted>().Select(one => Encoding.UTF8.GetString(one.Value.Raw.Span))
            .Should().Equal(whole.RootElement.GetProperty("objects").EnumerateArray().Select(one => one.GetRawText()));
    }

    private const int CountOfValid = 384;
    private const int CountOfInvalid = 162;
    private const int AwaitingRulesOfSingleTypes = 94;

    private static (int Accepted, List<string> Refused) Judge(string path)
    {
        var accepted = 0;
        var refused = new List<string>();
        foreach (var line in File.ReadLines(SharedData.Require(path)))
        {
            using var record = JsonDocument.Parse(line);
            var item = record.RootElement.GetProperty("object");
            // A bundle is a document itself; any other object stands in one.
            var text = item.GetProperty("type").ValueEquals("bundle") ? item.GetRawText() : $"{{\"objects\":[{item.GetRawText()}]}}";
            var faults = StixReader.Read(Encoding.UTF8.GetBytes(text), StixLimits.Default) is StixDocument.Read read
                ? read.Outcomes.OfType<StixOutcome.Refused>().Select(fault => fault.Reason).ToArray()
                : ["no document"];
            if (faults.Length == 0) accepted++;
            else refused.Add($"{record.RootElement.GetProperty("name").GetString()}: {string.Join("; ", faults)}");
        }

        return (accepted, refused);
    }
}
