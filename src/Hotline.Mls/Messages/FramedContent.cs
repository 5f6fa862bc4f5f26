using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>What a message carries (RFC 9420, section 6).</summary>
public enum ContentType : byte
{
    None = 0,
    Application = 1,
    Proposal = 2,
    Commit = 3,
}

internal enum SenderType : byte
{
    Member = 1,
    External = 2,
    NewMemberProposal = 3,
    NewMemberCommit = 4,
}

/// <summary>Who sent a message (RFC 9420, section 6).</summary>
/// <param name="Index">A member's leaf, or an external sender's place in the list; else 0.</param>
internal readonly record struct Sender(SenderType Type, uint Index) : IWire<Sender>
{
    public static Sender Member(LeafIndex leaf) => new(SenderType.Member, leaf.Value);

    public LeafIndex Leaf => new(Index);

    public static Sender Read(ref TlsReader reader)
    {
        var type = (SenderType)reader.ReadByte();
        return type switch
        {
            SenderType.Member or SenderType.External => new Sender(type, reader.ReadUInt32()),
            SenderType.NewMemberProposal or SenderType.NewMemberCommit => new Sender(type, 0),
            _ => throw MlsException.Malformed("A message has an unknown kind of sender."),
        };
    }

    public void Write(TlsWriter writer)
    {
        writer.Byte((byte)Type);
        if (Type is SenderType.Member or SenderType.External) writer.UInt32(Index);
    }
}

/// <summary>The content itself: exactly one of the three is there.</summary>
internal sealed record Content(ReadOnlyMemory<byte> ApplicationData, Proposal? Proposal, Commit? Commit)
{
    public ContentType Type => Proposal is not null ? ContentType.Proposal : Commit is not null ? ContentType.Commit : ContentType.Application;

    public static Content Read(ContentType type, ref TlsReader reader) => type switch
    {
        ContentType.Application => new Content(reader.ReadOpaque(), null, null),
        ContentType.Proposal => new Content(ReadOnlyMemory<byte>.Empty, reader.Read<Proposal>(), null),
        ContentType.Commit => new Content(ReadOnlyMemory<byte>.Empty, null, reader.Read<Commit>()),
        _ => throw MlsException.Malformed("A message has an unknown kind of content."),
    };

    public void Write(TlsWriter writer)
    {
        if (Proposal is not null) writer.Value(Proposal);
        else if (Commit is not null) writer.Value(Commit);
        else writer.Opaque(ApplicationData);
    }
}

/// <summary>A message's content and where it belongs (RFC 9420, section 6).</summary>
internal sealed record FramedContent(ReadOnlyMemory<byte> GroupId, ulong Epoch, Sender Sender, ReadOnlyMemory<byte> AuthenticatedData, Content Content) : IWire<FramedContent>
{
    public static FramedContent Read(ref TlsReader reader)
    {
        var group = reader.ReadOpaque();
        var epoch = reader.ReadUInt64();
        var sender = reader.Read<Sender>();
        var authenticated = reader.ReadOpaque();
        return new FramedContent(group, epoch, sender, authenticated, Content.Read((ContentType)reader.ReadByte(), ref reader));
    }

    public void Write(TlsWriter writer)
    {
        writer.Opaque(GroupId).UInt64(Epoch).Value(Sender).Opaque(AuthenticatedData).Byte((byte)Content.Type);
        Content.Write(writer);
    }
}

/// <summary>Signature, and a commit's confirmation tag (RFC 9420, section 6.1).</summary>
internal sealed record ContentAuth(ReadOnlyMemory<byte> Signature, ReadOnlyMemory<byte> ConfirmationTag)
{
    public static ContentAuth Read(ContentType type, ref TlsReader reader) =>
        new(reader.ReadOpaque(), type == ContentType.Commit ? reader.ReadOpaque() : ReadOnlyMemory<byte>.Empty);

    public void Write(ContentType type, TlsWriter writer)
    {
        writer.Opaque(Signature);
        if (type == ContentType.Commit) writer.Opaque(ConfirmationTag);
    }
}

/// <summary>Content with its proof of origin, however it travelled (RFC 9420, section 6).</summary>
internal sealed record AuthenticatedContent(WireFormat WireFormat, FramedContent Content, ContentAuth Auth) : IWire<AuthenticatedContent>
{
    public static AuthenticatedContent Read(ref TlsReader reader)
    {
        var format = (WireFormat)reader.ReadUInt16();
        var content = reader.Read<FramedContent>();
        return new AuthenticatedContent(format, content, ContentAuth.Read(content.Content.Type, ref reader));
    }

    public void Write(TlsWriter writer)
    {
        writer.UInt16((ushort)WireFormat).Value(Content);
        Auth.Write(Content.Content.Type, writer);
    }

    /// <summary>ProposalRef (section 5.2).</summary>
    public byte[] ProposalReference(CipherSuite suite) => suite.Reference("MLS 1.0 Proposal Reference", Wire.Encode(this));
}
