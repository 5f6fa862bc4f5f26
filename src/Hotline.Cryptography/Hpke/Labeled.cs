using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>HKDF bound to a suite and a purpose (RFC 9180, section 4), and its one-stage form over SHAKE256 (draft-ietf-hpke-pq).</summary>
internal static class Labeled
{
    public static byte[] Extract(HashAlgorithmName hash, ReadOnlySpan<byte> suiteId, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> secret)
    {
        byte[] labeled = [.. "HPKE-v1"u8, .. suiteId, .. label, .. secret];
        try
        {
            var extracted = new byte[SizeOf(hash)];
            HKDF.Extract(hash, labeled, salt, extracted);
            return extracted;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(labeled);
        }
    }

    public static byte[] Expand(HashAlgorithmName hash, ReadOnlySpan<byte> suiteId, ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, int length)
    {
        var expanded = new byte[length];
        if (length == 0) return expanded;
        HKDF.Expand(hash, key, expanded, [.. TwoBytes(checked((ushort)length)), .. "HPKE-v1"u8, .. suiteId, .. label, .. info]);
        return expanded;
    }

    /// <summary>LabeledDerive over SHAKE256: secret, label and context behind their lengths of two bytes.</summary>
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

    public static int SizeOf(HashAlgorithmName hash) =>
        hash == HashAlgorithmName.SHA256 ? 32 : hash == HashAlgorithmName.SHA384 ? 48 : hash == HashAlgorithmName.SHA512 ? 64 : throw new NotSupportedException(hash.Name);
}
