namespace Hotline.Receipts;

/// <summary>One rung of the ladder, as evidence (transcript, section 2.2).</summary>
public enum ReceiptKind
{
    /// <summary>Submission: the hub has the message, durably.</summary>
    Submitted,

    /// <summary>Delivery: the recipient's node opened, checked and stored it.</summary>
    Delivered,

    /// <summary>Receipt: a person at the recipient's desk acknowledged it. Not agreement with the contents.</summary>
    Read,

    /// <summary>A hub or a recipient will not take it, and says why.</summary>
    Refused,

    /// <summary>The hub's word that the deadline passed without delivery to those it names.</summary>
    Failed,
}

public static class ReceiptKinds
{
    public static string ToWord(this ReceiptKind kind) => kind switch
    {
        ReceiptKind.Submitted => "NRS",
        ReceiptKind.Delivered => "NRD",
        ReceiptKind.Read => "NRR",
        ReceiptKind.Refused => "REFUSED",
        ReceiptKind.Failed => "FAILED",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static bool TryParse(string word, out ReceiptKind kind)
    {
        kind = word switch
        {
            "NRS" => ReceiptKind.Submitted,
            "NRD" => ReceiptKind.Delivered,
            "NRR" => ReceiptKind.Read,
            "REFUSED" => ReceiptKind.Refused,
            _ => ReceiptKind.Failed,
        };
        return word is "NRS" or "NRD" or "NRR" or "REFUSED" or "FAILED";
    }
}
