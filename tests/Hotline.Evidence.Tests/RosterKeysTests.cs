using Hotline.Cryptography;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Evidence.Tests;

/// <summary>A key that cannot be one is refused with its roster, by name: later it would stand in the way of every message.</summary>
public sealed class RosterKeysTests(ANetwork network)
{
    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_roster_with_a_key_that_cannot_be_one_is_refused_before_it_takes_effect(string what, string named, Func<ANetwork, Roster, Roster> spoil)
    {
        var next = ANetwork.After(network.First, roster => spoil(network, roster));

        var add = () => network.Series().Add(ANetwork.Signed(next, network.Alba, network.Borea));

        add.Should().Throw<RosterRefusedException>(what).WithMessage($"*key*{named}*");
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_first_roster_is_held_to_the_same(string what, string named, Func<ANetwork, Roster, Roster> spoil)
    {
        var first = spoil(network, network.First).Written();

        var begin = () => RosterSeries.Begin(ANetwork.Signed(first, network.Alba, network.Borea), "real");

        begin.Should().Throw<RosterRefusedException>(what).WithMessage($"*key*{named}*");
    }

    [Fact]
    public void A_desk_and_a_service_may_have_any_name_of_their_role()
    {
        var next = ANetwork.After(network.First, Cambria((party, member) => member with
        {
            Desk = member.Desk with { Evidence = $"{party.NewSigner("desk/night").Key}" }, Service = member.Service with { Evidence = $"{party.NewSigner("service/feed").Key}" },
        }, network));

        network.Series().Add(ANetwork.Signed(next, network.Alba, network.Borea)).Current.Number.Should().Be(2);
    }

    [Theory]
    [InlineData("rehearsal")]
    [InlineData("exercise")]
    [InlineData("exercise:Cyber Fog")]
    public void A_roster_of_no_domain_is_refused(string domain)
    {
        var begin = () => RosterSeries.Begin(ANetwork.Signed((network.First with { Domain = domain }).Written(), network.Alba, network.Borea), domain);

        begin.Should().Throw<RosterRefusedException>().WithMessage($"*not for '{domain}'*");
    }

    [Fact]
    public void In_an_exercise_logs_have_the_names_of_the_exercise()
    {
        using var elbonia = new AParty("elbonia", "exercise/cyber-fog");
        var first = (network.First with { Domain = "exercise:cyber-fog", Quorum = 1, Members = [elbonia.AsMember()], Hubs = [] }).Written();
        var foreign = (first with { Members = [network.Alba.AsMember()] }).Written();

        var begin = () => RosterSeries.Begin(ANetwork.Signed(foreign, network.Alba), "exercise:cyber-fog");

        RosterSeries.Begin(ANetwork.Signed(first, elbonia), "exercise:cyber-fog").Current.Hash.Should().Be(first.Hash);
        begin.Should().Throw<RosterRefusedException>().WithMessage("*alba.example/transcript/1*alba.example/exercise/cyber-fog/1*");
    }

    public static TheoryData<string, string, Func<ANetwork, Roster, Roster>> Misfits() => new()
    {
        { "no verifier key", "cambria.example/transcript/1", OfCambria((_, member) => member with { Log = "cambria.example/transcript/1+00000000+AAAA" }) },
        { "a root that is none", "cambria.example/root", OfCambria((_, member) => member with { Root = "x" }) },
        { "a root under another name", "cambria.example/root", OfCambria((party, member) => member with { Root = $"{party.NewSigner("roots").Key}" }) },
        { "a root that cosigns", "cambria.example/root", OfCambria((_, member) => member with { Root = $"{Cosigner("cambria.example/root")}" }) },
        { "a log of another node", "dorna.example/transcript/1", (network, roster) => ANetwork.With(roster, network.Cambria, member => member with { Log = $"{network.Dorna.Checkpoints.LogKey}" }) },
        { "a log whose origin only begins so", "cambria.example/transcript/10", OfCambria((party, member) => member with { Log = $"{party.NewSigner("transcript/10").Key}" }) },
        { "a log that cosigns", "cambria.example/transcript/1", OfCambria((_, member) => member with { Log = $"{Cosigner("cambria.example/transcript/1")}" }) },
        { "a log without ML-DSA", "cambria.example/transcript/1", OfCambria((party, member) => member with { LogMlDsa = $"{party.NewSigner("transcript/1").Key}" }) },
        { "a desk of another node", "dorna.example/desk/watch", (network, roster) => ANetwork.With(roster, network.Cambria, member => member with { Desk = member.Desk with { Evidence = $"{network.Dorna.Desk.Key}" } }) },
        { "a desk that is a service", "cambria.example/service/x", OfCambria((party, member) => member with { Desk = member.Desk with { Evidence = $"{party.NewSigner("service/x").Key}" } }) },
        { "a service that is a desk", "cambria.example/desk/x", OfCambria((party, member) => member with { Service = member.Service with { Evidence = $"{party.NewSigner("desk/x").Key}" } }) },
        { "a desk that cosigns", "cambria.example/desk/watch", OfCambria((_, member) => member with { Desk = member.Desk with { Evidence = $"{Cosigner("cambria.example/desk/watch")}" } }) },
        { "a hub's log of another origin", "hub-north.example/transcript/2", (network, roster) => roster with { Hubs = [roster.Hubs[0] with { Log = $"{network.HubNorth.NewSigner("transcript/2").Key}" }] } },
        { "a Statement key that is no certificate", "cambria.example/desk", OfCambria((_, member) => member with { Desk = member.Desk with { Statements = ["none"u8.ToArray()] } }) },
        { "a service's Statement key that is no certificate", "cambria.example/service", OfCambria((_, member) => member with { Service = member.Service with { Statements = ["none"u8.ToArray()] } }) },
        { "a KEM key of another size", "cambria.example", OfCambria((_, member) => member with { Kem = [member.Kem[0] with { PublicKey = new byte[1215] }] }) },
    };

    private static Func<ANetwork, Roster, Roster> OfCambria(Func<AParty, RosterMember, RosterMember> change) => (network, roster) => Cambria(change, network)(roster);

    private static Func<Roster, Roster> Cambria(Func<AParty, RosterMember, RosterMember> change, ANetwork network) =>
        roster => ANetwork.With(roster, network.Cambria, member => change(network.Cambria, member));

    private static VerifierKey Cosigner(string name)
    {
        using var key = Ed25519PrivateKey.Generate();
        return VerifierKey.Create(name, KeyType.Cosignature, key.PublicKey);
    }
}
