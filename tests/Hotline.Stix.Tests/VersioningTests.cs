using System.Text;

namespace Hotline.Stix.Tests;

public sealed class VersioningTests
{
    private const string First = """
        {"type":"tool","spec_version":"2.1","id":"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created_by_ref":"identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"x"}
        """;

    private const string Modified = "\"modified\":\"2026-01-01T00:00:00.000Z\"";
    private const string Later = "\"modified\":\"2026-01-01T00:00:00.0001Z\"";

    [Fact]
    public void A_later_version_may_change_what_it_likes_but_who_and_when() =>
        StixVersioning.Check(Read(First), Read(First.Replace(Modified, Later).Replace("\"name\":\"x\"", "\"name\":\"y\",\"revoked\":true"))).Should().BeEmpty();

    [Theory]
    [InlineData("\"created\":\"2026-01-01T00:00:00.000Z\"", "\"created\":\"2025-01-01T00:00:00.000Z\"", "created")]
    [InlineData("identity--8e2e2d2b", "identity--9e2e2d2b", "created_by_ref")]
    public void What_a_version_may_not_change_is_named(string was, string becomes, string path)
    {
        var later = Read(First.Replace(Modified, Later).Replace(was, becomes));

        StixVersioning.Check(Read(First), later).Should().ContainSingle().Which.Path.Should().Be(path);
        StixVersioning.Check(later, Read(First)).Should().ContainSingle("the order they come in means nothing").Which.Path.Should().Be(path);
    }

    [Fact]
    public void Nothing_follows_a_revoked_version() =>
        StixVersioning.Check(Read(First.Replace("\"name\"", "\"revoked\":true,\"name\"")), Read(First.Replace(Modified, Later))).Should().ContainSingle().Which.Path.Should().Be("revoked");

    [Fact]
    public void One_version_has_one_content()
    {
        StixVersioning.Check(Read(First), Read(First.Replace("\"name\":\"x\"", "\"name\":\"\\u0078\""))).Should().BeEmpty("an escape is no change");
        StixVersioning.Check(Read(First), Read(First.Replace("\"name\":\"x\"", "\"name\":\"y\""))).Should().ContainSingle().Which.Section.Should().Be("3.6");
    }

    [Fact]
    public void The_latest_is_found_in_any_order()
    {
        var (first, later) = (Read(First), Read(First.Replace(Modified, Later)));

        StixVersioning.Latest([later, first]).Should().BeSameAs(later);
        StixVersioning.Latest([first, later]).Should().BeSameAs(later);
        StixVersioning.Latest([]).Should().BeNull();
    }

    private static StixObject Read(string item) => StixRules.Judge(Encoding.UTF8.GetBytes(item), StixLimits.Default).Should().BeOfType<StixOutcome.Accepted>().Subject.Value;
}
