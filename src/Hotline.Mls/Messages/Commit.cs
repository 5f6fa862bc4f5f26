namespace Hotline.Mls;

/// <summary>A proposal in a commit: whole, or the reference of one sent before (RFC 9420, section 12.4).</summary>
internal sealed record ProposalOrRef(Proposal? Proposal, ReadOnlyMemory<byte> Reference) : IWire<ProposalOrRef>
{
    private const byte ByValue = 1;
    private const byte ByReference = 2;

    public static ProposalOrRef Read(ref TlsReader reader) => reader.ReadByte() switch
    {
        ByValue => new ProposalOrRef(reader.Read<Proposal>(), ReadOnlyMemory<byte>.Empty),
        ByReference => new ProposalOrRef(null, reader.ReadOpaque()),
        _ => throw MlsException.Malformed("A proposal is neither whole nor a reference."),
    };

    public void Write(TlsWriter writer)
    {
        if (Proposal is not null) writer.Byte(ByValue).Value(Proposal);
        else writer.Byte(ByReference).Opaque(Reference);
    }
}

/// <summary>Ends an epoch and begins the next (RFC 9420, section 12.4).</summary>
internal sealed record Commit(IReadOnlyList<ProposalOrRef> Proposals, UpdatePath? Path) : IWire<Commit>
{
    public static Commit Read(ref TlsReader reader) => new(reader.ReadList<ProposalOrRef>(), reader.ReadOptional<UpdatePath>());

    public void Write(TlsWriter writer) => writer.List(Proposals).Optional(Path);
}
