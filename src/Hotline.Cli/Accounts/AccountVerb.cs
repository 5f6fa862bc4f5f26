using System.CommandLine;
using Hotline.Cli.Terminals;

namespace Hotline.Cli.Accounts;

/// <summary><c>hotline account</c>: who may use this node's TAXII service.</summary>
internal static class AccountVerb
{
    public static Command Create(Terminal terminal) => new("account", "TAXII accounts of this node.")
    {
        AccountAddVerb.Create(terminal), AccountListVerb.Create(terminal), AccountGrantVerb.Create(terminal), AccountRemoveVerb.Create(terminal),
    };
}
