using System.CommandLine;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Accounts;

/// <summary><c>hotline token</c>: what programs use this node's TAXII service with instead of a password.</summary>
internal static class TokenVerb
{
    public static Command Create(Terminal terminal) => new("token", "Tokens of TAXII accounts: narrower than a password, and for a time.")
    {
        CreateToken(terminal), ListTokens(terminal), RevokeToken(terminal),
    };

    private static Command CreateToken(Terminal terminal)
    {
        var account = new Argument<string>("ACCOUNT") { Description = "Whose token it is." };
        var label = new Option<string?>("--label") { HelpName = "TEXT", Description = "What it is for." };
        var days = new Option<int>("--days") { HelpName = "N", Description = "Days that it is good for (default: 90)." };
        var rights = new Option<string?>("--rights") { HelpName = "RIGHTS", Description = "Most that it allows: rw, ro or wo (default: rw)." };
        rights.AcceptOnlyFromAmong("rw", "ro", "wo");
        var collections = new Option<string[]>("--collection") { HelpName = "NAME", Description = "Alias or id of a collection it is for; several times for several (default: all)." };
        days.Validators.Add(result =>
        {
            // Asking for the value of what is no number throws; the parser refuses that itself.
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && number is < 1 or > 3650) result.AddError("--days is 1 to 3,650.");
        });
        var command = new Command("create", "Make a token and show it, once.") { account, label, days, rights, collections, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new Wire.CreateTokenRequest
            {
                Account = parsed.GetRequiredValue(account), Label = parsed.GetValue(label) ?? "", Days = parsed.GetValue(days), Rights = parsed.GetValue(rights) ?? "",
            };
            request.Collections.AddRange(parsed.GetValue(collections) ?? []);
            var reply = await node.Desk.CreateTokenAsync(request, cancellationToken: cancellationToken);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), new NewToken(node.Banner, reply.Id, reply.Token, reply.Expires), AnswerJson.Default.NewToken, Show);
            return ExitCode.Fine;
        });
        return command;

        static void Show(IAnsiConsole screen, NewToken made)
        {
            screen.WriteBanner(made.Banner);
            screen.WriteFields(("Token", made.Token), ("Id", made.Id), ("Good until", made.Expires));
            screen.Write(new Text("It is shown this once: only its hash is kept.\n"));
        }
    }

    private static Command ListTokens(Terminal terminal)
    {
        var command = new Command("list", "List tokens.") { CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var reply = await node.Desk.ListTokensAsync(new(), cancellationToken: cancellationToken);
            var list = new TokenList(
                node.Banner,
                [.. reply.Tokens.Select(token => new TokenLine(token.Id, token.Account, token.Label, token.Created, token.Expires, token.Rights, [.. token.Collections]))]);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), list, AnswerJson.Default.TokenList, Show);
            return ExitCode.Fine;
        });
        return command;

        static void Show(IAnsiConsole screen, TokenList list)
        {
            screen.WriteBanner(list.Banner);
            var table = Tables.WithColumns("Id", "Account", "For", "Rights", "Collections", "Good until");
            foreach (var token in list.Tokens)
            {
                table.AddRow(
                    Tables.Cell(token.Id), Tables.Cell(token.Account), Tables.Cell(token.Label), Tables.Cell(token.Rights),
                    Tables.Cell(token.Collections.Count == 0 ? "all" : string.Join(", ", token.Collections)), Tables.Cell(token.Expires));
            }

            screen.Write(table);
        }
    }

    private static Command RevokeToken(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "Id of the token, from 'hotline token list'." };
        var command = new Command("revoke", "End a token at once.") { id, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new Wire.RevokeTokenRequest { Id = parsed.GetRequiredValue(id) };
            await node.Desk.RevokeTokenAsync(request, cancellationToken: cancellationToken);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), new AccountChange(node.Banner, request.Id, "revoked"), AnswerJson.Default.AccountChange, Show);
            return ExitCode.Fine;
        });
        return command;

        static void Show(IAnsiConsole screen, AccountChange change)
        {
            screen.WriteBanner(change.Banner);
            screen.Write(new Text($"Token {Printable.Line(change.Name)} is revoked.\n"));
        }
    }
}
