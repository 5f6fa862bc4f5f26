using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;

namespace Hotline.Cryptography.Tests.Wycheproof;

/// <summary>Wycheproof's tests of ML-DSA, all of them.</summary>
public sealed class MlDsaWycheproofTests
{
    [Theory]
    [InlineData(MlDsaParameterSet.MlDsa44, 77, 103)]
    [InlineData(MlDsaParameterSet.MlDsa65, 79, 131)]
    [InlineData(MlDsaParameterSet.MlDsa87, 71, 170)]
    public void Every_signature_is_judged_as_it_should(MlDsaParameterSet set, int valid, int invalid) => WycheproofFile.Check(
        $"{Name(set)}_verify",
        test =>
        {
            var holds = MlDsa.Read(set, test.Hex("publicKey")) is { } check && check(test.Hex("msg"), test.Hex("ctx"), test.Hex("sig"));

            holds.Should().Be(test.IsValid, test.Why);
            return holds ? "holds" : "does not hold";
        },
        ("holds", valid), ("does not hold", invalid));

    /// <summary>
    /// A record without a message has a digest that was made elsewhere (Sign_internal): no interface here takes one, so of such a record
    /// only the keys are checked.
    /// </summary>
    [Theory]
    [InlineData(MlDsaParameterSet.MlDsa44, 74, 8)]
    [InlineData(MlDsaParameterSet.MlDsa65, 84, 17)]
    [InlineData(MlDsaParameterSet.MlDsa87, 75, 17)]
    public void Every_seed_gives_its_key_and_signs_as_it_should(MlDsaParameterSet set, int signed, int withoutMessage) => WycheproofFile.Check(
        $"{Name(set)}_sign_seed",
        test =>
        {
            var seed = test.Hex("privateSeed");
            if (test.HasFlag("IncorrectPrivateKeyLength"))
            {
                var import = () => MlDsaScheme.Of(set).Import(seed);
                import.Should().Throw<CryptographicException>(test.Why);
                return "seed refused";
            }

            using var key = MlDsaPrivateKey.FromSeed(set, seed);
            key.PublicKey.ToArray().Should().Equal(test.Hex("publicKey"), test.Why);
            return test.Has("msg") ? Sign(test, set, key.Parameters) : "key only";
        },
        ("signed", signed), ("key only", withoutMessage), ("seed refused", 3), ("context refused", 1));

    /// <summary>Keys are kept as seeds, so an expanded one is never read. What signs with it once it is expanded is the same.</summary>
    [Theory]
    [InlineData(MlDsaParameterSet.MlDsa44, 61, 7)]
    [InlineData(MlDsaParameterSet.MlDsa65, 63, 10)]
    [InlineData(MlDsaParameterSet.MlDsa87, 54, 10)]
    public void Every_expanded_key_is_refused_and_would_sign_as_it_should(MlDsaParameterSet set, int signed, int withoutMessage) => WycheproofFile.Check(
        $"{Name(set)}_sign_noseed",
        test =>
        {
            var expanded = test.Hex("privateKey");
            var import = () => MlDsaScheme.Of(set).Import(expanded);
            import.Should().Throw<CryptographicException>(test.Why);
            if (test.HasFlag("IncorrectPrivateKeyLength") || test.HasFlag("InvalidPrivateKey")) return "refused only";
            return test.Has("msg") ? Sign(test, set, MLDsaPrivateKeyParameters.FromEncoding(set.Parameters(), expanded)) : "refused, without a message";
        },
        ("signed", signed), ("refused, without a message", withoutMessage), ("refused only", 4), ("context refused", 1));

    private static string Sign(WycheproofTest test, MlDsaParameterSet set, MLDsaPrivateKeyParameters key)
    {
        // Without rnd the record is of the deterministic variant (FIPS 204, section 5.2).
        var randomness = test.Has("rnd") ? test.Hex("rnd") : new byte[MlDsa.RandomnessSize];
        var sign = () => MlDsaPrivateKey.Sign(set, key, test.Hex("msg"), test.Hex("ctx"), randomness);
        if (test.IsValid)
        {
            sign().Should().Equal(test.Hex("sig"), test.Why);
            return "signed";
        }

        test.HasFlag("InvalidContext").Should().BeTrue(test.Why);
        sign.Should().Throw<ArgumentException>(test.Why);
        return "context refused";
    }

    private static string Name(MlDsaParameterSet set) => set switch
    {
        MlDsaParameterSet.MlDsa44 => "mldsa_44",
        MlDsaParameterSet.MlDsa65 => "mldsa_65",
        _ => "mldsa_87",
    };
}
