using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hotline.Cli.Terminals;
using Hotline.Hosting;
using Hotline.Stix.Patterns;
using Spectre.Console;

namespace Hotline.Cli.Patterns;

/// <summary><c>hotline match</c>: whether a STIX pattern matches the observed data of files. Nothing needs to run for it.</summary>
internal static class MatchVerb
{
    /// <summary>Most bytes of one file: it is held in memory.</summary>
    private const long LargestFile = 512L * 1024 * 1024;

    private const int MaxDepth = 256;

    public static Command Create(Terminal terminal)
    {
        var pattern = new Argument<string>("PATTERN") { Description = "A STIX pattern, such as \"[ipv4-addr:value = '198.51.100.1']\"." };
        var files = new Argument<string[]>("FILE")
        {
            Description = "Bundles, TAXII envelopes or single objects in JSON; references reach from one to another.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("match", "Match a STIX pattern against the observed data of files. Ends with 0 when it matches, with 1 when not.")
        {
            pattern, files, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var answer = await MatchAsync(parsed.GetRequiredValue(pattern), parsed.GetRequiredValue(files), cancellationToken);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), answer, AnswerJson.Default.MatchAnswer, Show);
            return answer.Matches ? ExitCode.Fine : ExitCode.No;
        });
        return command;
    }

    private static async Task<MatchAnswer> MatchAsync(string text, string[] paths, CancellationToken cancellationToken)
    {
        try
        {
            var pattern = StixPattern.Parse(text);
            var documents = new List<JsonElement>();
            foreach (var path in paths) documents.Add(await ReadAsync(path, cancellationToken));
            var observations = Observation.ReadAll(documents);
            var match = pattern.Match(observations);
            return new MatchAnswer(match.IsMatch, observations.Length, [.. match.Observations.Select(index => LineOf(observations[index]))]);
        }
        catch (PatternException fault)
        {
            throw new StartupException($"The pattern cannot be used: {fault.Message}.");
        }
    }

    private static async Task<JsonElement> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path) is { Exists: true, Length: > LargestFile }) throw new StartupException($"{path} is larger than {LargestFile} bytes: divide it.");
        await using var file = File.OpenRead(path);
        try
        {
            using var document = await JsonDocument.ParseAsync(file, new JsonDocumentOptions { MaxDepth = MaxDepth }, cancellationToken);
            return document.RootElement.Clone();
        }
        catch (JsonException malformed)
        {
            throw new StartupException($"{path} is no JSON: {malformed.Message}");
        }
    }

    private static MatchedObservation LineOf(Observation observation) =>
        new(observation.Id, observation.First.ToString(), observation.Last.ToString(), observation.Count);

    private static void Show(IAnsiConsole screen, MatchAnswer answer)
    {
        screen.WriteFields(
            ("Match", answer.Matches ? "yes" : "no"), ("Observations", answer.Observations.ToString("N0", CultureInfo.InvariantCulture)));
        if (answer.Matched.Count == 0) return;
        var table = Tables.WithColumns("Observed data", "First", "Last", "Times");
        foreach (var line in answer.Matched)
            table.AddRow(Tables.Cell(line.Id), Tables.Cell(line.FirstObserved), Tables.Cell(line.LastObserved), Tables.Cell(line.NumberObserved.ToString("N0", CultureInfo.InvariantCulture)));
        screen.Write(table);
    }
}
