namespace Hotline.Rosters;

/// <summary>A roster text that does not say what a roster must.</summary>
public sealed class RosterFormatException : FormatException
{
    public RosterFormatException()
    {
    }

    public RosterFormatException(string message)
        : base(message)
    {
    }

    public RosterFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
