using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript;

/// <summary>Signs notes with an Ed25519 key of type 0x01 (C2SP signed-note).</summary>
/// <param name="name">The name it signs under.</param>
/// <param name="key">Stays the caller's to dispose.</param>
/// <exception cref="NoteException">The name is malformed.</exception>
public sealed class NoteSigner(string name, Ed25519PrivateKey key)
{
    public VerifierKey Key { get; } = VerifierKey.Create(name, KeyType.Ed25519, key.PublicKey);

    /// <param name="text">UTF-8 ending in LF.</param>
    /// <returns>The note: text, empty line, signature line.</returns>
    /// <exception cref="ArgumentException">The text does not end in LF.</exception>
    public byte[] Sign(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[^1] != '\n') throw new ArgumentException("The text of a note ends in a line feed.", nameof(text));
        return [.. text, (byte)'\n', .. Encoding.UTF8.GetBytes(SignLine(text))];
    }

    /// <summary>The signature line alone, to stand under others over the same text.</summary>
    public string SignLine(ReadOnlySpan<byte> text) => new NoteSignature(Key.Name, Key.Id, key.Sign(text)).ToLine();
}
