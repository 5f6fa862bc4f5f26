using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Accounts;

internal sealed record AccountList(string Banner, IReadOnlyList<AccountLine> Accounts);

/// <param name="Rights"><c>rw</c>, <c>ro</c>, <c>wo</c> or <c>none</c>, for collections that no grant names.</param>
internal sealed record AccountLine(string Name, string Created, string Rights, IReadOnlyList<GrantLine> Grants);

internal sealed record GrantLine(string Collection, string Rights);

internal sealed record TokenList(string Banner, IReadOnlyList<TokenLine> Tokens);

/// <param name="Collections">Empty for all.</param>
internal sealed record TokenLine(string Id, string Account, string Label, string Created, string Expires, string Rights, IReadOnlyList<string> Collections);

/// <param name="Token">Shown this once.</param>
internal sealed record NewToken(string Banner, string Id, string Token, string Expires);

/// <param name="Change"><c>kept</c> or <c>removed</c>.</param>
internal sealed record AccountChange(string Banner, string Name, string Change)
{
    public static void Show(IAnsiConsole screen, AccountChange change)
    {
        screen.WriteBanner(change.Banner);
        screen.Write(new Text($"Account {Printable.Line(change.Name)} is {change.Change}.\n"));
    }
}
