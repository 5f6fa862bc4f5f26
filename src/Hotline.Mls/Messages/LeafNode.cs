using Hotline.Cryptography.Hpke;
using Hotline.Cryptography;

namespace Hotline.Mls;

/// <summary>How a leaf came into the tree (RFC 9420, section 7.2).</summary>
public enum LeafNodeSource : byte
{
    None = 0,
    KeyPackage = 1,
    Update = 2,
    Commit = 3,
}

/// <summary>A member as the group sees it, signed by that member (RFC 9420, section 7.2).</summary>
public sealed class LeafNode : IWire<LeafNode>
{
    private byte[]? _encoded;

    /// <summary>Public HPKE key that secrets for this member are sealed to.</summary>
    public required ReadOnlyMemory<byte> EncryptionKey { get; init; }

    public required ReadOnlyMemory<byte> SignatureKey { get; init; }

    public required Credential Credential { get; init; }

    public required Capabilities Capabilities { get; init; }

    public required LeafNodeSource Source { get; init; }

    /// <summary>Of a leaf from a key package only.</summary>
    public Lifetime? Lifetime { get; init; }

    /// <summary>Of a leaf from a commit only (section 7.9).</summary>
    internal ReadOnlyMemory<byte> ParentHash { get; init; }

    public required IReadOnlyList<Extension> Extensions { get; init; }

    internal ReadOnlyMemory<byte> Signature { get; init; }

    internal ReadOnlySpan<byte> Encoded => _encoded ??= Wire.Encode(this);

    static LeafNode IWire<LeafNode>.Read(ref TlsReader reader)
    {
        var encryptionKey = reader.ReadOpaque();
        var signatureKey = reader.ReadOpaque();
        var credential = reader.Read<Credential>();
        var capabilities = reader.Read<Capabilities>();
        var source = (LeafNodeSource)reader.ReadByte();
        if (source is not (LeafNodeSource.KeyPackage or LeafNodeSource.Update or LeafNodeSource.Commit)) throw MlsException.Malformed("A leaf has an unknown source.");
        return new LeafNode
        {
            EncryptionKey = encryptionKey,
            SignatureKey = signatureKey,
            Credential = credential,
            Capabilities = capabilities,
            Source = source,
            Lifetime = source == LeafNodeSource.KeyPackage ? reader.Read<Lifetime>() : null,
            ParentHash = source == LeafNodeSource.Commit ? reader.ReadOpaque() : ReadOnlyMemory<byte>.Empty,
            Extensions = reader.ReadList<Extension>(),
            Signature = reader.ReadOpaque(),
        };
    }

    void IWire<LeafNode>.Write(TlsWriter writer)
    {
        if (_encoded is not null)
        {
            writer.Raw(_encoded);
            return;
        }

        WriteUnsigned(writer);
        writer.Opaque(Signature);
    }

    /// <summary>A copy with a signature.</summary>
    /// <param name="group">Null in a key package: its maker does not know the group yet.</param>
    internal LeafNode SignedBy(SigningKey key, ReadOnlyMemory<byte>? group, LeafIndex place) => new()
    {
        EncryptionKey = EncryptionKey,
        SignatureKey = SignatureKey,
        Credential = Credential,
        Capabilities = Capabilities,
        Source = Source,
        Lifetime = Lifetime,
        ParentHash = ParentHash,
        Extensions = Extensions,
        Signature = Labeled.Sign(key, "LeafNodeTBS", ToBeSigned(group, place)),
    };

    internal bool IsSignedFor(CipherSuite suite, ReadOnlyMemory<byte>? group, LeafIndex place) =>
        suite.Verify(SignatureKey.Span, "LeafNodeTBS", ToBeSigned(group, place), Signature.Span);

    private byte[] ToBeSigned(ReadOnlyMemory<byte>? group, LeafIndex place)
    {
        var writer = new TlsWriter();
        WriteUnsigned(writer);
        if (Source is LeafNodeSource.Update or LeafNodeSource.Commit)
            writer.Opaque(group ?? throw new InvalidOperationException("A leaf of a group is signed with its group.")).UInt32(place.Value);
        return writer.ToArrayAndClear();
    }

    private void WriteUnsigned(TlsWriter writer)
    {
        writer.Opaque(EncryptionKey).Opaque(SignatureKey).Value(Credential).Value(Capabilities).Byte((byte)Source);
        if (Source == LeafNodeSource.KeyPackage) writer.Value(Lifetime!);
        if (Source == LeafNodeSource.Commit) writer.Opaque(ParentHash);
        writer.List(Extensions);
    }
}
