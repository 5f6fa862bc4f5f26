using System.Security.Cryptography;
using Hotline.Cryptography.Lattice;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.X509;

namespace Hotline.Cryptography;

/// <summary>An ML-DSA key that signs (FIPS 204), kept as its 32-byte seed.</summary>
public sealed class MlDsaPrivateKey : SigningKey
{
    private readonly byte[] _seed;
    private readonly Lazy<LatticeSigner> _signer;
    private MLDsaPrivateKeyParameters? _key;

    private MlDsaPrivateKey(MlDsaParameterSet set, byte[] seed)
    {
        Set = set;
        _seed = seed;
        _key = MLDsaPrivateKeyParameters.FromSeed(set.Parameters(), seed);
        _signer = new Lazy<LatticeSigner>(() => Expand(set, Parameters));
        PublicKey = _key.GetPublicKeyEncoded();
        SubjectPublicKeyInfo = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(_key.GetPublicKey()).GetDerEncoded();
    }

    public MlDsaParameterSet Set { get; }

    public override SignatureScheme Scheme => MlDsaScheme.Of(Set);

    public override ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>DER (RFC 9881, section 4).</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <exception cref="ObjectDisposedException">It is zeroed.</exception>
    internal MLDsaPrivateKeyParameters Parameters => _key ?? throw new ObjectDisposedException(nameof(MlDsaPrivateKey));

    public static MlDsaPrivateKey Generate(MlDsaParameterSet set) => new(set, RandomNumberGenerator.GetBytes(MlDsa.SeedSize));

    /// <param name="seed">32 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static MlDsaPrivateKey FromSeed(MlDsaParameterSet set, ReadOnlySpan<byte> seed) =>
        seed.Length == MlDsa.SeedSize ? new MlDsaPrivateKey(set, seed.ToArray()) : throw new ArgumentException("An ML-DSA seed has 32 bytes.", nameof(seed));

    /// <summary>Signs with fresh randomness (hedged, FIPS 204, section 3.4).</summary>
    /// <exception cref="ObjectDisposedException">It is zeroed.</exception>
    public override byte[] Sign(ReadOnlySpan<byte> message)
    {
        Span<byte> randomness = stackalloc byte[MlDsa.RandomnessSize];
        RandomNumberGenerator.Fill(randomness);
        return SignWith(message, randomness);
    }

    /// <summary>Signs without randomness: the same bytes every time, as test vectors need.</summary>
    public byte[] SignDeterministic(ReadOnlySpan<byte> message) => SignWith(message, new byte[MlDsa.RandomnessSize]);

    /// <param name="context">At most 255 bytes.</param>
    /// <param name="randomness">32 bytes; all zero for the deterministic variant (FIPS 204, section 5.2).</param>
    /// <exception cref="ArgumentException">The context is too long.</exception>
    internal static byte[] Sign(
        MlDsaParameterSet set, MLDsaPrivateKeyParameters key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, ReadOnlySpan<byte> randomness)
    {
        if (context.Length > MlDsa.MaxContextSize) throw new ArgumentException($"A context has at most {MlDsa.MaxContextSize} bytes.", nameof(context));
        if (Ring.IsSupported)
        {
            using var once = Expand(set, key);
            return SignBy(once, set, message, context, randomness);
        }

        var signer = new MLDsaSigner(set.Parameters(), deterministic: false);
        signer.Init(forSigning: true, new ParametersWithContext(new ParametersWithRandom(key, GivenRandomness.Once(randomness)), context.ToArray()));
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }

    /// <param name="seed">Receives 32 bytes, which the caller zeroes.</param>
    /// <exception cref="ObjectDisposedException">It is zeroed.</exception>
    public void ExportSeed(Span<byte> seed)
    {
        ObjectDisposedException.ThrowIf(_key is null, this);
        _seed.CopyTo(seed);
    }

    public override byte[] ToBytes()
    {
        ObjectDisposedException.ThrowIf(_key is null, this);
        return (byte[])_seed.Clone();
    }

    /// <summary>Zeroes the seed. The key that the library expanded from it is only let go: the library has no way to zero it.</summary>
    public override void Dispose()
    {
        CryptographicOperations.ZeroMemory(_seed);
        _key = null;
        if (_signer.IsValueCreated) _signer.Value.Dispose();
    }

    private static byte[] SignBy(LatticeSigner signer, MlDsaParameterSet set, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, ReadOnlySpan<byte> randomness)
    {
        var signature = new byte[set.SignatureSize()];
        signer.Sign(message, context, randomness, signature);
        return signature;
    }

    private static LatticeSigner Expand(MlDsaParameterSet set, MLDsaPrivateKeyParameters key)
    {
        var encoded = key.GetEncoded();
        try
        {
            return new LatticeSigner(set, encoded);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded);
        }
    }

    private byte[] SignWith(ReadOnlySpan<byte> message, ReadOnlySpan<byte> randomness)
    {
        ObjectDisposedException.ThrowIf(_key is null, this);
        return Ring.IsSupported ? SignBy(_signer.Value, Set, message, context: [], randomness) : Sign(Set, Parameters, message, context: [], randomness);
    }
}
