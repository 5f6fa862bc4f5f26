using System.CommandLine;
using Hotline.Cli.Terminals;

namespace Hotline.Cli.Rosters;

/// <summary><c>hotline roster</c>: who belongs, with which keys, signed by a quorum of members.</summary>
internal static class RosterVerb
{
    public static Command Create(Terminal terminal) => new("roster", "The signed list of members, hubs and auditors.")
    {
        RosterShowVerb.Create(terminal), RosterNewVerb.Create(terminal), RosterSignVerb.Create(terminal), RosterImportVerb.Create(terminal),
    };
}
