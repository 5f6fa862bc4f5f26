using System.Formats.Asn1;
using System.Numerics;

namespace Hotline.Cryptography.Tests.Wycheproof;

/// <summary>Wycheproof's tests of Ed25519 and ECDSA, all of them.</summary>
public sealed class SignatureWycheproofTests
{
    [Fact]
    public void Every_Ed25519_signature_is_judged_as_it_should() => WycheproofFile.Check(
        "ed25519", test => Judge(test, SignatureScheme.Ed25519, test.PublicKeyHex("pk"), test.Hex("sig")), ("holds", 88), ("does not hold", 63));

    [Fact]
    public void Every_signature_over_P256_in_DER_is_judged_as_it_should() => WycheproofFile.Check(
        "ecdsa_secp256r1_sha256", test => Judge(test, SignatureScheme.EcdsaP256, Point(test), test.Hex("sig")), ("holds", 174), ("does not hold", 310));

    [Fact]
    public void Every_signature_over_P384_in_DER_is_judged_as_it_should() => WycheproofFile.Check(
        "ecdsa_secp384r1_sha384", test => Judge(test, SignatureScheme.EcdsaP384, Point(test), test.Hex("sig")), ("holds", 194), ("does not hold", 310));

    [Fact]
    public void Every_signature_over_P256_of_two_numbers_is_judged_as_it_should() => WycheproofFile.Check(
        "ecdsa_secp256r1_sha256_p1363", test => JudgeNumbers(test, SignatureScheme.EcdsaP256),
        ("holds", 173), ("does not hold", 68), ("of another length", 21));

    [Fact]
    public void Every_signature_over_P384_of_two_numbers_is_judged_as_it_should() => WycheproofFile.Check(
        "ecdsa_secp384r1_sha384_p1363", test => JudgeNumbers(test, SignatureScheme.EcdsaP384),
        ("holds", 193), ("does not hold", 68), ("of another length", 19));

    private static string Judge(WycheproofTest test, SignatureScheme scheme, byte[] publicKey, byte[] signature)
    {
        var holds = scheme.Verify(publicKey, test.Hex("msg"), signature);

        holds.Should().Be(test.IsValid, test.Why);
        return holds ? "holds" : "does not hold";
    }

    /// <summary>Two numbers side by side (IEEE P1363) are written nowhere here; the same numbers in DER must be judged alike. Another length has no numbers.</summary>
    private static string JudgeNumbers(WycheproofTest test, SignatureScheme scheme)
    {
        var signature = test.Hex("sig");
        if (signature.Length == 2 * scheme.PrivateKeySize)
            return Judge(test, scheme, Point(test), InDer(signature.AsSpan(0, scheme.PrivateKeySize), signature.AsSpan(scheme.PrivateKeySize)));
        test.IsValid.Should().BeFalse(test.Why);
        return "of another length";
    }

    private static byte[] Point(WycheproofTest test) => test.PublicKeyHex("uncompressed");

    private static byte[] InDer(ReadOnlySpan<byte> r, ReadOnlySpan<byte> s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(r, isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(s, isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }
}
