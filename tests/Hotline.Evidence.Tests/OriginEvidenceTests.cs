using System.Text;
using CsCheck;
using Hotline.Envelopes;
using Hotline.Transcript;

namespace Hotline.Evidence.Tests;

/// <summary>Whose word an NRO is.</summary>
public sealed class OriginEvidenceTests(ANetwork network)
{
    [Fact]
    public void A_note_by_the_senders_desk_is_evidence() => network.Verifier().VerifyOrigin(network.Origin()).Should().BeNull();

    [Fact]
    public void A_service_speaks_for_objects_and_never_for_a_person()
    {
        OriginFault? Of(EnvelopeKind kind) => network.Verifier().VerifyOrigin(NoteSigning.SignOrigin(network.Text() with { Kind = kind }, network.Alba.Service));

        Of(EnvelopeKind.Objects).Should().BeNull();
        Of(EnvelopeKind.Message).Should().Be(OriginFault.WrongRole);
    }

    [Fact]
    public void A_stranger_and_a_hub_send_nothing()
    {
        var byStranger = NoteSigning.SignOrigin(network.Text() with { From = network.Dorna.Node }, network.Dorna.Desk);
        var byHub = NoteSigning.SignOrigin(network.Text() with { From = network.HubNorth.Node }, network.HubNorth.Desk);

        network.Verifier().VerifyOrigin(byStranger).Should().Be(OriginFault.UnknownSender);
        network.Verifier().VerifyOrigin(byHub).Should().Be(OriginFault.UnknownSender);
    }

    [Fact]
    public void Nobody_signs_for_another()
    {
        var text = network.Text();

        network.Verifier().VerifyOrigin(NoteSigning.SignOrigin(text, network.Borea.Desk)).Should().Be(OriginFault.Signature);
        network.Verifier().VerifyOrigin(NoteSigning.SignOrigin(text, network.Alba.Root)).Should().Be(OriginFault.Signature);
        network.Verifier().VerifyOrigin(NoteSigning.SignOrigin(text, network.Alba.NewSigner("desk/watch"))).Should().Be(OriginFault.Signature, "a key of that name is not that key");
    }

    [Fact]
    public void A_signature_over_another_text_is_none()
    {
        var line = network.Alba.Desk.SignLine(network.Text().ToBytes());
        var other = network.Text() with { Precedence = Precedence.Routine };

        var forged = OriginNote<Real>.Parse(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(other.ToBytes())}\n{line}"), default);

        network.Verifier().VerifyOrigin(forged).Should().Be(OriginFault.Signature);
    }

    [Fact]
    public void From_its_revocation_on_nothing_by_a_sender_counts_and_what_it_said_before_is_judged_then()
    {
        var revoked = ANetwork.Noon.AddMinutes(5);
        EvidenceVerifier<Real> At(DateTimeOffset now) =>
            network.Verifier(roster => ANetwork.With(roster, network.Alba, member => member with { RevokedSince = revoked }), now);

        At(revoked.AddMilliseconds(-1)).VerifyOrigin(network.Origin()).Should().BeNull();
        At(revoked).VerifyOrigin(network.Origin()).Should().Be(OriginFault.RevokedSender);
        At(ANetwork.Noon).VerifyOrigin(NoteSigning.SignOrigin(network.Text() with { Time = revoked }, network.Alba.Desk))
            .Should().Be(OriginFault.RevokedSender, "the sender says itself that it is later");
    }

    [Fact]
    public void A_roster_in_force_later_brings_its_keys_along()
    {
        var fresh = network.Alba.NewSigner("desk/watch");
        var verifier = network.Verifier(roster => ANetwork.With(roster, network.Alba, member => member with { Desk = member.Desk with { Evidence = $"{fresh.Key}" } }));

        verifier.VerifyOrigin(NoteSigning.SignOrigin(network.Text(), fresh)).Should().BeNull();
        verifier.VerifyOrigin(network.Origin()).Should().Be(OriginFault.Signature);
    }

    /// <summary>The text, the empty line, name, key id and signature: whatever byte is another.</summary>
    [Fact]
    public void A_changed_byte_anywhere_is_refused()
    {
        var note = network.Origin().Bytes;
        var verifier = network.Verifier();

        Gen.Select(Gen.Int[0, note.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            var bytes = note.ToArray();
            if (bytes[position] == value) return true;
            bytes[position] = value;
            try
            {
                return verifier.VerifyOrigin(OriginNote<Real>.Parse(bytes, default)) is not null;
            }
            catch (FormatException)
            {
                return true;
            }
        }, iter: 3000);
    }

    [Fact]
    public void A_line_by_a_witness_beside_the_senders_changes_nothing()
    {
        var note = network.Origin();
        var line = Encoding.UTF8.GetBytes(network.Dorna.Desk.SignLine(network.Text().ToBytes()));

        network.Verifier().VerifyOrigin(OriginNote<Real>.Parse((byte[])[.. note.Bytes.Span, .. line], default)).Should().BeNull();
    }

    [Fact]
    public void A_hub_proves_that_it_logged_the_note_by_its_own_log_only()
    {
        var note = network.Origin();
        var proof = network.HubNorth.Prove(note.Bytes);
        var other = NoteSigning.SignOrigin(network.Text() with { Sequence = 3 }, network.Alba.Desk);
        var verifier = network.Verifier();

        verifier.VerifyOriginProof(note, proof, network.HubNorth.Node)!.Checkpoint.Origin.Should().Be("hub-north.example/transcript/1");
        verifier.VerifyOriginProof(other, proof, network.HubNorth.Node).Should().BeNull();
        verifier.VerifyOriginProof(note, network.Borea.Prove(note.Bytes), network.Borea.Node).Should().BeNull("a member is no hub");
        verifier.VerifyOriginProof(note, network.Borea.Prove(note.Bytes), network.HubNorth.Node).Should().BeNull("another log's checkpoint");
        verifier.VerifyOriginProof(note, proof.AsMemory(0, proof.Length - 1), network.HubNorth.Node).Should().BeNull();
        network.Verifier(roster => roster with { Hubs = [network.HubNorth.AsHub(ANetwork.Noon)] }).VerifyOriginProof(note, proof, network.HubNorth.Node)
            .Should().BeNull("a revoked hub proves nothing");
    }

    [Fact]
    public void A_checkpoint_holds_by_both_signatures_of_its_own_log()
    {
        var note = network.Cambria.Checkpoint("entry"u8.ToArray());
        var signed = SignedNote.Parse(note);
        byte[] Only(int line) => [.. signed.Text.Span, .. "\n"u8, .. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(note.Span[(signed.Text.Length + 1)..]).Split('\n')[line] + "\n")];
        var verifier = network.Verifier();

        verifier.VerifyCheckpoint(note, network.Cambria.Node)!.Note.ToArray().Should().Equal(note.ToArray());
        verifier.VerifyCheckpoint(note, network.Borea.Node).Should().BeNull();
        verifier.VerifyCheckpoint(note, network.Dorna.Node).Should().BeNull();
        verifier.VerifyCheckpoint(Only(0), network.Cambria.Node).Should().BeNull();
        verifier.VerifyCheckpoint(Only(1), network.Cambria.Node).Should().BeNull();
    }
}
