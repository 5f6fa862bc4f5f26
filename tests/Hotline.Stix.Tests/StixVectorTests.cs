using System.Text;
using System.Text.Json;
using Hotline.TestData;

namespace Hotline.Stix.Tests;

public sealed class StixVectorTests
{
    private const int CountOfValid = 384;
    private const int CountOfInvalid = 162;
    private const int CountOfInvalidToBoth = 120;

    /// <summary>Which section each invalid object breaks, by its line; where a line breaks several, the one that its reason names.</summary>
    private static readonly Dictionary<string, int[]> SectionsOfLines = new()
    {
        ["2.1"] = [71],
        ["2.3"] = [43, 86],
        ["2.5.2"] = [1],
        ["2.7"] = [76],
        ["2.9"] = [10, 27, 32, 33, 50, 62, 81, 88, 92, 111, 120, 122, 133, 155],
        ["2.12"] = [115],
        ["2.13"] = [82, 148, 149],
        ["2.16"] = [2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 22, 24, 29, 36, 44, 46, 48, 51, 53, 54, 63, 77, 79, 83, 84, 93, 95, 100, 101, 105, 107, 109],
        ["3.1"] = [118],
        ["3.2"] = [12, 16, 17, 18, 19, 23, 25, 30, 37, 45, 47, 49, 52, 60, 61, 78, 94, 102, 106, 110],
        ["3.8"] = [34, 35, 87],
        ["3.9.1"] = [72, 75],
        ["4.2.1"] = [14, 162],
        ["4.6.1"] = [26],
        ["4.7.1"] = [28, 31],
        ["4.8.1"] = [123, 124],
        ["4.9.1"] = [38],
        ["4.10"] = [131, 132],
        ["4.10.1"] = [125, 126, 127, 128, 129, 130],
        ["4.11.1"] = [134, 135, 136, 137, 138],
        ["4.14.1"] = [80, 85],
        ["4.17.1"] = [108, 161],
        ["4.19.1"] = [112, 113, 114],
        ["5.1.2"] = [96, 97, 98, 99, 156, 157, 158, 159],
        ["5.2.1"] = [103, 104, 160],
        ["6.1"] = [69],
        ["6.1.1"] = [70, 90, 152],
        ["6.5.1"] = [73],
        ["6.6.1"] = [74, 151],
        ["6.9.1"] = [39, 40, 41, 42],
        ["6.12"] = [67],
        ["6.12.1"] = [64, 65, 66, 68],
        ["6.13"] = [153],
        ["6.13.2"] = [154],
        ["6.15.1"] = [89],
        ["6.17.1"] = [91],
        ["7.2.1"] = [56, 57, 58, 142, 143, 144, 145],
        ["7.2.1.4"] = [139, 140, 141],
        ["7.2.2"] = [59, 146, 147],
        ["7.2.3"] = [55, 119],
        ["8.1"] = [116, 117],
        ["9"] = [121],
        ["10.5"] = [20, 21],
        ["10.7"] = [150],
    };

    [Fact]
    public void Every_valid_object_is_accepted()
    {
        var lines = Judge("vectors/stix/stix21_valid.jsonl");

        lines.Should().HaveCount(CountOfValid);
        lines.Where(line => line.Faults.Length > 0).Select(line => $"{line.Name}: {string.Join("; ", line.Faults)}").Should().BeEmpty();
    }

    [Fact]
    public void Every_invalid_object_is_refused_with_the_section_it_breaks()
    {
        var sections = SectionsOfLines.SelectMany(pair => pair.Value.Select(line => (line, pair.Key))).ToDictionary(pair => pair.line, pair => pair.Key);

        var lines = Judge("vectors/stix/stix21_invalid.jsonl");

        lines.Should().HaveCount(CountOfInvalid);
        lines.Count(line => line.Tier == "both").Should().Be(CountOfInvalidToBoth);
        sections.Keys.Order().Should().Equal(Enumerable.Range(1, CountOfInvalid));
        // Those that only the validator refuses are refused all the same, every one.
        lines.Where((line, index) => !line.Sections.Contains(sections[index + 1]))
            .Select(line => $"{line.Name}: {string.Join("; ", line.Faults)}").Should().BeEmpty();
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

    private static List<Line> Judge(string path) => [.. File.ReadLines(SharedData.Require(path)).Select(JudgeLine)];

    private static Line JudgeLine(string line)
    {
        using var record = JsonDocument.Parse(line);
        var item = record.RootElement.GetProperty("object");
        var name = record.RootElement.GetProperty("name").GetString()!;
        var tier = record.RootElement.GetProperty("tier").GetString()!;
        // A bundle is a document itself; any other object stands in one.
        var text = item.GetProperty("type").ValueEquals("bundle") ? item.GetRawText() : $"{{\"objects\":[{item.GetRawText()}]}}";
        if (StixReader.Read(Encoding.UTF8.GetBytes(text), StixLimits.Default) is not StixDocument.Read read) return new Line(name, tier, ["no document"], ["8.1"]);
        var refused = read.Outcomes.OfType<StixOutcome.Refused>().ToArray();
        var errors = refused.SelectMany(one => one.Findings).Where(finding => finding.Severity == StixSeverity.Error);
        return new Line(name, tier, [.. refused.Select(one => one.Reason)], [.. errors.Select(finding => finding.Section)]);
    }

    private sealed record Line(string Name, string Tier, string[] Faults, string[] Sections);
}
