namespace Hotline.Cryptography.Lattice;

/// <summary>A parameter set of ML-DSA (FIPS 204, table 1).</summary>
/// <param name="Rows">k.</param>
/// <param name="Columns">l.</param>
/// <param name="Eta">Largest coefficient of a secret.</param>
/// <param name="Tau">Coefficients of a challenge that are not zero.</param>
/// <param name="MaskBits">1 + log2 of γ1.</param>
/// <param name="LowRange">γ2.</param>
/// <param name="MaxHints">ω.</param>
/// <param name="ChallengeSize">λ/4 bytes.</param>
internal sealed record LatticeScheme(int Rows, int Columns, int Eta, int Tau, int MaskBits, int LowRange, int MaxHints, int ChallengeSize)
{
    public const int SeedSize = 32;

    /// <summary>Bytes of μ, which stands for key and message.</summary>
    public const int MessageSize = 64;

    private static readonly LatticeScheme MlDsa44 = new(4, 4, 2, 39, 18, (Ring.Q - 1) / 88, 80, 32);
    private static readonly LatticeScheme MlDsa65 = new(6, 5, 4, 49, 20, (Ring.Q - 1) / 32, 55, 48);
    private static readonly LatticeScheme MlDsa87 = new(8, 7, 2, 60, 20, (Ring.Q - 1) / 32, 75, 64);

    /// <summary>γ1.</summary>
    public int MaskRange => 1 << (MaskBits - 1);

    /// <summary>β.</summary>
    public int Slack => Tau * Eta;

    /// <summary>Bits of a coefficient of w1.</summary>
    public int HighBits => LowRange == (Ring.Q - 1) / 32 ? 4 : 6;

    public int HighSize => Ring.Degree / 8 * HighBits;

    public int MaskSize => Ring.Degree / 8 * MaskBits;

    public static LatticeScheme Of(MlDsaParameterSet set) => set switch
    {
        MlDsaParameterSet.MlDsa44 => MlDsa44,
        MlDsaParameterSet.MlDsa65 => MlDsa65,
        MlDsaParameterSet.MlDsa87 => MlDsa87,
        _ => throw new ArgumentOutOfRangeException(nameof(set)),
    };
}
