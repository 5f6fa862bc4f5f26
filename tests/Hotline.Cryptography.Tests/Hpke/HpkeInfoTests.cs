using Hotline.Cryptography.Hpke;

namespace Hotline.Cryptography.Tests.Hpke;

public sealed class HpkeInfoTests
{
    [Fact]
    public void Messages_under_an_info_that_was_hashed_once_open_as_any_other()
    {
        var suite = HpkeSuite.MlKem768X25519Sha384Aes256Gcm;
        var info = new HpkeInfo(suite, "one info for all"u8);

        for (var recipient = 0; recipient < 3; recipient++)
        {
            using var key = KemPrivateKey.Generate(suite.Kem);
            var (encapsulated, ciphertext) = HpkeSetup.Seal(info, key.PublicKey.Span, "aad"u8, "secret"u8);

            HpkeSetup.Open(suite, encapsulated, key, "one info for all"u8, "aad"u8, ciphertext).Should().Equal("secret"u8.ToArray());
            var other = () => HpkeSetup.Open(suite, encapsulated, key, "another info"u8, "aad"u8, ciphertext);
            other.Should().Throw<HpkeException>();
        }
    }
}
