using System.Text.Json;
using Hotline.Stix.Patterns;
using Hotline.TestData;

namespace Hotline.Stix.Tests;

public sealed class PatternVectorTests
{
    private const int CountOfPatterns = 291;
    private const int CountOfMatches = 202;

    [Fact]
    public void Every_pattern_is_read_or_refused()
    {
        var lines = Lines("vectors/stix/patterns.jsonl");

        lines.Should().HaveCount(CountOfPatterns);
        lines.Where(line => FaultOf(Text(line, "pattern")) is null != line.GetProperty("valid").GetBoolean())
            .Select(line => $"{Text(line, "pattern")}: {FaultOf(Text(line, "pattern"))}").Should().BeEmpty();
    }

    [Fact]
    public void Every_pattern_matches_what_it_should_and_nothing_else()
    {
        var lines = Lines("vectors/stix/pattern_matches.jsonl");

        lines.Should().HaveCount(CountOfMatches);
        lines.Where(line => Match(line) != line.GetProperty("match").GetBoolean()).Select(line => Text(line, "pattern")).Should().BeEmpty();
    }

    /// <summary>The patterns of matchers' tests repeat qualifiers, which their validator refuses.</summary>
    private static bool Match(JsonElement line) =>
        StixPattern.ParseLeniently(Text(line, "pattern")).Match(Observation.ReadAll([.. line.GetProperty("observed_data").EnumerateArray()])).IsMatch;

    private static string? FaultOf(string pattern)
    {
        try
        {
            StixPattern.Parse(pattern);
            return null;
        }
        catch (PatternException fault)
        {
            return fault.Message;
        }
    }

    private static List<JsonElement> Lines(string path) => [.. File.ReadLines(SharedData.Require(path)).Select(line => JsonElement.Parse(line))];

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}
