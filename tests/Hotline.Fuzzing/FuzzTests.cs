using System.Globalization;
using Hotline.Fuzzing.Targets;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Hotline.Fuzzing;

/// <summary>
/// Every parser of foreign bytes, fed with damaged ones for a second each; HOTLINE_FUZZ_SECONDS says how long instead, HOTLINE_FUZZ_REPORT a
/// file for the counts, HOTLINE_FUZZ_SEED repeats a run.
/// </summary>
public sealed class FuzzTests
{
    private const double Seconds = 1;

    private static IReadOnlyList<FuzzTarget> Targets { get; } = [.. TranscriptTargets.All, .. DomainTargets.All, .. CryptographyTargets.All, .. WireTargets.All, .. StixTargets.All];

    public static TheoryData<string> Names => [.. Targets.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parser_takes_bytes_or_refuses_them_in_its_own_words(string name)
    {
        var target = Targets.Single(target => target.Name == name);
        var seed = ulong.TryParse(Setting("HOTLINE_FUZZ_SEED"), out var given) ? given : BitConverter.ToUInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        var seconds = double.TryParse(Setting("HOTLINE_FUZZ_SECONDS"), NumberStyles.Float, CultureInfo.InvariantCulture, out var asked) ? asked : Seconds;

        var report = new Fuzzer(target, seed, TimeProvider.System).Run(TimeSpan.FromSeconds(seconds));

        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        if (Setting("HOTLINE_FUZZ_REPORT") is { Length: > 0 } file) File.AppendAllText(file, report + "\n");
        report.Find.Should().BeNull(report.ToString());
        report.Inputs.Should().BePositive();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parser_has_a_seed_that_it_takes_whole(string name)
    {
        var target = Targets.Single(target => target.Name == name);

        target.Corpus.Should().Contain(seed => target.Read(seed).IsParsed);
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name);
}
