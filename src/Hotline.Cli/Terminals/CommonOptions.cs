using System.CommandLine;

namespace Hotline.Cli.Terminals;

/// <summary>Options that several verbs take, with one meaning everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data { get; } = new("--data")
    {
        HelpName = "DIR",
        Description = "Data directory of the hub or node (default: $HOTLINE_DATA).",
    };

    public static Option<string?> Exercise { get; } = ExerciseOption();

    public static Option<bool> Json { get; } = new("--json") { Description = "Answer with one line of JSON." };

    public static Option<string?> PassphraseFile { get; } = new("--passphrase-file")
    {
        HelpName = "FILE",
        Description = "File with the passphrase of the keys (default: systemd credential hotline-passphrase, standard input, or a prompt).",
    };

    private static Option<string?> ExerciseOption()
    {
        var option = new Option<string?>("--exercise")
        {
            HelpName = "ID",
            Description = "Work in this exercise, which has keys, transcript and data of its own.",
        };
        option.Validators.Add(result =>
        {
            try
            {
                if (result.GetValueOrDefault<string?>() is { } id) _ = new Exercise(id);
            }
            catch (FormatException malformed)
            {
                result.AddError(malformed.Message);
            }
        });
        return option;
    }
}
