using System.Security.Cryptography;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>Tells newcomers what they need (RFC 9420, sections 12.4.3 and 12.4.3.1).</summary>
internal static class Welcoming
{
    private const int GreaseChoices = 15;

    public static MlsMessage Make(
        MlsClient client, Epochs.Schedule schedule, EpochChange change, TreeKem.NewPath? path, LeafIndex committer, SigningKey signer, bool withTree)
    {
        var suite = client.Suite;
        var info = Info(client, schedule.Context, change.Tree, schedule.ConfirmationTag, committer, signer, withTree, externalKey: null);
        var (key, nonce) = Key(suite, schedule.Joiner, schedule.PskSecret);
        var encryptedInfo = suite.Seal(key, nonce, [], Wire.Encode(info));
        CryptographicOperations.ZeroMemory(key);
        var context = suite.EncryptContext("Welcome", encryptedInfo);
        var secrets = change.Newcomers.Select(newcomer =>
        {
            var plaintext = Wire.Encode(new GroupSecrets(schedule.Joiner, PathSecretFor(path, committer, newcomer.Place), change.Psks));
            var sealedSecrets = Labeled.Encrypt(context, newcomer.KeyPackage.InitKey.Span, plaintext);
            CryptographicOperations.ZeroMemory(plaintext);
            return new EncryptedGroupSecrets(newcomer.KeyPackage.Reference(), sealedSecrets);
        });
        return new MlsMessage { Welcome = new Welcome(suite.IdOf(), [.. secrets], encryptedInfo) };
    }

    /// <param name="externalKey">Public, for those who may join by themselves; null for none.</param>
    public static GroupInfo Info(
        MlsClient client,
        GroupContext context,
        RatchetTree tree,
        byte[] confirmationTag,
        LeafIndex self,
        SigningKey signer,
        bool withTree,
        ReadOnlyMemory<byte>? externalKey)
    {
        var extensions = new List<Extension>();
        if (withTree) extensions.Add(Extension.Of(ExtensionType.RatchetTree, tree.ToNodes()));
        if (externalKey is { } key) extensions.Add(new Extension(ExtensionType.ExternalPub, new TlsWriter().Opaque(key).ToArrayAndClear()));
        if (client.Options.Grease)
            extensions.Add(new Extension((ExtensionType)(0x0a0a + (0x1010 * RandomNumberGenerator.GetInt32(GreaseChoices))), RandomNumberGenerator.GetBytes(8)));
        return new GroupInfo(context, extensions, confirmationTag, self, default).SignedBy(signer);
    }

    /// <summary>welcome_key and welcome_nonce (section 12.4.3.1).</summary>
    public static (byte[] Key, byte[] Nonce) Key(CipherSuite suite, ReadOnlySpan<byte> joinerSecret, ReadOnlySpan<byte> pskSecret)
    {
        var secret = EpochSecrets.Welcome(suite, joinerSecret, pskSecret);
        var pair = (suite.Expand(secret, "key", [], suite.KeySize()), suite.Expand(secret, "nonce", [], Aead.NonceSize));
        CryptographicOperations.ZeroMemory(secret);
        return pair;
    }

    /// <summary>The secret of the lowest node above both: from it the newcomer derives all above.</summary>
    private static byte[]? PathSecretFor(TreeKem.NewPath? path, LeafIndex committer, LeafIndex newcomer)
    {
        if (path is null) return null;
        var common = TreeMath.CommonAncestor(committer, newcomer);
        for (var at = 0; at < path.Path.Count; at++)
            if (path.Path[at].Node == common) return path.PathSecrets[at];
        throw new InvalidOperationException("The committer's path misses a node above a newcomer.");
    }
}
