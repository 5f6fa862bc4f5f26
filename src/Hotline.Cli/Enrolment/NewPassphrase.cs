using System.Security.Cryptography;
using System.Text;
using Hotline.Cli.Terminals;
using Hotline.Hosting;

namespace Hotline.Cli.Enrolment;

/// <summary>A passphrase for keys that do not exist yet: at a prompt it is asked for twice, since a slip would lock them for ever.</summary>
internal static class NewPassphrase
{
    private const string SystemdCredentials = "CREDENTIALS_DIRECTORY";

    /// <returns>Bytes that the caller zeroes.</returns>
    /// <exception cref="StartupException">There is none, or the two differ.</exception>
    public static async Task<byte[]> ReadAsync(Terminal terminal, string? file, CancellationToken cancellationToken)
    {
        if (file is not null || terminal.IsInputRedirected || Environment.GetEnvironmentVariable(SystemdCredentials) is not null)
            return RequireNotEmpty(Passphrase.Read(file));
        var first = Encoding.UTF8.GetBytes(await terminal.AskSecretAsync("New passphrase for the keys:", cancellationToken));
        var second = Encoding.UTF8.GetBytes(await terminal.AskSecretAsync("Once more:", cancellationToken));
        var isSame = CryptographicOperations.FixedTimeEquals(first, second);
        CryptographicOperations.ZeroMemory(second);
        if (isSame) return RequireNotEmpty(first);
        CryptographicOperations.ZeroMemory(first);
        throw new StartupException("The two passphrases differ: nothing was made, try again.");
    }

    private static byte[] RequireNotEmpty(byte[] passphrase) =>
        passphrase.Length > 0
            ? passphrase
            : throw new StartupException("The passphrase is empty: give one in --passphrase-file, on standard input, or at the prompt.");
}
