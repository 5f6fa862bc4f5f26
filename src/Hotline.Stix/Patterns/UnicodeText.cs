using System.Globalization;
using System.Text;

namespace Hotline.Stix.Patterns;

/// <summary>
/// Normalization Form C (Unicode Standard Annex 15), which LIKE and MATCHES compare in (section 9.6). It is written out here because programs that
/// run without the machine's culture data get texts back from the framework as they were.
/// </summary>
internal static class UnicodeText
{
    /// <summary>Below it every character is in Form C already, and none combines.</summary>
    private const char FirstThatCombines = '\u0300';

    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly Lazy<Tables> Data = new(Tables.Load);

    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstThatCombines, char.MaxValue)) return text;
        var tables = Data.Value;
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, tables, points);
        Order(points, tables);
        Join(points, tables);
        var composed = new StringBuilder(points.Count);
        foreach (var point in points) composed.Append(new Rune(point).ToString());
        return composed.ToString();
    }

    private static void Decompose(int point, Tables tables, List<int> output)
    {
        var syllable = point - SyllableBase;
        if (syllable is >= 0 and < Leads * Vowels * Tails)
        {
            output.Add(LeadBase + (syllable / (Vowels * Tails)));
            output.Add(VowelBase + (syllable % (Vowels * Tails) / Tails));
            if (syllable % Tails > 0) output.Add(TailBase + (syllable % Tails));
        }
        else if (tables.Decompositions.TryGetValue(point, out var parts))
        {
            // Only the first of two parts decomposes further, so the depth is that of the standard's own data.
            foreach (var part in parts) Decompose(part, tables, output);
        }
        else
        {
            output.Add(point);
        }
    }

    /// <summary>Sorts runs of combining characters by class; equal classes keep their order.</summary>
    private static void Order(List<int> points, Tables tables)
    {
        for (var start = 0; start < points.Count; start++)
        {
            if (tables.ClassOf(points[start]) == 0) continue;
            var end = start + 1;
            while (end < points.Count && tables.ClassOf(points[end]) != 0) end++;
            var sorted = points.GetRange(start, end - start).OrderBy(tables.ClassOf).ToArray();
            for (var at = 0; at < sorted.Length; at++) points[start + at] = sorted[at];
            start = end;
        }
    }

    private static void Join(List<int> points, Tables tables)
    {
        var starter = -1;
        var lastClass = -1;
        var kept = 0;
        for (var at = 0; at < points.Count; at++)
        {
            var point = points[at];
            var own = tables.ClassOf(point);
            // A character is blocked from its starter by one of no lower class between them.
            if (starter >= 0 && (lastClass < own || lastClass == -1) && Pair(points[starter], point, tables) is { } composed)
            {
                points[starter] = composed;
                continue;
            }

            if (own == 0)
            {
                starter = kept;
                lastClass = -1;
            }
            else
            {
                lastClass = own;
            }

            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static int? Pair(int first, int second, Tables tables)
    {
        var lead = first - LeadBase;
        var vowel = second - VowelBase;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels) return SyllableBase + (((lead * Vowels) + vowel) * Tails);
        var syllable = first - SyllableBase;
        var tail = second - TailBase;
        if (syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0 && tail is > 0 and < Tails) return first + tail;
        return tables.Compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private sealed class Tables
    {
        private readonly Dictionary<int, int> _classes = [];

        public Dictionary<int, int[]> Decompositions { get; } = [];

        public Dictionary<(int, int), int> Compositions { get; } = [];

        public static Tables Load()
        {
            var tables = new Tables();
            using var resource = typeof(UnicodeText).Assembly.GetManifestResourceStream("normalization")
                ?? throw new InvalidOperationException("The assembly was built without its table 'normalization'.");
            using var reader = new StreamReader(resource, Encoding.ASCII);
            while (reader.ReadLine() is { } line)
                if (!line.StartsWith('#')) tables.Add(line);
            return tables;
        }

        public int ClassOf(int point) => point < FirstThatCombines ? 0 : _classes.GetValueOrDefault(point);

        private void Add(string line)
        {
            if (line.IndexOf("..", StringComparison.Ordinal) is var dots and > 0)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                for (var point = Hex(line[..dots]); point <= Hex(line[(dots + 2)..colon]); point++) _classes[point] = int.Parse(line[(colon + 1)..], CultureInfo.InvariantCulture);
                return;
            }

            var sign = line.IndexOfAny(['=', '>']);
            var composed = Hex(line[..sign]);
            var parts = line[(sign + 1)..].Split(' ').Select(Hex).ToArray();
            Decompositions[composed] = parts;
            if (line[sign] == '=') Compositions[(parts[0], parts[1])] = composed;
        }

        private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
