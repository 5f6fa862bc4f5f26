using System.Text;
using CsCheck;

namespace Hotline.Stix.Tests;

public sealed class StixReaderTests
{
    private const string Indicator = """
        {"type":"indicator","spec_version":"2.1","id":"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-01-01T00:00:00.000Z",
         "modified":"2026-01-02T00:00:00.000Z","name":"\u00e9 x","x_big":123456789012345678901234567890,"pattern":"[a:b = 'c']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z"}
        """;

    [Fact]
    public void An_object_is_kept_byte_for_byte()
    {
        var accepted = Accepted(Indicator);

        Encoding.UTF8.GetString(accepted.Raw.Span).Should().Be(Indicator);
        accepted.Version.Should().Be("2026-01-02T00:00:00.000Z");
        accepted.VersionInstant.Should().Be(1_767_312_000_000_000);
        accepted.SpecVersion.Should().Be("2.1");
    }

    [Theory]
    [InlineData("\"indicator--8e2e", "\"malware--8e2e", "section 2.9")]
    [InlineData("indicator--8e2e2d2b", "indicator--8e2e2d2x", "section 2.9")]
    [InlineData("2026-01-02T00:00:00.000Z", "2025-01-02T00:00:00.000Z", "section 3.2")]
    [InlineData("2026-01-02T00:00:00.000Z", "2026-01-02T00:00:00.000+00:00", "2.16")]
    [InlineData("\"spec_version\":\"2.1\"", "\"spec_version\":\"2.2\"", "section 3.2")]
    [InlineData("\"name\":\"\\u00e9 x\"", "\"revoked\":\"no\"", "revoked")]
    [InlineData("\"name\":\"\\u00e9 x\"", "\"confidence\":101", "confidence")]
    [InlineData("\"name\":\"\\u00e9 x\"", "\"labels\":[]", "labels")]
    [InlineData("\"name\":\"\\u00e9 x\"", "\"object_marking_refs\":[\"x\"]", "object_marking_refs")]
    [InlineData("\"name\":\"\\u00e9 x\"", "\"type\":\"indicator\"", "twice")]
    [InlineData("\"name\":\"\\u00e9 x\"", "\"name\":\"\\ud800\"", "Unicode")]
    public void A_broken_rule_is_named_with_its_section(string was, string becomes, string named)
    {
        Indicator.Should().Contain(was);

        var outcomes = Read($"{{\"objects\":[{Indicator.Replace(was, becomes)},{Indicator}]}}");

        outcomes[0].Should().BeOfType<StixOutcome.Refused>().Which.Reason.Should().Contain(named);
        outcomes[1].Should().BeOfType<StixOutcome.Accepted>("its neighbour is judged apart");
    }

    [Fact]
    public void An_object_that_is_nested_too_deeply_is_refused_alone()
    {
        var deep = Indicator.Replace("\"x_big\":123456789012345678901234567890", $"\"x_deep\":{new string('[', 200)}{new string(']', 200)}");

        var outcomes = Read($"{{\"objects\":[{deep},{Indicator}]}}");

        outcomes[0].Should().BeOfType<StixOutcome.Refused>();
        outcomes[1].Should().BeOfType<StixOutcome.Accepted>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"objects\":{}}")]
    [InlineData("{\"objects\":[]")]
    [InlineData("{\"objects\":[]}{}")]
    [InlineData("{\"objects\":[],\"objects\":[]}")]
    public void What_is_no_document_is_one_answer(string text) =>
        StixReader.Read(Encoding.UTF8.GetBytes(text), StixLimits.Default).Should().BeOfType<StixDocument.Malformed>();

    [Fact]
    public void Invalid_UTF_8_is_no_document() =>
        StixReader.Read(new byte[] { (byte)'{', 0xff, (byte)'}' }, StixLimits.Default).Should().BeOfType<StixDocument.Malformed>();

    [Fact]
    public void An_observable_has_no_dates_and_an_older_object_no_spec_version()
    {
        Accepted("""{"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd","value":"198.51.100.3"}""").Version.Should().BeNull();
        Accepted(Indicator.Replace("\"spec_version\":\"2.1\",", "")).SpecVersion.Should().Be("2.0");
    }

    [Fact]
    public void Versions_are_compared_as_instants_with_every_digit()
    {
        StixTimestamp.TryParse("2026-01-01T00:00:00.1Z", out var tenth).Should().BeTrue();
        StixTimestamp.TryParse("2026-01-01T00:00:00.100000001Z", out var later).Should().BeTrue();
        StixTimestamp.TryParse("2026-01-01T00:00:00.100Z", out var same).Should().BeTrue();

        (later > tenth).Should().BeTrue();
        tenth.CompareTo(same).Should().Be(0);
        tenth.ToString().Should().Be("2026-01-01T00:00:00.1Z");
    }

    [Fact]
    public void Foreign_bytes_raise_nothing()
    {
        Gen.Byte.Array[0, 200].Sample(bytes => StixReader.Read(bytes, StixLimits.Default).Should().NotBeNull());
        var envelope = Encoding.UTF8.GetBytes($"{{\"objects\":[{Indicator}]}}");
        Gen.Select(Gen.Int[0, envelope.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            var changed = (byte[])envelope.Clone();
            changed[position] = value;
            StixReader.Read(changed, StixLimits.Default).Should().NotBeNull();
        });
    }

    [Theory]
    [InlineData("\"definition_type\":\"statement\",\"definition\":{\"statement\":\"©\"}", MarkingKind.Statement)]
    [InlineData("\"definition_type\":\"statement\",\"definition\":{\"statement\":\"©\"},\"extensions\":{\"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d\":{\"extension_type\":\"property-extension\",\"tlp_2_0\":\"red\"}}", MarkingKind.Other)]
    [InlineData("\"definition_type\":\"tlp\",\"definition\":{\"tlp\":\"red\"}", MarkingKind.Tlp)]
    [InlineData("\"definition_type\":\"iep\",\"definition\":{}", MarkingKind.Other)]
    [InlineData("\"extensions\":{\"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d\":{\"extension_type\":\"property-extension\",\"tlp_2_0\":\"red\"}}", MarkingKind.Other)]
    public void A_marking_with_an_extension_means_more_than_its_type_says(string content, MarkingKind kind)
    {
        var marking = Accepted($$"""
            {"type":"marking-definition","spec_version":"2.1","id":"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed","created":"2017-01-20T00:00:00.000Z",{{content}}}
            """);

        marking.Marking.Should().Be(kind);
    }

    [Fact]
    public void A_definition_type_that_is_no_text_is_refused() =>
        Read("""{"objects":[{"type":"marking-definition","spec_version":"2.1","id":"marking-definition--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-01-01T00:00:00.000Z","definition_type":5,"definition":{}}]}""")
            .Single().Should().BeOfType<StixOutcome.Refused>().Which.Reason.Should().Contain("7.2.1");

    [Theory]
    [InlineData("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp.Red)]
    [InlineData("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp.AmberStrict)]
    [InlineData("marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp.Clear)]
    public void Well_known_markings_are_known(string id, Tlp level) => StixMarkings.TlpOf(id).Should().Be(level);

    private static StixObject Accepted(string item) =>
        Read($"{{\"objects\":[{item}]}}")[0].Should().BeOfType<StixOutcome.Accepted>().Subject.Value;

    private static IReadOnlyList<StixOutcome> Read(string text) =>
        ((StixDocument.Read)StixReader.Read(Encoding.UTF8.GetBytes(text), StixLimits.Default)).Outcomes;
}
