using System.Text;

namespace Hotline.Hosting;

/// <summary>Where the passphrase of the key files comes from. Never an argument or a variable, which other processes can see.</summary>
public static class Passphrase
{
    private const string Credential = "hotline-passphrase";
    private const int MaxSize = 1024;

    /// <summary>The named file, else the systemd credential <c>hotline-passphrase</c>, else a line of standard input, else a prompt without echo.</summary>
    /// <returns>UTF-8 without the line's end; the caller zeroes it.</returns>
    /// <exception cref="StartupException">There is none, or the file cannot be read.</exception>
    public static byte[] Read(string? file)
    {
        if (file is not null) return ReadFile(file);
        if (Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } credentials && File.Exists(Path.Combine(credentials, Credential)))
            return ReadFile(Path.Combine(credentials, Credential));
        var line = Console.IsInputRedirected ? Console.In.ReadLine() : Prompt();
        return string.IsNullOrEmpty(line)
            ? throw new StartupException("A passphrase is needed: name a file with --passphrase-file, or give it on standard input.")
            : Encoding.UTF8.GetBytes(line);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxSize) throw new StartupException($"{path} is too long for a passphrase.");
            var content = File.ReadAllBytes(path);
            var end = content.Length;
            while (end > 0 && content[end - 1] is (byte)'\n' or (byte)'\r') end--;
            return end == 0 ? throw new StartupException($"{path} holds no passphrase.") : content[..end];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The passphrase file {path} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static string Prompt()
    {
        Console.Error.Write("Passphrase: ");
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) break;
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        Console.Error.Write('\n');
        return typed.ToString();
    }
}
