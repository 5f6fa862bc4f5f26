using System.Runtime.InteropServices;
using Hotline.Hosting;

namespace Hotline.Cli.Running;

/// <summary>The program of a hub or node, which the build puts into a folder beside this one.</summary>
/// <param name="Path">Full path of the executable.</param>
internal sealed record ServerProgram(string Path)
{
    /// <param name="role"><c>hub</c> or <c>node</c>, as the settings say.</param>
    /// <exception cref="StartupException">It is not there.</exception>
    public static ServerProgram Find(string role)
    {
        var name = (role == "hub" ? "Hotline.Hub" : "Hotline.Node") + (OperatingSystem.IsWindows() ? ".exe" : "");
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, role, name);
        return File.Exists(path)
            ? new ServerProgram(path)
            : throw new StartupException($"The program {path} is missing: build or install Hotline again.");
    }

    /// <summary>Arguments for a data directory, without the program's name.</summary>
    /// <param name="passphraseFile">Null: the program asks as it does when started by hand.</param>
    public static IReadOnlyList<string> ArgumentsFor(string dataDirectory, string? passphraseFile) =>
        passphraseFile is null
            ? ["--data", dataDirectory]
            : ["--data", dataDirectory, "--passphrase-file", System.IO.Path.GetFullPath(passphraseFile)];

    /// <summary>Environment for the program: this process's own, and where its .NET lies, which need not be the machine's default.</summary>
    public static IReadOnlyDictionary<string, string> Environment()
    {
        var variables = new Dictionary<string, string>();
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        variables["DOTNET_ROOT"] = DotnetRoot();
        return variables;
    }

    // The runtime lies in <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string DotnetRoot() =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
