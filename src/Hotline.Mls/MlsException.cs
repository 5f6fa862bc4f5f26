namespace Hotline.Mls;

/// <summary>A message, key or state from elsewhere that is refused. The state it was put to is unchanged.</summary>
/// <remarks>Misuse of this library by its caller is an <see cref="InvalidOperationException"/> or <see cref="ArgumentException"/> instead.</remarks>
public sealed class MlsException : Exception
{
    public MlsException()
    {
    }

    public MlsException(string message)
        : base(message)
    {
    }

    public MlsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public MlsException(MlsFault fault, string message)
        : base(message) => Fault = fault;

    public MlsException(MlsFault fault, string message, Exception innerException)
        : base(message, innerException) => Fault = fault;

    /// <summary>Which rule was broken.</summary>
    public MlsFault Fault { get; }

    internal static MlsException Malformed(string message) => new(MlsFault.Malformed, message);
}
