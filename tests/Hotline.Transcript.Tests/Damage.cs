using System.Text;
using CsCheck;

namespace Hotline.Transcript.Tests;

/// <summary>Foreign bytes: genuine ones with something changed, and ones made of the pieces a parser looks for.</summary>
internal static class Damage
{
    /// <summary>Pieces of notes, keys, checkpoints, proofs and paths, among them what each of them must not hold.</summary>
    private static readonly Gen<byte[]> Piece = Gen.OneOf(
        "\n", "\n\n", " ", "+", "/", "— ", "-", "=", "0", "1", "007", "18446744073709551615", "a", "alba.example/transcript/1", "\0", "\t", "\r",
        "\u00a0", "\u2028", "\u0085", "\ufffd", "\ud83d\ude00", "c2sp.org/tlog-proof@v1\n", "index ", "extra ", "tile/", "entries/", "x001", "067", ".p/", "256",
        "AAAA", "AAAAAAAA", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=").Select(Encoding.UTF8.GetBytes);

    /// <summary>Bytes that no UTF-8 text holds.</summary>
    private static readonly Gen<byte[]> NoText = Gen.OneOf<byte[]>([0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x80]);

    private static readonly Gen<byte[]> Arbitrary = Gen.OneOf<byte[]>(
        Gen.Byte.Array[0, 200],
        Gen.Frequency((12, Piece), (1, NoText)).Array[0, 20].Select(pieces => pieces.SelectMany(piece => piece).ToArray()));

    /// <summary>Arbitrary bytes, and genuine ones with one change.</summary>
    public static Gen<byte[]> Around(params byte[][] genuine) => Gen.OneOf<byte[]>(Arbitrary, Gen.OneOf<byte[]>(genuine).SelectMany(Changed));

    /// <summary>One byte changed, taken out or put in, or a stretch cut off or repeated.</summary>
    public static Gen<byte[]> Changed(byte[] genuine) => Gen.Select(Gen.Int[0, genuine.Length - 1], Gen.Byte[1, 255], Gen.Int[0, 5], Arbitrary)
        .Select((at, change, kind, other) => kind switch
        {
            0 => Flip(genuine, at, change),
            1 => [.. genuine[..at], .. genuine[(at + 1)..]],
            2 => [.. genuine[..at], change, .. genuine[at..]],
            3 => genuine[..at],
            4 => [.. genuine, .. genuine[at..]],
            _ => [.. genuine[..at], .. other, .. genuine[at..]],
        });

    /// <param name="change">Which bits; not zero.</param>
    public static byte[] Flip(ReadOnlySpan<byte> genuine, int at, byte change)
    {
        var damaged = genuine.ToArray();
        damaged[at] ^= change;
        return damaged;
    }

    public static TreeHash Flip(TreeHash genuine, int at, byte change) => new(Flip(genuine.ToArray(), at, change));
}
