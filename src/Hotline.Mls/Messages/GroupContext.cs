namespace Hotline.Mls;

/// <summary>What all members agree on in an epoch (RFC 9420, section 8.1).</summary>
internal sealed record GroupContext(
    CipherSuiteId CipherSuite,
    ReadOnlyMemory<byte> GroupId,
    ulong Epoch,
    ReadOnlyMemory<byte> TreeHash,
    ReadOnlyMemory<byte> ConfirmedTranscriptHash,
    IReadOnlyList<Extension> Extensions) : IWire<GroupContext>
{
    public static GroupContext Read(ref TlsReader reader)
    {
        if (reader.ReadUInt16() != KeyPackage.Mls10) throw new MlsException(MlsFault.Unsupported, "The group has another version than MLS 1.0.");
        return new GroupContext(
            (CipherSuiteId)reader.ReadUInt16(), reader.ReadOpaque(), reader.ReadUInt64(), reader.ReadOpaque(), reader.ReadOpaque(), reader.ReadList<Extension>());
    }

    public void Write(TlsWriter writer) => writer
        .UInt16(KeyPackage.Mls10).UInt16((ushort)CipherSuite).Opaque(GroupId).UInt64(Epoch).Opaque(TreeHash).Opaque(ConfirmedTranscriptHash).List(Extensions);
}
