using System.Formats.Asn1;

namespace Hotline.Cryptography;

/// <summary>AlgorithmIdentifier (RFC 5280, section 4.1.1.2).</summary>
/// <param name="Oid">Dotted.</param>
/// <param name="Parameters">An object identifier dotted, anything else as its DER in hexadecimal; null when absent.</param>
internal readonly record struct AlgorithmIdentifier(string Oid, string? Parameters)
{
    /// <summary>What <see cref="Parameters"/> is for an ASN.1 NULL.</summary>
    public const string Null = "0500";

    /// <exception cref="AsnContentException">Something else, or not in DER.</exception>
    public static AlgorithmIdentifier Read(AsnReader reader)
    {
        var identifier = reader.ReadSequence();
        var oid = identifier.ReadObjectIdentifier();
        var parameters = !identifier.HasData ? null
            : identifier.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? identifier.ReadObjectIdentifier()
            : Convert.ToHexString(identifier.ReadEncodedValue().Span);
        identifier.ThrowIfNotEmpty();
        return new AlgorithmIdentifier(oid, parameters);
    }

    /// <summary>Name and number as a person can look them up; numbers alone where nobody here knows the name.</summary>
    public override string ToString() => Parameters is null or Null ? Name(Oid) : $"{Name(Oid)} with {Name(Parameters)}";

    private static string Name(string oid) =>
        new System.Security.Cryptography.Oid(oid).FriendlyName is { } name && name != oid ? $"{name} ({oid})" : oid;
}
