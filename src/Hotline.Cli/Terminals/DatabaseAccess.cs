using Hotline.Hosting;
using Hotline.Stores;

namespace Hotline.Cli.Terminals;

/// <summary>What verbs do with a database itself. <c>Program.cs</c> alone knows the engine.</summary>
/// <param name="OpenTranscript">For reading, beside a running process too. What it gives is disposed by the verb where it can be.</param>
/// <param name="Copy">Writes a consistent copy of a database, the first path, to a new file, the second.</param>
internal sealed record DatabaseAccess(Func<string, ITranscriptStore> OpenTranscript, Action<string, string> Copy)
{
    /// <summary>Where a hub or node keeps its database.</summary>
    public static string PathIn(DataDirectory directory) =>
        HotlineSettings.Load(directory).Role == "hub" ? directory.HubDatabase : directory.NodeDatabase;
}
