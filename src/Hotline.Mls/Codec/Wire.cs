namespace Hotline.Mls;

/// <summary>A struct of RFC 9420 with one encoding.</summary>
internal interface IWire<TSelf>
    where TSelf : IWire<TSelf>
{
    /// <exception cref="MlsException">Malformed, or of an unknown kind whose end cannot be found.</exception>
    static abstract TSelf Read(ref TlsReader reader);

    void Write(TlsWriter writer);
}

internal static class Wire
{
    /// <summary>Longest message that is read, in bytes: 64 MiB holds a tree of 4,000 members with ML-DSA-87 signatures.</summary>
    public const int MaxSize = 64 << 20;

    /// <summary>Exactly one value.</summary>
    /// <exception cref="MlsException">Malformed.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> bytes)
        where T : IWire<T>
    {
        if (bytes.Length > MaxSize) throw MlsException.Malformed($"{bytes.Length} bytes are more than is read: {MaxSize}.");
        var reader = new TlsReader(bytes);
        var value = T.Read(ref reader);
        reader.RequireEnd();
        return value;
    }

    public static byte[] Encode<T>(T value)
        where T : IWire<T> => new TlsWriter().Value(value).ToArrayAndClear();
}
