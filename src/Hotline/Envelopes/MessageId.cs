namespace Hotline.Envelopes;

/// <summary>UUIDv7 (RFC 9562, section 5.7), minted once by the sender; it survives every retry and every route.</summary>
public readonly record struct MessageId
{
    private readonly Guid _value;

    private MessageId(Guid value) => _value = value;

    public static MessageId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Reads the 36 lower-case characters; any other version or variant is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MessageId id)
    {
        id = default;
        if (!Guid.TryParseExact(text, "D", out var value) || value.Version != 7 || (value.Variant & 0xC) != 0x8) return false;
        if (!text.SequenceEqual(value.ToString("D"))) return false;
        id = new MessageId(value);
        return true;
    }

    /// <exception cref="FormatException">Not a UUIDv7 in lower case.</exception>
    public static MessageId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("A message id is a UUIDv7 in lower case.");

    public override string ToString() => _value.ToString("D");
}
