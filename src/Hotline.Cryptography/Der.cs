using System.Formats.Asn1;

namespace Hotline.Cryptography;

/// <summary>Holds that a value has one encoding: the distinguished one (X.690, sections 10 and 11).</summary>
/// <remarks>
/// OpenSSL, BouncyCastle and .NET all take some forms of BER where DER is due. Two encodings of one value are two digests, so evidence
/// about the one would not be evidence about the other; hence this stands before them.
/// </remarks>
internal static class Der
{
    /// <summary>Deeper than certificates and signatures go; foreign bytes may not choose how deep the stack grows.</summary>
    private const int MaxDepth = 32;

    private const AsnEncodingRules Rules = AsnEncodingRules.DER;

    /// <summary>Whether bytes are exactly one value, every element in it included. Strings within OCTET and BIT STRINGs are not looked into.</summary>
    public static bool IsExact(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return !bytes.IsEmpty && Read(bytes, depth: 0) == bytes.Length;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <returns>Size of the first value, in bytes.</returns>
    private static int Read(ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth == MaxDepth) throw new AsnContentException("The value is nested too deep.");
        // Lengths are checked here: definite, and in the fewest bytes.
        var tag = AsnDecoder.ReadEncodedValue(bytes, Rules, out var start, out var length, out var size);
        if (tag.IsConstructed) ReadParts(bytes.Slice(start, length), tag, depth);
        else if (tag.TagClass == TagClass.Universal) ReadPrimitive(bytes[..size], (UniversalTagNumber)tag.TagValue);
        return size;
    }

    private static void ReadParts(ReadOnlySpan<byte> content, Asn1Tag tag, int depth)
    {
        var isSet = tag.HasSameClassAndValue(Asn1Tag.SetOf);
        if (tag.TagClass == TagClass.Universal && !isSet && !tag.HasSameClassAndValue(Asn1Tag.Sequence))
            throw new AsnContentException("A string is in parts.");
        for (ReadOnlySpan<byte> previous = default; !content.IsEmpty;)
        {
            var part = content[..Read(content, depth + 1)];
            if (isSet && previous.SequenceCompareTo(part) > 0) throw new AsnContentException("A set is out of order.");
            content = content[part.Length..];
            previous = part;
        }
    }

    private static void ReadPrimitive(ReadOnlySpan<byte> value, UniversalTagNumber kind)
    {
        switch (kind)
        {
            case UniversalTagNumber.Boolean:
                AsnDecoder.ReadBoolean(value, Rules, out _);
                break;
            case UniversalTagNumber.Integer:
                AsnDecoder.ReadIntegerBytes(value, Rules, out _);
                break;
            case UniversalTagNumber.Enumerated:
                AsnDecoder.ReadEnumeratedBytes(value, Rules, out _);
                break;
            case UniversalTagNumber.BitString:
                AsnDecoder.TryReadPrimitiveBitString(value, Rules, out _, out _, out _);
                break;
            case UniversalTagNumber.Null:
                AsnDecoder.ReadNull(value, Rules, out _);
                break;
            case UniversalTagNumber.ObjectIdentifier:
                AsnDecoder.ReadObjectIdentifier(value, Rules, out _);
                break;
            case UniversalTagNumber.UtcTime:
                AsnDecoder.ReadUtcTime(value, Rules, out _);
                break;
            case UniversalTagNumber.GeneralizedTime:
                AsnDecoder.ReadGeneralizedTime(value, Rules, out _);
                break;
            case UniversalTagNumber.EndOfContents or UniversalTagNumber.Sequence or UniversalTagNumber.SetOf:
                throw new AsnContentException("A primitive value has a tag that is never primitive.");
            default:
                // Character and octet strings have one form once they are in one part.
                break;
        }
    }
}
