using CsCheck;
using Hotline.Cryptography.Hpke;
using Hotline.Envelopes;
using Hotline.Member.Letters;
using Hotline.Rosters;
using Hotline.Stores;
using Hotline.TestData;
using Hotline.Wire;

namespace Hotline.Member.Tests.Letters;

public sealed class LetterSealTests(Networks networks)
{
    private static readonly SealBinding Binding = new(Digest.Of("header"u8), Digest.Of("document"u8));
    private readonly Party<Real> _borea = networks.Borea;

    public static TheoryData<string> Suites => [SealSuite.HybridLetter.Name, SealSuite.ClassicalLetter.Name];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Every_reader_opens_it_and_nobody_else(string name)
    {
        var suite = SealSuite.Find(name)!;
        var payload = Seal(suite, "the text"u8, networks.Borea, networks.Cambria);

        foreach (var reader in new[] { networks.Borea, networks.Cambria })
            LetterSeal.Open(SealState.None, suite, Binding, reader.Start.Keys.Kem[suite], payload).Plaintext.Should().Equal("the text"u8.ToArray());
        var byAlba = () => LetterSeal.Open(SealState.None, suite, Binding, networks.Alba.Start.Keys.Kem[suite], payload);
        byAlba.Should().Throw<HpkeException>().WithMessage("The letter is not for this key.");
    }

    [Fact]
    public void It_opens_under_its_own_binding_alone()
    {
        var payload = Seal(SealSuite.HybridLetter, "the text"u8, _borea);

        Opening(payload, Binding with { Binding = Digest.Of("another header"u8) }).Should().Throw<HpkeException>();
        Opening(payload, Binding with { Statement = Digest.Of("another document"u8) }).Should().Throw<HpkeException>();
    }

    [Fact]
    public void A_change_of_any_byte_is_refused()
    {
        var payload = Seal(SealSuite.HybridLetter, "the text"u8, _borea);

        for (var index = 0; index < payload.Length; index++)
        {
            payload[index] ^= 1;
            Opening(payload, Binding).Should().Throw<HpkeException>($"byte {index} was changed");
            payload[index] ^= 1;
        }
    }

    [Fact]
    public void Arbitrary_bytes_are_refused_and_do_nothing_else() => Gen.Byte.Array[0, 2000].Sample(bytes =>
    {
        try
        {
            LetterSeal.Open(SealState.None, SealSuite.HybridLetter, Binding, _borea.Start.Keys.Kem[SealSuite.HybridLetter], bytes);
            return false;
        }
        catch (HpkeException)
        {
            return true;
        }
    });

    [Fact]
    public void More_than_a_hundred_readers_are_refused()
    {
        var letter = Letter.Parser.ParseFrom(Seal(SealSuite.HybridLetter, "the text"u8, _borea));
        for (var count = 1; count <= LetterSeal.MaxReaders; count++) letter.Readers.Add(letter.Readers[0]);

        Opening(Google.Protobuf.MessageExtensions.ToByteArray(letter), Binding).Should().Throw<HpkeException>().WithMessage("*1 to 100 readers*");
    }

    [Fact]
    public void Two_letters_of_the_same_text_have_nothing_in_common()
    {
        var one = Letter.Parser.ParseFrom(Seal(SealSuite.HybridLetter, "the text"u8, _borea));
        var two = Letter.Parser.ParseFrom(Seal(SealSuite.HybridLetter, "the text"u8, _borea));

        one.Content.Should().NotEqual(two.Content);
        one.Readers[0].Encapsulated.Should().NotEqual(two.Readers[0].Encapsulated);
        one.Readers[0].ContentKey.Should().NotEqual(two.Readers[0].ContentKey);
    }

    private static byte[] Seal(SealSuite suite, ReadOnlySpan<byte> text, params Party<Real>[] readers) =>
        LetterSeal.Seal(SealState.None, suite, Binding, [.. readers.Select(reader => KeyOf(reader, suite))], text).Payload;

    private static KemKey KeyOf(Party<Real> reader, SealSuite suite) => reader.Start.Rosters.Current.Find(reader.Node)!.KemFor(suite)!;

    private Action Opening(byte[] payload, SealBinding binding) =>
        () => LetterSeal.Open(SealState.None, SealSuite.HybridLetter, binding, _borea.Start.Keys.Kem[SealSuite.HybridLetter], payload);
}
