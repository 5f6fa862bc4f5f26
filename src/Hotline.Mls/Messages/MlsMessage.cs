namespace Hotline.Mls;

/// <summary>Wire formats (RFC 9420, section 17.2).</summary>
public enum WireFormat : ushort
{
    None = 0,
    PublicMessage = 0x0001,
    PrivateMessage = 0x0002,
    Welcome = 0x0003,
    GroupInfo = 0x0004,
    KeyPackage = 0x0005,
}

/// <summary>Signed, not encrypted (RFC 9420, section 6.2).</summary>
internal sealed record PublicMessage(FramedContent Content, ContentAuth Auth, ReadOnlyMemory<byte> MembershipTag) : IWire<PublicMessage>
{
    public static PublicMessage Read(ref TlsReader reader)
    {
        var content = reader.Read<FramedContent>();
        var auth = ContentAuth.Read(content.Content.Type, ref reader);
        return new PublicMessage(content, auth, content.Sender.Type == SenderType.Member ? reader.ReadOpaque() : ReadOnlyMemory<byte>.Empty);
    }

    public void Write(TlsWriter writer)
    {
        writer.Value(Content);
        Auth.Write(Content.Content.Type, writer);
        if (Content.Sender.Type == SenderType.Member) writer.Opaque(MembershipTag);
    }
}

/// <summary>Signed and encrypted (RFC 9420, section 6.3).</summary>
internal sealed record PrivateMessage(
    ReadOnlyMemory<byte> GroupId,
    ulong Epoch,
    ContentType ContentType,
    ReadOnlyMemory<byte> AuthenticatedData,
    ReadOnlyMemory<byte> EncryptedSenderData,
    ReadOnlyMemory<byte> Ciphertext) : IWire<PrivateMessage>
{
    public static PrivateMessage Read(ref TlsReader reader) => new(
        reader.ReadOpaque(), reader.ReadUInt64(), ReadType(ref reader), reader.ReadOpaque(), reader.ReadOpaque(), reader.ReadOpaque());

    public void Write(TlsWriter writer) => writer
        .Opaque(GroupId).UInt64(Epoch).Byte((byte)ContentType).Opaque(AuthenticatedData).Opaque(EncryptedSenderData).Opaque(Ciphertext);

    private static ContentType ReadType(ref TlsReader reader)
    {
        var type = (ContentType)reader.ReadByte();
        return type is ContentType.Application or ContentType.Proposal or ContentType.Commit ? type : throw MlsException.Malformed("A message has an unknown kind of content.");
    }
}

/// <summary>What goes over the wire (RFC 9420, section 6): exactly one of five kinds.</summary>
public sealed class MlsMessage : IWire<MlsMessage>
{
    internal PublicMessage? Public { get; init; }

    internal PrivateMessage? Private { get; init; }

    internal Welcome? Welcome { get; init; }

    internal GroupInfo? GroupInfo { get; init; }

    /// <summary>Null unless the message is one.</summary>
    public KeyPackage? KeyPackage { get; init; }

    public WireFormat WireFormat =>
        Public is not null ? WireFormat.PublicMessage
        : Private is not null ? WireFormat.PrivateMessage
        : Welcome is not null ? WireFormat.Welcome
        : GroupInfo is not null ? WireFormat.GroupInfo
        : WireFormat.KeyPackage;

    /// <summary>Of which group; empty for Welcomes and key packages, which do not say.</summary>
    public ReadOnlyMemory<byte> GroupId => Public?.Content.GroupId ?? Private?.GroupId ?? GroupInfo?.Context.GroupId ?? ReadOnlyMemory<byte>.Empty;

    /// <summary>In which epoch; 0 for Welcomes and key packages, which do not say.</summary>
    public ulong Epoch => Public?.Content.Epoch ?? Private?.Epoch ?? GroupInfo?.Context.Epoch ?? 0;

    /// <summary>None unless it is a public or private message.</summary>
    public ContentType ContentType => Public?.Content.Content.Type ?? Private?.ContentType ?? ContentType.None;

    /// <summary>What the sender signed but did not encrypt; a hub can read it. Not yet verified.</summary>
    public ReadOnlyMemory<byte> AuthenticatedData => Public?.Content.AuthenticatedData ?? Private?.AuthenticatedData ?? ReadOnlyMemory<byte>.Empty;

    /// <exception cref="MlsException">Malformed, of another version or of an unknown kind.</exception>
    public static MlsMessage Decode(ReadOnlySpan<byte> bytes) => Wire.Decode<MlsMessage>(bytes);

    public byte[] Encode() => Wire.Encode(this);

    static MlsMessage IWire<MlsMessage>.Read(ref TlsReader reader)
    {
        if (reader.ReadUInt16() != Mls.KeyPackage.Mls10) throw new MlsException(MlsFault.Unsupported, "The message has another version than MLS 1.0.");
        var format = (WireFormat)reader.ReadUInt16();
        return format switch
        {
            WireFormat.PublicMessage => new MlsMessage { Public = reader.Read<PublicMessage>() },
            WireFormat.PrivateMessage => new MlsMessage { Private = reader.Read<PrivateMessage>() },
            WireFormat.Welcome => new MlsMessage { Welcome = reader.Read<Welcome>() },
            WireFormat.GroupInfo => new MlsMessage { GroupInfo = reader.Read<GroupInfo>() },
            WireFormat.KeyPackage => new MlsMessage { KeyPackage = ReadKeyPackage(ref reader) },
            _ => throw new MlsException(MlsFault.Unsupported, $"Wire format 0x{(ushort)format:x4} is not supported."),
        };
    }

    void IWire<MlsMessage>.Write(TlsWriter writer)
    {
        writer.UInt16(Mls.KeyPackage.Mls10).UInt16((ushort)WireFormat);
        Public?.Write(writer);
        Private?.Write(writer);
        Welcome?.Write(writer);
        GroupInfo?.Write(writer);
        if (KeyPackage is not null) writer.Value(KeyPackage);
    }

    /// <summary>Its version must be the message's (section 10).</summary>
    private static KeyPackage ReadKeyPackage(ref TlsReader reader)
    {
        var keyPackage = reader.Read<KeyPackage>();
        return keyPackage.Version == Mls.KeyPackage.Mls10 ? keyPackage : throw new MlsException(MlsFault.KeyPackageMismatch, "A key package has another version than its message.");
    }
}
