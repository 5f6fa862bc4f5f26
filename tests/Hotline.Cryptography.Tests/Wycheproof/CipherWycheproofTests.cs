using Hotline.Cryptography.Hpke;

namespace Hotline.Cryptography.Tests.Wycheproof;

/// <summary>Wycheproof's tests of the AEADs and of X25519, all of them.</summary>
public sealed class CipherWycheproofTests
{
    [Fact]
    public void Every_AES_GCM_ciphertext_opens_or_is_refused_as_it_should() => WycheproofFile.Check(
        "aes_gcm",
        test => test.Hex("key").Length switch
        {
            16 => Open(test, Aead.Of(AeadId.Aes128Gcm)),
            32 => Open(test, Aead.Of(AeadId.Aes256Gcm)),
            // No suite has AES-192: neither cipher takes its key.
            _ => "AES-192, " + OfAnotherSize(test, Aead.Of(AeadId.Aes128Gcm), Aead.Of(AeadId.Aes256Gcm)),
        },
        ("opened", 79), ("refused", 54), ("size refused", 80), ("AES-192, size refused", 103));

    [Fact]
    public void Every_ChaCha20_Poly1305_ciphertext_opens_or_is_refused_as_it_should() => WycheproofFile.Check(
        "chacha20_poly1305", test => Open(test, Aead.Of(AeadId.ChaCha20Poly1305)), ("opened", 256), ("refused", 60), ("size refused", 9));

    /// <summary>
    /// The acceptable ones are these: an all-zero secret, which everybody shares, is refused (RFC 9180, section 7.1.4); a point on the twist or in
    /// another spelling than the canonical one must be taken (RFC 7748, section 5: masked, then reduced), and gives the secret that it should.
    /// </summary>
    [Fact]
    public void Every_X25519_agreement_is_as_it_should() => WycheproofFile.Check(
        "x25519",
        test =>
        {
            using var key = new X25519Group().Load(test.Hex("private"));
            var agree = () => key.Agree(test.Hex("public"));
            var isZero = test.Hex("shared").AsSpan().IndexOfAnyExcept((byte)0) < 0;
            isZero.Should().Be(test.HasFlag("ZeroSharedSecret"), test.Why);
            if (isZero)
            {
                test.IsAcceptable.Should().BeTrue(test.Why);
                agree.Should().Throw<HpkeException>(test.Why);
                return "zero refused";
            }

            agree().Should().Equal(test.Hex("shared"), test.Why);
            return test.IsAcceptable ? "agreed, on the twist or not canonical" : "agreed";
        },
        ("agreed", 264), ("agreed, on the twist or not canonical", 223), ("zero refused", 31));

    private static string Open(WycheproofTest test, Aead aead)
    {
        // Suites have nonces of 12 bytes only (RFC 9180, section 7.3).
        if (test.Hex("iv").Length != Aead.NonceSize) return OfAnotherSize(test, aead);
        byte[] sealedBytes = [.. test.Hex("ct"), .. test.Hex("tag")];
        var open = () => aead.Open(test.Hex("key"), test.Hex("iv"), test.Hex("aad"), sealedBytes);
        if (!test.IsValid)
        {
            open.Should().Throw<HpkeException>(test.Why);
            return "refused";
        }

        open().Should().Equal(test.Hex("msg"), test.Why);
        aead.Seal(test.Hex("key"), test.Hex("iv"), test.Hex("aad"), test.Hex("msg")).Should().Equal(sealedBytes, test.Why);
        return "opened";
    }

    private static string OfAnotherSize(WycheproofTest test, params Aead[] aeads)
    {
        foreach (var aead in aeads)
        {
            var open = () => aead.Open(test.Hex("key"), test.Hex("iv"), test.Hex("aad"), [.. test.Hex("ct"), .. test.Hex("tag")]);

            open.Should().Throw<ArgumentException>(test.Why);
        }

        return "size refused";
    }
}
