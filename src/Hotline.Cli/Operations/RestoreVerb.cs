using System.CommandLine;
using System.Globalization;
using Hotline.Cli.Terminals;
using Hotline.Hosting;
using Spectre.Console;

namespace Hotline.Cli.Operations;

/// <summary><c>hotline restore</c>: puts a backup into a new directory.</summary>
internal static class RestoreVerb
{
    public static Command Create(Terminal terminal)
    {
        var from = new Option<string>("--from") { HelpName = "FILE", Description = "Backup.", Required = true };
        var command = new Command("restore", "Put a backup into a new data directory, after checking every file.")
        {
            from, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = DataRoot.Of(parsed);
            await using var archive = File.OpenRead(parsed.GetRequiredValue(from));
            RequireEmpty(root.Path);
            var files = await terminal.WithProgressAsync(
                "Restoring",
                progress => Task.Run(() => BackupArchive.Unpack(archive, root.Path, progress, cancellationToken), cancellationToken));
            RequireDomain(root);
            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), new RestoreAnswer(root.Banner, root.Path, files, $"hotline run {root.Options}"),
                AnswerJson.Default.RestoreAnswer, Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void RequireEmpty(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new StartupException($"{path} is not empty: name a new directory with --data, so that nothing is lost.");
        PrivateFolder.Create(path);
    }

    // A backup of an exercise in the place of real traffic would be refused at its start; here the sentence comes sooner.
    private static void RequireDomain(DataRoot root)
    {
        var settings = HotlineSettings.Load(DataDirectory.Open(root.Path));
        if (settings.Domain == root.Domain) return;
        Directory.Delete(root.Path, recursive: true);
        throw new StartupException(
            $"The backup is of {settings.Domain}, not of {root.Domain}: name the exercise with --exercise, or leave it away.");
    }

    private static void Show(IAnsiConsole screen, RestoreAnswer answer)
    {
        screen.WriteBanner(answer.Banner);
        screen.WriteFields(
            ("Restored", answer.Directory), ("Files", answer.Files.ToString("N0", CultureInfo.InvariantCulture)),
            ("Next", "make sure that the old one never runs again: two of one name would fork its transcript"),
            ("Then", answer.Next));
    }
}
