using Hotline.Cryptography.Lattice;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Hotline.Cryptography;

/// <summary>Parameter sets of FIPS 204, table 1 and 2.</summary>
public enum MlDsaParameterSet
{
    MlDsa44,
    MlDsa65,
    MlDsa87,
}

/// <summary>Verifies ML-DSA signatures (FIPS 204, section 5.3): the pure variant with an empty context.</summary>
/// <remarks>Our own arithmetic where the processor has the instructions for it, which is some six times as fast; else BouncyCastle's.</remarks>
public static class MlDsa
{
    public const int SeedSize = 32;

    /// <summary>In bytes (FIPS 204, section 5.2).</summary>
    internal const int MaxContextSize = 255;

    /// <summary>What a signature is hedged with, in bytes: rnd of FIPS 204, section 5.2.</summary>
    internal const int RandomnessSize = 32;

    public static int PublicKeySize(this MlDsaParameterSet set) => set switch
    {
        MlDsaParameterSet.MlDsa44 => 1312,
        MlDsaParameterSet.MlDsa65 => 1952,
        MlDsaParameterSet.MlDsa87 => 2592,
        _ => throw new ArgumentOutOfRangeException(nameof(set)),
    };

    public static int SignatureSize(this MlDsaParameterSet set) => set switch
    {
        MlDsaParameterSet.MlDsa44 => 2420,
        MlDsaParameterSet.MlDsa65 => 3309,
        MlDsaParameterSet.MlDsa87 => 4627,
        _ => throw new ArgumentOutOfRangeException(nameof(set)),
    };

    /// <summary>False for every signature that does not hold, malformed keys and lengths included; never throws on foreign bytes.</summary>
    public static bool Verify(MlDsaParameterSet set, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Verify(set, publicKey, message, signature, context: []);

    internal static bool Verify(MlDsaParameterSet set, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> context)
    {
        if (publicKey.Length != set.PublicKeySize() || signature.Length != set.SignatureSize() || context.Length > MaxContextSize) return false;
        if (Ring.IsSupported) return LatticeVerifier.Of(set, publicKey).Verify(message, context, signature);
        var verifier = new MLDsaSigner(set.Parameters(), deterministic: false);
        verifier.Init(forSigning: false, new ParametersWithContext(MLDsaPublicKeyParameters.FromEncoding(set.Parameters(), publicKey.ToArray()), context.ToArray()));
        verifier.BlockUpdate(message);
        return verifier.VerifySignature(signature.ToArray());
    }

    internal static MLDsaParameters Parameters(this MlDsaParameterSet set) => set switch
    {
        MlDsaParameterSet.MlDsa44 => MLDsaParameters.ml_dsa_44,
        MlDsaParameterSet.MlDsa65 => MLDsaParameters.ml_dsa_65,
        MlDsaParameterSet.MlDsa87 => MLDsaParameters.ml_dsa_87,
        _ => throw new ArgumentOutOfRangeException(nameof(set)),
    };
}
