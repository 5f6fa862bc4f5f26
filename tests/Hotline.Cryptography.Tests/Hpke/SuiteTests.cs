using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Cryptography.Tests.Hpke;

/// <summary>What holds for every suite that a group may have.</summary>
public sealed class SuiteTests
{
    public static TheoryData<ushort> Ids => [.. Suites.All.Select(suite => suite.Id)];

    [Fact]
    public void Every_suite_has_a_number_and_a_name_of_its_own()
    {
        Suites.All.Select(suite => suite.Id).Should().OnlyHaveUniqueItems();
        Suites.All.Select(suite => suite.Name).Should().OnlyHaveUniqueItems();
        Suites.All.Select(suite => (suite.Hpke, suite.Signature)).Should().OnlyHaveUniqueItems();
        Suites.Find(0x0008).Should().BeNull("numbers of the drafts are not assigned");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_suite_does_what_its_name_says(ushort id)
    {
        var suite = Suites.Find(id)!;

        // MLS_level_KEM_AEAD_HASH_SIGNATURE (RFC 9420, section 17.1).
        suite.Name.Split('_')[2..].Should().Equal(
            NameOf(suite.Hpke.Kem), suite.Aead.Id.ToString().ToUpperInvariant(), $"SHA{8 * suite.Kdf.Size}", NameOf(suite.Signature));
        suite.ToString().Should().Be(suite.Name);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_a_suite_seals_opens_for_its_key_in_both_modes(ushort id)
    {
        var suite = Suites.Find(id)!.Hpke;
        using var key = KemPrivateKey.Generate(suite.Kem);
        using var again = KemPrivateKey.FromBytes(suite.Kem, key.ToBytes());
        var psk = RandomNumberGenerator.GetBytes(32);

        var (encapsulated, ciphertext) = HpkeSetup.Seal(suite, key.PublicKey.Span, "info"u8, "aad"u8, "plaintext"u8);
        var (encapsulatedWithPsk, ciphertextWithPsk) = HpkeSetup.Seal(suite, key.PublicKey.Span, "info"u8, "aad"u8, "plaintext"u8, psk, "id"u8);

        HpkeSetup.Open(suite, encapsulated, again, "info"u8, "aad"u8, ciphertext).Should().Equal("plaintext"u8.ToArray());
        HpkeSetup.Open(suite, encapsulatedWithPsk, again, "info"u8, "aad"u8, ciphertextWithPsk, psk, "id"u8).Should().Equal("plaintext"u8.ToArray());
        Refuses(() => HpkeSetup.Open(suite, encapsulatedWithPsk, key, "info"u8, "aad"u8, ciphertextWithPsk));
        Refuses(() => HpkeSetup.Open(suite, encapsulatedWithPsk, key, "info"u8, "aad"u8, ciphertextWithPsk, psk, "another id"u8));
        Refuses(() => HpkeSetup.Open(suite, encapsulated, key, "other info"u8, "aad"u8, ciphertext));
        Refuses(() => HpkeSetup.Open(suite, encapsulated, key, "info"u8, "other aad"u8, ciphertext));
        Refuses(() => HpkeSetup.Open(suite, encapsulatedWithPsk, key, "info"u8, "aad"u8, ciphertext));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Both_ends_of_a_context_export_the_same(ushort id)
    {
        var suite = Suites.Find(id)!.Hpke;
        using var key = KemPrivateKey.Generate(suite.Kem);

        var (encapsulated, sender) = HpkeSetup.Sender(suite, key.PublicKey.Span, "info"u8);
        using var recipient = HpkeSetup.Recipient(suite, encapsulated, key, "info"u8);

        using (sender) sender.Export("context"u8, 48).Should().Equal(recipient.Export("context"u8, 48)).And.NotEqual(recipient.Export("other"u8, 48));
    }

    /// <summary>RFC 5869, section A.1; RFC 4231, section 4.3 (HMAC of "what do ya want for nothing?" under "Jefe").</summary>
    [Fact]
    public void The_known_answers_of_HKDF_and_HMAC_hold()
    {
        var kdf = Kdf.Of(KdfId.HkdfSha256);

        var extracted = kdf.Extract(Convert.FromHexString("000102030405060708090a0b0c"), Convert.FromHexString("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"));
        var expanded = kdf.Expand(extracted, Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9"), 42);

        Convert.ToHexStringLower(extracted).Should().Be("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        Convert.ToHexStringLower(expanded).Should().Be("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
        Convert.ToHexStringLower(kdf.Authenticate("Jefe"u8, "what do ya want for nothing?"u8)).Should().Be("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        Convert.ToHexStringLower(Kdf.Of(KdfId.HkdfSha384).Authenticate("Jefe"u8, "what do ya want for nothing?"u8)).Should().Be(
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649");
        Convert.ToHexStringLower(Kdf.Of(KdfId.HkdfSha512).Authenticate("Jefe"u8, "what do ya want for nothing?"u8)).Should().Be(
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
        Convert.ToHexStringLower(kdf.Hash("abc"u8)).Should().Be("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    [Theory]
    [InlineData(KdfId.HkdfSha256, 8160)]
    [InlineData(KdfId.HkdfSha384, 12240)]
    [InlineData(KdfId.HkdfSha512, 16320)]
    public void HKDF_expands_to_255_blocks_and_no_further(KdfId id, int longest)
    {
        var kdf = Kdf.Of(id);
        var tooLong = () => kdf.Expand(new byte[kdf.Size], [], longest + 1);

        kdf.Expand(new byte[kdf.Size], [], longest).Should().HaveCount(longest);
        kdf.Expand(new byte[kdf.Size], [], 0).Should().BeEmpty();
        tooLong.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(AeadId.Aes128Gcm)]
    [InlineData(AeadId.Aes256Gcm)]
    [InlineData(AeadId.ChaCha20Poly1305)]
    public void A_cipher_opens_only_what_it_sealed(AeadId id)
    {
        var aead = Aead.Of(id);
        var (key, nonce) = (RandomNumberGenerator.GetBytes(aead.KeySize), RandomNumberGenerator.GetBytes(Aead.NonceSize));

        var ciphertext = aead.Seal(key, nonce, "aad"u8, "plaintext"u8);

        aead.Open(key, nonce, "aad"u8, ciphertext).Should().Equal("plaintext"u8.ToArray());
        Refuses(() => aead.Open(key, nonce, "daa"u8, ciphertext));
        Refuses(() => aead.Open(key, nonce, "aad"u8, ciphertext.AsSpan(..^1)));
        Refuses(() => aead.Open(key, nonce, "aad"u8, []));
        for (var at = 0; at < ciphertext.Length; at++)
        {
            var damaged = (byte[])ciphertext.Clone();
            damaged[at] ^= 0x80;
            Refuses(() => aead.Open(key, nonce, "aad"u8, damaged));
        }

        var shortKey = () => aead.Seal(key.AsSpan(1), nonce, [], []);
        var longNonce = () => aead.Open(key, [.. nonce, 0], [], ciphertext);
        shortKey.Should().Throw<ArgumentException>();
        longNonce.Should().Throw<ArgumentException>();
    }

    private static string NameOf(KemId kem) => kem.ToString().ToUpperInvariant();

    private static string NameOf(SignatureScheme scheme) =>
        scheme == SignatureScheme.Ed25519 ? "Ed25519" : scheme == SignatureScheme.Ed448 ? "Ed448"
        : scheme == SignatureScheme.EcdsaP256 ? "P256" : scheme == SignatureScheme.EcdsaP384 ? "P384" : scheme == SignatureScheme.EcdsaP521 ? "P521"
        : scheme.Name.ToUpperInvariant();

    private static void Refuses(Func<byte[]> open) => open.Should().Throw<HpkeException>();
}
