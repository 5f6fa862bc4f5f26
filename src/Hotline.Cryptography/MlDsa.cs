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

    /// <param name="context">At most 255 bytes, else nothing holds.</param>
    internal delegate bool Check(ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature);

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
        signature.Length == set.SignatureSize() && Read(set, publicKey) is { } check && check(message, context: [], signature);

    /// <summary>The key, ready to verify often: its matrix is expanded here, which takes longer than a verification.</summary>
    /// <returns>Null when it has another length: there is no other way to be malformed.</returns>
    internal static Check? Read(MlDsaParameterSet set, ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != set.PublicKeySize()) return null;
        Check check = Ring.IsSupported ? LatticeVerifier.Of(set, publicKey).Verify : ReadForeign(set, publicKey.ToArray());
        return (message, context, signature) => signature.Length == set.SignatureSize() && context.Length <= MaxContextSize && check(message, context, signature);
    }

    private static Check ReadForeign(MlDsaParameterSet set, byte[] publicKey)
    {
        var key = MLDsaPublicKeyParameters.FromEncoding(set.Parameters(), publicKey);
        return (message, context, signature) =>
        {
            var verifier = new MLDsaSigner(key.Parameters, deterministic: false);
            verifier.Init(forSigning: false, new ParametersWithContext(key, context.ToArray()));
            verifier.BlockUpdate(message);
            return verifier.VerifySignature(signature.ToArray());
        };
    }

    internal static MLDsaParameters Parameters(this MlDsaParameterSet set) => set switch
    {
        MlDsaParameterSet.MlDsa44 => MLDsaParameters.ml_dsa_44,
        MlDsaParameterSet.MlDsa65 => MLDsaParameters.ml_dsa_65,
        MlDsaParameterSet.MlDsa87 => MLDsaParameters.ml_dsa_87,
        _ => throw new ArgumentOutOfRangeException(nameof(set)),
    };
}
