namespace Hotline.Transcript.Tests;

public sealed class VerifierKeyTests
{
    private const string Genuine = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    [Theory]
    [InlineData("sum.golang.org+033DE0AE+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "upper case")]
    [InlineData("sum.golang.org+33de0ae\0+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "a number parser skips trailing zero bytes")]
    [InlineData("sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "another id")]
    [InlineData("sum.golang.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "another name")]
    [InlineData("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8=", "superfluous padding")]
    [InlineData("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuA", "a cut key")]
    [InlineData("sum.golang.org+033de0ae", "no key")]
    [InlineData("sum.golang.org+033de0ae+", "an empty key")]
    [InlineData("+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "no name")]
    [InlineData(" sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "a space")]
    [InlineData("", "nothing")]
    public void A_key_has_one_form_only(string text, string why)
    {
        VerifierKey.Parse(Genuine).ToString().Should().Be(Genuine);

        FluentActions.Invoking(() => VerifierKey.Parse(text)).Should().Throw<NoteException>(why);
    }

    [Theory]
    [InlineData("")]
    [InlineData("alba example")]
    [InlineData("alba\u00a0example")]
    [InlineData("alba\u2003example")]
    [InlineData("alba\u0085example")]
    [InlineData("alba\nexample")]
    [InlineData("alba+example")]
    public void A_name_with_spaces_control_characters_or_plus_signs_is_no_key_name(string name) =>
        FluentActions.Invoking(() => VerifierKey.Create(name, KeyType.Ed25519, new byte[32])).Should().Throw<NoteException>();

    /// <summary>Half a character becomes the replacement character in UTF-8: two names would share one id and one written form.</summary>
    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDC01)]
    public void A_name_that_is_no_Unicode_text_is_no_key_name(int half) =>
        FluentActions.Invoking(() => VerifierKey.Create($"alba{(char)half}", KeyType.Ed25519, new byte[32])).Should().Throw<NoteException>();

    [Fact]
    public void A_name_may_be_written_in_any_script()
    {
        var key = VerifierKey.Create("żółw.example/\U0001F422", KeyType.Ed25519, new byte[32]);

        VerifierKey.Parse(key.ToString()).Should().Be(key);
    }

    [Theory]
    [InlineData(KeyType.Ed25519, 31)]
    [InlineData(KeyType.Ed25519, 1312)]
    [InlineData(KeyType.Cosignature, 33)]
    [InlineData(KeyType.MlDsa44, 32)]
    [InlineData((KeyType)0x02, 32)]
    [InlineData((KeyType)0x05, 32)]
    [InlineData((KeyType)0, 32)]
    public void A_key_has_the_length_of_its_type_and_a_known_type(KeyType type, int length) =>
        FluentActions.Invoking(() => VerifierKey.Create("alba.example", type, new byte[length])).Should().Throw<NoteException>();

    [Fact]
    public void The_id_is_of_name_type_and_key_together()
    {
        var key = VerifierKey.Create("alba.example", KeyType.Ed25519, new byte[32]);

        VerifierKey.Create("borea.example", KeyType.Ed25519, new byte[32]).Id.Should().NotBe(key.Id);
        VerifierKey.Create("alba.example", KeyType.Cosignature, new byte[32]).Id.Should().NotBe(key.Id);
        VerifierKey.Create("alba.example", KeyType.Ed25519, Enumerable.Repeat((byte)1, 32).ToArray()).Id.Should().NotBe(key.Id);
        VerifierKey.Create("alba.example", KeyType.Ed25519, new byte[32]).Should().Be(key);
    }
}
