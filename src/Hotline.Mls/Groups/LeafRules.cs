using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>What makes a leaf or key package valid for a group (RFC 9420, sections 7.3 and 10.1).</summary>
internal static class LeafRules
{
    /// <exception cref="MlsException">It may not be added.</exception>
    public static void RequireKeyPackage(MlsClient client, KeyPackage keyPackage, GroupContext context)
    {
        var suite = client.Suite;
        if (keyPackage.Version != KeyPackage.Mls10 || keyPackage.CipherSuite != context.CipherSuite)
            throw new MlsException(MlsFault.KeyPackageMismatch, "A key package is of another version or cipher suite than the group.");
        if (keyPackage.Leaf.EncryptionKey.Span.SequenceEqual(keyPackage.InitKey.Span)) throw new MlsException(MlsFault.ReusedInitKey, "A key package has one key for both uses.");
        keyPackage.Extensions.RequireDistinct();
        if (!keyPackage.IsSigned(suite)) throw new MlsException(MlsFault.InvalidKeyPackageSignature, "The signature of a key package does not hold.");
        RequireLeaf(client, keyPackage.Leaf, LeafNodeSource.KeyPackage, context, default);
        RequireLifetime(client.Options, keyPackage.Leaf.Lifetime!);
        RequireCredential(client, keyPackage.Leaf.Credential, keyPackage.Leaf.SignatureKey, CredentialUse.Joining);
    }

    /// <summary>All that concerns one leaf but its lifetime, credential and neighbours.</summary>
    /// <exception cref="MlsException">A rule of section 7.3 is broken.</exception>
    public static void RequireLeaf(MlsClient client, LeafNode leaf, LeafNodeSource? source, GroupContext context, LeafIndex place)
    {
        if (source is { } expected && leaf.Source != expected) throw new MlsException(MlsFault.InvalidLeafSource, $"A leaf comes from {leaf.Source} where {expected} is due.");
        if (!leaf.IsSignedFor(client.Suite, context.GroupId, place)) throw new MlsException(MlsFault.InvalidLeafSignature, "The signature of a leaf does not hold.");
        var capabilities = leaf.Capabilities;
        if (!capabilities.Versions.Contains(KeyPackage.Mls10) || !capabilities.CipherSuites.Contains(context.CipherSuite))
            throw new MlsException(MlsFault.MissingCapability, "A member does not support the group's version and cipher suite.");
        if (!capabilities.Credentials.Contains(leaf.Credential.Type)) throw new MlsException(MlsFault.MissingCapability, "A member does not list its own credential type.");
        leaf.Extensions.RequireDistinct();
        foreach (var extension in leaf.Extensions)
        {
            if (!capabilities.Supports(extension.Type)) throw new MlsException(MlsFault.MissingCapability, "A member does not list an extension of its own leaf.");
            if (extension.Type is ExtensionType.RatchetTree or ExtensionType.RequiredCapabilities or ExtensionType.ExternalPub or ExtensionType.ExternalSenders)
                throw new MlsException(MlsFault.InvalidExtensions, $"Extension {extension.Type} does not belong in a leaf.");
        }

        RequireGroupSupport(leaf, context.Extensions, context.Extensions.RequiredCapabilities());
    }

    /// <summary>What all leaves of a tree must be to each other and to the group, after a commit or on joining.</summary>
    /// <exception cref="MlsException">Two have one key, or one does not support what is in use.</exception>
    public static void RequireFittingMembers(RatchetTree tree, IReadOnlyList<Extension> extensions)
    {
        tree.RequireDistinctKeys();
        var required = extensions.RequiredCapabilities();
        var inUse = tree.Members.Select(member => tree.Leaf(member)!.Credential.Type).ToHashSet();
        foreach (var member in tree.Members)
        {
            var leaf = tree.Leaf(member)!;
            if (!inUse.All(leaf.Capabilities.Credentials.Contains)) throw new MlsException(MlsFault.MissingCapability, "A member does not support a credential type in use.");
            RequireGroupSupport(leaf, extensions, required);
        }
    }

    /// <exception cref="MlsException">The credential is for another key, or the authentication service refuses it.</exception>
    public static void RequireCredential(MlsClient client, Credential credential, ReadOnlyMemory<byte> signatureKey, CredentialUse use)
    {
        if (credential.Type == CredentialType.X509) RequireCertificateFor(client.Suite, credential.Certificates()[0], signatureKey);
        if (!client.Authentication.Accepts(credential, signatureKey.Span, use)) throw new MlsException(MlsFault.CredentialRefused, "The authentication service refuses a credential.");
    }

    /// <summary>A member's new leaf: a changed credential must be good, and a successor of the old (section 5.3.1).</summary>
    /// <exception cref="MlsException">It is not.</exception>
    public static void RequireReplacement(MlsClient client, LeafNode former, LeafNode replacement)
    {
        if (former.EncryptionKey.Span.SequenceEqual(replacement.EncryptionKey.Span)) throw new MlsException(MlsFault.UnchangedKey, "An update keeps its encryption key.");
        var same = former.Credential.Equals(replacement.Credential) && former.SignatureKey.Span.SequenceEqual(replacement.SignatureKey.Span);
        if (same) return;
        RequireCredential(client, replacement.Credential, replacement.SignatureKey, CredentialUse.Replacing);
        if (!client.Authentication.IsSuccessor(former.Credential, replacement.Credential))
            throw new MlsException(MlsFault.CredentialNotSuccessor, "A credential is no successor of the one it replaces.");
    }

    private static void RequireGroupSupport(LeafNode leaf, IReadOnlyList<Extension> extensions, RequiredCapabilities? required)
    {
        if (required is not null) leaf.Capabilities.Require(required);
        foreach (var extension in extensions)
            if (!leaf.Capabilities.Supports(extension.Type)) throw new MlsException(MlsFault.MissingCapability, "A member does not support an extension of the group.");
    }

    private static void RequireLifetime(MlsOptions options, Lifetime lifetime)
    {
        var now = (ulong)options.Clock.GetUtcNow().ToUnixTimeSeconds();
        var tolerance = (ulong)options.ClockTolerance.TotalSeconds;
        if (lifetime.NotAfter < lifetime.NotBefore || lifetime.NotBefore > now + tolerance || lifetime.NotAfter < now - Math.Min(now, tolerance))
            throw new MlsException(MlsFault.InvalidLifetime, "A key package is outside its lifetime.");
        if (options.MaxKeyPackageLifetime == TimeSpan.MaxValue) return;
        // The maker's own tolerance for clocks lies before its lifetime proper.
        if (lifetime.NotAfter - lifetime.NotBefore > (ulong)options.MaxKeyPackageLifetime.TotalSeconds + tolerance)
            throw new MlsException(MlsFault.InvalidLifetime, "A key package lives longer than is accepted.");
    }

    /// <summary>The end entity's public key must be the member's signature key (section 5.3).</summary>
    private static void RequireCertificateFor(CipherSuite suite, ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> signatureKey)
    {
        try
        {
            using var read = X509CertificateLoader.LoadCertificate(certificate.Span);
            if (!read.PublicKey.EncodedKeyValue.RawData.AsSpan().SequenceEqual(signatureKey.Span))
                throw new MlsException(MlsFault.CredentialKeyMismatch, $"A certificate is for another key than its member's {suite.Signature.Name} key.");
        }
        catch (CryptographicException unreadable)
        {
            throw new MlsException(MlsFault.CredentialKeyMismatch, "A certificate cannot be read.", unreadable);
        }
    }
}
