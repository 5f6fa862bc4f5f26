using System.CommandLine;
using Hotline.Cli.Terminals;

namespace Hotline.Cli.Accounts;

/// <summary><c>hotline account remove</c>.</summary>
internal static class AccountRemoveVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "Account to remove." };
        var command = new Command("remove", "Remove an account.") { name, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new Wire.RemoveAccountRequest { Name = parsed.GetRequiredValue(name) };
            await node.Desk.RemoveAccountAsync(request, cancellationToken: cancellationToken);
            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), new AccountChange(node.Banner, request.Name, "removed"), AnswerJson.Default.AccountChange, AccountChange.Show);
            return ExitCode.Fine;
        });
        return command;
    }
}
