using System.Runtime.InteropServices;
using Hotline.Hosting;

namespace Hotline.Cli.Running;

/// <summary>Replaces this process by another program: signals, exit code, terminal and process id are then its own, with nobody in between.</summary>
internal static partial class Execution
{
    /// <summary>Does not return.</summary>
    /// <exception cref="StartupException">The program could not be started.</exception>
    public static void Become(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        if (OperatingSystem.IsWindows())
            throw new StartupException($"Start the program itself on Windows: {program} {string.Join(' ', arguments)}");
        // Both lists end with a null pointer (POSIX execve).
        string?[] argv = [program, .. arguments, null];
        string?[] envp = [.. environment.Select(variable => $"{variable.Key}={variable.Value}"), null];
        _ = Execute(program, argv, envp);
        throw new StartupException($"{program} could not be started: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Execute(string path, string?[] arguments, string?[] environment);
}
