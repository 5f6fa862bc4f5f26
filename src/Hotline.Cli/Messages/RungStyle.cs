using Hotline.Cli.Terminals;
using Hotline.Receipts;
using Spectre.Console;

namespace Hotline.Cli.Messages;

/// <summary>Colours of the ladder: what needs an officer is red.</summary>
internal static class RungStyle
{
    private static readonly string NotDelivered = Rung.Failed.ToWord();
    private static readonly string Refused = Rung.Refused.ToWord();
    private static readonly string Read = Rung.Read.ToWord();
    private static readonly string Delivered = Rung.Delivered.ToWord();

    public static Text Cell(string rung) => Tables.Cell(rung, Of(rung));

    private static Style Of(string rung) =>
        rung == NotDelivered || rung == Refused ? new Style(Color.Red, decoration: Decoration.Bold)
        : rung == Read || rung == Delivered ? new Style(Color.Green)
        : Style.Plain;
}
