namespace Hotline.Cryptography;

public enum KeyFileFault
{
    /// <summary>There is no such file, or it may not be read.</summary>
    Unreadable,

    /// <summary>Not a PEM file with an encrypted private key of a form known here.</summary>
    Malformed,

    /// <summary>The passphrase does not open it, or its ciphertext was damaged: the two cannot be told apart.</summary>
    WrongPassphrase,

    /// <summary>It holds a key of another kind.</summary>
    OtherKind,
}

/// <summary>A key file that gives no key. The message never holds passphrase or key.</summary>
public sealed class KeyFileException : Exception
{
    public KeyFileException()
    {
    }

    public KeyFileException(string message)
        : base(message)
    {
    }

    public KeyFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public KeyFileException(KeyFileFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    public KeyFileFault Fault { get; }
}
