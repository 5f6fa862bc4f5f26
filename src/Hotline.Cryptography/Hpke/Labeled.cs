using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>HKDF bound to a suite and a purpose (RFC 9180, section 4), and its one-stage form over SHAKE256 (draft-ietf-hpke-pq).</summary>
/// <param name="suiteId">Of the KEM, or of the whole suite.</param>
internal sealed class Labeled(Kdf kdf, byte[] suiteId)
{
    /// <summary>Of what is extracted, in bytes.</summary>
    public int SecretSize => kdf.Size;

    /// <returns>A secret, which the caller zeroes.</returns>
    public byte[] Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> secret)
    {
        byte[] labeled = [.. "HPKE-v1"u8, .. suiteId, .. label, .. secret];
        try
        {
            return kdf.Extract(salt, labeled);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(labeled);
        }
    }

    /// <returns>A secret, which the caller zeroes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than HKDF allows.</exception>
    public byte[] Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, int length) =>
        kdf.Expand(key, [.. TwoBytes((ushort)length), .. "HPKE-v1"u8, .. suiteId, .. label, .. info], length);

    /// <summary>LabeledDerive over SHAKE256: secret and label behind the label's length, then the length of what is derived, and the context.</summary>
    /// <returns>A secret, which the caller zeroes.</returns>
    public static byte[] Derive(ReadOnlySpan<byte> suiteId, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, int length)
    {
        byte[] input =
        [
            .. secret, .. "HPKE-v1"u8, .. suiteId, .. TwoBytes((ushort)label.Length), .. label,
            .. TwoBytes((ushort)length), .. context,
        ];
        try
        {
            return Shake256.HashData(input, length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
        }
    }

    public static byte[] TwoBytes(ushort number)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }
}
