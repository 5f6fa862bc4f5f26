using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Hotline.Fuzzing;

/// <summary>What a run did.</summary>
/// <param name="Kept">Inputs that got an answer in new words, and were built upon.</param>
/// <param name="Allocated">Most bytes allocated by one input.</param>
internal sealed record FuzzReport(string Target, ulong Seed, long Inputs, long Parsed, int Kept, long Allocated, TimeSpan Longest, Find? Find)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Target}: {Inputs} inputs, {Parsed} parsed, {Kept} kept, most allocated {Allocated} bytes, longest {Longest.TotalMilliseconds:F1} ms, seed {Seed}{Find}");
}

/// <summary>An input that a parser did not take as it should, made as small as it gets.</summary>
internal sealed record Find(byte[] Input, string Why)
{
    public override string ToString() => $"\n{Why}\n{Convert.ToBase64String(Input)}";
}

/// <summary>
/// Feeds a parser for a while. It is guided by the parser's answers: an input that is refused in words not heard before went somewhere new, and
/// is built upon from then on.
/// </summary>
internal sealed class Fuzzer(FuzzTarget target, ulong seed, TimeProvider clock)
{
    private const int MaxPool = 2_000;

    private readonly Splitter _random = new(seed);
    private readonly HashSet<string> _heard = [];

    public FuzzReport Run(TimeSpan time)
    {
        var mutator = new Mutator(_random);
        var pool = new List<byte[]>(target.Corpus);
        // What was found once is tried first, for ever.
        foreach (var known in pool)
            if (Try(known) is { } again) return Report(0, 0, 0, 0, TimeSpan.Zero, again);

        var started = clock.GetTimestamp();
        long inputs = 0, parsed = 0, most = 0;
        var kept = 0;
        var longest = TimeSpan.Zero;
        while (clock.GetElapsedTime(started) < time)
        {
            var input = mutator.Mutate(_random.Of(pool), pool);
            inputs++;
            Answer answer;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            try
            {
                answer = target.Read(input);
            }
            catch (Exception broken)
            {
                return Report(inputs, parsed, kept, most, longest, Smallest(input, broken));
            }

            var (allocated, elapsed) = (GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(began));
            (most, longest) = (Math.Max(most, allocated), elapsed > longest ? elapsed : longest);
            if (allocated > target.Allocated + (target.AllocatedPerByte * input.Length)) return Report(inputs, parsed, kept, most, longest, new Find(input, $"It allocates {allocated} bytes."));
            if (elapsed > target.Time) return Report(inputs, parsed, kept, most, longest, new Find(input, $"It takes {elapsed}."));
            if (answer.IsParsed) parsed++;
            if (pool.Count >= MaxPool || !IsNew(answer)) continue;
            pool.Add(input);
            kept++;
        }

        return Report(inputs, parsed, kept, most, longest, null);
    }

    private FuzzReport Report(long inputs, long parsed, int kept, long most, TimeSpan longest, Find? find) =>
        new(target.Name, seed, inputs, parsed, kept, most, longest, find);

    private Find? Try(byte[] input)
    {
        try
        {
            IsNew(target.Read(input));
            return null;
        }
        catch (Exception broken)
        {
            return new Find(input, broken.ToString());
        }
    }

    /// <summary>Words without the numbers and names in them; where much was parsed already, one in a thousand is kept too.</summary>
    private bool IsNew(Answer answer) => answer.IsParsed
        ? _random.Below(1000) == 0
        : _heard.Add(new StringBuilder().Append([.. answer.Words.Take(80).Where(character => char.IsLetter(character) || character == ' ')]).ToString());

    /// <summary>Takes pieces out as long as the parser breaks in the same way.</summary>
    private Find Smallest(byte[] input, Exception broken)
    {
        for (var piece = input.Length / 2; piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= input.Length;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + piece)..]];
                if (BreaksAs(shorter, broken)) input = shorter;
                else at += piece;
            }
        }

        return new Find(input, broken.ToString());
    }

    private bool BreaksAs(byte[] input, Exception broken)
    {
        try
        {
            target.Read(input);
            return false;
        }
        catch (Exception again)
        {
            return again.GetType() == broken.GetType();
        }
    }
}
