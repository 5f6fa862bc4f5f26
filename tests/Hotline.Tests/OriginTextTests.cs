using System.Text;
using CsCheck;
using Hotline.Envelopes;
using Hotline.Leaves;

namespace Hotline.Tests;

public sealed class OriginTextTests
{
    [Fact]
    public void An_origin_note_is_written_as_lines_in_their_fixed_order()
    {
        var text = Encoding.ASCII.GetString(AnOrigin.Text().ToBytes());

        text.Should().StartWith("hotline/evidence/v1\nNRO\nmsg 019ab5c4-8c00-7000-8000-000000000001\nchannel letters\nkind message\nepoch 0\nprecedence FLASH\n");
        text.Should().Contain("\nfrom alba.example\nto borea.example cambria.example\ntime 2026-11-24T12:00:00.000Z\ncipher sha256:");
    }

    [Fact]
    public void What_was_written_reads_the_same()
    {
        var text = AnOrigin.Text() with { Seen = new Seen("hub-north.example/transcript/1", 7, Digest.Of("root"u8)), Refs = [Digest.Of("earlier"u8)] };

        var read = OriginText<Real>.Parse(text.ToBytes(), default);

        read.ToBytes().Should().Equal(text.ToBytes());
        read.Seen.Should().Be(text.Seen);
    }

    [Fact]
    public void The_binding_covers_every_line_before_the_cipher_and_none_after()
    {
        var text = AnOrigin.Text();

        (text with { Cipher = Cipher.Of("other"u8), Statement = null }).Binding().Should().Be(text.Binding());
        (text with { To = [AnOrigin.Borea] }).Binding().Should().NotBe(text.Binding());
        (text with { Time = text.Time.AddMilliseconds(1) }).Binding().Should().NotBe(text.Binding());
    }

    [Fact]
    public void Real_traffic_never_reads_as_an_exercise_nor_the_other_way_round()
    {
        var real = AnOrigin.Text().ToBytes();

        var asExercise = () => OriginText<Exercise>.Parse(real, new Exercise("locked-shields"));
        var asAnother = () => OriginText<Exercise>.Parse(
            Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(real).Replace("hotline/evidence/v1", "hotline/exercise/other/v1")), new Exercise("locked-shields"));

        asExercise.Should().Throw<LeafFormatException>();
        asAnother.Should().Throw<LeafFormatException>();
    }

    [Theory]
    [InlineData("seq 1\n", "seq 01\n")]
    [InlineData("epoch 0\n", "epoch 00\n")]
    [InlineData("seq 1\nprev -\n", "seq 2\nprev -\n")]
    [InlineData("precedence FLASH", "precedence flash")]
    [InlineData("to borea.example cambria.example", "to borea.example borea.example")]
    [InlineData("to borea.example cambria.example", "to borea.example alba.example")]
    [InlineData("12:00:00.000Z\ncipher", "12:00:00Z\ncipher")]
    [InlineData("from alba.example\n", "")]
    [InlineData("kind message\nepoch 0\n", "epoch 0\nkind message\n")]
    [InlineData("msg 019ab5c4-8c00-7000", "msg 019ab5c4-8c00-4000")]
    [InlineData("msg 019ab5c4", "msg 019AB5C4")]
    public void Any_other_form_is_refused(string was, string becomes)
    {
        var text = Encoding.ASCII.GetString(AnOrigin.Text().ToBytes());
        text.Should().Contain(was);

        var parse = () => OriginText<Real>.Parse(Encoding.ASCII.GetBytes(text.Replace(was, becomes)), default);

        parse.Should().Throw<LeafFormatException>();
    }

    [Fact]
    public void Non_canonical_base64_is_refused()
    {
        var text = Encoding.ASCII.GetString(AnOrigin.Text().ToBytes());
        var hash = AnOrigin.Text().Readers.ToString();
        // The last base64 digit before the padding carries two bits that must be zero.
        var stray = hash[..42] + (char)(hash[42] + 1) + "=";

        var parse = () => OriginText<Real>.Parse(Encoding.ASCII.GetBytes(text.Replace(hash, stray)), default);

        parse.Should().Throw<LeafFormatException>();
    }

    [Fact]
    public void Changed_bytes_never_read_as_the_same_note_and_never_raise_anything_else() =>
        Gen.Select(Gen.Int[0, AnOrigin.Text().ToBytes().Length - 1], Gen.Byte).Sample((position, value) =>
        {
            var bytes = AnOrigin.Text().ToBytes();
            if (bytes[position] == value) return;
            bytes[position] = value;
            try
            {
                OriginText<Real>.Parse(bytes, default).ToBytes().Should().Equal(bytes);
            }
            catch (LeafFormatException)
            {
            }
        });

    [Fact]
    public void Arbitrary_bytes_are_refused_by_one_exception() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            var parse = () => OriginNote<Real>.Parse(bytes, default);
            parse.Should().Throw<LeafFormatException>();
        });

    [Fact]
    public void A_note_of_more_than_sixteen_kibibytes_is_refused()
    {
        var note = new byte[OriginNote<Real>.MaxSize + 1];

        var parse = () => OriginNote<Real>.Parse(note, default);

        parse.Should().Throw<LeafFormatException>();
    }
}
