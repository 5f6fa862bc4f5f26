using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Statements;

namespace Hotline.Tests;

public sealed class StatementTests
{
    private static readonly ImmutableArray<Reader> Readers =
        [new(AnOrigin.Borea, Digest.Of("borea key"u8)), new(AnOrigin.Cambria, Digest.Of("cambria key"u8))];

    private static readonly ImmutableArray<Disclosure> Fields =
        [Disclosure.New(StatementFields.Subject, "Grid"), Disclosure.New(StatementFields.Body, "Not us.")];

    private static readonly StatementDocument Document = Compose(Fields);

    /// <summary>RFC 9901, section 4.2.1 and 4.2.3: the disclosure of family_name and its digest.</summary>
    [Fact]
    public void The_known_answer_of_the_standard_holds()
    {
        var disclosure = Disclosure.Parse("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0");

        disclosure.Name.Should().Be("family_name");
        disclosure.Value.GetValue<string>().Should().Be("Möbius");
        Base64Url.EncodeToString(disclosure.Digest.ToArray()).Should().Be("X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
    }

    [Fact]
    public void The_document_shows_to_whom_it_speaks_and_hides_every_field()
    {
        var text = Encoding.UTF8.GetString(Document.Bytes.Span);

        text.Should().Contain("alba.example").And.Contain("borea.example").And.Contain("\"domain\":\"real\"");
        text.Should().NotContain("Grid").And.NotContain("Not us.");
    }

    [Fact]
    public void What_was_composed_reads_the_same_and_covers_its_fields_only()
    {
        var read = StatementDocument.Parse(Document.Bytes);

        read.Hash.Should().Be(Document.Hash);
        Fields.Should().OnlyContain(field => read.Covers(field));
        read.Covers(Disclosure.New(StatementFields.Subject, "Grid")).Should().BeFalse("another salt gives another digest");
    }

    [Fact]
    public void Equal_fields_of_two_statements_have_different_digests() =>
        Compose([Disclosure.New("body", "yes")]).Digests.Should().NotIntersectWith(Compose([Disclosure.New("body", "yes")]).Digests);

    [Fact]
    public void A_document_agrees_with_its_own_origin_and_names_the_line_of_any_other()
    {
        var origin = AnOrigin.Text() with { Readers = ReaderList.Digest(Readers), Statement = Document.Hash };

        Document.Compare(origin).Should().BeNull();
        Document.Compare(origin with { Statement = Digest.Of("x"u8) }).Should().Be(StatementFault.Digest);
        Document.Compare(origin with { Message = MessageId.New(AnOrigin.Noon) }).Should().Be(StatementFault.Message);
        Document.Compare(origin with { From = AnOrigin.Borea }).Should().Be(StatementFault.Sender);
        Document.Compare(origin with { Channel = ChannelId.Parse("other") }).Should().Be(StatementFault.Channel);
        Document.Compare(origin with { RosterHash = Digest.Of("x"u8) }).Should().Be(StatementFault.Roster);
        Document.Compare(origin with { Readers = Digest.Of("x"u8) }).Should().Be(StatementFault.Readers);
        Document.Compare(origin with { To = [AnOrigin.Borea] }).Should().Be(StatementFault.Recipients);
        Document.Compare(Exercised(origin)).Should().Be(StatementFault.Domain);
    }

    [Fact]
    public void An_attachment_that_the_statement_does_not_list_is_not_covered()
    {
        var attachment = new Attachment("objects.json", "application/json", Encoding.UTF8.GetBytes("{}"));
        ImmutableArray<Disclosure> fields = [.. Fields, Disclosure.New(StatementFields.Attachments, new JsonArray(attachment.ToField()))];
        var statement = new Statement(Compose(fields), fields, [], [attachment]);

        statement.CoversEverything().Should().BeTrue();
        (statement with { Attachments = [attachment with { Content = Encoding.UTF8.GetBytes("[]") }] }).CoversEverything().Should().BeFalse();
        (statement with { Attachments = [attachment, attachment] }).CoversEverything().Should().BeFalse();
        (statement with { Attachments = [] }).CoversEverything().Should().BeFalse();
        (statement with { Disclosures = statement.Disclosures.Add(Disclosure.New("body", "more")) }).CoversEverything().Should().BeFalse();
    }

    [Fact]
    public void Arbitrary_bytes_are_refused_by_one_exception()
    {
        Gen.Byte.Array[0, 200].Sample(bytes => Refused(() => StatementDocument.Parse(bytes)));
        Gen.String.AlphaNumeric.Sample(text => Refused(() => Disclosure.Parse(text)));
        Gen.Select(Gen.Int[0, Document.Bytes.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            var bytes = Document.Bytes.ToArray();
            bytes[position] = value;
            try
            {
                StatementDocument.Parse(bytes);
            }
            catch (StatementFormatException)
            {
            }
        });
    }

    private static void Refused(Action parse) => parse.Should().Throw<StatementFormatException>();

    private static StatementDocument Compose(ImmutableArray<Disclosure> fields) =>
        StatementDocument.Compose("real", AnOrigin.Text().Message, AnOrigin.Alba, Readers, ChannelId.Letters, AnOrigin.Text().RosterHash, fields);

    private static OriginText<Exercise> Exercised(OriginText<Real> text) => new(
        new Exercise("x"), text.Message, text.Channel, text.Kind, text.Epoch, text.Precedence, text.Deadline, text.RosterNumber, text.RosterHash, text.Seal,
        text.Readers, text.Conversation, text.Sequence, text.Previous, text.From, text.To, text.Time, text.Cipher, text.Statement, text.Refs, text.Seen);
}
