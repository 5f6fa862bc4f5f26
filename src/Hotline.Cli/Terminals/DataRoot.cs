using System.CommandLine;
using Hotline.Hosting;

namespace Hotline.Cli.Terminals;

/// <summary>The data directory that a verb works on: that of real traffic, or of one exercise below it.</summary>
internal sealed record DataRoot(string Path, Exercise? Exercise)
{
    private const string Variable = "HOTLINE_DATA";

    /// <summary><c>real</c>, or <c>exercise:ID</c>.</summary>
    public string Domain => Exercise?.Name ?? default(Real).Name;

    /// <summary>The options that name this root again, for sentences that say what to do.</summary>
    public string Options => Exercise is { } exercise ? $"--data {Path} --exercise {exercise.Id}" : $"--data {Path}";

    /// <summary>What stands over every answer; empty for real traffic.</summary>
    public string Banner => Exercise?.Banner ?? default(Real).Banner;

    /// <exception cref="StartupException">Neither <c>--data</c> nor HOTLINE_DATA names a directory.</exception>
    public static DataRoot Of(ParseResult parsed)
    {
        var data = parsed.GetValue(CommonOptions.Data) ?? Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(data)) throw new StartupException($"No data directory is named: give --data DIR or set {Variable}.");
        return Of(data, parsed.GetValue(CommonOptions.Exercise));
    }

    public static DataRoot Of(string data, string? exerciseId)
    {
        var path = System.IO.Path.GetFullPath(data);
        if (exerciseId is null) return new DataRoot(path, null);
        var below = System.IO.Path.Combine("exercises", exerciseId);
        var isOwnRoot = path.EndsWith(System.IO.Path.DirectorySeparatorChar + below, StringComparison.Ordinal);
        return new DataRoot(isOwnRoot ? path : System.IO.Path.Combine(path, below), new Exercise(exerciseId));
    }
}
