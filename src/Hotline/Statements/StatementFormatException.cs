namespace Hotline.Statements;

/// <summary>A Statement that is not of the form it must have. The message names the rule, never the content.</summary>
public sealed class StatementFormatException : FormatException
{
    public StatementFormatException()
    {
    }

    public StatementFormatException(string message)
        : base(message)
    {
    }

    public StatementFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
