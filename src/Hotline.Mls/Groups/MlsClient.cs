using System.Security.Cryptography;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>One party as it acts in groups of one cipher suite: who it is, with which key it signs, whom it believes.</summary>
/// <param name="suite">Of all groups and key packages of this client.</param>
/// <param name="signer">Stays the caller's, who disposes it when no group uses it any more.</param>
/// <param name="credential">Says who this client is; an X.509 credential is for the signer's key.</param>
/// <exception cref="ArgumentException">The options do not list the suite or the credential's type, or the signer has another algorithm.</exception>
public sealed class MlsClient(CipherSuite suite, SigningKey signer, Credential credential, IAuthenticationService authentication, MlsOptions? options = null)
{
    /// <summary>Section 13.5 reserves sixteen numbers of this form.</summary>
    private const int GreaseChoices = 15;

    public CipherSuite Suite { get; } = (options ?? MlsOptions.Default).CipherSuites.Contains(suite.IdOf())
        ? suite
        : throw new ArgumentException($"{suite.Name} is not among the suites of these options.", nameof(suite));

    public SigningKey Signer { get; } = signer.Scheme.Id == suite.Signature.Id
        ? signer
        : throw new ArgumentException($"A key of {signer.Scheme.Name} does not sign in {suite.Name}.", nameof(signer));

    public Credential Credential { get; } = credential;

    public IAuthenticationService Authentication { get; } = authentication;

    public MlsOptions Options { get; } = (options ?? MlsOptions.Default).Checked(credential);

    /// <summary>Makes a key package and the private keys that go with it.</summary>
    /// <param name="lastResort">Whether it may be used more than once, when no other is left.</param>
    /// <exception cref="InvalidOperationException">A last resort, but the options do not list that extension.</exception>
    public KeyPackageBundle NewKeyPackage(bool lastResort = false)
    {
        if (lastResort && !Options.Extensions.Contains(ExtensionType.LastResort))
            throw new InvalidOperationException("The options do not list the extension that marks a last resort (RFC 9420, section 10).");
        var initKey = Suite.GenerateKeyPair();
        var leafKey = Suite.GenerateKeyPair();
        var now = (ulong)Options.Clock.GetUtcNow().ToUnixTimeSeconds();
        var tolerance = (ulong)Options.ClockTolerance.TotalSeconds;
        var lifetime = new Lifetime(now > tolerance ? now - tolerance : 0, now + (ulong)Options.KeyPackageLifetime.TotalSeconds);
        var leaf = NewLeaf(leafKey.PublicKey, lifetime).SignedBy(Signer, null, default);
        var keyPackage = new KeyPackage
        {
            CipherSuite = Suite.IdOf(),
            InitKey = initKey.PublicKey,
            Leaf = leaf,
            Extensions = lastResort ? [new Extension(ExtensionType.LastResort, ReadOnlyMemory<byte>.Empty)] : [],
        }.SignedBy(Signer);
        return new KeyPackageBundle(keyPackage, initKey, leafKey);
    }

    /// <summary>A leaf of ours, not signed yet.</summary>
    internal LeafNode NewLeaf(ReadOnlyMemory<byte> encryptionKey, Lifetime? lifetime) => new()
    {
        EncryptionKey = encryptionKey,
        SignatureKey = Signer.PublicKey,
        Credential = Credential,
        Capabilities = NewCapabilities(),
        Source = lifetime is null ? LeafNodeSource.Update : LeafNodeSource.KeyPackage,
        Lifetime = lifetime,
        Extensions = Options.LeafExtensions,
    };

    private Capabilities NewCapabilities()
    {
        ushort[] grease = Options.Grease ? [(ushort)(0x0a0a + (0x1010 * RandomNumberGenerator.GetInt32(GreaseChoices)))] : [];
        return new Capabilities(
            [KeyPackage.Mls10],
            [.. Options.CipherSuites, .. grease.Select(value => (CipherSuiteId)value)],
            [.. Options.Extensions.Where(type => !Extensions.IsDefault(type)), .. grease.Select(value => (ExtensionType)value)],
            grease,
            [.. Options.Credentials, .. grease.Select(value => (CredentialType)value)]);
    }
}
