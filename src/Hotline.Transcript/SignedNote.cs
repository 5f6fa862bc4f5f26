using System.Collections.Immutable;
using System.Text;

namespace Hotline.Transcript;

/// <summary>A text with signature lines under it (C2SP signed-note). Parsing does not verify.</summary>
public sealed class SignedNote
{
    /// <summary>Largest note in bytes.</summary>
    public const int MaxSize = 8 * 1024 * 1024;

    /// <summary>Most signature lines.</summary>
    public const int MaxSignatures = 128;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private SignedNote(ReadOnlyMemory<byte> text, ImmutableArray<NoteSignature> signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>What is signed, its last LF included.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    public ImmutableArray<NoteSignature> Signatures { get; }

    /// <exception cref="NoteException">Not a note: control characters, no empty line, no or malformed signature lines, too large.</exception>
    public static SignedNote Parse(ReadOnlyMemory<byte> note)
    {
        var text = TextOf(note);
        string lines;
        try
        {
            // The text is never decoded here, but it must be UTF-8 all the same.
            StrictUtf8.GetCharCount(text.Span);
            lines = StrictUtf8.GetString(note.Span[(text.Length + 1)..]);
        }
        catch (DecoderFallbackException invalid)
        {
            throw new NoteException("A note is UTF-8.", invalid);
        }

        if (lines.Length == 0 || !lines.EndsWith('\n')) throw new NoteException("A note has at least one signature line, and each ends in a line feed.");
        var parts = lines[..^1].Split('\n');
        if (parts.Length > MaxSignatures) throw new NoteException($"A note has at most {MaxSignatures} signatures.");
        return new SignedNote(text, [.. parts.Select(NoteSignature.Parse)]);
    }

    /// <summary>What a note's signatures are over, whatever they look like.</summary>
    /// <exception cref="NoteException">Control characters, no empty line, too large.</exception>
    internal static ReadOnlyMemory<byte> TextOf(ReadOnlyMemory<byte> note)
    {
        if (note.Length > MaxSize) throw new NoteException($"A note has at most {MaxSize} bytes.");
        if (note.Span.IndexOfAnyInRange((byte)0, (byte)9) >= 0 || note.Span.IndexOfAnyInRange((byte)11, (byte)31) >= 0)
            throw new NoteException("A note has no control characters but line feeds.");
        // The last empty line parts text and signatures: a text may hold empty lines, signature lines cannot.
        var end = note.Span.LastIndexOf("\n\n"u8);
        return end < 0 ? throw new NoteException("A note has an empty line before its signatures.") : note[..(end + 1)];
    }

    /// <summary>The signatures by known keys. Those by unknown keys are ignored.</summary>
    /// <returns>The keys whose signatures hold, each once, in the order of the lines; empty when none of them signed.</returns>
    /// <exception cref="NoteException">A signature under the name and id of a known key does not hold: the whole note is refused.</exception>
    public IReadOnlyList<VerifierKey> Verify(IReadOnlyCollection<VerifierKey> keys) => [.. VerifyLines(keys).Select(line => line.Key)];

    /// <summary>The same with the lines that hold.</summary>
    internal IReadOnlyList<(VerifierKey Key, NoteSignature Line)> VerifyLines(IReadOnlyCollection<VerifierKey> keys)
    {
        var verified = new List<(VerifierKey Key, NoteSignature Line)>();
        foreach (var signature in Signatures)
        {
            foreach (var key in keys)
            {
                if (key.Id != signature.KeyId || key.Name != signature.Name) continue;
                if (!NoteVerifier.Holds(key, Text, signature.Bytes.Span)) throw new NoteException($"The signature by {key.Name} does not hold.");
                if (!verified.Any(line => line.Key == key)) verified.Add((key, signature));
            }
        }

        return verified;
    }
}
