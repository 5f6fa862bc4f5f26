using Hotline.Cryptography.Hpke;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Hotline.Cryptography.Tests.Wycheproof;

/// <summary>Wycheproof's tests of ML-KEM, all of them.</summary>
public sealed class MlKemWycheproofTests
{
    [Theory]
    [InlineData(KemId.MlKem512)]
    [InlineData(KemId.MlKem768)]
    [InlineData(KemId.MlKem1024)]
    public void Every_seed_opens_as_it_should(KemId id) => WycheproofFile.Check(
        Name(id),
        test =>
        {
            var open = () =>
            {
                using var key = KemPrivateKey.FromBytes(id, test.Hex("seed"));
                return (PublicKey: key.PublicKey.ToArray(), Secret: key.Decapsulate(test.Hex("c")));
            };
            if (!test.IsValid)
            {
                open.Should().Throw<HpkeException>(test.Why);
                return "refused";
            }

            var (publicKey, secret) = open();
            publicKey.Should().Equal(test.Hex("ek"), test.Why);
            secret.Should().Equal(test.Hex("K"), test.Why);
            return "opened";
        },
        ("opened", 153), ("refused", 40));

    [Theory]
    [InlineData(KemId.MlKem512, 128)]
    [InlineData(KemId.MlKem768, 132)]
    [InlineData(KemId.MlKem1024, 136)]
    public void Every_public_key_is_sealed_to_or_refused_as_it_should(KemId id, int refused) => WycheproofFile.Check(
        $"{Name(id)}_encaps",
        test =>
        {
            var seal = () => Kem.Of(id).Encapsulate(test.Hex("ek"), test.Hex("m"));
            if (!test.IsValid)
            {
                seal.Should().Throw<HpkeException>(test.Why);
                return "refused";
            }

            var (secret, encapsulated) = seal();
            encapsulated.Should().Equal(test.Hex("c"), test.Why);
            secret.Should().Equal(test.Hex("K"), test.Why);
            return "sealed";
        },
        ("sealed", 133), ("refused", refused));

    [Theory]
    [InlineData(KemId.MlKem512)]
    [InlineData(KemId.MlKem768)]
    [InlineData(KemId.MlKem1024)]
    public void Every_seed_gives_its_keys(KemId id) => WycheproofFile.Check(
        $"{Name(id)}_keygen_seed",
        test =>
        {
            using var key = KemPrivateKey.FromBytes(id, test.Hex("seed"));

            key.PublicKey.ToArray().Should().Equal(test.Hex("ek"), test.Why);
            // The expanded key is the library's own business; only here is it looked at.
            MLKemPrivateKeyParameters.FromSeed(Parameters(id), test.Hex("seed")).GetEncoded().Should().Equal(test.Hex("dk"), test.Why);
            return "keys";
        },
        ("keys", 100));

    /// <summary>Keys are kept as seeds, so an expanded one is never read, valid or not. What opens with a valid one once it is expanded is the same.</summary>
    [Theory]
    [InlineData(KemId.MlKem512)]
    [InlineData(KemId.MlKem768)]
    [InlineData(KemId.MlKem1024)]
    public void Every_expanded_key_is_refused_and_would_open_as_it_should(KemId id) => WycheproofFile.Check(
        $"{Name(id)}_semi_expanded_decaps",
        test =>
        {
            var import = () => KemPrivateKey.FromBytes(id, test.Hex("dk"));
            import.Should().Throw<HpkeException>(test.Why);
            if (!test.IsValid) return "refused";
            var decapsulator = new MLKemDecapsulator(Parameters(id));
            decapsulator.Init(MLKemPrivateKeyParameters.FromEncoding(Parameters(id), test.Hex("dk")));
            var secret = new byte[MlKem.SecretSize];
            decapsulator.Decapsulate(test.Hex("c"), secret);
            secret.Should().Equal(test.Hex("K"), test.Why);
            return "refused, would open";
        },
        ("refused", 6), ("refused, would open", 3));

    private static MLKemParameters Parameters(KemId id) => id switch
    {
        KemId.MlKem512 => MLKemParameters.ml_kem_512,
        KemId.MlKem768 => MLKemParameters.ml_kem_768,
        _ => MLKemParameters.ml_kem_1024,
    };

    private static string Name(KemId id) => id switch
    {
        KemId.MlKem512 => "mlkem_512",
        KemId.MlKem768 => "mlkem_768",
        _ => "mlkem_1024",
    };
}
