using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>An ECDSA key over one curve that signs with the hash that goes with it.</summary>
internal sealed class EcdsaPrivateKey : SigningKey
{
    private readonly Ecdsa _scheme;
    private readonly ECDsa _key;

    /// <param name="key">Taken over.</param>
    public EcdsaPrivateKey(Ecdsa scheme, ECDsa key)
    {
        (_scheme, _key) = (scheme, key);
        PublicKey = NistCurve.Encode(key.ExportParameters(includePrivateParameters: false).Q);
    }

    public override SignatureScheme Scheme => _scheme;

    /// <summary>An uncompressed point (SEC 1, section 2.3.3).</summary>
    public override ReadOnlyMemory<byte> PublicKey { get; }

    /// <returns>The signature in DER.</returns>
    public override byte[] Sign(ReadOnlySpan<byte> message) => _key.SignData(message, _scheme.Hash, DSASignatureFormat.Rfc3279DerSequence);

    public override byte[] ToBytes() => _key.ExportParameters(includePrivateParameters: true).D!;

    public override void Dispose() => _key.Dispose();

    public static EcdsaPrivateKey Generate(Ecdsa scheme) => new(scheme, ECDsa.Create(scheme.Curve.Curve));

    /// <param name="scalar">In the range of the curve.</param>
    public static EcdsaPrivateKey FromScalar(Ecdsa scheme, ReadOnlySpan<byte> scalar)
    {
        var copy = scalar.ToArray();
        try
        {
            return new EcdsaPrivateKey(scheme, ECDsa.Create(scheme.Curve.PrivateKey(copy)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }
}
