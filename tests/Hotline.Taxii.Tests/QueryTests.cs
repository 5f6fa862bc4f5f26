using Hotline.Stores;
using Hotline.Taxii.Answers;
using Hotline.Taxii.Requests;
using Microsoft.AspNetCore.Http;

namespace Hotline.Taxii.Tests;

public sealed class QueryTests
{
    private const string Id = "campaign--83422c77-904c-4dc1-aff5-5c38f3a2c55c";

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=")]
    [InlineData("limit=ten")]
    [InlineData("limit=1.0")]
    [InlineData("limit=1,2")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("limit=1&limit=2")]
    [InlineData("next=")]
    [InlineData("added_after=yesterday")]
    [InlineData("added_after=2026-02-30T00:00:00Z")]
    [InlineData("added_after=2026-01-01T00:00:00")]
    [InlineData("added_after=2026-01-01T00:00:00%2B01:00")]
    [InlineData("added_after=2026-01-01T00:00:00Z,2026-01-02T00:00:00Z")]
    [InlineData("added_after=2026-01-01T00:00:00Z&added_after=2026-01-01T00:00:00Z")]
    [InlineData("match[id]=")]
    [InlineData("match[id]=campaign")]
    [InlineData("match[id]=" + Id + ",")]
    [InlineData("match[id]=" + Id + ", " + Id)]
    [InlineData("match[id]=" + Id + "&match%5Bid%5D=" + Id)]
    [InlineData("match[type]=Campaign")]
    [InlineData("match[type]=,")]
    [InlineData("match[version]=newest")]
    [InlineData("match[version]=all,last")]
    [InlineData("match[spec_version]=two")]
    [InlineData("match[colour]=red")]
    public void Requirements_15_33_37_A_malformed_query_is_refused(string query) => Read(query).Should().BeOfType<ObjectsQueryText.Malformed>();

    [Theory]
    [InlineData("", 0)]
    [InlineData("limit=7", 7)]
    [InlineData("limit=9007199254740991", int.MaxValue)]
    [InlineData("limit=7&colour=red", 7)]
    public void Requirements_3_32_A_limit_is_any_positive_integer(string query, int limit) =>
        ((ObjectsQueryText.Read)Read(query)).Limit.Should().Be(limit == 0 ? null : limit);

    [Fact]
    public void Requirement_33_Values_in_a_field_are_separated_by_commas()
    {
        var read = (ObjectsQueryText.Read)Read($"match[type]=malware,campaign,malware&match%5Bid%5D={Id}&match[version]=all&match[spec_version]=2.0,2.1");

        read.Filter.Types.Should().Equal("campaign", "malware");
        read.Filter.Ids.Should().Equal(Id);
        read.Filter.Versions.Should().Be(VersionFilter.All);
        read.Filter.SpecVersions.Should().Equal("2.0", "2.1");
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000000Z")]
    [InlineData("2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.500000Z")]
    [InlineData("2026-01-01T00:00:00.123456Z", "2026-01-01T00:00:00.123456Z")]
    [InlineData("2026-01-01T00:00:00.123456999Z", "2026-01-01T00:00:00.123456Z")]
    [InlineData("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z")]
    public void Requirement_6_Timestamps_are_read_with_any_digits_and_written_with_six(string text, string written)
    {
        TaxiiTimestamp.TryParse(text, out var microseconds).Should().BeTrue();

        TaxiiTimestamp.Format(microseconds).Should().Be(written);
    }

    [Fact]
    public void Equal_filters_have_one_digest_whatever_their_spelling()
    {
        DigestOf("match[type]=malware,campaign&limit=3").Should().Be(DigestOf("limit=9&match%5Btype%5D=campaign,malware"));
        DigestOf("added_after=2026-01-01T00:00:00Z").Should().Be(DigestOf("added_after=2026-01-01T00:00:00.000Z"));
        string[] others = ["", "match[type]=malware", "match[type]=malware,campaign", $"match[id]={Id}", "match[version]=all", "added_after=2026-01-01T00:00:00Z", "match[spec_version]=2.0"];
        others.Select(DigestOf).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void No_query_throws() => CsCheck.Check.Sample(
        CsCheck.Gen.String, text => Read(text) is ObjectsQueryText.Read or ObjectsQueryText.Malformed);

    private static Digest DigestOf(string query) => ((ObjectsQueryText.Read)Read(query)).Filter.Digest;

    private static ObjectsQueryText Read(string query) => ObjectsQueryReader.Read(new QueryString(query is "" ? null : "?" + query));
}
