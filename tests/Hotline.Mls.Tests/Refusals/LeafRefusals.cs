using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hotline.Mls.Tests;

internal static class LeafRefusals
{
    private static readonly Extension Unknown = new((ExtensionType)0xf055, new byte[] { 1 });

    public static IReadOnlyList<Refusal> All { get; } =
    [
        new("leaf_signature", "7.3", "A leaf's signature holds", MlsFault.InvalidLeafSignature, forgery => Add(forgery, package => new KeyPackage
        {
            CipherSuite = package.CipherSuite, InitKey = package.InitKey, Extensions = package.Extensions, Leaf = AForgery.With(package.Leaf, credential: Credential.Basic("elbonia"u8)),
        })),
        new("leaf_source_in_add", "7.3", "A key package's leaf comes from a key package", MlsFault.InvalidLeafSource, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, source: LeafNodeSource.Update))),
        new("leaf_source_in_update", "7.3", "An update's leaf comes from an update", MlsFault.InvalidLeafSource, forgery =>
            forgery.Put(forgery.Public(forgery.Update(leaf => AForgery.With(leaf, source: LeafNodeSource.Commit))))),
        new("leaf_own_credential_unlisted", "7.2", "A leaf lists its own credential type", MlsFault.MissingCapability, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, capabilities: leaf.Capabilities with { Credentials = [CredentialType.X509] }))),
        new("leaf_suite_unlisted", "10", "A leaf lists the group's cipher suite", MlsFault.MissingCapability, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, capabilities: leaf.Capabilities with { CipherSuites = [CipherSuiteId.P256Aes128GcmSha256P256] }))),
        new("leaf_version_unlisted", "10", "A leaf lists the group's version", MlsFault.MissingCapability, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, capabilities: leaf.Capabilities with { Versions = [] }))),
        new("leaf_extension_unlisted", "7.3", "A leaf lists the types of its own extensions", MlsFault.MissingCapability, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, extensions: [Unknown]))),
        new("leaf_extension_twice", "13.4", "A leaf has one extension of a type", MlsFault.InvalidExtensions, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, extensions: [Extension.ApplicationId("1"u8), Extension.ApplicationId("2"u8)]))),
        new("leaf_extension_misplaced", "17.3", "A leaf has only extensions that belong there", MlsFault.InvalidExtensions, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, extensions: [Extension.ExternalSenders()]))),
        new("lifetime_over", "7.2", "A key package has not expired", MlsFault.InvalidLifetime, forgery => AddLeaf(forgery, leaf => AForgery.With(leaf, lifetime: new Lifetime(0, 1000)))),
        new("lifetime_not_begun", "7.2", "A key package is valid already", MlsFault.InvalidLifetime, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, lifetime: new Lifetime(leaf.Lifetime!.NotAfter, leaf.Lifetime.NotAfter + 1000)))),
        new("lifetime_too_long", "7.2", "A key package does not live too long", MlsFault.InvalidLifetime, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, lifetime: new Lifetime(leaf.Lifetime!.NotBefore, ulong.MaxValue)))),
        new("required_extension_unsupported", "11.1", "A newcomer supports the required extensions", MlsFault.MissingCapability, forgery =>
        {
            var group = forgery.Group;
            group.Commit("cambria", new Proposal.GroupContextExtensions([Extension.RequiredCapabilities(new RequiredCapabilities([ExtensionType.LastResort], [], []))]));
            AddLeaf(forgery, leaf => AForgery.With(leaf, capabilities: leaf.Capabilities with { Extensions = [] }));
        }),
        new("required_credential_unsupported", "11.1", "A newcomer supports the required credentials", MlsFault.MissingCapability, forgery =>
        {
            var group = forgery.Group;
            group.Commit("cambria", new Proposal.GroupContextExtensions([Extension.RequiredCapabilities(new RequiredCapabilities([], [], [CredentialType.X509]))]));
            AddLeaf(forgery, leaf => AForgery.With(leaf, capabilities: leaf.Capabilities with { Credentials = [CredentialType.Basic] }));
        }),
        new("credential_type_in_use_unsupported", "7.3", "Members support all credential types in use", MlsFault.MissingCapability, forgery =>
        {
            var package = forgery.KeyPackage(leaf => AForgery.With(
                leaf, credential: new Credential((CredentialType)0xf001, new byte[] { 1 }), capabilities: leaf.Capabilities with { Credentials = [(CredentialType)0xf001, CredentialType.Basic] }));
            forgery.Put(forgery.Commit(new Proposal.Add(package)));
        }),
        new("credential_refused", "5.3.1", "The authentication service accepts a newcomer", MlsFault.CredentialRefused, forgery =>
        {
            forgery.Judge = JudgeWith(forgery, new Doubter(credential => !credential.Equals(Credential.Basic("dorna"u8))));
            AddLeaf(forgery, leaf => leaf);
        }),
        new("credential_no_successor", "5.3.1", "A replaced credential succeeds the former", MlsFault.CredentialNotSuccessor, forgery =>
        {
            forgery.Judge = JudgeWith(forgery, new Doubter(_ => true));
            forgery.Put(forgery.Public(forgery.Update(leaf => AForgery.With(leaf, credential: Credential.Basic("elbonia"u8)))));
        }),
        new("certificate_for_other_key", "5.3", "An X.509 credential is for the member's key", MlsFault.CredentialKeyMismatch, forgery =>
            AddLeaf(forgery, leaf => AForgery.With(leaf, credential: Credential.X509(ACertificate())))),
        new("key_package_suite", "10.1", "A key package is of the group's suite", MlsFault.KeyPackageMismatch, forgery => Add(forgery, package => new KeyPackage
        {
            CipherSuite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, InitKey = package.InitKey, Extensions = package.Extensions, Leaf = package.Leaf,
        })),
        new("key_package_version", "10.1", "A key package is of the group's version", MlsFault.KeyPackageMismatch, forgery => Add(forgery, package => new KeyPackage
        {
            Version = 2, CipherSuite = package.CipherSuite, InitKey = package.InitKey, Extensions = package.Extensions, Leaf = package.Leaf,
        })),
        new("key_package_signature", "10.1", "A key package's signature holds", MlsFault.InvalidKeyPackageSignature, forgery =>
        {
            var package = forgery.KeyPackage();
            forgery.Put(forgery.Public(new Proposal.Add(new KeyPackage
            {
                CipherSuite = package.CipherSuite, InitKey = new byte[32], Extensions = package.Extensions, Leaf = package.Leaf, Signature = package.Signature,
            })));
        }),
        new("key_package_init_key", "10.1", "A key package's init key is not its leaf's", MlsFault.ReusedInitKey, forgery => Add(forgery, package => new KeyPackage
        {
            CipherSuite = package.CipherSuite, InitKey = package.Leaf.EncryptionKey, Extensions = package.Extensions, Leaf = package.Leaf,
        })),
        new("update_keeps_key", "7.3", "An update has a new encryption key", MlsFault.UnchangedKey, forgery =>
            forgery.Put(forgery.Public(forgery.Update(leaf => AForgery.With(leaf, encryptionKey: forgery.Alba.Leaf.EncryptionKey))))),
        new("update_for_other_leaf", "7.2", "An update is signed for its place", MlsFault.InvalidLeafSignature, forgery =>
            forgery.Put(forgery.Public(forgery.Update(place: new LeafIndex(1))))),
        new("encryption_key_twice", "7.3", "An encryption key stands once in the tree", MlsFault.DuplicateKey, forgery =>
        {
            var package = forgery.KeyPackage(leaf => AForgery.With(leaf, encryptionKey: forgery.Group["cambria"].State.Leaf.EncryptionKey));
            forgery.Put(forgery.Commit(new Proposal.Add(package)));
        }),
    ];

    /// <summary>Borea, but with another authentication service.</summary>
    private static Group JudgeWith(AForgery forgery, IAuthenticationService service)
    {
        var borea = forgery.Group["borea"];
        return new Group(new MlsClient(forgery.Suite, borea.Client.Signer, borea.Client.Credential, service, forgery.Group.Options), borea.State);
    }

    private static void Add(AForgery forgery, Func<KeyPackage, KeyPackage> change) => forgery.Put(forgery.Public(new Proposal.Add(forgery.KeyPackage(change: change))));

    private static void AddLeaf(AForgery forgery, Func<LeafNode, LeafNode> change) => forgery.Put(forgery.Public(new Proposal.Add(forgery.KeyPackage(change))));

    private static byte[] ACertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=dorna", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), DateTimeOffset.FromUnixTimeSeconds(4_000_000_000)).RawData;
    }

    /// <summary>Accepts some, and takes no credential for another's successor.</summary>
    private sealed class Doubter(Func<Credential, bool> accepts) : IAuthenticationService
    {
        public bool Accepts(Credential credential, ReadOnlySpan<byte> signatureKey, CredentialUse use) => accepts(credential);
    }
}
