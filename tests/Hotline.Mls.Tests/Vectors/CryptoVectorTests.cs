using Hotline.Cryptography.Hpke;
using Hotline.TestData;

namespace Hotline.Mls.Tests;

public sealed class CryptoVectorTests
{
    [Fact]
    public void Labelled_hashes_keys_signatures_and_ciphertexts_are_as_published()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/crypto-basics.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray().Where(Json.IsBuiltIn))
        {
            var suite = vector.Suite();
            var reference = vector.GetProperty("ref_hash");
            suite.Reference(reference.Text("label"), reference.Hex("value")).Should().Equal(reference.Hex("out"));
            var expand = vector.GetProperty("expand_with_label");
            suite.Expand(expand.Hex("secret"), expand.Text("label"), expand.Hex("context"), (int)expand.UInt("length")).Should().Equal(expand.Hex("out"));
            var derive = vector.GetProperty("derive_secret");
            suite.Derive(derive.Hex("secret"), derive.Text("label")).Should().Equal(derive.Hex("out"));
            var tree = vector.GetProperty("derive_tree_secret");
            suite.DeriveTree(tree.Hex("secret"), tree.Text("label"), tree.UInt("generation"), (int)tree.UInt("length")).Should().Equal(tree.Hex("out"));
            Signatures_hold(suite, vector.GetProperty("sign_with_label"));
            Secrets_open(suite, vector.GetProperty("encrypt_with_label"));
            records++;
        }

        records.Should().Be(SuitesWithVectors.Count);
    }

    private static void Signatures_hold(CipherSuite suite, System.Text.Json.JsonElement vector)
    {
        var (label, content) = (vector.Text("label"), vector.Hex("content"));
        using var key = suite.Signature.Import(vector.Hex("priv").PaddedFor(suite));

        key.PublicKey.ToArray().Should().Equal(vector.Hex("pub"));
        suite.Verify(vector.Hex("pub"), label, content, vector.Hex("signature")).Should().BeTrue();
        suite.Verify(vector.Hex("pub"), label, content, Labeled.Sign(key, label, content)).Should().BeTrue();
        suite.Verify(vector.Hex("pub"), label + "x", content, vector.Hex("signature")).Should().BeFalse();
    }

    private static void Secrets_open(CipherSuite suite, System.Text.Json.JsonElement vector)
    {
        var (label, context, plaintext) = (vector.Text("label"), vector.Hex("context"), vector.Hex("plaintext"));
        using var key = KemPrivateKey.FromBytes(suite.Hpke.Kem, vector.Hex("priv").PaddedFor(suite));

        suite.Decrypt(key, label, context, new HpkeCiphertext(vector.Hex("kem_output"), vector.Hex("ciphertext"))).Should().Equal(plaintext);
        suite.Decrypt(key, label, context, suite.Encrypt(vector.Hex("pub"), label, context, plaintext)).Should().Equal(plaintext);
    }
}
