using System.Formats.Asn1;

namespace Hotline.Cryptography;

/// <summary>PKCS#8 in exact DER (RFC 5958, section 2): version 1, for keys without parameters and for elliptic curves by name.</summary>
/// <param name="Kind">Object identifier of the algorithm: one of <see cref="KeyKind"/>, or foreign.</param>
/// <param name="Curve">Object identifier of the curve (RFC 5480, section 2.1.1); null for keys without parameters.</param>
/// <param name="PrivateKey">The key's own encoding: a slice of what was read, so that zeroing that zeroes this.</param>
/// <param name="Encoded">All of it.</param>
internal readonly record struct PrivateKeyInfo(string Kind, string? Curve, ReadOnlyMemory<byte> PrivateKey, ReadOnlyMemory<byte> Encoded)
{
    private static readonly Asn1Tag Attributes = new(TagClass.ContextSpecific, 0);

    /// <exception cref="AsnContentException">Another form, or not in exact DER.</exception>
    public static PrivateKeyInfo Read(ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        var info = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        if (!info.ReadInteger().IsZero) throw new AsnContentException("Only PKCS#8 of version 1 is read.");
        var algorithm = info.ReadSequence();
        var kind = algorithm.ReadObjectIdentifier();
        var curve = kind == KeyKind.EllipticCurve ? algorithm.ReadObjectIdentifier() : null;
        algorithm.ThrowIfNotEmpty();
        var privateKey = ReadOctets(info, Asn1Tag.PrimitiveOctetString);
        // Windows writes what the key is for; it says nothing that matters here.
        if (info.HasData) info.ReadSetOf(skipSortOrderValidation: false, Attributes);
        info.ThrowIfNotEmpty();
        return new PrivateKeyInfo(kind, curve, privateKey, encoded);
    }

    /// <summary>The content when it is one OCTET STRING more, as it is for most keys.</summary>
    /// <exception cref="AsnContentException">It is not.</exception>
    public ReadOnlyMemory<byte> Unwrap(Asn1Tag tag)
    {
        var reader = new AsnReader(PrivateKey, AsnEncodingRules.DER);
        var content = ReadOctets(reader, tag);
        reader.ThrowIfNotEmpty();
        return content;
    }

    /// <param name="wrapping">Of one OCTET STRING more around the key, as <see cref="Unwrap"/> reads it; null where it stands as it is.</param>
    /// <returns>DER, which the caller zeroes.</returns>
    public static byte[] Write(string kind, ReadOnlySpan<byte> privateKey, Asn1Tag? wrapping)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence()) writer.WriteObjectIdentifier(kind);
            if (wrapping is null)
                writer.WriteOctetString(privateKey);
            else
                using (writer.PushOctetString()) writer.WriteOctetString(privateKey, wrapping);
        }

        var encoded = writer.Encode();
        // Zeroes the writer's own copy.
        writer.Reset();
        return encoded;
    }

    private static ReadOnlyMemory<byte> ReadOctets(AsnReader reader, Asn1Tag tag) =>
        reader.TryReadPrimitiveOctetString(out var octets, tag) ? octets : throw new AsnContentException("An OCTET STRING is in parts.");
}
