namespace Hotline.Leaves;

/// <summary>A leaf that is not in the one form it may have. The message names the line, never its content.</summary>
public sealed class LeafFormatException : FormatException
{
    public LeafFormatException()
    {
    }

    public LeafFormatException(string message)
        : base(message)
    {
    }

    public LeafFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
