using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hotline.Cryptography.Lattice;

/// <summary>
/// Polynomials of 256 coefficients modulo q = 8,380,417 (FIPS 204, section 2.3), eight coefficients at a time. No branch and no address depends
/// on a coefficient, so secrets leave no trace in time.
/// </summary>
/// <remarks>
/// Products are by Montgomery with R = 2^32: they come out divided by R. A transformed polynomial has its coefficients in an order of its own
/// (<see cref="Arrange"/>) within each sixteen, which spares shuffling and matters to nobody who multiplies coefficient by coefficient.
/// </remarks>
internal static class Ring
{
    public const int Q = 8380417;
    public const int Degree = 256;

    private const int Lanes = 8;
    private const int Block = 2 * Lanes;
    private const int Blocks = Degree / Block;

    /// <summary>1/q modulo 2^32.</summary>
    private const int QInverse = 58728449;

    /// <summary>A 512th root of unity (FIPS 204, section 4).</summary>
    private const int Root = 1753;

    private static readonly byte[] Order = [0, 4, 2, 6, 8, 12, 10, 14, 1, 5, 3, 7, 9, 13, 11, 15];
    private static readonly int[] Pairs = [0, 2, 1, 3, 4, 6, 5, 7];
    private static readonly Twiddles Forward = new(Zeta);
    private static readonly Twiddles Backward = new(number => -Zeta(Mirror(number)));

    /// <summary>R^2/256: what undoes the transform's own factor and the division by R of the product before it.</summary>
    private static readonly Vector256<int> Scale = Vector256.Create((int)Power(2, 56));

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Brings a polynomial that is given in the transformed domain into the order that is used there.</summary>
    public static void Arrange(Span<int> polynomial)
    {
        Span<int> sixteen = stackalloc int[Block];
        for (var block = 0; block < Degree; block += Block)
        {
            polynomial.Slice(block, Block).CopyTo(sixteen);
            for (var at = 0; at < Block; at++) polynomial[block + at] = sixteen[Order[at]];
        }
    }

    /// <summary>The transform (FIPS 204, algorithm 41). Coefficients below q give ones below 9q, either way of zero.</summary>
    public static void Transform(Span<int> polynomial)
    {
        ref var first = ref MemoryMarshal.GetReference(polynomial[..Degree]);
        var twiddle = 1;
        for (var length = Degree / 2; length >= Lanes; length /= 2)
        {
            for (var start = 0; start < Degree; start += 2 * length, twiddle++)
            {
                var (zeta, shadow) = (Vector256.Create(Forward.Single[twiddle]), Vector256.Create(Forward.Shadow[twiddle]));
                for (var at = start; at < start + length; at += Lanes)
                {
                    var low = Load(ref first, at);
                    var high = Multiply(Load(ref first, at + length), zeta, shadow);
                    Store(ref first, at, low + high);
                    Store(ref first, at + length, low - high);
                }
            }
        }

        for (var block = 0; block < Blocks; block++)
        {
            var (u, v) = (Load(ref first, block * Block), Load(ref first, (block * Block) + Lanes));
            (u, v) = (Avx2.Permute2x128(u, v, 0x20), Avx2.Permute2x128(u, v, 0x31));
            (u, v) = Down(u, v, Forward.By4[block], Forward.By4Shadow[block]);
            (u, v) = (Avx2.UnpackLow(u.AsInt64(), v.AsInt64()).AsInt32(), Avx2.UnpackHigh(u.AsInt64(), v.AsInt64()).AsInt32());
            (u, v) = Down(u, v, Forward.By2[block], Forward.By2Shadow[block]);
            (u, v) = (Evens(u, v), Odds(u, v));
            (u, v) = Down(u, v, Forward.By1[block], Forward.By1Shadow[block]);
            Store(ref first, block * Block, u);
            Store(ref first, (block * Block) + Lanes, v);
        }
    }

    /// <summary>The transform's inverse (FIPS 204, algorithm 42), times R. Coefficients below q give such.</summary>
    public static void TransformBack(Span<int> polynomial)
    {
        ref var first = ref MemoryMarshal.GetReference(polynomial[..Degree]);
        for (var block = 0; block < Blocks; block++)
        {
            var (u, v) = (Load(ref first, block * Block), Load(ref first, (block * Block) + Lanes));
            (u, v) = Up(u, v, Backward.By1[block], Backward.By1Shadow[block]);
            (u, v) = (Spread(u, v), SpreadHigh(u, v));
            (u, v) = Up(u, v, Backward.By2[block], Backward.By2Shadow[block]);
            (u, v) = (Avx2.UnpackLow(u.AsInt64(), v.AsInt64()).AsInt32(), Avx2.UnpackHigh(u.AsInt64(), v.AsInt64()).AsInt32());
            (u, v) = Up(u, v, Backward.By4[block], Backward.By4Shadow[block]);
            Store(ref first, block * Block, Avx2.Permute2x128(u, v, 0x20));
            Store(ref first, (block * Block) + Lanes, Avx2.Permute2x128(u, v, 0x31));
        }

        for (var length = Lanes; length < Degree; length *= 2)
        {
            var twiddle = Degree / (2 * length);
            for (var start = 0; start < Degree; start += 2 * length, twiddle++)
            {
                var (zeta, shadow) = (Vector256.Create(Backward.Single[twiddle]), Vector256.Create(Backward.Shadow[twiddle]));
                for (var at = start; at < start + length; at += Lanes)
                {
                    var (low, high) = (Load(ref first, at), Load(ref first, at + length));
                    Store(ref first, at, low + high);
                    Store(ref first, at + length, Multiply(low - high, zeta, shadow));
                }
            }
        }

        for (var at = 0; at < Degree; at += Lanes) Store(ref first, at, Multiply(Load(ref first, at), Scale));
    }

    /// <summary>target = a·b/R, coefficient by coefficient.</summary>
    public static void Multiply(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> target)
    {
        ref var left = ref MemoryMarshal.GetReference(a[..Degree]);
        ref var right = ref MemoryMarshal.GetReference(b[..Degree]);
        ref var product = ref MemoryMarshal.GetReference(target[..Degree]);
        for (var at = 0; at < Degree; at += Lanes) Store(ref product, at, Multiply(Load(ref left, at), Load(ref right, at)));
    }

    /// <summary>target = sum of rows·columns/R, reduced: one row of a matrix by a vector of transformed polynomials.</summary>
    public static void MultiplyRow(ReadOnlySpan<int> row, ReadOnlySpan<int> vector, Span<int> target)
    {
        ref var left = ref MemoryMarshal.GetReference(row);
        ref var right = ref MemoryMarshal.GetReference(vector[..row.Length]);
        ref var sum = ref MemoryMarshal.GetReference(target[..Degree]);
        for (var at = 0; at < Degree; at += Lanes)
        {
            var total = Vector256<int>.Zero;
            for (var column = 0; column < row.Length; column += Degree) total += Multiply(Load(ref left, column + at), Load(ref right, column + at));
            Store(ref sum, at, Reduce(total));
        }
    }

    /// <summary>Coefficients below 2^31 − 2^22 become ones below 0.75 q, either way of zero.</summary>
    public static void Reduce(Span<int> polynomial)
    {
        ref var first = ref MemoryMarshal.GetReference(polynomial[..Degree]);
        for (var at = 0; at < Degree; at += Lanes) Store(ref first, at, Reduce(Load(ref first, at)));
    }

    /// <summary>Coefficients above −q become the ones from 0 to q.</summary>
    public static void MakePositive(Span<int> polynomial)
    {
        ref var first = ref MemoryMarshal.GetReference(polynomial[..Degree]);
        var q = Vector256.Create(Q);
        for (var at = 0; at < Degree; at += Lanes)
        {
            var value = Load(ref first, at);
            Store(ref first, at, value + (Vector256.ShiftRightArithmetic(value, 31) & q));
        }
    }

    public static void Add(Span<int> target, ReadOnlySpan<int> other)
    {
        ref var sum = ref MemoryMarshal.GetReference(target[..Degree]);
        ref var right = ref MemoryMarshal.GetReference(other[..Degree]);
        for (var at = 0; at < Degree; at += Lanes) Store(ref sum, at, Load(ref sum, at) + Load(ref right, at));
    }

    public static void Subtract(Span<int> target, ReadOnlySpan<int> other)
    {
        ref var difference = ref MemoryMarshal.GetReference(target[..Degree]);
        ref var right = ref MemoryMarshal.GetReference(other[..Degree]);
        for (var at = 0; at < Degree; at += Lanes) Store(ref difference, at, Load(ref difference, at) - Load(ref right, at));
    }

    /// <summary>Whether every coefficient is below a bound, either way of zero.</summary>
    public static bool IsBelow(ReadOnlySpan<int> polynomials, int bound)
    {
        ref var first = ref MemoryMarshal.GetReference(polynomials);
        var (limit, found) = (Vector256.Create(bound - 1), Vector256<int>.Zero);
        for (var at = 0; at < polynomials.Length; at += Lanes) found |= Vector256.GreaterThan(Vector256.Abs(Load(ref first, at)), limit);
        return found == Vector256<int>.Zero;
    }

    internal static Vector256<int> Load(ref int first, int at) => Vector256.LoadUnsafe(ref first, (nuint)at);

    internal static void Store(ref int first, int at, Vector256<int> value) => value.StoreUnsafe(ref first, (nuint)at);

    private static Vector256<int> Reduce(Vector256<int> value) =>
        value - (Vector256.ShiftRightArithmetic(value + Vector256.Create(1 << 22), 23) * Vector256.Create(Q));

    private static (Vector256<int> Low, Vector256<int> High) Down(Vector256<int> low, Vector256<int> high, Vector256<int> zeta, Vector256<int> shadow)
    {
        var product = Multiply(high, zeta, shadow);
        return (low + product, low - product);
    }

    private static (Vector256<int> Low, Vector256<int> High) Up(Vector256<int> low, Vector256<int> high, Vector256<int> zeta, Vector256<int> shadow) =>
        (low + high, Multiply(low - high, zeta, shadow));

    private static Vector256<int> Evens(Vector256<int> u, Vector256<int> v) => Avx.Shuffle(u.AsSingle(), v.AsSingle(), 0b10_00_10_00).AsInt32();

    private static Vector256<int> Odds(Vector256<int> u, Vector256<int> v) => Avx.Shuffle(u.AsSingle(), v.AsSingle(), 0b11_01_11_01).AsInt32();

    // Evens and odds put together again: 0 1 4 5 and 2 3 6 7 of each half.
    private static Vector256<int> Spread(Vector256<int> evens, Vector256<int> odds) => Avx2.UnpackLow(evens, odds);

    private static Vector256<int> SpreadHigh(Vector256<int> evens, Vector256<int> odds) => Avx2.UnpackHigh(evens, odds);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Multiply(Vector256<int> a, Vector256<int> b) => Multiply(a, b, b * Vector256.Create(QInverse));

    /// <param name="shadow">b/q modulo 2^32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Multiply(Vector256<int> a, Vector256<int> b, Vector256<int> shadow)
    {
        var q = Vector256.Create(Q);
        var (aOdd, bOdd, shadowOdd) = (High(a), High(b), High(shadow));
        var even = Avx2.Multiply(a, b) - Avx2.Multiply(Avx2.Multiply(a, shadow).AsInt32(), q);
        var odd = Avx2.Multiply(aOdd, bOdd) - Avx2.Multiply(Avx2.Multiply(aOdd, shadowOdd).AsInt32(), q);
        return Avx2.Blend(High(even.AsInt32()), odd.AsInt32(), 0b10101010);
    }

    /// <summary>The odd lanes, each in the even one before it.</summary>
    private static Vector256<int> High(Vector256<int> value) => Vector256.ShiftRightLogical(value.AsInt64(), 32).AsInt32();

    /// <summary>R·root^(number's eight bits reversed).</summary>
    private static int Zeta(int number)
    {
        var reversed = 0;
        for (var bit = 0; bit < 8; bit++) reversed |= ((number >> bit) & 1) << (7 - bit);
        return (int)(Power(Root, reversed) * (ulong)Power(2, 32) % Q);
    }

    /// <summary>The inverse takes the numbers of a layer the other way round.</summary>
    private static int Mirror(int number)
    {
        var layer = 1 << System.Numerics.BitOperations.Log2((uint)number);
        return (2 * layer) - 1 - (number - layer);
    }

    private static uint Power(int value, int exponent)
    {
        var (result, factor) = (1UL, (ulong)value);
        for (; exponent > 0; exponent >>= 1, factor = factor * factor % Q)
            if ((exponent & 1) == 1) result = result * factor % Q;
        return (uint)result;
    }

    /// <summary>The factors of each layer, as its loop wants them, with each factor's shadow.</summary>
    private sealed class Twiddles
    {
        public Twiddles(Func<int, int> zeta)
        {
            Single = [0, .. Enumerable.Range(1, Degree - 1).Select(zeta)];
            Shadow = [.. Single.Select(Over)];
            By4 = Vectors(block => [.. Repeat(32 + (2 * block), 4), .. Repeat(33 + (2 * block), 4)]);
            By2 = Vectors(block => [.. Enumerable.Range(0, 4).SelectMany(group => Repeat(64 + (4 * block) + group, 2))]);
            By1 = Vectors(block => [.. Pairs.Select(pair => Single[128 + (8 * block) + pair])]);
            (By4Shadow, By2Shadow, By1Shadow) = (Shadows(By4), Shadows(By2), Shadows(By1));
        }

        public int[] Single { get; }

        public int[] Shadow { get; }

        public Vector256<int>[] By4 { get; }

        public Vector256<int>[] By4Shadow { get; }

        public Vector256<int>[] By2 { get; }

        public Vector256<int>[] By2Shadow { get; }

        public Vector256<int>[] By1 { get; }

        public Vector256<int>[] By1Shadow { get; }

        private static int Over(int zeta) => unchecked(zeta * QInverse);

        private static Vector256<int>[] Vectors(Func<int, int[]> lanes) => [.. Enumerable.Range(0, Blocks).Select(block => Vector256.Create(lanes(block)))];

        private static Vector256<int>[] Shadows(Vector256<int>[] vectors) => [.. vectors.Select(vector => vector * Vector256.Create(QInverse))];

        private IEnumerable<int> Repeat(int number, int times) => Enumerable.Repeat(Single[number], times);
    }
}
