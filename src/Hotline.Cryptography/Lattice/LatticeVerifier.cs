using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Hotline.Cryptography.Lattice;

/// <summary>Verifies ML-DSA signatures by one public key, whose matrix is expanded once (FIPS 204, algorithm 8).</summary>
internal sealed class LatticeVerifier
{
    /// <summary>Of the few keys that verify again and again; 40 KiB each.</summary>
    private const int Remembered = 64;

    private const int HighestBits = 10;
    private const int DroppedBits = 13;
    private static readonly ConcurrentDictionary<string, LatticeVerifier> Known = [];

    private readonly LatticeScheme _scheme;
    private readonly int[] _matrix;
    private readonly int[] _highest;
    private readonly byte[] _keyHash = new byte[LatticeScheme.MessageSize];

    private LatticeVerifier(LatticeScheme scheme, ReadOnlySpan<byte> publicKey)
    {
        _scheme = scheme;
        _matrix = Sampling.Matrix(scheme, publicKey[..LatticeScheme.SeedSize]);
        _highest = new int[scheme.Rows * Ring.Degree];
        Shake256.HashData(publicKey, _keyHash);
        var packed = publicKey[LatticeScheme.SeedSize..];
        for (var row = 0; row < scheme.Rows; row++)
        {
            var polynomial = _highest.AsSpan(row * Ring.Degree, Ring.Degree);
            BitPacking.Unpack(packed.Slice(row * Ring.Degree / 8 * HighestBits, Ring.Degree / 8 * HighestBits), HighestBits, polynomial);
            foreach (ref var coefficient in polynomial) coefficient <<= DroppedBits;
            Ring.Transform(polynomial);
        }
    }

    /// <param name="publicKey">Of the right length.</param>
    public static LatticeVerifier Of(MlDsaParameterSet set, ReadOnlySpan<byte> publicKey)
    {
        var name = Convert.ToHexString(SHA256.HashData(publicKey));
        if (Known.TryGetValue(name, out var verifier)) return verifier;
        verifier = new LatticeVerifier(LatticeScheme.Of(set), publicKey);
        if (Known.Count >= Remembered) Known.Clear();
        return Known[name] = verifier;
    }

    /// <param name="context">At most 255 bytes.</param>
    /// <param name="signature">Of the right length.</param>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature)
    {
        var (rows, columns) = (_scheme.Rows, _scheme.Columns);
        var challengeSeed = signature[.._scheme.ChallengeSize];
        var response = new int[columns * Ring.Degree];
        for (var column = 0; column < columns; column++)
        {
            var packed = signature.Slice(_scheme.ChallengeSize + (column * _scheme.MaskSize), _scheme.MaskSize);
            BitPacking.UnpackBelow(packed, _scheme.MaskRange, _scheme.MaskBits, response.AsSpan(column * Ring.Degree, Ring.Degree));
        }

        var hints = new int[rows * Ring.Degree];
        if (!BitPacking.TryUnpackHints(_scheme, signature[(_scheme.ChallengeSize + (columns * _scheme.MaskSize))..], hints)) return false;
        if (!Ring.IsBelow(response, _scheme.MaskRange - _scheme.Slack)) return false;
        for (var column = 0; column < columns; column++) Ring.Transform(response.AsSpan(column * Ring.Degree, Ring.Degree));

        Span<int> challenge = stackalloc int[Ring.Degree];
        Span<int> product = stackalloc int[Ring.Degree];
        Sampling.Challenge(_scheme, challengeSeed, challenge);
        Ring.Transform(challenge);
        var high = new int[rows * Ring.Degree];
        for (var row = 0; row < rows; row++)
        {
            var polynomial = high.AsSpan(row * Ring.Degree, Ring.Degree);
            Ring.MultiplyRow(_matrix.AsSpan(row * columns * Ring.Degree, columns * Ring.Degree), response, polynomial);
            Ring.Multiply(challenge, _highest.AsSpan(row * Ring.Degree, Ring.Degree), product);
            Ring.Subtract(polynomial, product);
            Ring.Reduce(polynomial);
            Ring.TransformBack(polynomial);
            Ring.MakePositive(polynomial);
        }

        var low = new int[high.Length];
        Rounding.Decompose(_scheme, high, high, low);
        Rounding.UseHints(_scheme, high, low, hints);
        Span<byte> represented = stackalloc byte[LatticeScheme.MessageSize];
        Represent(_keyHash, message, context, represented);
        Span<byte> expected = stackalloc byte[_scheme.ChallengeSize];
        Commit(_scheme, represented, high, expected);
        return challengeSeed.SequenceEqual(expected);
    }

    /// <summary>μ of a message and its context (FIPS 204, algorithms 2, 3 and 8).</summary>
    internal static void Represent(ReadOnlySpan<byte> keyHash, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, Span<byte> represented)
    {
        using var hash = new Shake256();
        hash.AppendData(keyHash);
        hash.AppendData([0, (byte)context.Length]);
        hash.AppendData(context);
        hash.AppendData(message);
        hash.GetHashAndReset(represented);
    }

    /// <summary>The challenge's seed: a hash over the message and the high parts (w1Encode, algorithm 28).</summary>
    internal static void Commit(LatticeScheme scheme, ReadOnlySpan<byte> represented, ReadOnlySpan<int> high, Span<byte> seed)
    {
        Span<byte> input = stackalloc byte[LatticeScheme.MessageSize + (scheme.Rows * scheme.HighSize)];
        represented.CopyTo(input);
        for (var row = 0; row < scheme.Rows; row++)
        {
            BitPacking.Pack(
                high.Slice(row * Ring.Degree, Ring.Degree), scheme.HighBits, input.Slice(LatticeScheme.MessageSize + (row * scheme.HighSize), scheme.HighSize));
        }

        Shake256.HashData(input, seed);
    }
}
