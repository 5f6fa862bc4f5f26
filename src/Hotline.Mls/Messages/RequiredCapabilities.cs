namespace Hotline.Mls;

/// <summary>What every member must support beyond the defaults (RFC 9420, section 11.1).</summary>
public sealed record RequiredCapabilities(
    IReadOnlyList<ExtensionType> Extensions, IReadOnlyList<ushort> Proposals, IReadOnlyList<CredentialType> Credentials) : IWire<RequiredCapabilities>
{
    static RequiredCapabilities IWire<RequiredCapabilities>.Read(ref TlsReader reader) => new(
        [.. reader.ReadUInt16List().Select(type => (ExtensionType)type)], reader.ReadUInt16List(), [.. reader.ReadUInt16List().Select(type => (CredentialType)type)]);

    void IWire<RequiredCapabilities>.Write(TlsWriter writer) => writer
        .UInt16List([.. Extensions.Select(type => (ushort)type)]).UInt16List(Proposals).UInt16List([.. Credentials.Select(type => (ushort)type)]);
}

/// <summary>A party outside the group that may propose (RFC 9420, section 12.1.8.1).</summary>
public sealed record ExternalSender(ReadOnlyMemory<byte> SignatureKey, Credential Credential) : IWire<ExternalSender>
{
    static ExternalSender IWire<ExternalSender>.Read(ref TlsReader reader)
    {
        var key = reader.ReadOpaque();
        return new ExternalSender(key, reader.Read<Credential>());
    }

    void IWire<ExternalSender>.Write(TlsWriter writer) => writer.Opaque(SignatureKey).Value(Credential);
}
