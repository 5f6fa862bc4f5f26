using System.Text.Json;

namespace Hotline.Rosters;

/// <summary>What a party hands to whoever composes the next roster: its own line, with public keys only.</summary>
public abstract record RosterEntry
{
    /// <summary>Largest text in bytes; post-quantum certificates make a member's line some 30 KiB.</summary>
    public const int MaxSize = 1024 * 1024;

    public sealed record OfMember(RosterMember Member) : RosterEntry;

    public sealed record OfHub(RosterHub Hub) : RosterEntry;

    public sealed record OfAuditor(Auditor Auditor) : RosterEntry;

    /// <summary>The name that a later entry of the same party replaces.</summary>
    public string Name => this switch
    {
        OfMember member => member.Member.Node.ToString(),
        OfHub hub => hub.Hub.Node.ToString(),
        OfAuditor auditor => auditor.Auditor.Name,
        _ => "",
    };

    /// <summary>JSON as it stands in a roster, ending in LF.</summary>
    public byte[] Write() =>
    [
        .. this switch
        {
            OfMember member => JsonSerializer.SerializeToUtf8Bytes(RosterForm.Write(member.Member), RosterJson.Default.MemberText),
            OfHub hub => JsonSerializer.SerializeToUtf8Bytes(RosterForm.Write(hub.Hub), RosterJson.Default.HubText),
            OfAuditor auditor => JsonSerializer.SerializeToUtf8Bytes(RosterForm.Write(auditor.Auditor), RosterJson.Default.AuditorText),
            _ => throw new InvalidOperationException("An entry is of a member, a hub or an auditor."),
        },
        (byte)'\n',
    ];

    /// <summary>Reads a member's, hub's or auditor's entry; which of them, its properties say.</summary>
    /// <exception cref="RosterFormatException">None of them, or too large. Rules between entries are the roster's to check.</exception>
    public static RosterEntry Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxSize) throw new RosterFormatException($"An entry has at most {MaxSize} bytes.");
        try
        {
            return HasProperty(json, "member") ? new OfMember(RosterForm.Read(JsonSerializer.Deserialize(json, RosterJson.Default.MemberText)!))
                : HasProperty(json, "address") ? new OfHub(RosterForm.Read(JsonSerializer.Deserialize(json, RosterJson.Default.HubText)!))
                : new OfAuditor(RosterForm.Read(JsonSerializer.Deserialize(json, RosterJson.Default.AuditorText)!));
        }
        catch (JsonException malformed)
        {
            throw new RosterFormatException($"The entry is not of the expected form at {malformed.Path}.", malformed);
        }
        catch (InvalidOperationException noText)
        {
            // A name that is half of a surrogate pair is JSON, and no text.
            throw new RosterFormatException("The entry holds text that is no Unicode.", noText);
        }
    }

    private static bool HasProperty(ReadOnlySpan<byte> json, string name)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new RosterFormatException("An entry is one JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name)) return true;
            reader.Skip();
        }

        return false;
    }
}
