using System.Security.Cryptography;

namespace Hotline.Cryptography.Lattice;

/// <summary>Signs by one ML-DSA key, whose matrix and secrets are expanded once (FIPS 204, algorithm 7).</summary>
internal sealed class LatticeSigner : IDisposable
{
    private const int KeyHashSize = 64;
    private const int DroppedBits = 13;

    private readonly LatticeScheme _scheme;
    private readonly int[] _matrix;
    private readonly byte[] _masking = new byte[LatticeScheme.SeedSize];
    private readonly byte[] _keyHash = new byte[KeyHashSize];
    private readonly int[] _secret;
    private readonly int[] _error;
    private readonly int[] _dropped;
    private volatile bool _disposed;

    /// <param name="privateKey">The expanded encoding (skEncode, algorithm 24); stays the caller's to zero.</param>
    public LatticeSigner(MlDsaParameterSet set, ReadOnlySpan<byte> privateKey)
    {
        _scheme = LatticeScheme.Of(set);
        var (rows, columns, bits) = (_scheme.Rows, _scheme.Columns, _scheme.Eta == 2 ? 3 : 4);
        _matrix = Sampling.Matrix(_scheme, privateKey[..LatticeScheme.SeedSize]);
        privateKey.Slice(LatticeScheme.SeedSize, _masking.Length).CopyTo(_masking);
        privateKey.Slice(2 * LatticeScheme.SeedSize, _keyHash.Length).CopyTo(_keyHash);
        var rest = privateKey[((2 * LatticeScheme.SeedSize) + KeyHashSize)..];
        _secret = Read(ref rest, columns, _scheme.Eta, bits);
        _error = Read(ref rest, rows, _scheme.Eta, bits);
        _dropped = Read(ref rest, rows, 1 << (DroppedBits - 1), DroppedBits);
    }

    /// <param name="context">At most 255 bytes.</param>
    /// <param name="randomness">32 bytes, which are zero for a deterministic signature.</param>
    /// <param name="signature">Receives the signature.</param>
    /// <exception cref="ObjectDisposedException">The key is zeroed.</exception>
    public void Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, ReadOnlySpan<byte> randomness, Span<byte> signature)
    {
        Span<byte> represented = stackalloc byte[LatticeScheme.MessageSize];
        LatticeVerifier.Represent(_keyHash, message, context, represented);
        Span<byte> input = stackalloc byte[(2 * LatticeScheme.SeedSize) + LatticeScheme.MessageSize];
        Span<byte> seed = stackalloc byte[LatticeScheme.MessageSize + sizeof(ushort)];
        _masking.CopyTo(input);
        randomness.CopyTo(input[LatticeScheme.SeedSize..]);
        represented.CopyTo(input[(2 * LatticeScheme.SeedSize)..]);
        var attempt = new Attempt(_scheme);
        try
        {
            Shake256.HashData(input, seed[..LatticeScheme.MessageSize]);
            for (var number = 0; !TrySign(attempt, represented, seed, number, signature); number += _scheme.Columns)
            {
            }

            // Zeroed meanwhile, the secrets would have signed something else.
            ObjectDisposedException.ThrowIf(_disposed, this);
        }
        finally
        {
            attempt.Zero();
            CryptographicOperations.ZeroMemory(input);
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_masking);
        Array.Clear(_secret);
        Array.Clear(_error);
        Array.Clear(_dropped);
    }

    /// <returns>False when this mask would tell something of the secret: the next one is tried.</returns>
    private bool TrySign(Attempt attempt, ReadOnlySpan<byte> represented, Span<byte> seed, int number, Span<byte> signature)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var (rows, columns) = (_scheme.Rows, _scheme.Columns);
        for (var column = 0; column < columns; column++) Sampling.Mask(_scheme, seed, number + column, At(attempt.Mask, column));
        attempt.Mask.CopyTo(attempt.Transformed, 0);
        for (var column = 0; column < columns; column++) Ring.Transform(At(attempt.Transformed, column));
        for (var row = 0; row < rows; row++)
        {
            var polynomial = At(attempt.Low, row);
            Ring.MultiplyRow(_matrix.AsSpan(row * columns * Ring.Degree, columns * Ring.Degree), attempt.Transformed, polynomial);
            Ring.TransformBack(polynomial);
            Ring.MakePositive(polynomial);
        }

        Rounding.Decompose(_scheme, attempt.Low, attempt.High, attempt.Low);
        var challengeSeed = signature[.._scheme.ChallengeSize];
        LatticeVerifier.Commit(_scheme, represented, attempt.High, challengeSeed);
        Sampling.Challenge(_scheme, challengeSeed, attempt.Challenge);
        Ring.Transform(attempt.Challenge);

        for (var column = 0; column < columns; column++)
        {
            var response = At(attempt.Mask, column);
            AddProduct(attempt, At(_secret, column), response, isAdded: true);
            if (!Ring.IsBelow(response, _scheme.MaskRange - _scheme.Slack)) return false;
        }

        for (var row = 0; row < rows; row++)
        {
            var low = At(attempt.Low, row);
            AddProduct(attempt, At(_error, row), low, isAdded: false);
            if (!Ring.IsBelow(low, _scheme.LowRange - _scheme.Slack)) return false;
        }

        for (var row = 0; row < rows; row++)
        {
            Ring.Multiply(attempt.Challenge, At(_dropped, row), attempt.Product);
            Ring.TransformBack(attempt.Product);
            Ring.Reduce(attempt.Product);
            if (!Ring.IsBelow(attempt.Product, _scheme.LowRange)) return false;
            Ring.Add(At(attempt.Low, row), attempt.Product);
        }

        if (Rounding.MakeHints(_scheme, attempt.Low, attempt.High, attempt.Hints) > _scheme.MaxHints) return false;
        var packed = signature[_scheme.ChallengeSize..];
        for (var column = 0; column < columns; column++)
            BitPacking.PackBelow(At(attempt.Mask, column), _scheme.MaskRange, _scheme.MaskBits, packed.Slice(column * _scheme.MaskSize, _scheme.MaskSize));
        BitPacking.PackHints(_scheme, attempt.Hints, packed[(columns * _scheme.MaskSize)..]);
        return true;
    }

    /// <summary>Adds or subtracts challenge times secret, and reduces.</summary>
    private static void AddProduct(Attempt attempt, ReadOnlySpan<int> secret, Span<int> target, bool isAdded)
    {
        Ring.Multiply(attempt.Challenge, secret, attempt.Product);
        Ring.TransformBack(attempt.Product);
        if (isAdded) Ring.Add(target, attempt.Product);
        else Ring.Subtract(target, attempt.Product);
        Ring.Reduce(target);
    }

    private static int[] Read(ref ReadOnlySpan<byte> packed, int polynomials, int greatest, int bits)
    {
        var read = new int[polynomials * Ring.Degree];
        var size = Ring.Degree / 8 * bits;
        for (var number = 0; number < polynomials; number++)
        {
            BitPacking.UnpackBelow(packed.Slice(number * size, size), greatest, bits, At(read, number));
            Ring.Transform(At(read, number));
        }

        packed = packed[(polynomials * size)..];
        return read;
    }

    private static Span<int> At(int[] polynomials, int number) => polynomials.AsSpan(number * Ring.Degree, Ring.Degree);

    /// <summary>What one attempt works on. Rejected masks and their products would give the key away.</summary>
    private sealed class Attempt(LatticeScheme scheme)
    {
        public int[] Mask { get; } = new int[scheme.Columns * Ring.Degree];

        public int[] Transformed { get; } = new int[scheme.Columns * Ring.Degree];

        public int[] High { get; } = new int[scheme.Rows * Ring.Degree];

        public int[] Low { get; } = new int[scheme.Rows * Ring.Degree];

        public int[] Hints { get; } = new int[scheme.Rows * Ring.Degree];

        public int[] Challenge { get; } = new int[Ring.Degree];

        public int[] Product { get; } = new int[Ring.Degree];

        public void Zero()
        {
            foreach (var secret in new[] { Mask, Transformed, High, Low, Challenge, Product }) Array.Clear(secret);
        }
    }
}
