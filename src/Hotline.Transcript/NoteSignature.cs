using System.Buffers.Binary;
using System.Globalization;

namespace Hotline.Transcript;

/// <summary>One signature line of a note: em dash, name, base64 of key id and signature.</summary>
/// <param name="KeyId">Four bytes, big-endian.</param>
/// <param name="Bytes">What follows the id; its form is the key type's.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    internal const string Dash = "\u2014 ";

    /// <summary>Largest line in characters: an ML-DSA line has about 3,300.</summary>
    private const int MaxLine = 8 * 1024;

    /// <summary>The line with its LF.</summary>
    public string ToLine()
    {
        var bytes = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.Span.CopyTo(bytes.AsSpan(4));
        return string.Create(CultureInfo.InvariantCulture, $"{Dash}{Name} {Convert.ToBase64String(bytes)}\n");
    }

    /// <exception cref="NoteException">Another form.</exception>
    internal static NoteSignature Parse(string line)
    {
        if (line.Length > MaxLine || !line.StartsWith(Dash, StringComparison.Ordinal)) throw new NoteException("A signature line begins with an em dash and a space.");
        var space = line.IndexOf(' ', Dash.Length);
        if (space < 0) throw new NoteException("A signature line has a name and a signature.");
        var name = line[Dash.Length..space];
        if (!VerifierKey.IsName(name)) throw new NoteException("The name on a signature line is malformed.");
        if (!Base64.TryDecode(line.AsSpan(space + 1), out var bytes) || bytes.Length < 5)
            throw new NoteException("The signature on a line is not canonical base64 of an id and a signature.");
        return new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4));
    }
}
