using System.CommandLine;
using System.Globalization;
using Hotline.Cli.Terminals;
using Hotline.Hosting;
using Spectre.Console;

namespace Hotline.Cli.Operations;

/// <summary><c>hotline backup</c>: everything but the passphrase in one file, from the running process or from a directory at rest.</summary>
internal static class BackupVerb
{
    public static Command Create(Terminal terminal, DatabaseAccess databases)
    {
        var to = new Option<string>("--to") { HelpName = "FILE", Description = "New file.", Required = true };
        var command = new Command("backup", "Copy keys, rosters, settings and database into one file while it runs.")
        {
            to, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = DataRoot.Of(parsed);
            var target = Path.GetFullPath(parsed.GetRequiredValue(to));
            var answer = await terminal.WithSpinnerAsync("Backing up", () => WriteAsync(root, target, databases, cancellationToken));
            terminal.Answer(parsed.GetValue(CommonOptions.Json), answer, AnswerJson.Default.BackupAnswer, Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<BackupAnswer> WriteAsync(
        DataRoot root, string target, DatabaseAccess databases, CancellationToken cancellationToken)
    {
        using var running = await OperatorClient.TryConnectAsync(root, cancellationToken);
        if (running is not null)
        {
            var reply = await running.Operations.BackupAsync(new() { Path = target }, cancellationToken: cancellationToken);
            return new BackupAnswer(root.Banner, target, reply.Bytes, reply.Sha256);
        }

        var directory = DataDirectory.Open(root.Path);
        using var exclusive = directory.Lock();
        var database = DatabaseAccess.PathIn(directory);
        var file = await Backup.WriteAsync(
            directory, Path.GetFileName(database), CopyAsync, target, cancellationToken);
        return new BackupAnswer(root.Banner, target, file.Bytes, file.Sha256);

        Task CopyAsync(string copy, CancellationToken stop) => Task.Run(() => databases.Copy(database, copy), stop);
    }

    private static void Show(IAnsiConsole screen, BackupAnswer answer)
    {
        screen.WriteBanner(answer.Banner);
        screen.WriteFields(
            ("Backup", answer.File), ("Bytes", answer.Bytes.ToString("N0", CultureInfo.InvariantCulture)), ("SHA-256", answer.Sha256),
            ("Keep", "it apart from the passphrase: the keys in it are encrypted under it"));
    }
}
