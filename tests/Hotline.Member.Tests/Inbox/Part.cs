namespace Hotline.Member.Tests.Inbox;

/// <summary>What a message consists of, as far as parts of two messages can be exchanged.</summary>
[Flags]
public enum Part
{
    None = 0,

    /// <summary>The NRO's own lines: message id, conversation, time, deadline.</summary>
    Nro = 1,

    /// <summary>The ciphertext as the genuine message carried it.</summary>
    Payload = 2,

    /// <summary>The Statement inside and its digest in the NRO.</summary>
    Statement = 4,

    /// <summary>The NRO's <c>to</c>, and to whom the hub delivers.</summary>
    Recipient = 8,

    /// <summary>The key it is sealed to, whose fingerprint is under <c>readers</c>.</summary>
    Fingerprint = 16,

    /// <summary>Real or exercise: the leaf's heading.</summary>
    Domain = 32,

    /// <summary>Number and hash of the roster.</summary>
    Roster = 64,
}
