using System.Collections.Immutable;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Rosters;
using Hotline.Statements;

namespace Hotline.Evidence.Tests;

/// <summary>Whether a Statement is what its sender's people, or its service, said to this node.</summary>
public sealed class StatementEvidenceTests(ANetwork network)
{
    private static readonly ImmutableArray<Disclosure> Fields = [Disclosure.New(StatementFields.Subject, "Grid"), Disclosure.New(StatementFields.Body, "Not us.")];

    [Fact]
    public void A_Statement_by_the_senders_officer_holds_for_every_reader()
    {
        var (statement, origin) = Said([network.Alba.Officer]);

        Judge(statement, origin).Should().BeNull();
        Judge(statement, origin, self: network.Cambria).Should().BeNull();
    }

    [Fact]
    public void Two_officers_sign_by_two_algorithms_and_both_are_named()
    {
        var (statement, origin) = Said([network.Alba.Officer, network.Alba.SecondOfficer]);

        var signers = StatementVerifier.SignersOf(statement, origin.Text, network.First);

        Judge(statement, origin).Should().BeNull();
        signers.Select(Digest).Should().Equal(Digest(network.Alba.Officer.Certificate), Digest(network.Alba.SecondOfficer.Certificate));
    }

    [Fact]
    public void One_who_signs_twice_is_one_signer()
    {
        var (statement, origin) = Said([network.Alba.Officer, network.Alba.Officer]);

        StatementVerifier.SignersOf(statement, origin.Text, network.First).Should().ContainSingle();
    }

    [Fact]
    public void A_service_signs_objects_and_never_for_an_officer()
    {
        var (message, messageOrigin) = Said([network.Alba.Robot]);
        var (objects, objectsOrigin) = Said([network.Alba.Robot], EnvelopeKind.Objects);

        Judge(message, messageOrigin).Should().Be(StatementFault.Signature);
        Judge(objects, objectsOrigin).Should().BeNull();
    }

    [Fact]
    public void An_officer_of_another_member_signs_nothing_here()
    {
        var (statement, origin) = Said([network.Borea.Officer]);

        Judge(statement, origin).Should().Be(StatementFault.Signature);
    }

    [Fact]
    public void Beside_a_good_signature_a_bad_one_refuses_the_whole()
    {
        var (statement, origin) = Said([network.Alba.Officer]);
        var (other, _) = Said([network.Alba.SecondOfficer]);

        Judge(statement with { Signatures = [.. statement.Signatures, .. other.Signatures] }, origin).Should().Be(StatementFault.Signature, "it is over another document");
        Judge(statement with { Signatures = [.. statement.Signatures, new byte[] { 0x30, 0x00 }] }, origin).Should().Be(StatementFault.Signature);
        Judge(statement with { Signatures = [] }, origin).Should().Be(StatementFault.Signature);
    }

    [Fact]
    public void A_key_that_left_the_roster_signs_no_more()
    {
        var (statement, origin) = Said([network.Alba.SecondOfficer]);
        var without = ANetwork.With(network.First, network.Alba, member => member with { Desk = member.Desk with { Statements = [network.Alba.Officer.Certificate] } });
        var withoutAlba = network.First with { Members = network.First.Members.RemoveAt(0) };

        Judge(statement, origin, roster: without).Should().Be(StatementFault.Signature);
        Judge(statement, origin, roster: withoutAlba).Should().Be(StatementFault.Signature);
    }

    [Fact]
    public void Another_node_and_another_key_of_the_same_node_are_not_addressed()
    {
        var (statement, origin) = Said([network.Alba.Officer]);

        Judge(statement, origin, self: network.Dorna).Should().Be(StatementFault.NotAddressed);
        StatementVerifier.Verify(statement, origin, network.First, network.Borea.Node, [network.Cambria.Kem.Fingerprint]).Should().Be(StatementFault.NotAddressed);
        StatementVerifier.Verify(statement, origin, network.First, network.Borea.Node, []).Should().Be(StatementFault.NotAddressed);
    }

    [Fact]
    public void A_Statement_under_another_note_names_the_line_that_differs()
    {
        var (statement, origin) = Said([network.Alba.Officer]);
        StatementFault? Under(OriginText<Real> text) => Judge(statement, NoteSigning.SignOrigin(text, network.Alba.Desk));

        Under(origin.Text with { Statement = Hotline.Digest.Of("another"u8) }).Should().Be(StatementFault.Digest);
        Under(origin.Text with { Message = MessageId.New(ANetwork.Noon) }).Should().Be(StatementFault.Message);
        Under(origin.Text with { From = network.Dorna.Node }).Should().Be(StatementFault.Sender);
        Under(origin.Text with { RosterHash = Hotline.Digest.Of("another"u8) }).Should().Be(StatementFault.Roster);
        Under(origin.Text with { Readers = Hotline.Digest.Of("another"u8) }).Should().Be(StatementFault.Readers);
        Under(origin.Text with { To = [network.Borea.Node] }).Should().Be(StatementFault.Recipients);
    }

    [Fact]
    public void A_Statement_of_an_exercise_is_none_of_real_traffic()
    {
        var (statement, origin) = Said([network.Alba.Officer], domain: "exercise:cyber-fog");

        Judge(statement, origin).Should().Be(StatementFault.Domain);
    }

    [Fact]
    public void What_the_document_does_not_cover_is_refused_beside_it()
    {
        var (statement, origin) = Said([network.Alba.Officer]);

        Judge(statement with { Disclosures = statement.Disclosures.Add(Disclosure.New("officer", "Nobody")) }, origin).Should().Be(StatementFault.Uncovered);
        Judge(statement with { Disclosures = statement.Disclosures.Add(statement.Disclosures[0]) }, origin).Should().Be(StatementFault.Uncovered);
        Judge(statement with { Attachments = [new Attachment("plan.txt", "text/plain", "plan"u8.ToArray())] }, origin).Should().Be(StatementFault.Uncovered);
        Judge(statement with { Disclosures = [] }, origin).Should().BeNull("to disclose nothing is a reader's right");
    }

    private StatementFault? Judge(Statement statement, OriginNote<Real> origin, AParty? self = null, Roster? roster = null)
    {
        var by = self ?? network.Borea;
        return StatementVerifier.Verify(statement, origin, roster ?? network.First, by.Node, [by.Kem.Fingerprint]);
    }

    private (Statement Statement, OriginNote<Real> Origin) Said(IReadOnlyList<StatementKey> keys, EnvelopeKind kind = EnvelopeKind.Message, string domain = "real")
    {
        var text = network.Text();
        var document = StatementDocument.Compose(domain, text.Message, network.Alba.Node, network.Readers, ChannelId.Letters, network.First.Hash, [.. Fields, Disclosure.New("nonce", "1")]);
        var statement = new Statement(document, Fields, StatementSigning.Sign(document, keys), []);
        return (statement, NoteSigning.SignOrigin(text with { Kind = kind, Statement = document.Hash }, network.Alba.Desk));
    }

    private static Digest Digest(ReadOnlyMemory<byte> certificate) => Hotline.Digest.Of(certificate.Span);
}
