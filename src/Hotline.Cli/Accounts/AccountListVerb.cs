using System.CommandLine;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Accounts;

/// <summary><c>hotline account list</c>.</summary>
internal static class AccountListVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("list", "List accounts.") { CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var reply = await node.Desk.ListAccountsAsync(new(), cancellationToken: cancellationToken);
            var list = new AccountList(node.Banner, [.. reply.Accounts.Select(account => new AccountLine(
                account.Name, account.Created, account.Rights, [.. account.Grants.Select(grant => new GrantLine(grant.Collection, grant.Rights))]))]);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), list, AnswerJson.Default.AccountList, Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, AccountList list)
    {
        screen.WriteBanner(list.Banner);
        var table = Tables.WithColumns("Account", "Created", "Rights");
        foreach (var account in list.Accounts) table.AddRow(Tables.Cell(account.Name), Tables.Cell(account.Created), Tables.Cell(RightsOf(account)));
        screen.Write(table);
    }

    private static string RightsOf(AccountLine account) => string.Join(", ", account.Grants.Select(grant => $"{grant.Collection} {grant.Rights}").Append($"else {account.Rights}"));
}
