using System.Text;
using CsCheck;
using Hotline.Rosters;

namespace Hotline.Tests;

public sealed class RosterTests
{
    private static readonly Roster First = ARoster.Of("alba", "borea", "cambria");

    [Fact]
    public void What_was_written_reads_the_same_and_has_the_hash_of_its_text()
    {
        var read = Roster.Parse(First.Text);

        read.Hash.Should().Be(Digest.Of(First.Text.Span));
        read.Members.Select(member => member.Member).Should().Equal("alba", "borea", "cambria");
        read.Written().Text.ToArray().Should().Equal(First.Text.ToArray());
    }

    [Fact]
    public void The_next_roster_has_the_next_number_and_the_hash_of_this_one()
    {
        var next = (First with { Number = 2, Previous = First.Hash }).Written();

        next.WhyNotAfter(First).Should().BeNull();
        (next with { Number = 3 }).Written().WhyNotAfter(First).Should().Contain("number");
        (next with { Previous = Digest.Of("fork"u8) }).Written().WhyNotAfter(First).Should().Contain("does not follow");
        (next with { Domain = "exercise:x" }).Written().WhyNotAfter(First).Should().Contain("exercise:x");
    }

    [Fact]
    public void A_key_has_one_owner()
    {
        var stolen = First.Members[0] with { Tls = First.Members[1].Tls };

        var write = () => (First with { Members = First.Members.SetItem(0, stolen) }).Written();

        write.Should().Throw<RosterFormatException>().WithMessage("*TLS keys*");
    }

    [Fact]
    public void A_verifier_key_has_one_role()
    {
        var member = First.Members[0];
        var reused = member with { Service = member.Service with { Evidence = member.Service.Evidence.Split('+')[0] + "+00000000+" + member.Desk.Evidence.Split('+', 3)[2] } };

        var write = () => (First with { Members = First.Members.SetItem(0, reused) }).Written();

        write.Should().Throw<RosterFormatException>().WithMessage("*verifier keys*");
    }

    [Theory]
    [InlineData("\"quorum\": 1", "\"quorum\": 4")]
    [InlineData("\"quorum\": 1", "\"quorum\": 0")]
    [InlineData("\"quorum\": 1", "\"quorum\": 1, \"quorum\": 1")]
    [InlineData("\"quorum\": 1", "\"quorum\":  1")]
    [InlineData("\"quorum\": 1", "\"quorum\": 1, \"hubsMayAdd\": true")]
    [InlineData("\"number\": 1", "\"number\": -1")]
    [InlineData("\"node\": \"alba.example\"", "\"node\": \"Alba.example\"")]
    [InlineData("\"node\": \"alba.example\"", "\"node\": null")]
    [InlineData("roster/v0", "roster/v1")]
    [InlineData("https://127.0.0.1:7000/", "http://127.0.0.1:7000/")]
    public void Any_other_form_is_refused(string was, string becomes)
    {
        var text = Encoding.UTF8.GetString(First.Text.Span);
        text.Should().Contain(was);

        var parse = () => Roster.Parse(Encoding.UTF8.GetBytes(text.Replace(was, becomes)));

        parse.Should().Throw<RosterFormatException>();
    }

    [Fact]
    public void Changed_bytes_are_refused_by_one_exception_or_give_another_hash() =>
        Gen.Select(Gen.Int[0, First.Text.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            var bytes = First.Text.ToArray();
            if (bytes[position] == value) return;
            bytes[position] = value;
            try
            {
                Roster.Parse(bytes).Hash.Should().NotBe(First.Hash);
            }
            catch (RosterFormatException)
            {
            }
        });

    [Fact]
    public void A_tls_key_leads_to_its_owner_while_in_good_standing()
    {
        var alba = First.Members[0];
        var revoked = First with { Members = First.Members.SetItem(0, alba with { RevokedSince = AnOrigin.Noon }) };

        First.FindPeer(alba.Tls[0], AnOrigin.Noon).Should().Be(new Peer.Node(alba));
        revoked.FindPeer(alba.Tls[0], AnOrigin.Noon).Should().BeNull();
        First.FindPeer(First.Auditors[0].Tls[0], AnOrigin.Noon).Should().BeOfType<Peer.Reader>();
        First.FindPeer(Digest.Of("stranger"u8), AnOrigin.Noon).Should().BeNull();
    }
}
