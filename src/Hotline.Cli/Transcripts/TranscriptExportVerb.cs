using System.CommandLine;
using Hotline.Cli.Terminals;
using Hotline.Transcript;

namespace Hotline.Cli.Transcripts;

/// <summary><c>hotline transcript export</c>: writes the whole log as files in C2SP layout, then checks what was written.</summary>
internal static class TranscriptExportVerb
{
    public static Command Create(Terminal terminal, DatabaseAccess databases)
    {
        var to = new Option<string>("--to")
        {
            HelpName = "DIR", Description = "Where the files go; a later export of the same log adds to it.", Required = true,
        };
        var command = TranscriptVerb.WithOptions("export", "Copy a whole transcript to files that any C2SP verifier reads.");
        command.Add(to);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var place = await TranscriptPlace.OpenAsync(
                TranscriptOptions.SourceOf(parsed), TranscriptOptions.Of(parsed), databases, cancellationToken);
            var directory = Path.GetFullPath(parsed.GetRequiredValue(to));
            var verdict = await terminal.WithProgressAsync("Exporting", async progress =>
            {
                Directory.CreateDirectory(directory);
                await LogExport.WriteAsync(place.Source, directory, progress, cancellationToken);
                var written = place with { Name = directory, Source = new DirectoryLogSource(directory), Held = null };
                return await TranscriptCheck.RunAsync(written, terminal.Clock, progress, cancellationToken);
            });
            terminal.Answer(parsed.GetValue(CommonOptions.Json), verdict, AnswerJson.Default.TranscriptVerdict, TranscriptView.Show);
            return verdict.Holds ? ExitCode.Fine : ExitCode.No;
        });
        return command;
    }
}
