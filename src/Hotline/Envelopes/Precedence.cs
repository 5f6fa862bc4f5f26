namespace Hotline.Envelopes;

/// <summary>How urgently a message travels and alarms, after the military precedences; higher overtakes lower.</summary>
public enum Precedence
{
    Deferred = 0,
    Routine = 1,
    Priority = 2,
    Immediate = 3,
    Flash = 4,
    Override = 5,
}

public static class Precedences
{
    private static readonly string[] Words = ["DEFERRED", "ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH", "OVERRIDE"];

    public static IReadOnlyList<Precedence> HighestFirst { get; } =
        [Precedence.Override, Precedence.Flash, Precedence.Immediate, Precedence.Priority, Precedence.Routine, Precedence.Deferred];

    public static string ToWord(this Precedence precedence) => Words[(int)precedence];

    public static bool TryParse(string text, out Precedence precedence)
    {
        var index = Array.IndexOf(Words, text);
        precedence = index < 0 ? default : (Precedence)index;
        return index >= 0;
    }
}
