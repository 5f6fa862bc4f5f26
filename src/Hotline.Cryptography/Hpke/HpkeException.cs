namespace Hotline.Cryptography.Hpke;

/// <summary>A key, encapsulation or ciphertext that is malformed, or does not open. It never says more than that.</summary>
public sealed class HpkeException : Exception
{
    public HpkeException()
    {
    }

    public HpkeException(string message)
        : base(message)
    {
    }

    public HpkeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
