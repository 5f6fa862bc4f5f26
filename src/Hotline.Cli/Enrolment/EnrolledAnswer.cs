using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Enrolment;

/// <summary>What <c>init</c> made.</summary>
/// <param name="Banner">Empty for real traffic.</param>
/// <param name="Name">Name on the roster.</param>
/// <param name="Entry">Path of the file for whoever composes the roster.</param>
internal sealed record EnrolledAnswer(string Banner, string Name, string Directory, string Entry, IReadOnlyList<KeyFingerprint> Keys)
{
    public static EnrolledAnswer Of(InitRequest request, Enrolled made) => new(
        request.Exercise?.Banner ?? "", made.Entry.Name, made.Directory, Path.Combine(made.Directory, "entry.json"), made.Keys);

    public static void Show(IAnsiConsole screen, EnrolledAnswer answer)
    {
        screen.WriteBanner(answer.Banner);
        screen.WriteFields(("Made", answer.Name), ("In", answer.Directory));
        var table = Tables.WithColumns("Key", "Fingerprint of its public half");
        foreach (var key in answer.Keys) table.AddRow(Tables.Cell(key.Key), Tables.Cell(key.Fingerprint));
        screen.Write(table);
        screen.WriteFields(
            ("Next", $"hand {answer.Entry} to whoever composes the roster, and read the fingerprints to them on another way"),
            ("Then", $"hotline roster import FILE --data {answer.Directory}"));
    }
}
