using Hotline.Collections;

namespace Hotline.Taxii.Objects;

/// <summary>What a marking definition means for an object's way to other members.</summary>
internal enum MarkingMeaning
{
    /// <summary>TLP that lets members have it: CLEAR (WHITE), GREEN, AMBER.</summary>
    Travels,

    /// <summary>TLP:RED, for the eyes of named people only.</summary>
    Red,

    /// <summary>TLP:AMBER+STRICT, for one organization only.</summary>
    AmberStrict,

    /// <summary>A statement, which has no meaning to a machine.</summary>
    Statement,

    /// <summary>Any other kind, or a definition that is nowhere to be found.</summary>
    Unknown,
}

/// <summary>
/// Which objects of a shared collection stay at this node. Pure. Marked parts count like marks on the whole: leaving them out would
/// break the object's bytes and signatures.
/// </summary>
internal static class ReplicationPolicy
{
    /// <param name="meanings">Of every marking the object carries, on the whole or on parts; several where definitions disagree.</param>
    /// <param name="size">Bytes of the object.</param>
    /// <returns>Why the object is withheld; null when it may travel.</returns>
    public static string? Judge(IEnumerable<MarkingMeaning> meanings, int size, StatementMarkingPolicy statements)
    {
        if (size > DraftPacking.LargestObject) return $"larger than {DraftPacking.LargestObject} bytes";
        string? reason = null;
        foreach (var meaning in meanings)
        {
            // The strictest marking decides and is the one to name.
            if (meaning == MarkingMeaning.Red) return "marked TLP:RED";
            reason = meaning switch
            {
                MarkingMeaning.AmberStrict => "marked TLP:AMBER+STRICT",
                MarkingMeaning.Unknown => reason ?? "marked with something this node does not know",
                MarkingMeaning.Statement when statements == StatementMarkingPolicy.Withhold => reason ?? "marked with a statement, which the collection withholds",
                _ => reason,
            };
        }

        return reason;
    }
}
