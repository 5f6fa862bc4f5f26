namespace Hotline.Mls;

/// <summary>What a member supports (RFC 9420, section 7.2). Unknown numbers are kept and ignored (section 13.5).</summary>
/// <param name="Extensions">Beyond the defaults, which must not be listed.</param>
/// <param name="Proposals">Beyond the defaults.</param>
public sealed record Capabilities(
    IReadOnlyList<ushort> Versions,
    IReadOnlyList<CipherSuiteId> CipherSuites,
    IReadOnlyList<ExtensionType> Extensions,
    IReadOnlyList<ushort> Proposals,
    IReadOnlyList<CredentialType> Credentials) : IWire<Capabilities>
{
    static Capabilities IWire<Capabilities>.Read(ref TlsReader reader) => new(
        reader.ReadUInt16List(),
        [.. reader.ReadUInt16List().Select(id => (CipherSuiteId)id)],
        [.. reader.ReadUInt16List().Select(type => (ExtensionType)type)],
        reader.ReadUInt16List(),
        [.. reader.ReadUInt16List().Select(type => (CredentialType)type)]);

    void IWire<Capabilities>.Write(TlsWriter writer) => writer
        .UInt16List(Versions)
        .UInt16List([.. CipherSuites.Select(id => (ushort)id)])
        .UInt16List([.. Extensions.Select(type => (ushort)type)])
        .UInt16List(Proposals)
        .UInt16List([.. Credentials.Select(type => (ushort)type)]);

    internal bool Supports(ExtensionType type) => Mls.Extensions.IsDefault(type) || Extensions.Contains(type);

    internal bool Supports(ProposalType type) => Proposal.IsDefault(type) || Proposals.Contains((ushort)type);

    /// <exception cref="MlsException">A capability that is required is missing (section 11.1).</exception>
    internal void Require(RequiredCapabilities required)
    {
        foreach (var type in required.Extensions)
            if (!Supports(type)) throw new MlsException(MlsFault.MissingCapability, $"A member does not support the required extension 0x{(ushort)type:x4}.");
        foreach (var type in required.Proposals)
            if (!Supports((ProposalType)type)) throw new MlsException(MlsFault.MissingCapability, $"A member does not support the required proposal 0x{type:x4}.");
        foreach (var type in required.Credentials)
            if (!Credentials.Contains(type)) throw new MlsException(MlsFault.MissingCapability, $"A member does not support the required credential 0x{(ushort)type:x4}.");
    }
}

/// <summary>From when to when a key package may be used (RFC 9420, section 7.2), in seconds since 1970.</summary>
public sealed record Lifetime(ulong NotBefore, ulong NotAfter) : IWire<Lifetime>
{
    static Lifetime IWire<Lifetime>.Read(ref TlsReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64());

    void IWire<Lifetime>.Write(TlsWriter writer) => writer.UInt64(NotBefore).UInt64(NotAfter);
}
