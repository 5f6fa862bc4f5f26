namespace Hotline.Mls;

/// <summary>A key shared by the members below it (RFC 9420, section 7.1).</summary>
/// <param name="UnmergedLeaves">Leaves below that do not know its private key, in increasing order.</param>
internal sealed record ParentNode(ReadOnlyMemory<byte> EncryptionKey, ReadOnlyMemory<byte> ParentHash, IReadOnlyList<uint> UnmergedLeaves) : IWire<ParentNode>
{
    public static ParentNode Read(ref TlsReader reader) => new(reader.ReadOpaque(), reader.ReadOpaque(), reader.ReadUInt32List());

    public void Write(TlsWriter writer) => writer.Opaque(EncryptionKey).Opaque(ParentHash).UInt32List(UnmergedLeaves);
}

/// <summary>Either kind of node, as the ratchet_tree extension lists them (RFC 9420, section 12.4.3.3).</summary>
internal sealed record TreeNode(LeafNode? Leaf, ParentNode? Parent) : IWire<TreeNode>
{
    private const byte LeafType = 1;
    private const byte ParentType = 2;

    public static TreeNode Read(ref TlsReader reader) => reader.ReadByte() switch
    {
        LeafType => new TreeNode(reader.Read<LeafNode>(), null),
        ParentType => new TreeNode(null, reader.Read<ParentNode>()),
        _ => throw MlsException.Malformed("A node is neither leaf nor parent."),
    };

    public void Write(TlsWriter writer)
    {
        if (Leaf is not null) writer.Byte(LeafType).Value(Leaf);
        else writer.Byte(ParentType).Value(Parent!);
    }
}
