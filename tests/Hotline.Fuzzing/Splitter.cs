namespace Hotline.Fuzzing;

/// <summary>Numbers that look random and come again from the same seed (SplitMix64): a run that found something can be repeated.</summary>
internal sealed class Splitter(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 up to, and without, a bound.</summary>
    public int Below(int bound) => bound <= 1 ? 0 : (int)(Next() % (ulong)bound);

    public byte Byte() => (byte)Next();

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
