using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Hotline.Stix.Patterns;

namespace Hotline.Stix.Tests;

/// <summary>Foreign input of every kind: nothing but the parser's own answer, and that in bounded time.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Types =
    [
        "indicator", "malware", "relationship", "observed-data", "file", "network-traffic", "marking-definition", "language-content", "extension-definition", "x-own", "email-message",
        "location", "process",
    ];

    private static readonly string[] Names =
    [
        "name", "created", "modified", "pattern", "pattern_type", "hashes", "extensions", "objects", "object_refs", "granular_markings", "external_references", "definition", "contents",
        "value", "is_family", "confidence", "lang", "src_ref", "body_multipart", "latitude", "x_own", "severity", "windows-pebinary-ext", "MD5", "0", "extension_type",
    ];

    private static readonly string[] Words =
    [
        "[", "]", "(", ")", "a:bcd", "file:hashes.'SHA-256'", "x:y[*]", "x:y[0].z", " = ", " != ", " > ", " NOT ", " IN ", " LIKE ", " MATCHES ", " ISSUBSET ", " EXISTS ", "'text'", "'%_'", "'(a+)+'",
        "5", "-1.5", ".", "true", "h'ff'", "b'AAAA'", "t'2026-01-01T00:00:00Z'", " AND ", " OR ", " FOLLOWEDBY ", " WITHIN 5 SECONDS", " REPEATS 2 TIMES",
        " START t'2026-01-01T00:00:00Z' STOP t'2027-01-01T00:00:00Z'", ",", "'", "\\", "\n",
    ];

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.Int.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)), Among("true", "null", "1e400", "\"\"", "\"2026-01-01T00:00:00.000Z\""),
        Among(Names).Select(name => $"\"{name}\""), Among("\"\\ud800\"", "\"stix\"", "\"[a:b = 1]\"", "\"file--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\""));

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, inner) => depth > 4
        ? Scalar
        : Gen.OneOf(
            Scalar, inner.Array[0, 3].Select(values => $"[{string.Join(',', values)}]"),
            Gen.Select(Among(Names), inner).Array[0, 4].Select(pairs => $"{{{string.Join(',', pairs.DistinctBy(pair => pair.Item1).Select(pair => $"\"{pair.Item1}\":{pair.Item2}"))}}}")));

    private static readonly Gen<string> Item = Gen.Select(Among(Types), Gen.Select(Among(Names), Value).Array[0, 8], (type, pairs) =>
        $"{{\"type\":\"{type}\",\"spec_version\":\"2.1\",\"id\":\"{type}--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\""
        + string.Concat(pairs.DistinctBy(pair => pair.Item1).Select(pair => $",\"{pair.Item1}\":{pair.Item2}")) + "}");

    [Fact]
    public void Any_object_is_judged_and_every_refusal_names_its_rule() => Item.Sample(item =>
    {
        foreach (var policy in Enum.GetValues<StixPolicy>())
        {
            var outcome = StixRules.Judge(Encoding.UTF8.GetBytes(item), StixLimits.Default, policy);
            if (outcome is StixOutcome.Refused refused) refused.Findings.Should().Contain(finding => finding.Severity == StixSeverity.Error && finding.Section.Length > 0);
        }
    });

    [Fact]
    public void Any_damage_to_an_object_is_judged() => Gen.Select(Item, Gen.Int[0, 10_000], Gen.Byte).Sample((item, place, value) =>
    {
        var bytes = Encoding.UTF8.GetBytes(item);
        bytes[place % bytes.Length] = value;
        StixRules.Judge(bytes, StixLimits.Default).Should().NotBeNull();
    });

    [Fact]
    public void Any_pattern_is_read_or_refused_and_then_matched_or_given_up() => Among(Words).Array[1, 40].Sample(words =>
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var pattern = StixPattern.Parse(string.Concat(words));
            pattern.Match(Observation.ReadAll([JsonElement.Parse("""{"type":"observed-data","first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","objects":{"0":{"type":"a","bcd":"text"}}}""")]));
        }
        catch (PatternException)
        {
        }

        watch.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(2));
    });

    [Fact]
    public void Any_text_is_read_or_refused_as_a_pattern() => Gen.String.Sample(text =>
    {
        try
        {
            StixPattern.Parse(text);
            StixPattern.Parse($"[a:bcd = '{text}']");
        }
        catch (PatternException)
        {
        }
    });

    [Fact]
    public void As_many_selectors_as_properties_are_judged_in_bounded_time()
    {
        var properties = string.Concat(Enumerable.Range(0, 40_000).Select(index => $",\"x_{index}_enc\":1"));
        var selectors = string.Join(',', Enumerable.Range(0, 40_000).Select(index => $"\"x_{index}_enc\""));
        var item = $"{{\"type\":\"x-own\",\"spec_version\":\"2.1\",\"id\":\"x-own--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"{properties},\"granular_markings\":[{{\"lang\":\"de\",\"selectors\":[{selectors}]}}]}}";

        StixRules.Check(Encoding.UTF8.GetBytes(item), StixLimits.Default).Should().Contain(finding => finding.Section == "limit");
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"name\":", "}")]
    public void A_document_of_nothing_but_depth_is_refused(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 5_000)) + "1" + string.Concat(Enumerable.Repeat(close, 5_000));

        StixReader.Read(Encoding.UTF8.GetBytes($"{{\"objects\":[{deep}]}}"), StixLimits.Default).Should().BeOfType<StixDocument.Malformed>();
        StixRules.Judge(Encoding.UTF8.GetBytes(deep), StixLimits.Default).Should().BeOfType<StixOutcome.Refused>();
    }

    [Fact]
    public void A_text_of_ten_megabytes_is_judged_as_any_other()
    {
        var item = $"{{\"type\":\"tool\",\"spec_version\":\"2.1\",\"id\":\"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\",\"name\":\"{new string('x', 10_000_000)}\"}}";

        StixRules.Judge(Encoding.UTF8.GetBytes(item), StixLimits.Default).Should().BeOfType<StixOutcome.Accepted>();
        StixRules.Judge(Encoding.UTF8.GetBytes(item), StixLimits.Default with { MaxObjectSize = 1_000_000 }).Should().BeOfType<StixOutcome.Refused>();
    }

    private static Gen<string> Among(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);
}
