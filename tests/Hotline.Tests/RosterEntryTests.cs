using System.Text;
using Hotline.Rosters;

namespace Hotline.Tests;

public sealed class RosterEntryTests
{
    private static readonly Roster Roster = ARoster.Of("alba", "borea");

    public static TheoryData<string> Kinds => ["member", "hub", "auditor"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_entry_reads_back_as_what_was_written(string kind)
    {
        var entry = Entry(kind);

        var read = RosterEntry.Parse(entry.Write());

        read.GetType().Should().Be(entry.GetType());
        read.Name.Should().Be(entry.Name);
        read.Write().Should().Equal(entry.Write());
    }

    [Fact]
    public void An_entry_is_written_as_it_stands_in_a_roster()
    {
        var entry = Encoding.UTF8.GetString(new RosterEntry.OfMember(Roster.Members[0]).Write());

        var lines = entry.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Encoding.UTF8.GetString(Roster.Text.Span).Split('\n', StringSplitOptions.TrimEntries).Should().ContainInOrder(lines[1..^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"member\":\"alba\"}")]
    [InlineData("{\"address\":\"https://127.0.0.1\"}")]
    [InlineData("{\"name\":\"court\",\"tls\":[],\"revokedSince\":null}")]
    [InlineData("{\"name\":\"court\",\"tls\":[\"sha256:AAAA\"],\"revokedSince\":null}")]
    [InlineData("{\"name\":\"court\",\"tls\":[null],\"revokedSince\":null}")]
    [InlineData("{\"name\":\"court\",\"name\":\"other\",\"tls\":[],\"revokedSince\":null}")]
    [InlineData("{\"name\":\"court\"")]
    [InlineData("\ud800")]
    [InlineData("{\"\\ud80e\":7}")]
    public void Anything_else_is_refused(string json)
    {
        var parse = () => RosterEntry.Parse(Encoding.UTF8.GetBytes(json));

        parse.Should().Throw<RosterFormatException>();
    }

    [Fact]
    public void An_entry_is_bounded()
    {
        var parse = () => RosterEntry.Parse(new byte[RosterEntry.MaxSize + 1]);

        parse.Should().Throw<RosterFormatException>();
    }

    private static RosterEntry Entry(string kind) => kind switch
    {
        "member" => new RosterEntry.OfMember(Roster.Members[0]),
        "hub" => new RosterEntry.OfHub(Roster.Hubs[0]),
        _ => new RosterEntry.OfAuditor(new Auditor("court", [Digest.Of("key"u8)], null)),
    };
}
