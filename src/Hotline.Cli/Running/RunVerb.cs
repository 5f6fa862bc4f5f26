using System.CommandLine;
using Hotline.Cli.Terminals;
using Hotline.Hosting;

namespace Hotline.Cli.Running;

/// <summary><c>hotline run</c>: becomes the hub or node of a data directory.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var command = new Command("run", "Run the hub or node of a data directory until Ctrl-C.")
        {
            CommonOptions.Data, CommonOptions.Exercise, CommonOptions.PassphraseFile,
        };
        command.SetAction(parsed =>
        {
            var root = DataRoot.Of(parsed);
            var settings = HotlineSettings.Load(DataDirectory.Open(root.Path));
            if (settings.Domain != root.Domain)
                throw new StartupException(
                    $"{root.Path} is for {settings.Domain}, not for {root.Domain}: name the exercise with --exercise, or leave it away.");
            var program = ServerProgram.Find(settings.Role);
            Execution.Become(
                program.Path, ServerProgram.ArgumentsFor(root.Path, parsed.GetValue(CommonOptions.PassphraseFile)),
                ServerProgram.Environment());
        });
        return command;
    }
}
