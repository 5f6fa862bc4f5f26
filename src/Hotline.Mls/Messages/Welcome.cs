namespace Hotline.Mls;

/// <summary>What a newcomer gets in secret (RFC 9420, section 12.4.3.1).</summary>
internal sealed record GroupSecrets(byte[] JoinerSecret, byte[]? PathSecret, IReadOnlyList<PskId> Psks) : IWire<GroupSecrets>
{
    public static GroupSecrets Read(ref TlsReader reader) =>
        new(reader.ReadOpaque(), reader.ReadPresence() ? reader.ReadOpaque() : null, reader.ReadList<PskId>());

    public void Write(TlsWriter writer)
    {
        writer.Opaque(JoinerSecret);
        if (PathSecret is null) writer.Byte(0);
        else writer.Byte(1).Opaque(PathSecret);
        writer.List(Psks);
    }
}

/// <summary>The secrets for one newcomer, named by its key package.</summary>
internal sealed record EncryptedGroupSecrets(ReadOnlyMemory<byte> NewMember, HpkeCiphertext Secrets) : IWire<EncryptedGroupSecrets>
{
    public static EncryptedGroupSecrets Read(ref TlsReader reader) => new(reader.ReadOpaque(), reader.Read<HpkeCiphertext>());

    public void Write(TlsWriter writer) => writer.Opaque(NewMember).Value(Secrets);
}

/// <summary>Lets those in whom a commit added (RFC 9420, section 12.4.3.1).</summary>
internal sealed record Welcome(CipherSuiteId CipherSuite, IReadOnlyList<EncryptedGroupSecrets> Secrets, ReadOnlyMemory<byte> EncryptedGroupInfo) : IWire<Welcome>
{
    public static Welcome Read(ref TlsReader reader) =>
        new((CipherSuiteId)reader.ReadUInt16(), reader.ReadList<EncryptedGroupSecrets>(), reader.ReadOpaque());

    public void Write(TlsWriter writer) => writer.UInt16((ushort)CipherSuite).List(Secrets).Opaque(EncryptedGroupInfo);
}
