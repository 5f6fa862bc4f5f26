using System.Text;

namespace Hotline.Stix.Tests;

public sealed class PolicyTests
{
    private const string Broken = """
        {"type":"campaign","spec_version":"2.1","id":"campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","confidence":101}
        """;

    [Fact]
    public void Strictly_an_error_refuses_and_is_named() =>
        Judge(Broken, StixPolicy.Strict).Should().BeOfType<StixOutcome.Refused>().Which.Reason.Should().Be("'confidence' is not from 0 to 100 (section 3.2); 'name' is required (section 4.2.1)");

    [Fact]
    public void Leniently_it_is_accepted_with_the_same_findings()
    {
        var accepted = Judge(Broken, StixPolicy.Lenient).Should().BeOfType<StixOutcome.Accepted>().Subject;

        accepted.Findings.Should().Equal(Judge(Broken, StixPolicy.Strict).Findings).And.HaveCount(2);
    }

    [Fact]
    public void When_off_nobody_looks() =>
        Judge(Broken, StixPolicy.Off).Should().BeOfType<StixOutcome.Accepted>().Which.Findings.Should().BeEmpty();

    [Theory]
    [InlineData("\"id\":\"campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"", "\"id\":\"campaign--1\"", "2.9")]
    [InlineData("\"modified\":\"2026-01-01T00:00:00.000Z\"", "\"modified\":\"yesterday\"", "2.16")]
    [InlineData("\"confidence\":101", "\"object_marking_refs\":[\"tlp-red\"]", "7.2.2")]
    [InlineData("\"confidence\":101", "\"object_marking_refs\":\"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed\"", "7.2.2")]
    [InlineData("\"confidence\":101", "\"granular_markings\":[{\"selectors\":[\"id\"],\"marking_ref\":\"tlp-red\"}]", "7.2.3")]
    [InlineData("\"confidence\":101", "\"id\":\"x\"", "RFC 7493")]
    public void What_cannot_be_identified_versioned_or_marked_is_refused_under_every_policy(string was, string becomes, string section)
    {
        Broken.Should().Contain(was);

        foreach (var policy in Enum.GetValues<StixPolicy>())
            Judge(Broken.Replace(was, becomes), policy).Should().BeOfType<StixOutcome.Refused>().Which.Reason.Should().Contain(section);
    }

    private static StixOutcome Judge(string item, StixPolicy policy) => StixRules.Judge(Encoding.UTF8.GetBytes(item), StixLimits.Default, policy);
}
