namespace Hotline.Member.Tests.Inbox;

/// <summary>Who refuses which mix of two genuine messages, and by which rule.</summary>
internal static class MixAndMatchTable
{
    /// <summary>Parts of a message of an exercise, whose ciphertext stays as it was.</summary>
    public const string ExercisePayloadKept =
        """
        Nro: recipient, The ciphertext does not open.
        Nro, Payload: recipient, The letter is not for this key.
        Nro, Statement: recipient, The ciphertext does not open.
        Nro, Recipient: recipient, The letter is not for this key.
        Nro, Fingerprint: recipient, The ciphertext does not open.
        Nro, Domain: hub, no leaf of this domain
        Nro, Roster: recipient, unknown roster
        Payload: recipient, The letter is not for this key.
        Payload, Statement: recipient, The letter is not for this key.
        Payload, Recipient: recipient, The letter is not for this key.
        Payload, Fingerprint: recipient, The letter is not for this key.
        Payload, Domain: hub, no leaf of this domain
        Payload, Roster: recipient, unknown roster
        Statement: recipient, The ciphertext does not open.
        Statement, Recipient: recipient, The letter is not for this key.
        Statement, Fingerprint: recipient, The ciphertext does not open.
        Statement, Domain: hub, no leaf of this domain
        Statement, Roster: recipient, unknown roster
        Recipient: recipient, The letter is not for this key.
        Recipient, Fingerprint: recipient, The letter is not for this key.
        Recipient, Domain: hub, no leaf of this domain
        Recipient, Roster: recipient, unknown roster
        Fingerprint: recipient, The ciphertext does not open.
        Fingerprint, Domain: hub, no leaf of this domain
        Fingerprint, Roster: recipient, unknown roster
        Domain: hub, no leaf of this domain
        Domain, Roster: hub, no leaf of this domain
        Roster: recipient, unknown roster
        """;

    /// <summary>Parts of a message of an exercise, sealed anew under the mixed header to whoever gets it.</summary>
    public const string ExerciseSealedAnew =
        """
        Nro: recipient, Message
        Nro, Statement: recipient, Domain
        Nro, Recipient: recipient, The letter is not for this key.
        Nro, Fingerprint: recipient, Message
        Nro, Domain: hub, no leaf of this domain
        Nro, Roster: recipient, unknown roster
        Statement: recipient, Domain
        Statement, Recipient: recipient, The letter is not for this key.
        Statement, Fingerprint: recipient, Domain
        Statement, Domain: hub, no leaf of this domain
        Statement, Roster: recipient, unknown roster
        Recipient: recipient, The letter is not for this key.
        Recipient, Fingerprint: recipient, The letter is not for this key.
        Recipient, Domain: hub, no leaf of this domain
        Recipient, Roster: recipient, unknown roster
        Fingerprint: recipient, Readers
        Fingerprint, Domain: hub, no leaf of this domain
        Fingerprint, Roster: recipient, unknown roster
        Domain: hub, no leaf of this domain
        Domain, Roster: hub, no leaf of this domain
        Roster: recipient, unknown roster
        """;

    /// <summary>Parts of a message to another recipient on an earlier roster, whose ciphertext stays as it was.</summary>
    public const string OtherPayloadKept =
        """
        Nro: recipient, The ciphertext does not open.
        Nro, Payload: recipient, The letter is not for this key.
        Nro, Statement: recipient, The ciphertext does not open.
        Nro, Recipient: recipient, The letter is not for this key.
        Nro, Fingerprint: recipient, The ciphertext does not open.
        Nro, Roster: recipient, The ciphertext does not open.
        Payload: recipient, The letter is not for this key.
        Payload, Statement: recipient, The letter is not for this key.
        Payload, Recipient: recipient, The ciphertext does not open.
        Payload, Fingerprint: recipient, The letter is not for this key.
        Payload, Roster: recipient, The letter is not for this key.
        Statement: recipient, The ciphertext does not open.
        Statement, Recipient: recipient, The letter is not for this key.
        Statement, Fingerprint: recipient, The ciphertext does not open.
        Statement, Roster: recipient, The ciphertext does not open.
        Recipient: recipient, The letter is not for this key.
        Recipient, Fingerprint: recipient, The letter is not for this key.
        Recipient, Roster: recipient, The letter is not for this key.
        Fingerprint: recipient, The ciphertext does not open.
        Fingerprint, Roster: recipient, The ciphertext does not open.
        Roster: recipient, The ciphertext does not open.
        """;

    /// <summary>Parts of a message to another recipient on an earlier roster, sealed anew under the mixed header to whoever gets it.</summary>
    public const string OtherSealedAnew =
        """
        Nro: recipient, Message
        Nro, Statement: recipient, Roster
        Nro, Recipient: recipient, Message
        Nro, Fingerprint: recipient, Message
        Nro, Roster: recipient, Message
        Statement: recipient, Message
        Statement, Recipient: recipient, Message
        Statement, Fingerprint: recipient, Message
        Statement, Roster: recipient, Message
        Recipient: recipient, Readers
        Recipient, Fingerprint: recipient, Readers
        Recipient, Roster: recipient, Roster
        Fingerprint: recipient, Readers
        Fingerprint, Roster: recipient, Roster
        Roster: recipient, Roster
        """;
}
