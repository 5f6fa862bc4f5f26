namespace Hotline.Cryptography.Hpke;

/// <summary>A Diffie-Hellman group as KEMs use it (RFC 9180, section 4.1; draft-irtf-cfrg-hybrid-kems, "nominal group").</summary>
/// <param name="scalarSize">Size of a private key in bytes.</param>
/// <param name="elementSize">Size of a public key in bytes.</param>
internal abstract class KeyGroup(int scalarSize, int elementSize)
{
    /// <summary>LabeledExpand under the pseudorandom key of DeriveKeyPair.</summary>
    public delegate byte[] Expansion(ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, int length);

    public int ScalarSize => scalarSize;

    public int ElementSize => elementSize;

    /// <summary>Whether these bytes are a private key. On Montgomery curves all of the right size are.</summary>
    public virtual bool IsScalar(ReadOnlySpan<byte> bytes) => bytes.Length == ScalarSize;

    /// <summary>The scalar of DeriveKeyPair (RFC 9180, section 7.1.3).</summary>
    public virtual byte[] DeriveScalar(Expansion expand) => expand("sk"u8, [], ScalarSize);

    /// <summary>The first stretch of a seed that is a scalar: RandomScalar of draft-irtf-cfrg-concrete-hybrid-kems.</summary>
    /// <returns>A slice of the seed.</returns>
    /// <exception cref="HpkeException">None is, which happens once in 2^128 seeds.</exception>
    public ReadOnlySpan<byte> ScalarFrom(ReadOnlySpan<byte> seed)
    {
        for (; seed.Length >= ScalarSize; seed = seed[ScalarSize..])
            if (IsScalar(seed[..ScalarSize])) return seed[..ScalarSize];
        throw new HpkeException("No private key follows from this seed.");
    }

    /// <summary>The private key, ready for use. Costs one multiplication on the curve.</summary>
    public abstract GroupKey Load(ReadOnlySpan<byte> scalar);
}
