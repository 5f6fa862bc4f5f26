namespace Hotline.Mls;

/// <summary>A new key of one parent, and its secret sealed to each node below its other child (RFC 9420, section 7.6).</summary>
internal sealed record UpdatePathNode(ReadOnlyMemory<byte> EncryptionKey, IReadOnlyList<HpkeCiphertext> EncryptedPathSecret) : IWire<UpdatePathNode>
{
    public static UpdatePathNode Read(ref TlsReader reader) => new(reader.ReadOpaque(), reader.ReadList<HpkeCiphertext>());

    public void Write(TlsWriter writer) => writer.Opaque(EncryptionKey).List(EncryptedPathSecret);
}

/// <summary>New keys from a committer's leaf to the root, without the nodes that the filtered path leaves out (RFC 9420, section 7.6).</summary>
internal sealed record UpdatePath(LeafNode Leaf, IReadOnlyList<UpdatePathNode> Nodes) : IWire<UpdatePath>
{
    public static UpdatePath Read(ref TlsReader reader) => new(reader.Read<LeafNode>(), reader.ReadList<UpdatePathNode>());

    public void Write(TlsWriter writer) => writer.Value(Leaf).List(Nodes);
}
