using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hotline.Cryptography.Lattice;

/// <summary>High and low parts of coefficients, and hints about carries between them (FIPS 204, section 7.4).</summary>
internal static class Rounding
{
    /// <summary>Splits coefficients from 0 to q (Decompose, algorithm 36).</summary>
    /// <param name="low">May be the polynomial itself.</param>
    public static void Decompose(LatticeScheme scheme, ReadOnlySpan<int> polynomials, Span<int> high, Span<int> low)
    {
        ref var from = ref MemoryMarshal.GetReference(polynomials);
        ref var upper = ref MemoryMarshal.GetReference(high[..polynomials.Length]);
        ref var lower = ref MemoryMarshal.GetReference(low[..polynomials.Length]);
        var isWide = scheme.HighBits == 4;
        var (step, half, q) = (Vector256.Create(2 * scheme.LowRange), Vector256.Create((Ring.Q - 1) / 2), Vector256.Create(Ring.Q));
        for (var at = 0; at < polynomials.Length; at += Vector256<int>.Count)
        {
            var value = Ring.Load(ref from, at);
            var part = Vector256.ShiftRightArithmetic(value + Vector256.Create(127), 7);
            if (isWide)
            {
                // Division by 2γ2 = 128·4,092 as a multiplication; 16 wraps to 0.
                part = Vector256.ShiftRightArithmetic((part * Vector256.Create(1025)) + Vector256.Create(1 << 21), 22) & Vector256.Create(15);
            }
            else
            {
                // Division by 2γ2 = 128·1,488; 44 wraps to 0.
                part = Vector256.ShiftRightArithmetic((part * Vector256.Create(11275)) + Vector256.Create(1 << 23), 24);
                part ^= Vector256.ShiftRightArithmetic(Vector256.Create(43) - part, 31) & part;
            }

            var rest = value - (part * step);
            rest -= Vector256.ShiftRightArithmetic(half - rest, 31) & q;
            Ring.Store(ref upper, at, part);
            Ring.Store(ref lower, at, rest);
        }
    }

    /// <summary>Whether adding what was left out changes the high part (MakeHint, algorithm 39).</summary>
    /// <param name="low">The low part with everything added.</param>
    /// <returns>How many hints there are.</returns>
    public static int MakeHints(LatticeScheme scheme, ReadOnlySpan<int> low, ReadOnlySpan<int> high, Span<int> hints)
    {
        var (range, count) = (scheme.LowRange, 0);
        for (var at = 0; at < low.Length; at++)
        {
            var hint = low[at] > range || low[at] < -range || (low[at] == -range && high[at] != 0) ? 1 : 0;
            hints[at] = hint;
            count += hint;
        }

        return count;
    }

    /// <summary>High parts, set right by the hints (UseHint, algorithm 40).</summary>
    public static void UseHints(LatticeScheme scheme, Span<int> high, ReadOnlySpan<int> low, ReadOnlySpan<int> hints)
    {
        var count = (Ring.Q - 1) / (2 * scheme.LowRange);
        for (var at = 0; at < high.Length; at++)
        {
            if (hints[at] == 0) continue;
            high[at] = (high[at] + (low[at] > 0 ? 1 : count - 1)) % count;
        }
    }
}
