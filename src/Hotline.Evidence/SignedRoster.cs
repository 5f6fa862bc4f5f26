using System.Collections.Immutable;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Evidence;

/// <summary>A roster as a C2SP signed note: its text and the signature lines of members' root keys.</summary>
public sealed record SignedRoster
{
    private SignedRoster(Roster roster, SignedNote note, ReadOnlyMemory<byte> bytes) => (Roster, Signed, Note) = (roster, note, bytes);

    public Roster Roster { get; }

    /// <summary>The whole note, as it travels and is kept.</summary>
    public ReadOnlyMemory<byte> Note { get; }

    private SignedNote Signed { get; }

    /// <exception cref="RosterRefusedException">Not a signed note, or its text is no roster.</exception>
    public static SignedRoster Parse(ReadOnlyMemory<byte> note)
    {
        try
        {
            var signed = SignedNote.Parse(note);
            return new SignedRoster(Roster.Parse(signed.Text), signed, note);
        }
        catch (Exception malformed) when (malformed is NoteException or RosterFormatException)
        {
            throw new RosterRefusedException($"This is no signed roster: {malformed.Message}", malformed);
        }
    }

    /// <summary>A roster with its first signature.</summary>
    public static SignedRoster Begin(Roster roster, NoteSigner root) => Parse(root.Sign(roster.Text.Span));

    /// <summary>The same roster with one signature more; a signature that stands there already is not added again.</summary>
    public SignedRoster Sign(NoteSigner root)
    {
        // Each signature covers the text alone, so the lines of several notes over one text may stand under it together.
        var alone = root.Sign(Roster.Text.Span).AsSpan(Roster.Text.Length + 1);
        // Each line before another ends in LF, so a search from the one before the signatures finds whole lines only.
        return Note.Span[(Roster.Text.Length - 1)..].IndexOf([(byte)'\n', .. alone]) >= 0 ? this : Parse((byte[])[.. Note.Span, .. alone]);
    }

    /// <summary>Which members of <paramref name="judge"/> signed this roster with their root keys, each once.</summary>
    /// <exception cref="RosterRefusedException">A signature line under a known key does not verify, or a root key cannot be one.</exception>
    public ImmutableArray<string> SignersOf(Roster judge)
    {
        var signers = ImmutableArray.CreateBuilder<string>();
        foreach (var member in judge.Members)
        {
            try
            {
                if (Signed.Verify([RosterKeys.RootOf(member)]).Count > 0) signers.Add(member.Member);
            }
            catch (NoteException bad)
            {
                throw new RosterRefusedException($"The signature of {member.Member} on roster {Roster.Number} does not hold: {bad.Message}", bad);
            }
        }

        return signers.ToImmutable();
    }

    /// <summary>Why this roster may not follow <paramref name="current"/>, or null.</summary>
    public string? WhyNotAfter(Roster current) => Roster.WhyNotAfter(current) ?? WhyWithoutQuorumOf(current);

    /// <summary>Why too few of that roster's members signed, or null. A revoked member's signature does not count.</summary>
    public string? WhyWithoutQuorumOf(Roster judge)
    {
        var standing = SignersOf(judge).Where(name => judge.FindMember(name) is { RevokedSince: null }).ToArray();
        return standing.Length >= judge.Quorum
            ? null
            : $"{standing.Length} of the {judge.Quorum} members needed signed it ({string.Join(", ", standing)}): have others sign it with 'hotline roster sign'";
    }

    public bool Equals(SignedRoster? other) => other is not null && Note.Span.SequenceEqual(other.Note.Span);

    public override int GetHashCode() => Roster.Hash.GetHashCode();
}
