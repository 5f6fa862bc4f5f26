namespace Hotline.Evidence;

/// <summary>A roster that may not take effect here. The message says which rule it breaks and what would mend it.</summary>
public sealed class RosterRefusedException : Exception
{
    public RosterRefusedException()
    {
    }

    public RosterRefusedException(string message)
        : base(message)
    {
    }

    public RosterRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
