using CsCheck;
using Hotline.Cryptography.Hpke;

namespace Hotline.Cryptography.Tests.Hpke;

/// <summary>Keys, encapsulations and ciphertexts come from anybody: they open, or raise one exception, and nothing else.</summary>
public sealed class ForeignHpkeTests
{
    public static TheoryData<KemId> Kems => [.. Enum.GetValues<KemId>()];

    [Theory]
    [MemberData(nameof(Kems))]
    public void A_damaged_public_key_is_sealed_to_or_refused(KemId id)
    {
        using var key = KemPrivateKey.Generate(id);
        var kem = Kem.Of(id);

        AMutation.Of(key.PublicKey.ToArray()).Fuzz(
            publicKey => OnlyHpkeException(() => kem.Encapsulate(publicKey).Secret, publicKey.Length == kem.PublicKeySize), iterations: Iterations);
    }

    [Theory]
    [MemberData(nameof(Kems))]
    public void A_damaged_encapsulation_gives_another_secret_or_is_refused(KemId id)
    {
        using var key = KemPrivateKey.Generate(id);
        var kem = Kem.Of(id);
        var (secret, encapsulated) = kem.Encapsulate(key.PublicKey.Span);

        AMutation.Of(encapsulated).Fuzz(
            damaged =>
            {
                var opened = OnlyHpkeException(() => key.Decapsulate(damaged), damaged.Length == kem.EncapsulationSize);
                // The highest bit of an X25519 element is ignored (RFC 7748, section 5), but it is hashed with the secret.
                opened?.SequenceEqual(secret).Should().Be(damaged.AsSpan().SequenceEqual(encapsulated));
            },
            iterations: Iterations);
    }

    [Theory]
    [MemberData(nameof(Kems))]
    public void Arbitrary_bytes_of_the_right_sizes_are_keys_and_encapsulations_or_are_refused(KemId id)
    {
        var kem = Kem.Of(id);
        using var key = KemPrivateKey.Generate(id);

        Gen.Byte.Array[kem.PublicKeySize].Fuzz(bytes => OnlyHpkeException(() => kem.Encapsulate(bytes).Secret, mayOpen: true), iterations: Iterations);
        Gen.Byte.Array[kem.EncapsulationSize].Fuzz(bytes => OnlyHpkeException(() => key.Decapsulate(bytes), mayOpen: true), iterations: Iterations);
    }

    [Theory]
    [MemberData(nameof(Kems))]
    public void A_private_key_of_foreign_bytes_works_or_is_refused(KemId id)
    {
        var kem = Kem.Of(id);
        var sizes = Gen.OneOf(Gen.Int[0, kem.PrivateKeySize + 2], Gen.Const(kem.PrivateKeySize));

        sizes.SelectMany(size => Gen.Byte.Array[size]).Fuzz(
            bytes => OnlyHpkeException(
                () =>
                {
                    using var key = KemPrivateKey.FromBytes(id, bytes);
                    return key.PublicKey.ToArray();
                },
                bytes.Length == kem.PrivateKeySize),
            iterations: Iterations);
    }

    [Theory]
    [InlineData(AeadId.Aes128Gcm)]
    [InlineData(AeadId.Aes256Gcm)]
    [InlineData(AeadId.ChaCha20Poly1305)]
    public void A_damaged_ciphertext_does_not_open_and_the_context_stays_where_it_was(AeadId aead)
    {
        var suite = new HpkeSuite(KemId.DhKemX25519, KdfId.HkdfSha256, aead);
        using var key = KemPrivateKey.Generate(suite.Kem);
        var (encapsulated, sender) = HpkeSetup.Sender(suite, key.PublicKey.Span, []);
        using var recipient = HpkeSetup.Recipient(suite, encapsulated, key, []);
        var ciphertext = sender.Seal([], "The grid is down."u8);
        sender.Dispose();
        var gate = new Lock();

        AMutation.Of(ciphertext).Where(damaged => !damaged.AsSpan().SequenceEqual(ciphertext)).Fuzz(
            damaged =>
            {
                // A context has one place in its sequence: it is for one thread at a time.
                lock (gate) OnlyHpkeException(() => recipient.Open([], damaged), mayOpen: false);
            },
            iterations: 20 * Iterations);

        recipient.Open([], ciphertext).Should().Equal("The grid is down."u8.ToArray());
    }

    private const int Iterations = 50;

    private static byte[]? OnlyHpkeException(Func<byte[]> use, bool mayOpen)
    {
        try
        {
            var opened = use();
            mayOpen.Should().BeTrue("bytes of another size are refused");
            return opened;
        }
        catch (HpkeException)
        {
            return null;
        }
    }
}
