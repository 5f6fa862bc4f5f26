using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Accounts;

internal sealed record AccountList(string Banner, IReadOnlyList<AccountLine> Accounts);

internal sealed record AccountLine(string Name, string Created);

/// <param name="Change"><c>kept</c> or <c>removed</c>.</param>
internal sealed record AccountChange(string Banner, string Name, string Change)
{
    public static void Show(IAnsiConsole screen, AccountChange change)
    {
        screen.WriteBanner(change.Banner);
        screen.Write(new Text($"Account {Printable.Line(change.Name)} is {change.Change}.\n"));
    }
}
