using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline.Cryptography.Lattice;

/// <summary>Polynomials out of hashes (FIPS 204, section 7.3).</summary>
internal static class Sampling
{
    /// <summary>What 256 accepted candidates almost always need: one in a thousand is rejected.</summary>
    private const int UniformSize = 5 * 168;

    private const int ChallengeStream = 136;

    /// <summary>The matrix Â, row by row, in the order of <see cref="Ring.Arrange"/> (ExpandA, algorithm 32).</summary>
    public static int[] Matrix(LatticeScheme scheme, ReadOnlySpan<byte> seed)
    {
        var matrix = new int[scheme.Rows * scheme.Columns * Ring.Degree];
        Span<byte> input = stackalloc byte[LatticeScheme.SeedSize + 2];
        seed.CopyTo(input);
        for (var row = 0; row < scheme.Rows; row++)
        {
            for (var column = 0; column < scheme.Columns; column++)
            {
                (input[^2], input[^1]) = ((byte)column, (byte)row);
                var polynomial = matrix.AsSpan(((row * scheme.Columns) + column) * Ring.Degree, Ring.Degree);
                for (var size = UniformSize; !TryUniform(Shake128.HashData(input, size), polynomial); size *= 2)
                {
                }

                Ring.Arrange(polynomial);
            }
        }

        return matrix;
    }

    /// <summary>One polynomial of a mask (ExpandMask, algorithm 34).</summary>
    /// <param name="seed">64 bytes, and two for the number, which is written here.</param>
    public static void Mask(LatticeScheme scheme, Span<byte> seed, int number, Span<int> polynomial)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(seed[^2..], (ushort)number);
        Span<byte> bits = stackalloc byte[scheme.MaskSize];
        Shake256.HashData(seed, bits);
        BitPacking.UnpackBelow(bits, scheme.MaskRange, scheme.MaskBits, polynomial);
        CryptographicOperations.ZeroMemory(bits);
    }

    /// <summary>A challenge: a few coefficients of 1 and −1 (SampleInBall, algorithm 29).</summary>
    public static void Challenge(LatticeScheme scheme, ReadOnlySpan<byte> seed, Span<int> polynomial)
    {
        for (var size = ChallengeStream; !TryChallenge(scheme, Shake256.HashData(seed, size), polynomial); size *= 2)
        {
        }
    }

    private static bool TryUniform(ReadOnlySpan<byte> stream, Span<int> polynomial)
    {
        var count = 0;
        for (var at = 0; at + 3 <= stream.Length && count < polynomial.Length; at += 3)
        {
            var candidate = stream[at] | (stream[at + 1] << 8) | ((stream[at + 2] & 0x7f) << 16);
            if (candidate < Ring.Q) polynomial[count++] = candidate;
        }

        return count == polynomial.Length;
    }

    private static bool TryChallenge(LatticeScheme scheme, ReadOnlySpan<byte> stream, Span<int> polynomial)
    {
        polynomial.Clear();
        var signs = BinaryPrimitives.ReadUInt64LittleEndian(stream);
        var at = sizeof(ulong);
        for (var number = Ring.Degree - scheme.Tau; number < Ring.Degree; number++, signs >>= 1)
        {
            while (at < stream.Length && stream[at] > number) at++;
            if (at == stream.Length) return false;
            int place = stream[at++];
            polynomial[number] = polynomial[place];
            polynomial[place] = 1 - (2 * (int)(signs & 1));
        }

        return true;
    }
}
