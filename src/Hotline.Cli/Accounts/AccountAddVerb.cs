using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Hotline.Cli.Terminals;
using Hotline.Hosting;

namespace Hotline.Cli.Accounts;

/// <summary><c>hotline account add</c>. The password is never an argument: those stand in the list of processes and in the shell's history.</summary>
internal static class AccountAddVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "Name to log in with." };
        var file = new Option<string?>("--password-file")
        {
            HelpName = "FILE", Description = "File with the password (default: standard input or a prompt).",
        };
        var none = new Option<bool>("--no-password") { Description = "Leave the password as it is; a new account gets none and needs a token or certificate." };
        var rights = new Option<string?>("--rights") { HelpName = "RIGHTS", Description = "rw, ro, wo or none, where no grant says otherwise (default: rw)." };
        rights.AcceptOnlyFromAmong("rw", "ro", "wo", "none");
        var certificate = new Option<string?>("--certificate") { HelpName = "FILE", Description = "A client certificate (PEM) whose key proves the account from now on." };
        var command = new Command("add", "Add an account, or give it a new password, rights or certificate.")
        {
            name, file, none, rights, certificate, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new Wire.KeepAccountRequest
            {
                Name = parsed.GetRequiredValue(name),
                Password = parsed.GetValue(none) ? "" : await ReadPasswordAsync(parsed.GetValue(file), terminal, cancellationToken),
                Rights = parsed.GetValue(rights) ?? "",
                Certificate = parsed.GetValue(certificate) is { } path ? await ReadCertificateAsync(path, cancellationToken) : ByteString.Empty,
            };
            await node.Desk.KeepAccountAsync(request, cancellationToken: cancellationToken);
            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), new AccountChange(node.Banner, request.Name, "kept"), AnswerJson.Default.AccountChange, AccountChange.Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<ByteString> ReadCertificateAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(file, cancellationToken));
            return ByteString.CopyFrom(certificate.RawData);
        }
        catch (CryptographicException)
        {
            throw new StartupException($"{file} holds no certificate in PEM.");
        }
    }

    private static async Task<string> ReadPasswordAsync(string? file, Terminal terminal, CancellationToken cancellationToken)
    {
        if (file is not null) return RequireNotEmpty((await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n'));
        if (terminal.IsInputRedirected) return RequireNotEmpty(await terminal.Input.ReadLineAsync(cancellationToken) ?? "");
        var password = await terminal.AskSecretAsync("New password:", cancellationToken);
        return await terminal.AskSecretAsync("Once more:", cancellationToken) == password
            ? password
            : throw new StartupException("The two passwords differ: nothing was changed, try again.");
    }

    private static string RequireNotEmpty(string password) =>
        password.Length > 0
            ? password
            : throw new StartupException("The password is empty: give it in --password-file, on standard input, or at the prompt.");
}
