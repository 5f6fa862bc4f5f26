using CsCheck;

namespace Hotline.Cryptography.Tests;

public sealed class SignatureTests
{
    /// <summary>RFC 8032, section 7.1, test 2.</summary>
    [Fact]
    public void The_known_answer_of_Ed25519_holds()
    {
        using var key = Ed25519PrivateKey.FromSeed(Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));

        Convert.ToHexStringLower(key.PublicKey.Span).Should().Be("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        Convert.ToHexStringLower(key.Sign([0x72])).Should().Be(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    [Fact]
    public void Every_algorithm_signs_for_its_own_message_and_key_only()
    {
        using var ed25519 = Ed25519PrivateKey.Generate();
        using var mlDsa = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa44);
        using var ecdsa = EcdsaP256PrivateKey.Generate();

        Gen.Byte.Array[0, 200].Sample(message =>
        {
            byte[] other = [.. message, 1];
            Ed25519.Verify(ed25519.PublicKey.Span, message, ed25519.Sign(message)).Should().BeTrue();
            Ed25519.Verify(ed25519.PublicKey.Span, other, ed25519.Sign(message)).Should().BeFalse();
            EcdsaP256.Verify(ecdsa.PublicKey.Span, message, ecdsa.Sign(message)).Should().BeTrue();
            EcdsaP256.Verify(ecdsa.PublicKey.Span, other, ecdsa.Sign(message)).Should().BeFalse();
        });
        MlDsa.Verify(MlDsaParameterSet.MlDsa44, mlDsa.PublicKey.Span, "a"u8, mlDsa.Sign("a"u8)).Should().BeTrue();
        MlDsa.Verify(MlDsaParameterSet.MlDsa44, mlDsa.PublicKey.Span, "b"u8, mlDsa.Sign("a"u8)).Should().BeFalse();
    }

    [Fact]
    public void Foreign_bytes_are_false_and_raise_nothing() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 100]).Sample((key, signature) =>
        {
            Ed25519.Verify(key, [], signature).Should().BeFalse();
            EcdsaP256.Verify(key, [], signature).Should().BeFalse();
            MlDsa.Verify(MlDsaParameterSet.MlDsa65, key, [], signature).Should().BeFalse();
        });
}
