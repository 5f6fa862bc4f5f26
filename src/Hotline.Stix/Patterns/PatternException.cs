namespace Hotline.Stix.Patterns;

/// <summary>A pattern that cannot be read, or cannot be evaluated within its bounds. The only exception that patterns raise.</summary>
/// <param name="position">Characters before the fault; -1 where it lies in no single place.</param>
public sealed class PatternException(string message, int position = -1) : Exception(message)
{
    public int Position { get; } = position;
}
