using System.CommandLine;
using Hotline.Cli.Terminals;

namespace Hotline.Cli.Transcripts;

/// <summary><c>hotline transcript verify</c>: says yes only when every signature and hash holds.</summary>
internal static class TranscriptVerifyVerb
{
    public static Command Create(Terminal terminal, DatabaseAccess databases)
    {
        var command = TranscriptVerb.WithOptions(
            "verify", "Check a whole transcript: every hash, the signed checkpoint, and the evidence in its entries.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var place = await TranscriptPlace.OpenAsync(
                TranscriptOptions.SourceOf(parsed), TranscriptOptions.Of(parsed), databases, cancellationToken);
            var verdict = await terminal.WithProgressAsync(
                "Verifying", progress => TranscriptCheck.RunAsync(place, terminal.Clock, progress, cancellationToken));
            terminal.Answer(parsed.GetValue(CommonOptions.Json), verdict, AnswerJson.Default.TranscriptVerdict, TranscriptView.Show);
            return verdict.Holds ? ExitCode.Fine : ExitCode.No;
        });
        return command;
    }
}
