namespace Hotline.Mls;

/// <summary>Extension types (RFC 9420, section 17.3). Others are kept as they came.</summary>
public enum ExtensionType : ushort
{
    None = 0,
    ApplicationId = 0x0001,
    RatchetTree = 0x0002,
    RequiredCapabilities = 0x0003,
    ExternalPub = 0x0004,
    ExternalSenders = 0x0005,

    /// <summary>Marks a key package that may be used again when no other is left (draft-ietf-mls-extensions).</summary>
    LastResort = 0x000a,
}

/// <summary>One extension (RFC 9420, section 7.2).</summary>
public sealed record Extension(ExtensionType Type, ReadOnlyMemory<byte> Data) : IWire<Extension>
{
    static Extension IWire<Extension>.Read(ref TlsReader reader) => new((ExtensionType)reader.ReadUInt16(), reader.ReadOpaque());

    void IWire<Extension>.Write(TlsWriter writer) => writer.UInt16((ushort)Type).Opaque(Data);

    internal static Extension Of<T>(ExtensionType type, T value)
        where T : IWire<T> => new(type, Wire.Encode(value));

    /// <summary>What application_id holds (section 5.3.3): never authenticated, not unique.</summary>
    public static Extension ApplicationId(ReadOnlySpan<byte> id) => new(ExtensionType.ApplicationId, new TlsWriter().Opaque(id).ToArrayAndClear());

    /// <summary>What members must support (section 11.1).</summary>
    public static Extension RequiredCapabilities(RequiredCapabilities required) => Of(ExtensionType.RequiredCapabilities, required);

    /// <summary>Who may propose from outside (section 12.1.8.1), by position.</summary>
    public static Extension ExternalSenders(params IReadOnlyList<ExternalSender> senders) =>
        new(ExtensionType.ExternalSenders, new TlsWriter().List(senders).ToArrayAndClear());
}

internal static class Extensions
{
    /// <summary>Types that everybody supports and no capabilities list (section 7.2).</summary>
    public static bool IsDefault(ExtensionType type) => (ushort)type is >= 1 and <= 5;

    public static Extension? Find(this IReadOnlyList<Extension> extensions, ExtensionType type)
    {
        foreach (var extension in extensions)
            if (extension.Type == type) return extension;
        return null;
    }

    /// <exception cref="MlsException">Two of one type (section 13.4).</exception>
    public static void RequireDistinct(this IReadOnlyList<Extension> extensions)
    {
        var seen = new HashSet<ExtensionType>();
        foreach (var extension in extensions)
            if (!seen.Add(extension.Type)) throw new MlsException(MlsFault.InvalidExtensions, $"Extension 0x{(ushort)extension.Type:x4} comes twice.");
    }

    public static RequiredCapabilities? RequiredCapabilities(this IReadOnlyList<Extension> extensions) =>
        extensions.Find(ExtensionType.RequiredCapabilities) is { } found ? Wire.Decode<RequiredCapabilities>(found.Data.Span) : null;

    public static IReadOnlyList<ExternalSender> ExternalSenders(this IReadOnlyList<Extension> extensions)
    {
        if (extensions.Find(ExtensionType.ExternalSenders) is not { } found) return [];
        var reader = new TlsReader(found.Data.Span);
        var senders = reader.ReadList<ExternalSender>();
        reader.RequireEnd();
        return senders;
    }

    public static bool SameAs(this IReadOnlyList<Extension> ours, IReadOnlyList<Extension> theirs) =>
        new TlsWriter().List(ours).ToArrayAndClear().AsSpan().SequenceEqual(new TlsWriter().List(theirs).ToArrayAndClear());
}
