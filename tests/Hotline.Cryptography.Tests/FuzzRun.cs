using System.Globalization;
using CsCheck;

namespace Hotline.Cryptography.Tests;

/// <summary>Feeds a parser of foreign bytes: briefly, or for as long as HOTLINE_FUZZ_SECONDS says.</summary>
internal static class FuzzRun
{
    /// <param name="iterations">Of the brief run.</param>
    public static void Fuzz<T>(this Gen<T> inputs, Action<T> parse, long iterations)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("HOTLINE_FUZZ_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            inputs.Sample(parse, time: seconds);
        else
            inputs.Sample(parse, iter: iterations);
    }
}
