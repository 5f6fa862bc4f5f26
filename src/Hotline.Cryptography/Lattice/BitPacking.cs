namespace Hotline.Cryptography.Lattice;

/// <summary>Coefficients as bits, the first one lowest (FIPS 204, section 7.1).</summary>
internal static class BitPacking
{
    public static void Pack(ReadOnlySpan<int> coefficients, int bits, Span<byte> target)
    {
        var (held, count, at) = (0UL, 0, 0);
        foreach (var coefficient in coefficients)
        {
            held |= (ulong)(uint)coefficient << count;
            for (count += bits; count >= 8; count -= 8, held >>= 8) target[at++] = (byte)held;
        }
    }

    public static void Unpack(ReadOnlySpan<byte> source, int bits, Span<int> coefficients)
    {
        var (held, count, at) = (0UL, 0, 0);
        var mask = (1UL << bits) - 1;
        for (var number = 0; number < coefficients.Length; number++, held >>= bits, count -= bits)
        {
            for (; count < bits; count += 8) held |= (ulong)source[at++] << count;
            coefficients[number] = (int)(held & mask);
        }
    }

    /// <summary>Coefficients that are written as what they lack to the greatest.</summary>
    public static void PackBelow(ReadOnlySpan<int> coefficients, int greatest, int bits, Span<byte> target)
    {
        Span<int> lacking = stackalloc int[Ring.Degree];
        for (var at = 0; at < lacking.Length; at++) lacking[at] = greatest - coefficients[at];
        Pack(lacking, bits, target);
    }

    public static void UnpackBelow(ReadOnlySpan<byte> source, int greatest, int bits, Span<int> coefficients)
    {
        Unpack(source, bits, coefficients);
        for (var at = 0; at < coefficients.Length; at++) coefficients[at] = greatest - coefficients[at];
    }

    /// <summary>HintBitPack (FIPS 204, algorithm 20).</summary>
    public static void PackHints(LatticeScheme scheme, ReadOnlySpan<int> hints, Span<byte> target)
    {
        target[..(scheme.MaxHints + scheme.Rows)].Clear();
        var count = 0;
        for (var row = 0; row < scheme.Rows; row++)
        {
            for (var at = 0; at < Ring.Degree; at++)
                if (hints[(row * Ring.Degree) + at] != 0) target[count++] = (byte)at;
            target[scheme.MaxHints + row] = (byte)count;
        }
    }

    /// <summary>HintBitUnpack (FIPS 204, algorithm 21).</summary>
    /// <returns>False for every other encoding than the one of <see cref="PackHints"/>: else a signature would have several.</returns>
    public static bool TryUnpackHints(LatticeScheme scheme, ReadOnlySpan<byte> source, Span<int> hints)
    {
        hints.Clear();
        var count = 0;
        for (var row = 0; row < scheme.Rows; row++)
        {
            int end = source[scheme.MaxHints + row];
            if (end < count || end > scheme.MaxHints) return false;
            for (var first = count; count < end; count++)
            {
                if (count > first && source[count] <= source[count - 1]) return false;
                hints[(row * Ring.Degree) + source[count]] = 1;
            }
        }

        return source[count..scheme.MaxHints].IndexOfAnyExcept((byte)0) < 0;
    }
}
