using System.CommandLine;
using Hotline.Cli.Terminals;

namespace Hotline.Cli.Transcripts;

/// <summary><c>hotline transcript</c>: the tamper-evident log of a hub or node, checked or copied from outside.</summary>
internal static class TranscriptVerb
{
    public static Command Create(Terminal terminal, DatabaseAccess databases) => new("transcript", "The transcript of a hub or node.")
    {
        TranscriptVerifyVerb.Create(terminal, databases), TranscriptExportVerb.Create(terminal, databases),
    };

    /// <summary>A verb with the options that say which transcript is meant.</summary>
    public static Command WithOptions(string name, string description)
    {
        var command = new Command(name, description);
        foreach (var symbol in TranscriptOptions.All)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }

        return command;
    }
}
