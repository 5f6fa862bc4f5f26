using System.Globalization;
using Hotline.Scenarios;

namespace Hotline.Mls.Tests;

/// <summary>
/// 100 random operations for each seed. Two seeds are run, of suites 1 and 3; with HOTLINE_LONG=1 it is 200, over suites 1, 2, 3, 5 and 7; with
/// HOTLINE_SEED=N that one.
/// </summary>
public sealed class RandomOperationsTests(ITestOutputHelper output)
{
    private const int Operations = 100;

    private static readonly CipherSuiteId[] SharedSuites =
    [
        CipherSuiteId.X25519Aes128GcmSha256Ed25519, CipherSuiteId.P256Aes128GcmSha256P256, CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
        CipherSuiteId.P521Aes256GcmSha512P521, CipherSuiteId.P384Aes256GcmSha384P384,
    ];

    [Fact]
    public void Members_of_two_makes_agree_whatever_happens()
    {
        var dice = Dice.Throw();
        var only = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOTLINE_SEED"));
        var runs = only ? 1 : Environment.GetEnvironmentVariable("HOTLINE_LONG") == "1" ? 200 : 2;
        var seeds = Enumerable.Range(0, runs).Select(run => dice.Seed + (ulong)run);
        // The curves of the other suites take the peer minutes.
        if (runs == 2) seeds = [dice.Seed - (dice.Seed % (ulong)SharedSuites.Length), dice.Seed - (dice.Seed % (ulong)SharedSuites.Length) + 2];
        var (done, most, refusals) = (new SortedDictionary<string, int>(), 0, 0);

        foreach (var seed in seeds)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"HOTLINE_SEED={seed}"));
            using var peer = PeerProcess.Start();
            using var operations = new RandomOperations(peer, SuiteOf(seed), new Dice(seed));
            try
            {
                operations.Run(Operations);
            }
            catch (Exception)
            {
                output.WriteLine(string.Join('\n', operations.Story));
                throw;
            }

            foreach (var (name, times) in operations.Done) done[name] = done.GetValueOrDefault(name) + times;
            (most, refusals) = (Math.Max(most, operations.MostAtOnce), refusals + operations.KnownRefusals);
        }

        output.WriteLine($"{string.Join(", ", done.Select(one => $"{one.Key} {one.Value}"))}; at most {most} members; {refusals} newcomers refused valid trees");
        done.Values.Sum().Should().Be(runs * Operations);
        done.Keys.Should().Contain(["add", "messages", "proposals", "psk", "remove", "update"]);
        most.Should().BeGreaterThan(5);
    }

    /// <summary>Each suite has its share of a long run, and a seed always the same one.</summary>
    private static CipherSuiteId SuiteOf(ulong seed) => SharedSuites[seed % (ulong)SharedSuites.Length];
}
