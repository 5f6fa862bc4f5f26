using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript.Tests;

public sealed class SignedNoteTests : IDisposable
{
    private static readonly byte[] Text = "one\n\ntwo\n"u8.ToArray();

    private readonly Ed25519PrivateKey _key = Ed25519PrivateKey.Generate();
    private readonly Ed25519PrivateKey _other = Ed25519PrivateKey.Generate();

    private NoteSigner Alba => new("alba.example/desk", _key);

    private NoteSigner Borea => new("borea.example/desk", _other);

    [Fact]
    public void A_note_is_parted_at_its_last_empty_line()
    {
        var note = SignedNote.Parse(Alba.Sign(Text));

        note.Text.ToArray().Should().Equal(Text);
        note.Verify([Alba.Key, Borea.Key]).Should().Equal(Alba.Key);
    }

    [Fact]
    public void Signatures_of_unknown_keys_are_ignored_even_under_a_known_name_or_id()
    {
        var namesake = new NoteSigner(Alba.Key.Name, _other);
        var sameId = new NoteSignature("borea.example/desk", Alba.Key.Id, new byte[64]);

        var note = SignedNote.Parse(Under(Alba.Sign(Text), namesake.SignLine(Text), sameId.ToLine()));

        note.Signatures.Should().HaveCount(3);
        note.Verify([Alba.Key]).Should().Equal(Alba.Key);
        note.Verify([]).Should().BeEmpty();
    }

    [Fact]
    public void One_bad_signature_of_a_known_key_spoils_the_note_beside_any_good_ones()
    {
        var bad = new NoteSignature(Borea.Key.Name, Borea.Key.Id, new byte[64]).ToLine();
        var badToo = new NoteSignature(Alba.Key.Name, Alba.Key.Id, new byte[64]).ToLine();

        var spoilt = SignedNote.Parse(Under(Alba.Sign(Text), bad));
        var repeated = SignedNote.Parse(Under(Alba.Sign(Text), badToo));

        spoilt.Invoking(note => note.Verify([Alba.Key, Borea.Key])).Should().Throw<NoteException>();
        spoilt.Verify([Alba.Key]).Should().Equal(Alba.Key);
        repeated.Invoking(note => note.Verify([Alba.Key])).Should().Throw<NoteException>();
    }

    [Fact]
    public void A_signature_that_stands_twice_counts_once()
    {
        var note = SignedNote.Parse(Under(Alba.Sign(Text), Alba.SignLine(Text)));

        note.Verify([Alba.Key]).Should().Equal(Alba.Key);
    }

    [Theory]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(1)]
    public void A_signature_of_another_length_does_not_hold(int length)
    {
        var line = new NoteSignature(Alba.Key.Name, Alba.Key.Id, new byte[length]).ToLine();
        var note = SignedNote.Parse((byte[])[.. Text, (byte)'\n', .. Encoding.UTF8.GetBytes(line)]);

        note.Invoking(signed => signed.Verify([Alba.Key])).Should().Throw<NoteException>();
    }

    [Fact]
    public void The_base64_of_a_signature_has_one_form_only()
    {
        var note = Encoding.UTF8.GetString(Alba.Sign(Text));
        note.Should().EndWith("=\n", "68 bytes leave two bits to spare in the last character");
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var last = Alphabet.IndexOf(note[^3], StringComparison.Ordinal);

        for (var stray = 1; stray < 4; stray++) Refused($"{note[..^3]}{Alphabet[last + stray]}=\n");
        Refused($"{note[..^2]}\n");
        Refused($"{note[..^2]}==\n");
        Refused($"{note[..^10]} {note[^10..]}");
        Refused(note.Replace("+", "-", StringComparison.Ordinal).Replace("=", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text\n", "no empty line")]
    [InlineData("text\n\n", "no signature")]
    [InlineData("text\n\n— alba AAAAAAA=\n\n", "an empty line at the end")]
    [InlineData("text\n\n— alba AAAAAAA=", "no line feed at the end")]
    [InlineData("text\n\n- alba AAAAAAA=\n", "a hyphen")]
    [InlineData("text\n\n—alba AAAAAAA=\n", "no space behind the dash")]
    [InlineData("text\n\n— alba\n", "no signature behind the name")]
    [InlineData("text\n\n—  AAAAAAA=\n", "no name")]
    [InlineData("text\n\n— al+ba AAAAAAA=\n", "a plus sign in the name")]
    [InlineData("text\n\n— alba AAAA\n", "less than an id")]
    [InlineData("text\n\n— alba AAAAAA==\n", "an id alone")]
    [InlineData("te\txt\n\n— alba AAAAAAA=\n", "a tab in the text")]
    [InlineData("text\r\n\r\n— alba AAAAAAA=\r\n", "carriage returns")]
    [InlineData("text\n\n— alba AAAAAAA=\0\n", "a zero byte")]
    public void What_is_no_note_is_refused(string text, string why) =>
        FluentActions.Invoking(() => SignedNote.Parse(Encoding.UTF8.GetBytes(text))).Should().Throw<NoteException>(why);

    [Fact]
    public void Bytes_that_are_no_text_are_refused_on_either_side_of_the_empty_line()
    {
        byte[] line = [.. "— alba AAAAAAA=\n"u8];

        FluentActions.Invoking(() => SignedNote.Parse((byte[])[0xFF, (byte)'\n', (byte)'\n', .. line])).Should().Throw<NoteException>();
        FluentActions.Invoking(() => SignedNote.Parse((byte[])[.. "a\n\n"u8, .. line, 0xC0, 0x80, (byte)'\n'])).Should().Throw<NoteException>();
        SignedNote.Parse((byte[])[.. "a\n\n"u8, .. line]).Signatures.Should().ContainSingle();
    }

    /// <summary>C2SP signed-note: verifiers must take sixteen signatures, and post-quantum ones have nearly 5 kB.</summary>
    [Fact]
    public void A_note_may_have_many_large_signatures_but_not_any_number()
    {
        var large = new NoteSignature("witness.example", 1, new byte[5000]).ToLine();

        var note = SignedNote.Parse(Under(Alba.Sign(Text), [.. Enumerable.Repeat(large, SignedNote.MaxSignatures - 1)]));

        note.Signatures.Should().HaveCount(SignedNote.MaxSignatures);
        note.Verify([Alba.Key]).Should().Equal(Alba.Key);
        FluentActions.Invoking(() => SignedNote.Parse(Under(Alba.Sign(Text), [.. Enumerable.Repeat(large, SignedNote.MaxSignatures)]))).Should().Throw<NoteException>();
        FluentActions.Invoking(() => SignedNote.Parse(Under(Alba.Sign(Text), new NoteSignature("a", 1, new byte[10_000]).ToLine()))).Should().Throw<NoteException>();
        FluentActions.Invoking(() => SignedNote.Parse(new byte[SignedNote.MaxSize + 1])).Should().Throw<NoteException>();
    }

    [Fact]
    public void Only_a_text_that_ends_in_a_line_feed_is_signed()
    {
        Alba.Invoking(signer => signer.Sign("text"u8)).Should().Throw<ArgumentException>();
        Alba.Invoking(signer => signer.Sign([])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new NoteSigner("alba example", _key)).Should().Throw<NoteException>();
    }

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
    }

    private static byte[] Under(byte[] note, params string[] lines) => [.. note, .. Encoding.UTF8.GetBytes(string.Concat(lines))];

    private void Refused(string note)
    {
        var verify = () => SignedNote.Parse(Encoding.UTF8.GetBytes(note)).Verify([Alba.Key]);

        verify.Should().Throw<NoteException>();
    }
}
