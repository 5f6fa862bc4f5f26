namespace Hotline.Mls;

/// <summary>Proposal types (RFC 9420, section 17.4).</summary>
public enum ProposalType : ushort
{
    None = 0,
    Add = 0x0001,
    Update = 0x0002,
    Remove = 0x0003,
    Psk = 0x0004,
    ReInit = 0x0005,
    ExternalInit = 0x0006,
    GroupContextExtensions = 0x0007,
}

/// <summary>A change that somebody asks for; a commit makes it so (RFC 9420, section 12.1).</summary>
public abstract record Proposal : IWire<Proposal>
{
    private Proposal()
    {
    }

    public abstract ProposalType Type { get; }

    /// <summary>A client joins (section 12.1.1).</summary>
    public sealed record Add(KeyPackage KeyPackage) : Proposal
    {
        public override ProposalType Type => ProposalType.Add;
    }

    /// <summary>A member replaces its own leaf (section 12.1.2).</summary>
    public sealed record Update(LeafNode Leaf) : Proposal
    {
        public override ProposalType Type => ProposalType.Update;
    }

    /// <summary>A member leaves (section 12.1.3).</summary>
    public sealed record Remove(LeafIndex Removed) : Proposal
    {
        public override ProposalType Type => ProposalType.Remove;
    }

    /// <summary>A pre-shared key goes into the key schedule (section 12.1.4).</summary>
    public sealed record Psk(PskId Id) : Proposal
    {
        public override ProposalType Type => ProposalType.Psk;
    }

    /// <summary>The group ends and another with other parameters follows it (section 12.1.5).</summary>
    public sealed record ReInit(ReadOnlyMemory<byte> GroupId, CipherSuiteId CipherSuite, IReadOnlyList<Extension> Extensions) : Proposal
    {
        internal ushort Version { get; init; } = KeyPackage.Mls10;

        public override ProposalType Type => ProposalType.ReInit;
    }

    /// <summary>A newcomer's share of the next init secret (section 12.1.6).</summary>
    internal sealed record ExternalInit(ReadOnlyMemory<byte> KemOutput) : Proposal
    {
        public override ProposalType Type => ProposalType.ExternalInit;
    }

    /// <summary>The context's extensions are replaced, all of them (section 12.1.7).</summary>
    public sealed record GroupContextExtensions(IReadOnlyList<Extension> Extensions) : Proposal
    {
        public override ProposalType Type => ProposalType.GroupContextExtensions;
    }

    /// <summary>Types that everybody supports and no capabilities list (section 7.2).</summary>
    internal static bool IsDefault(ProposalType type) => (ushort)type is >= 1 and <= 7;

    /// <summary>Whether a commit with it needs a path (section 12.4).</summary>
    internal bool NeedsPath => Type is not (ProposalType.Add or ProposalType.Psk or ProposalType.ReInit);

    /// <summary>Whether an external sender may send it (section 12.1.8).</summary>
    internal bool MayComeFromOutside => Type is not (ProposalType.Update or ProposalType.ExternalInit);

    static Proposal IWire<Proposal>.Read(ref TlsReader reader)
    {
        var type = (ProposalType)reader.ReadUInt16();
        switch (type)
        {
            case ProposalType.Add:
                return new Add(reader.Read<KeyPackage>());
            case ProposalType.Update:
                return new Update(reader.Read<LeafNode>());
            case ProposalType.Remove:
                return new Remove(new LeafIndex(reader.ReadUInt32()));
            case ProposalType.Psk:
                return new Psk(reader.Read<PskId>());
            case ProposalType.ReInit:
                var group = reader.ReadOpaque();
                var version = reader.ReadUInt16();
                return new ReInit(group, (CipherSuiteId)reader.ReadUInt16(), reader.ReadList<Extension>()) { Version = version };
            case ProposalType.ExternalInit:
                return new ExternalInit(reader.ReadOpaque());
            case ProposalType.GroupContextExtensions:
                return new GroupContextExtensions(reader.ReadList<Extension>());
            default:
                // Its end cannot be found, so nothing that holds it can be read.
                throw new MlsException(MlsFault.Unsupported, $"Proposal type 0x{(ushort)type:x4} is not supported.");
        }
    }

    void IWire<Proposal>.Write(TlsWriter writer)
    {
        writer.UInt16((ushort)Type);
        _ = this switch
        {
            Add add => writer.Value(add.KeyPackage),
            Update update => writer.Value(update.Leaf),
            Remove remove => writer.UInt32(remove.Removed.Value),
            Psk psk => writer.Value(psk.Id),
            ReInit reInit => writer.Opaque(reInit.GroupId).UInt16(reInit.Version).UInt16((ushort)reInit.CipherSuite).List(reInit.Extensions),
            ExternalInit init => writer.Opaque(init.KemOutput),
            GroupContextExtensions context => writer.List(context.Extensions),
            _ => throw new InvalidOperationException("Unknown proposal."),
        };
    }
}
