using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript.Tests;

/// <summary>Cosignatures as a witness of another make writes them, put together here from C2SP tlog-cosignature alone.</summary>
public sealed class CosignatureTests : IDisposable
{
    private const ulong Time = 1_790_000_000;

    private static readonly Checkpoint Seen = new(ALog.Origin, 300, ATree.ALeaf(7));

    private readonly Ed25519PrivateKey _ed25519 = Ed25519PrivateKey.Generate();
    private readonly MlDsaPrivateKey _mlDsa = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa44);

    private VerifierKey Ed25519Key => VerifierKey.Create("borea.example/witness", KeyType.Cosignature, _ed25519.PublicKey);

    private VerifierKey MlDsaKey => VerifierKey.Create("borea.example/witness", KeyType.MlDsa44, _mlDsa.PublicKey);

    [Fact]
    public void Both_kinds_hold_for_the_checkpoint_and_time_they_cover()
    {
        var note = Note(Seen, (Ed25519Key, Cosign(Time)), (MlDsaKey, CosignMlDsa(Time)));

        note.Verify([Ed25519Key, MlDsaKey]).Should().Equal(Ed25519Key, MlDsaKey);
    }

    [Fact]
    public void Neither_holds_for_another_time_or_checkpoint()
    {
        var other = Seen with { Size = 301 };

        Refused(Note(Seen, (Ed25519Key, Damage.Flip(Cosign(Time), 7, 1))));
        Refused(Note(Seen, (MlDsaKey, Damage.Flip(CosignMlDsa(Time), 7, 1))));
        Refused(Note(other, (Ed25519Key, Cosign(Time))));
        Refused(Note(other, (MlDsaKey, CosignMlDsa(Time))));
    }

    [Fact]
    public void A_time_beyond_63_bits_is_refused_though_it_is_signed()
    {
        Note(Seen, (Ed25519Key, Cosign(long.MaxValue))).Verify([Ed25519Key]).Should().ContainSingle();
        Note(Seen, (MlDsaKey, CosignMlDsa(long.MaxValue))).Verify([MlDsaKey]).Should().ContainSingle();

        Refused(Note(Seen, (Ed25519Key, Cosign((ulong)long.MaxValue + 1))));
        Refused(Note(Seen, (MlDsaKey, CosignMlDsa((ulong)long.MaxValue + 1))));
    }

    /// <summary>One key, one type: a plain signature must not pass as a timestamped one, nor the other way round.</summary>
    [Fact]
    public void A_signature_of_one_type_does_not_hold_under_another()
    {
        var plain = VerifierKey.Create(Ed25519Key.Name, KeyType.Ed25519, _ed25519.PublicKey);

        Refused(Note(Seen, (Ed25519Key, _ed25519.Sign(Seen.ToBytes()))));
        Refused(Note(Seen, (plain, Cosign(Time))), plain);
        Note(Seen, (plain, _ed25519.Sign(Seen.ToBytes()))).Verify([plain]).Should().ContainSingle();
    }

    /// <summary>An ML-DSA cosignature covers origin, size and root only, so a text with more in it is not covered.</summary>
    [Fact]
    public void An_ML_DSA_line_under_anything_but_a_checkpoint_is_refused()
    {
        var line = new NoteSignature(MlDsaKey.Name, MlDsaKey.Id, CosignMlDsa(Time)).ToLine();

        Refused(SignedNote.Parse((byte[])[.. Seen.ToBytes(), .. Encoding.UTF8.GetBytes($"extension\n\n{line}")]));
        Refused(SignedNote.Parse(Encoding.UTF8.GetBytes($"text\n\n{line}")));
    }

    [Fact]
    public void An_origin_too_long_for_a_cosignature_is_refused_and_raises_nothing_else()
    {
        var longest = Seen with { Origin = new string('o', 256) };

        Refused(Note(longest, (MlDsaKey, CosignMlDsa(Time))));
    }

    public void Dispose()
    {
        _ed25519.Dispose();
        _mlDsa.Dispose();
    }

    private static SignedNote Note(Checkpoint checkpoint, params (VerifierKey Key, byte[] Signature)[] signatures) => SignedNote.Parse(
        (byte[])[.. checkpoint.ToBytes(), (byte)'\n', .. signatures.SelectMany(line => Encoding.UTF8.GetBytes(new NoteSignature(line.Key.Name, line.Key.Id, line.Signature).ToLine()))]);

    private static byte[] BigEndian(ulong number)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }

    private byte[] Cosign(ulong time)
    {
        var heading = string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n");
        return [.. BigEndian(time), .. _ed25519.Sign([.. Encoding.ASCII.GetBytes(heading), .. Seen.ToBytes()])];
    }

    private byte[] CosignMlDsa(ulong time)
    {
        byte[] message =
        [
            .. "subtree/v1\n\0"u8,
            (byte)MlDsaKey.Name.Length, .. Encoding.UTF8.GetBytes(MlDsaKey.Name),
            .. BigEndian(time),
            (byte)Seen.Origin.Length, .. Encoding.UTF8.GetBytes(Seen.Origin),
            .. BigEndian(0), .. BigEndian(Seen.Size), .. Seen.Root.ToArray(),
        ];
        return [.. BigEndian(time), .. _mlDsa.Sign(message)];
    }

    private void Refused(SignedNote note, VerifierKey? key = null) =>
        note.Invoking(signed => signed.Verify(key is null ? [Ed25519Key, MlDsaKey] : [key])).Should().Throw<NoteException>();
}
