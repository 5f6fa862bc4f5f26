using System.CommandLine;
using System.Security.Cryptography;
using Hotline.Cli.Terminals;

namespace Hotline.Cli.Enrolment;

/// <summary><c>hotline init</c>: makes a fresh data directory with keys, certificates, settings and the entry for the roster.</summary>
internal static class InitVerb
{
    public static Command Create(Terminal terminal)
    {
        var options = new InitOptions();
        var command = new Command("init", "Make the data directory of a new hub or node, or an auditor's key.");
        foreach (var option in options.All) command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            if (parsed.GetValue(options.Sample))
            {
                var path = parsed.GetValue(CommonOptions.Data) ?? SampleFolder.DefaultPath;
                var sample = await terminal.WithSpinnerAsync(
                    "Making sample keys", () => Task.Run(() => SampleFolder.Create(path, terminal.Clock), cancellationToken));
                terminal.Answer(json, sample, AnswerJson.Default.SampleAnswer, SampleAnswer.Show);
                return ExitCode.Fine;
            }

            var request = options.Read(parsed);
            var passphrase = await NewPassphrase.ReadAsync(terminal, parsed.GetValue(CommonOptions.PassphraseFile), cancellationToken);
            try
            {
                using var issuer = IssuerFiles.Open(
                    parsed.GetValue(options.Issuer), parsed.GetValue(options.IssuerKey), parsed.GetValue(options.IssuerPassphraseFile));
                // Each key file takes a tenth of a second of scrypt, and a node has a dozen.
                var made = await terminal.WithSpinnerAsync(
                    "Making keys", () => Task.Run(() => request.Create(issuer, passphrase, terminal.Clock), cancellationToken));
                terminal.Answer(json, EnrolledAnswer.Of(request, made), AnswerJson.Default.EnrolledAnswer, EnrolledAnswer.Show);
                return ExitCode.Fine;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(passphrase);
            }
        });
        return command;
    }
}
