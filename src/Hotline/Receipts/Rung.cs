namespace Hotline.Receipts;

/// <summary>How far a message is known to have come for one recipient.</summary>
public enum Rung
{
    /// <summary>Durable at the sender's own node.</summary>
    Filed,

    /// <summary>The hub's NRS is here.</summary>
    Relayed,

    /// <summary>The recipient node's NRD is here.</summary>
    Delivered,

    /// <summary>The recipient desk's NRR is here.</summary>
    Read,

    /// <summary>The hub or the recipient refused it.</summary>
    Refused,

    /// <summary>NOT DELIVERED: the deadline passed.</summary>
    Failed,
}

public static class Rungs
{
    /// <summary>The rung after another receipt came. A late delivery outranks the hub's FAILED: the evidence of both stays.</summary>
    public static Rung After(this Rung rung, ReceiptKind receipt) => receipt switch
    {
        ReceiptKind.Read => Rung.Read,
        ReceiptKind.Delivered => rung == Rung.Read ? Rung.Read : Rung.Delivered,
        ReceiptKind.Submitted => rung == Rung.Filed ? Rung.Relayed : rung,
        ReceiptKind.Refused => rung is Rung.Delivered or Rung.Read ? rung : Rung.Refused,
        ReceiptKind.Failed => rung is Rung.Filed or Rung.Relayed ? Rung.Failed : rung,
        _ => throw new ArgumentOutOfRangeException(nameof(receipt)),
    };

    public static string ToWord(this Rung rung) => rung switch
    {
        Rung.Filed => "FILED",
        Rung.Relayed => "RELAYED",
        Rung.Delivered => "DELIVERED",
        Rung.Read => "READ",
        Rung.Refused => "REFUSED",
        Rung.Failed => "NOT DELIVERED",
        _ => throw new ArgumentOutOfRangeException(nameof(rung)),
    };
}
