using Hotline.Cryptography.Hpke;

namespace Hotline.Cryptography.Tests;

/// <summary>A key that is gone is gone: what would go on with zeroed bytes would sign or seal under a key that everybody knows.</summary>
public sealed class DisposalTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public void A_disposed_Ed25519_key_neither_signs_nor_leaves()
    {
        var key = Ed25519PrivateKey.Generate();
        key.Dispose();

        Refuses(() => key.Sign("a"u8));
        Refuses(() => key.ExportSeed(new byte[Ed25519.SeedSize]));
    }

    [Fact]
    public void A_disposed_P256_key_neither_signs_nor_leaves()
    {
        var key = EcdsaP256PrivateKey.Generate();
        key.Dispose();

        Refuses(() => key.Sign("a"u8));
        Refuses(() => key.ExportPkcs8());
    }

    [Theory]
    [InlineData(MlDsaParameterSet.MlDsa44)]
    [InlineData(MlDsaParameterSet.MlDsa65)]
    [InlineData(MlDsaParameterSet.MlDsa87)]
    public void A_disposed_ML_DSA_key_neither_signs_nor_leaves(MlDsaParameterSet set)
    {
        var key = MlDsaPrivateKey.Generate(set);
        key.Dispose();

        Refuses(() => key.Sign("a"u8));
        Refuses(() => key.SignDeterministic("a"u8));
        Refuses(() => key.ExportSeed(new byte[MlDsa.SeedSize]));
    }

    [Theory]
    [InlineData(KemId.DhKemP256)]
    [InlineData(KemId.DhKemP384)]
    [InlineData(KemId.DhKemP521)]
    [InlineData(KemId.DhKemX25519)]
    [InlineData(KemId.DhKemX448)]
    [InlineData(KemId.MlKem512)]
    [InlineData(KemId.MlKem768)]
    [InlineData(KemId.MlKem1024)]
    [InlineData(KemId.MlKem768P256)]
    [InlineData(KemId.MlKem1024P384)]
    [InlineData(KemId.MlKem768X25519)]
    public void A_disposed_KEM_key_neither_opens_nor_leaves(KemId id)
    {
        var suite = new HpkeSuite(id, KdfId.HkdfSha256, AeadId.Aes256Gcm);
        var key = KemPrivateKey.Generate(id);
        var (encapsulated, ciphertext) = HpkeSetup.Seal(suite, key.PublicKey.Span, [], [], "a"u8);
        key.Dispose();

        Refuses(() => key.ToBytes());
        Refuses(() => HpkeSetup.Open(suite, encapsulated, key, [], [], ciphertext));
        Refuses(() => HpkeSetup.Recipient(suite, encapsulated, key, []));
    }

    [Theory]
    [InlineData(AeadId.Aes128Gcm)]
    [InlineData(AeadId.Aes256Gcm)]
    [InlineData(AeadId.ChaCha20Poly1305)]
    public void A_disposed_context_neither_seals_opens_nor_exports(AeadId aead)
    {
        var suite = new HpkeSuite(KemId.DhKemX25519, KdfId.HkdfSha256, aead);
        using var key = KemPrivateKey.Generate(suite.Kem);
        var (encapsulated, sender) = HpkeSetup.Sender(suite, key.PublicKey.Span, []);
        var recipient = HpkeSetup.Recipient(suite, encapsulated, key, []);
        var ciphertext = sender.Seal([], "a"u8);
        sender.Dispose();
        recipient.Dispose();

        Refuses(() => sender.Seal([], "a"u8));
        Refuses(() => sender.Export([], 32));
        Refuses(() => recipient.Open([], ciphertext));
        Refuses(() => recipient.Open([], []));
        Refuses(() => recipient.Export([], 32));
    }

    [Fact]
    public void A_disposed_authority_issues_nothing()
    {
        using var subject = EcdsaP256PrivateKey.Generate();
        var authority = CertificateAuthority.Create("Alba Root", EcdsaP256PrivateKey.Generate(), Now, TimeSpan.FromDays(1));
        authority.Dispose();

        Refuses(() => authority.IssueTls("a", subject.SubjectPublicKeyInfo.Span, [], [], Now, TimeSpan.FromHours(1)));
        Refuses(() => authority.IssueStatement("a", subject.SubjectPublicKeyInfo.Span, Now, TimeSpan.FromHours(1)));
        Refuses(() => authority.Certificate);
    }

    [Fact]
    public void Disposing_twice_is_disposing_once()
    {
        var key = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa44);
        key.Dispose();

        var again = key.Dispose;

        again.Should().NotThrow();
    }

    private static void Refuses(Action use) => use.Should().Throw<ObjectDisposedException>();

    private static void Refuses<T>(Func<T> use) => use.Should().Throw<ObjectDisposedException>();
}
