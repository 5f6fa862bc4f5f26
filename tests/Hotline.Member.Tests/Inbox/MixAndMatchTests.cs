using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.Member.Inbox;
using Hotline.Member.Letters;
using Hotline.Rosters;
using Hotline.Stores;
using Hotline.TestData;

namespace Hotline.Member.Tests.Inbox;

/// <summary>Parts of two genuine messages, exchanged one by one and in pairs: hub or recipient refuses each, and the table says by which rule.</summary>
public sealed class MixAndMatchTests
{
    private static readonly Part[] All = [Part.Nro, Part.Payload, Part.Statement, Part.Recipient, Part.Fingerprint, Part.Domain, Part.Roster];
    private readonly Party<Real> _alba;
    private readonly Party<Real> _borea;
    private readonly Party<Real> _cambria;
    private readonly Genuine _one;
    private readonly Genuine _other;
    private readonly Genuine _exercise;

    public MixAndMatchTests(Networks networks)
    {
        (_alba, _borea, _cambria) = (networks.Alba, networks.Borea, networks.Cambria);
        _one = Compose(_alba, _borea, _alba.Start.Rosters.Current);
        _other = Compose(_alba, _cambria, networks.Real.First.Roster);
        _exercise = Compose(networks.DrillingAlba, networks.DrillingCambria, networks.DrillingAlba.Start.Rosters.Current);
    }

    [Fact]
    public void No_part_of_an_exercise_passes_into_a_real_message() =>
        Table(_exercise, reseal: false, All).Should().Be(MixAndMatchTable.ExercisePayloadKept);

    [Fact]
    public void Nor_when_it_is_sealed_anew() =>
        Table(_exercise, reseal: true, Without(Part.Payload)).Should().Be(MixAndMatchTable.ExerciseSealedAnew);

    [Fact]
    public void No_part_of_another_real_message_passes() =>
        Table(_other, reseal: false, Without(Part.Domain)).Should().Be(MixAndMatchTable.OtherPayloadKept);

    [Fact]
    public void Nor_does_it_when_it_is_sealed_anew() =>
        Table(_other, reseal: true, Without(Part.Payload | Part.Domain)).Should().Be(MixAndMatchTable.OtherSealedAnew);

    [Fact]
    public void The_parts_of_one_message_alone_pass()
    {
        var forger = new Forger(_one, _other, _alba.Start.Keys.Desk.Notes);

        WhyRefused(Part.None, forger, reseal: false).Should().BeNull();
        WhyRefused(Part.None, forger, reseal: true).Should().BeNull();
        WhyRefused(Without(Part.Domain).Aggregate((before, part) => before | part), forger, reseal: false).Should().BeNull();
    }

    [Fact]
    public void A_hub_without_any_key_can_exchange_nothing()
    {
        var one = _alba.Compose(Party<Real>.Message("The grid is down.", "borea")).Envelope;
        var two = _alba.Compose(Party<Real>.Message("The grid is up.", "borea")).Envelope;
        var forCambria = _alba.Compose(Party<Real>.Message("The grid is down.", "cambria")).Envelope;

        _borea.WhyRefused(new Envelope<Real>(one.Origin, two.Payload)).Should().Be("payload");
        _borea.WhyRefused(forCambria).Should().Be("not for this node");
        // Signatures differ in length by a byte or two, so either rule can come first.
        WhyHubRefuses(new Envelope<Real>(one.Origin, two.Payload)).Should().BeOneOf("Mismatch", "Size");
    }

    [Fact]
    public void A_reader_cannot_seal_what_it_read_to_a_third_party_as_if_addressed_there()
    {
        var own = _borea.Compose(Party<Real>.Message("See what Alba says.", "cambria"));
        var header = own.Envelope.Origin.Text with { Statement = _one.Statement.Document.Hash };
        var key = _borea.Start.Rosters.Current.Find(_cambria.Node)!.KemFor(SealSuite.HybridLetter)!;
        var payload = LetterSeal.Seal(
            SealState.None, SealSuite.HybridLetter, new SealBinding(header.Binding(), _one.Statement.Document.Hash), [key], StatementForm.Write(_one.Statement)).Payload;

        var passedOn = new Envelope<Real>(NoteSigning.SignOrigin(header with { Cipher = Cipher.Of(payload) }, _borea.Start.Keys.Desk.Notes), payload);

        _cambria.WhyRefused(passedOn).Should().Be("Message");
        // Even under the original's id, which only its sender may use.
        var sameId = header with { Message = _one.Id };
        var again = LetterSeal.Seal(
            SealState.None, SealSuite.HybridLetter, new SealBinding(sameId.Binding(), _one.Statement.Document.Hash), [key], StatementForm.Write(_one.Statement)).Payload;
        _cambria.WhyRefused(new Envelope<Real>(NoteSigning.SignOrigin(sameId with { Cipher = Cipher.Of(again) }, _borea.Start.Keys.Desk.Notes), again)).Should().Be("Sender");
    }

    private static Part[] Without(Part parts) => [.. All.Where(part => !parts.HasFlag(part))];

    private string Table(Genuine second, bool reseal, Part[] parts)
    {
        var forger = new Forger(_one, second, _alba.Start.Keys.Desk.Notes);
        var mixes = from first in parts from next in parts where first <= next select first | next;
        return string.Join('\n', mixes.Select(mix => $"{mix}: {WhyRefused(mix, forger, reseal) ?? "opens"}"));
    }

    private string? WhyRefused(Part parts, Forger forger, bool reseal)
    {
        var (note, payload) = parts.HasFlag(Part.Domain) ? Bytes(forger.Mix(parts, reseal, new Exercise("autumn"))) : Bytes(forger.Mix(parts, reseal, default(Real)));
        Envelope<Real> envelope;
        try
        {
            envelope = new Envelope<Real>(OriginNote<Real>.Parse(note, default), payload);
        }
        catch (LeafFormatException)
        {
            return "hub, no leaf of this domain";
        }

        if (WhyHubRefuses(envelope) is { } rule) return $"hub, {rule}";
        return (envelope.Origin.Text.To[0] == _borea.Node ? _borea : _cambria).WhyRefused(envelope) is { } broken ? $"recipient, {broken}" : null;
    }

    private string? WhyHubRefuses(Envelope<Real> envelope)
    {
        if (new EvidenceVerifier<Real>(default, _alba.Start.Rosters, TimeProvider.System).VerifyOrigin(envelope.Origin) is { } fault) return $"{fault}";
        var rules = new HubRules<Real>(Network<Real>.Node(Network<Real>.HubName), _alba.Start.Rosters.Current, HubLimits.Default);
        var decision = rules.Decide(new HubStep<Real>.Submit(envelope), new HubView<Real>(null, null), TimeProvider.System.GetUtcNow());
        return decision is HubDecision<Real>.Refuse refused ? $"{refused.Refused.Reason}" : null;
    }

    private static Genuine Compose<TDomain>(Party<TDomain> from, Party<TDomain> to, Roster roster)
        where TDomain : struct, ITrafficDomain
    {
        var envelope = from.Compose(Party<TDomain>.Message("The grid is down.", to.Start.Settings.Member!), roster).Envelope;
        to.WhyRefused(envelope).Should().BeNull();
        return Genuine.Of(envelope, ((OpeningResult.Opened)to.Open(envelope)).Statement, roster);
    }

    private static (ReadOnlyMemory<byte> Note, ReadOnlyMemory<byte> Payload) Bytes<TDomain>(Envelope<TDomain> envelope)
        where TDomain : struct, ITrafficDomain => (envelope.Origin.Bytes, envelope.Payload);
}
