namespace Hotline.Cli.Terminals;

/// <summary>What a verb tells the shell.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>The answer is no: not found, refused, or not verified.</summary>
    public const int No = 1;

    /// <summary>Nothing was done: one sentence on standard error says what to do next.</summary>
    public const int Stopped = 2;

    /// <summary>Ended by Ctrl-C, as shells report it.</summary>
    public const int Interrupted = 130;
}
