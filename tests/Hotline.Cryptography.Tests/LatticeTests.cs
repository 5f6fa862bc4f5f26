using CsCheck;
using Hotline.Cryptography.Lattice;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Hotline.Cryptography.Tests;

/// <summary>Our own arithmetic of ML-DSA beside that of another library: the same bytes, the same verdicts.</summary>
public sealed class LatticeTests
{
    private static readonly Gen<(MlDsaParameterSet Set, byte[] Seed, byte[] Message)> AMessage = Gen.Select(
        Gen.Enum<MlDsaParameterSet>(), Gen.Byte.Array[MlDsa.SeedSize], Gen.Byte.Array[0, 600]);

    [Fact]
    public void A_deterministic_signature_is_that_of_the_other_library_bit_for_bit() => AMessage.Sample(
        (set, seed, message) =>
        {
            Assert.SkipUnless(Ring.IsSupported, "This processor has no AVX2.");
            using var key = MlDsaPrivateKey.FromSeed(set, seed);
            return key.SignDeterministic(message).AsSpan().SequenceEqual(Theirs(set, seed, message));
        },
        iter: 100);

    [Fact]
    public void A_hedged_signature_holds_for_the_other_library_and_is_another_every_time() => AMessage.Sample(
        (set, seed, message) =>
        {
            using var key = MlDsaPrivateKey.FromSeed(set, seed);
            var (first, second) = (key.Sign(message), key.Sign(message));
            return !first.AsSpan().SequenceEqual(second) && Holds(set, key.PublicKey.ToArray(), message, first) && MlDsa.Verify(set, key.PublicKey.Span, message, second);
        },
        iter: 50);

    [Fact]
    public void Whatever_is_changed_the_verdict_is_that_of_the_other_library() => Gen.Select(AMessage, Gen.Int[0, 1 << 16], Gen.Byte[1, 255]).Sample(
        (given, place, change) =>
        {
            using var key = MlDsaPrivateKey.FromSeed(given.Set, given.Seed);
            var signature = key.Sign(given.Message);
            // Hints stand at the end, where many encodings are possible and one is right.
            var at = place % 2 == 0 ? place % signature.Length : signature.Length - 1 - (place % 90);
            signature[at] ^= change;
            return MlDsa.Verify(given.Set, key.PublicKey.Span, given.Message, signature) == Holds(given.Set, key.PublicKey.ToArray(), given.Message, signature);
        },
        iter: 100);

    [Fact]
    public void A_transform_there_and_back_gives_the_polynomial() => Gen.Int[0, Ring.Q - 1].Array[Ring.Degree].Sample(
        polynomial =>
        {
            Assert.SkipUnless(Ring.IsSupported, "This processor has no AVX2.");
            var (transformed, one) = ((int[])polynomial.Clone(), new int[Ring.Degree]);
            one[0] = 1;
            Ring.Transform(transformed);
            Ring.Transform(one);
            Ring.Multiply(transformed, one, transformed);
            Ring.TransformBack(transformed);
            Ring.MakePositive(transformed);
            return transformed.AsSpan().SequenceEqual(polynomial);
        },
        iter: 200);

    [Fact]
    public void A_key_that_was_disposed_signs_nothing()
    {
        var key = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa44);
        key.Sign([1]);
        key.Dispose();

        var sign = () => key.Sign([1]);

        sign.Should().Throw<ObjectDisposedException>();
    }

    private static byte[] Theirs(MlDsaParameterSet set, byte[] seed, byte[] message)
    {
        var signer = new MLDsaSigner(Parameters(set), deterministic: true);
        signer.Init(forSigning: true, MLDsaPrivateKeyParameters.FromSeed(Parameters(set), seed));
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }

    private static bool Holds(MlDsaParameterSet set, byte[] publicKey, byte[] message, byte[] signature)
    {
        var verifier = new MLDsaSigner(Parameters(set), deterministic: false);
        verifier.Init(forSigning: false, MLDsaPublicKeyParameters.FromEncoding(Parameters(set), publicKey));
        verifier.BlockUpdate(message);
        return verifier.VerifySignature(signature);
    }

    private static MLDsaParameters Parameters(MlDsaParameterSet set) => set switch
    {
        MlDsaParameterSet.MlDsa44 => MLDsaParameters.ml_dsa_44,
        MlDsaParameterSet.MlDsa65 => MLDsaParameters.ml_dsa_65,
        _ => MLDsaParameters.ml_dsa_87,
    };
}
