using System.Globalization;
using System.Security.Cryptography;

namespace Hotline.Scenarios;

/// <summary>Chance that can be repeated: the same seed gives the same throws (SplitMix64). For tests only, anybody can guess it.</summary>
internal sealed class Dice(ulong seed)
{
    private const string Variable = "HOTLINE_SEED";
    private readonly Lock _throwing = new();
    private ulong _state = seed;

    public ulong Seed { get; } = seed;

    /// <summary>With the seed that HOTLINE_SEED names, or a fresh one; printed either way.</summary>
    public static Dice Throw()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        var seed = string.IsNullOrEmpty(named) ? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)) : ulong.Parse(named, CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Variable}={seed}");
        return new Dice(seed);
    }

    /// <summary>0 to below <paramref name="below"/>.</summary>
    public int Next(int below) => (int)(Next() % (ulong)below);

    public T Of<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Next(times) == 0;

    /// <summary>Dice of their own for a part whose number of throws is not always the same.</summary>
    public Dice Fork() => new(Next());

    private ulong Next()
    {
        lock (_throwing)
        {
            var mixed = _state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
