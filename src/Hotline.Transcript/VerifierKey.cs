using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript;

/// <summary>What a key signs, by its type byte (C2SP signed-note). One key, one type, one role.</summary>
public enum KeyType
{
    /// <summary>Ed25519 over a note's text: logs and evidence.</summary>
    Ed25519 = 0x01,

    /// <summary>cosignature/v1: a timestamped Ed25519 signature over a checkpoint (C2SP tlog-cosignature).</summary>
    Cosignature = 0x04,

    /// <summary>A timestamped ML-DSA-44 signature over a checkpoint (C2SP tlog-cosignature).</summary>
    MlDsa44 = 0x06,
}

/// <summary>A public key with the name it signs under: <c>name+8 hex digits+base64(type || key)</c> (C2SP signed-note).</summary>
public sealed record VerifierKey
{
    private VerifierKey(string name, KeyType type, ReadOnlyMemory<byte> publicKey)
    {
        Name = name;
        Type = type;
        PublicKey = publicKey;
        Id = IdOf(name, type, publicKey.Span);
    }

    public string Name { get; }

    public KeyType Type { get; }

    /// <summary>32 bytes of Ed25519, or 1,312 of ML-DSA-44.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>First four bytes of SHA-256 over name, LF, type and key.</summary>
    public uint Id { get; }

    /// <exception cref="NoteException">The name or the key's length is not one a verifier key may have.</exception>
    public static VerifierKey Create(string name, KeyType type, ReadOnlyMemory<byte> publicKey)
    {
        if (!IsName(name)) throw new NoteException("A key's name is not empty and has no space and no plus sign.");
        var size = type == KeyType.MlDsa44 ? MlDsaParameterSet.MlDsa44.PublicKeySize() : Ed25519.PublicKeySize;
        if (!Enum.IsDefined(type)) throw new NoteException("The key's type is unknown.");
        return publicKey.Length == size ? new VerifierKey(name, type, publicKey) : throw new NoteException($"A key of this type has {size} bytes.");
    }

    /// <exception cref="NoteException">Another form, or an id that is not the key's.</exception>
    public static VerifierKey Parse(string text)
    {
        if (text.Length > 4096) throw new NoteException("A verifier key has at most 4,096 characters.");
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !Base64.TryDecode(parts[2], out var bytes) || bytes.Length == 0)
            throw new NoteException("A verifier key is name+id+base64.");
        var key = Create(parts[0], (KeyType)bytes[0], bytes.AsMemory(1));
        // As text, for a number has several spellings.
        return IdText(key.Id) == parts[1] ? key : throw new NoteException($"The id of the verifier key {key.Name} is not the one of its name and key.");
    }

    public override string ToString() =>
        $"{Name}+{IdText(Id)}+{Convert.ToBase64String([(byte)Type, .. PublicKey.Span])}";

    public bool Equals(VerifierKey? other) => other is not null && Id == other.Id && Name == other.Name && Type == other.Type && PublicKey.Span.SequenceEqual(other.PublicKey.Span);

    public override int GetHashCode() => HashCode.Combine(Id, Name);

    /// <summary>Key names: UTF-8 without Unicode spaces and plus signs (C2SP signed-note).</summary>
    internal static bool IsName(string name) => name.Length is > 0 and <= 256 && name.EnumerateRunes().All(IsOfName);

    // Half a surrogate pair is enumerated as the replacement character, as which it would also be written.
    private static bool IsOfName(Rune rune) => !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && rune.Value != '+' && rune != Rune.ReplacementChar;

    private static string IdText(uint id) => id.ToString("x8", CultureInfo.InvariantCulture);

    private static uint IdOf(string name, KeyType type, ReadOnlySpan<byte> publicKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. publicKey], hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
