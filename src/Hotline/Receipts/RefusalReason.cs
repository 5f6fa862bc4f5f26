namespace Hotline.Receipts;

/// <summary>Why a hub or a recipient refuses a message. Signed as acceptances are.</summary>
public enum RefusalReason
{
    /// <summary>The same sender and id came before with other bytes.</summary>
    Conflict,

    /// <summary>A recipient is not on the hub's roster, or is revoked.</summary>
    UnknownRecipient,

    /// <summary>The sender's roster is not one this node knows.</summary>
    UnknownRoster,

    /// <summary>The deadline had passed when it came.</summary>
    TooLate,

    /// <summary>The deadline lies further ahead than the hub waits.</summary>
    DeadlineTooFar,

    /// <summary>The payload is larger than the limit, or of another size than the note says.</summary>
    Size,

    /// <summary>The sender sent more than its share.</summary>
    Quota,

    /// <summary>The seal does not open with this node's key, or what it holds is not what the note says.</summary>
    Mismatch,

    /// <summary>The suite is below the recipient's minimum in the roster.</summary>
    Suite,

    /// <summary>The Statement's signature is not by a key of the sender.</summary>
    Signature,
}

public static class RefusalReasons
{
    private static readonly string[] Words =
        ["conflict", "unknown-recipient", "unknown-roster", "too-late", "deadline-too-far", "size", "quota", "mismatch", "suite", "signature"];

    public static string ToWord(this RefusalReason reason) => Words[(int)reason];

    public static bool TryParse(string word, out RefusalReason reason)
    {
        var index = Array.IndexOf(Words, word);
        reason = index < 0 ? default : (RefusalReason)index;
        return index >= 0;
    }
}
