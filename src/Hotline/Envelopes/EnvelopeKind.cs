namespace Hotline.Envelopes;

/// <summary>What the payload carries, as far as a hub must know.</summary>
public enum EnvelopeKind
{
    /// <summary>A Statement for people.</summary>
    Message,

    /// <summary>A Statement with STIX objects of a collection.</summary>
    Objects,
}

public static class EnvelopeKinds
{
    public static string ToWord(this EnvelopeKind kind) => kind switch
    {
        EnvelopeKind.Message => "message",
        EnvelopeKind.Objects => "objects",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static bool TryParse(string text, out EnvelopeKind kind)
    {
        kind = text == "objects" ? EnvelopeKind.Objects : EnvelopeKind.Message;
        return text is "message" or "objects";
    }
}
