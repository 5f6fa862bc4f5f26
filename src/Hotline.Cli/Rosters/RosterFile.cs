using Hotline.Evidence;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Cli.Rosters;

/// <summary>A roster on its way from member to member: bare text until the first root key signed it, then a signed note.</summary>
/// <param name="Signed">Null while nobody signed.</param>
internal sealed record RosterFile(Roster Roster, SignedRoster? Signed)
{
    /// <summary>What the file holds.</summary>
    public ReadOnlyMemory<byte> Bytes => Signed?.Note ?? Roster.Text;

    /// <summary>Members that signed, by their root keys in this very roster.</summary>
    public IReadOnlyList<string> Signers => Signed is null ? [] : [.. Signed.SignersOf(Roster)];

    /// <exception cref="RosterRefusedException">A signed note whose text is no roster.</exception>
    /// <exception cref="RosterFormatException">Neither a signed note nor a roster.</exception>
    public static async Task<RosterFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length > 2 * Roster.MaxSize) throw new RosterFormatException($"{path} is too large for a roster.");
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        // The bare text ends with the brace of its JSON; under a note stand signature lines.
        return bytes.AsSpan().EndsWith("}\n"u8) ? new RosterFile(Roster.Parse(bytes), null) : Of(SignedRoster.Parse(bytes));
    }

    public static RosterFile Of(SignedRoster signed) => new(signed.Roster, signed);

    /// <summary>The same roster with one signature more.</summary>
    public RosterFile Sign(NoteSigner root) => Of(Signed is null ? SignedRoster.Begin(Roster, root) : Signed.Sign(root));
}
