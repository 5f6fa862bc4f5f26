using System.CommandLine;
using System.Security.Cryptography;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Terminals;
using Hotline.Cryptography;
using Hotline.Evidence;
using Hotline.Hosting;

namespace Hotline.Cli.Rosters;

/// <summary><c>hotline roster sign</c>: signs a roster with this member's root key and shows what was signed.</summary>
internal static class RosterSignVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Roster, signed or not." };
        var output = new Option<string?>("--out")
        {
            HelpName = "FILE", Description = "Where to write the signed roster (default: in place).",
        };
        var command = new Command("sign", "Sign a roster with this member's root key.")
        {
            file, output, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.PassphraseFile, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = DataRoot.Of(parsed);
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var unsigned = await RosterFile.ReadAsync(path, cancellationToken);
            if (unsigned.Roster.Domain != root.Domain)
                throw new RosterRefusedException(
                    $"The roster is for {unsigned.Roster.Domain}, this member signs here for {root.Domain}: name the exercise with --exercise, or leave it away.");

            var passphrase = Passphrase.Read(parsed.GetValue(CommonOptions.PassphraseFile));
            var signed = SignWithRoot(unsigned, root, passphrase);
            var target = parsed.GetValue(output) is { } other ? Path.GetFullPath(other) : path;
            DurableFile.Replace(target, signed.Bytes.Span, PublicFile.Mode);
            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), RosterAnswer.Of(signed, target), AnswerJson.Default.RosterAnswer, RosterView.Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static RosterFile SignWithRoot(RosterFile unsigned, DataRoot root, byte[] passphrase)
    {
        RootKey key;
        try
        {
            key = RootKey.Open(root.Path, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
        }

        using (key) return Sign(unsigned, key);
    }

    private static RosterFile Sign(RosterFile unsigned, RootKey key)
    {
        var signed = unsigned.Sign(key.Signer);
        // A signature by a key that the roster does not name would help nobody and look as if it did.
        var isRepeated = signed.Bytes.Span.SequenceEqual(unsigned.Bytes.Span);
        return isRepeated || signed.Signers.Count > unsigned.Signers.Count
            ? signed
            : throw new RosterRefusedException($"The root key {key.Signer.Key.Name} is no member's on this roster: check --data.");
    }
}
