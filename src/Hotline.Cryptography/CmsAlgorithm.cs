using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>An algorithm that Statements may be signed by. There is a list of them, and nothing else verifies.</summary>
/// <param name="Signature">The signature's identifier, without parameters.</param>
/// <param name="Digest">The content's digest, by its identifier.</param>
/// <param name="Hash">The same digest.</param>
/// <param name="Key">What the signer's certificate names.</param>
internal sealed record CmsAlgorithm(string Signature, string Digest, HashAlgorithmName Hash, AlgorithmIdentifier Key, SignatureScheme Scheme)
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string Sha512 = "2.16.840.1.101.3.4.2.3";

    /// <summary>RFC 5753, section 2.1: what Hotline signs by default.</summary>
    public static readonly CmsAlgorithm EcdsaP256 = new("1.2.840.10045.4.3.2", Sha256, HashAlgorithmName.SHA256, new(KeyKind.EllipticCurve, KeyKind.P256), SignatureScheme.EcdsaP256);

    /// <summary>RFC 9882, section 3: SHA-512 is the digest that all can read.</summary>
    public static readonly CmsAlgorithm MlDsa65 = new(KeyKind.MlDsa65, Sha512, HashAlgorithmName.SHA512, new(KeyKind.MlDsa65, Parameters: null), SignatureScheme.MlDsa65);

    private static readonly CmsAlgorithm[] Allowed =
    [
        EcdsaP256,

        // The same for states whose own rules ask for more; made by their programs, verified by ours.
        new("1.2.840.10045.4.3.3", Sha384, HashAlgorithmName.SHA384, new(KeyKind.EllipticCurve, KeyKind.P384), SignatureScheme.EcdsaP384),

        MlDsa65,
    ];

    /// <summary>The allowed algorithm that signature, digest and key name together; null when there is none.</summary>
    public static CmsAlgorithm? Of(AlgorithmIdentifier signature, AlgorithmIdentifier digest, AlgorithmIdentifier key) =>
        // A digest without parameters may have a NULL there (RFC 5754, section 2); a signature may not (section 3).
        signature.Parameters is null && digest.Parameters is null or AlgorithmIdentifier.Null
            ? Array.Find(Allowed, allowed => allowed.Signature == signature.Oid && allowed.Digest == digest.Oid && allowed.Key == key)
            : null;
}
