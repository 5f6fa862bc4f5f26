namespace Hotline.Mls;

/// <summary>A tree as it is sent: its nodes from left to right, without the blanks at the end (RFC 9420, section 12.4.3.3).</summary>
internal sealed record RatchetTreeNodes(IReadOnlyList<TreeNode?> Nodes) : IWire<RatchetTreeNodes>
{
    public static RatchetTreeNodes Read(ref TlsReader reader)
    {
        var inner = new TlsReader(reader.ReadVector());
        var nodes = new List<TreeNode?>();
        while (!inner.IsEmpty) nodes.Add(inner.ReadOptional<TreeNode>());
        return new RatchetTreeNodes(nodes);
    }

    public void Write(TlsWriter writer) => writer.Optionals(Nodes);
}
