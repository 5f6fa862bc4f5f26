using System.CommandLine;
using Hotline.Cli.Terminals;

namespace Hotline.Cli.Accounts;

/// <summary><c>hotline account grant</c>.</summary>
internal static class AccountGrantVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The account." };
        var collection = new Argument<string>("COLLECTION") { Description = "Alias or id of a collection." };
        var rights = new Argument<string>("RIGHTS") { Description = "rw, ro, wo or none." };
        rights.AcceptOnlyFromAmong("rw", "ro", "wo", "none");
        var command = new Command("grant", "Say what an account may do with a collection.") { name, collection, rights, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new Wire.GrantRightsRequest
            {
                Account = parsed.GetRequiredValue(name), Collection = parsed.GetRequiredValue(collection), Rights = parsed.GetRequiredValue(rights),
            };
            await node.Desk.GrantRightsAsync(request, cancellationToken: cancellationToken);
            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), new AccountChange(node.Banner, request.Account, "kept"), AnswerJson.Default.AccountChange, AccountChange.Show);
            return ExitCode.Fine;
        });
        return command;
    }
}
