using Google.Protobuf;
using Hotline.Envelopes;

namespace Hotline.Wire.Tests;

/// <summary>Every value has a partner of its own name on the other side, and a value from a newer peer is none.</summary>
public sealed class EnumMappingTests
{
    public static TheoryData<Precedence> Precedences => [.. Enum.GetValues<Precedence>()];

    public static TheoryData<Receipts.Rung> Rungs => [.. Enum.GetValues<Receipts.Rung>()];

    [Theory]
    [MemberData(nameof(Precedences))]
    public void A_precedence_is_a_lane_and_back(Precedence precedence)
    {
        precedence.ToWire().ToString().Should().Be(precedence.ToString());
        precedence.ToWire().ToDomain().Should().Be(precedence);
    }

    [Theory]
    [MemberData(nameof(Rungs))]
    public void A_rung_travels_and_comes_back(Receipts.Rung rung)
    {
        rung.ToWire().ToString().Should().Be(rung.ToString());
        rung.ToWire().ToDomain().Should().Be(rung);
    }

    [Fact]
    public void Every_lane_and_every_rung_that_can_travel_has_a_meaning_but_the_unspecified()
    {
        Enum.GetValues<Lane>().Select(lane => lane.ToDomain()).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        Enum.GetValues<Rung>().Where(rung => rung.ToDomain() is null).Should().Equal(Rung.Unspecified);
        Enum.GetValues<Rung>().Select(rung => rung.ToDomain()).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    [InlineData(77)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void An_unknown_lane_is_no_precedence(int value) => ((Lane)value).ToDomain().Should().BeNull();

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void An_unknown_rung_is_none(int value) => ((Rung)value).ToDomain().Should().BeNull();

    [Fact]
    public void A_value_from_a_newer_peer_is_read_as_unknown_and_not_as_another()
    {
        var position = new Position { Lane = (Lane)6, Position_ = 9 };

        var arrived = Position.Parser.ParseFrom(position.ToByteArray());

        arrived.Lane.ToDomain().Should().BeNull();
        arrived.Position_.Should().Be(9);
    }

    [Fact]
    public void No_enum_travels_that_these_tests_do_not_know() =>
        typeof(Lane).Assembly.GetTypes().Where(type => type.IsEnum && type.Namespace == typeof(Lane).Namespace && !type.IsNested)
            .Select(type => type.Name).Should().BeEquivalentTo(nameof(Lane), nameof(Rung), nameof(Taken));

    /// <summary>Numbers are what travels: one that is used again for something else is misread by everybody who is not updated.</summary>
    [Fact]
    public void The_fields_that_hold_evidence_keep_their_numbers()
    {
        NumbersOf<Envelope>().Should().Equal("origin_note 1", "payload 2");
        NumbersOf<Receipt>().Should().Equal("entry 1", "proof 2");
        NumbersOf<Letter>().Should().Equal("readers 1", "content 2");
        NumbersOf<LetterReader>().Should().Equal("key 1", "encapsulated 2", "content_key 3");
        NumbersOf<SealedStatement>().Should().Equal("document 1", "disclosures 2", "signatures 3", "attachments 4");
        NumbersOf<SealedAttachment>().Should().Equal("name 1", "media_type 2", "content 3");
    }

    private static IEnumerable<string> NumbersOf<T>()
        where T : IMessage, new() => new T().Descriptor.Fields.InFieldNumberOrder().Select(field => $"{field.Name} {field.FieldNumber}");
}
