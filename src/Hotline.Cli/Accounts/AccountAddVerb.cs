using System.CommandLine;
using Hotline.Cli.Terminals;
using Hotline.Hosting;

namespace Hotline.Cli.Accounts;

/// <summary><c>hotline account add</c>. The password is never an argument: those stand in the list of processes and in the shell's history.</summary>
internal static class AccountAddVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "Name to log in with." };
        var file = new Option<string?>("--password-file")
        {
            HelpName = "FILE", Description = "File with the password (default: standard input or a prompt).",
        };
        var command = new Command("add", "Add an account, or give it a new password.")
        {
            name, file, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new Wire.KeepAccountRequest
            {
                Name = parsed.GetRequiredValue(name),
                Password = await ReadPasswordAsync(parsed.GetValue(file), terminal, cancellationToken),
            };
            await node.Desk.KeepAccountAsync(request, cancellationToken: cancellationToken);
            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), new AccountChange(node.Banner, request.Name, "kept"), AnswerJson.Default.AccountChange, AccountChange.Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<string> ReadPasswordAsync(string? file, Terminal terminal, CancellationToken cancellationToken)
    {
        if (file is not null) return RequireNotEmpty((await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n'));
        if (terminal.IsInputRedirected) return RequireNotEmpty(await terminal.Input.ReadLineAsync(cancellationToken) ?? "");
        var password = await terminal.AskSecretAsync("New password:", cancellationToken);
        return await terminal.AskSecretAsync("Once more:", cancellationToken) == password
            ? password
            : throw new StartupException("The two passwords differ: nothing was changed, try again.");
    }

    private static string RequireNotEmpty(string password) =>
        password.Length > 0
            ? password
            : throw new StartupException("The password is empty: give it in --password-file, on standard input, or at the prompt.");
}
