using System.CommandLine;
using System.Text.Json;
using Hotline.Mls;
using Spectre.Console;

namespace Hotline.Benchmarks.Mls;

/// <summary><c>mls</c>: what groups cost, by suite and size.</summary>
internal static class MlsCommand
{
    private static readonly CipherSuiteId[] Suites =
    [
        CipherSuiteId.X25519Aes128GcmSha256Ed25519, CipherSuiteId.P256Aes128GcmSha256P256, CipherSuiteId.P384Aes256GcmSha384P384,
        CipherSuiteId.MlKem768X25519Aes256GcmSha384Ed25519, CipherSuiteId.MlKem768Aes256GcmSha384MlDsa65,
    ];

    private static readonly Option<int[]> Members = new("--members")
    {
        HelpName = "N", Description = "Sizes of the groups (default: 50 and 1000).", DefaultValueFactory = _ => [50, 1000], AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Only = new("--suite")
    {
        HelpName = "0xNNNN", Description = "Numbers of suites (default: 0x0001 0x0002 0x0007 0xf102 0xf10a).", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Processor = new("--processor") { Description = "Processor time instead of elapsed time, for a machine that does other things too." };

    private static readonly Option<bool> Json = new("--json") { Description = "For programs." };

    static MlsCommand() => Members.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int[]>()?.Any(size => size is < 2 or > 10_000) == true) result.AddError("--members are 2 to 10000.");
    });

    public static Command Create(TimeProvider clock)
    {
        var command = new Command("mls", "Adding everybody, joining, updating, processing, protecting: milliseconds, bytes and memory by suite and size.") { Members, Only, Processor, Json };
        command.SetAction(parsed =>
        {
            var suites = parsed.GetValue(Only) is { Length: > 0 } only ? [.. only.Select(number => (CipherSuiteId)Convert.ToUInt16(number, 16))] : Suites;
            var watch = parsed.GetValue(Processor) ? new ProcessorClock() : clock;
            var rows = new List<MlsReport>();
            foreach (var suite in suites)
            foreach (var members in parsed.GetValue(Members)!)
            {
                Console.Error.WriteLine($"{CipherSuites.Of(suite).Name}, {members} members");
                rows.Add(new MlsBenchmark(CipherSuites.Of(suite), members, watch).Run());
            }

            if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(rows, MlsJson.Default.ListMlsReport));
            else MlsTable.Write(AnsiConsole.Console, rows);
        });
        return command;
    }
}
