using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>Puts content into the form that goes over the wire (RFC 9420, sections 6.2 and 6.3).</summary>
internal static class Sending
{
    /// <summary>Protects content that is signed already. Only encryption moves a ratchet.</summary>
    /// <param name="next">The state with its ratchet moved on.</param>
    public static MlsMessage Protect(MlsClient client, GroupState state, AuthenticatedContent message, Ledger ledger, out GroupState next)
    {
        next = state;
        if (message.WireFormat == WireFormat.PublicMessage)
            return new MlsMessage { Public = Framing.ToPublic(client.Suite, message, state.Context, state.Secrets.Membership) };
        var kind = message.Content.Content.Type == ContentType.Application ? RatchetKind.Application : RatchetKind.Handshake;
        var generation = state.Issued.Next(kind);
        // Keys of our own that were handed out before and given up are not kept: nobody else has a use for them.
        var limits = new RatchetLimits(MaxForward: uint.MaxValue, MaxKept: 0);
        var (key, messages) = state.Messages.Take(state.Self, kind, generation, limits, ledger);
        try
        {
            next = state with { Messages = messages };
            var padding = Padding(client.Options.PaddingBlock, message);
            return new MlsMessage { Private = PrivateFraming.Seal(client.Suite, message, state.Secrets.SenderData, generation, key, padding) };
        }
        finally
        {
            key.Zero();
        }
    }

    /// <summary>Signs and protects.</summary>
    public static MlsMessage Send(
        MlsClient client, GroupState state, Content content, ReadOnlyMemory<byte> authenticatedData, WireFormat format, Ledger ledger, out GroupState next, out AuthenticatedContent signed)
    {
        var framed = new FramedContent(state.Context.GroupId, state.Context.Epoch, Sender.Member(state.Self), authenticatedData, content);
        signed = new AuthenticatedContent(format, framed, new ContentAuth(Framing.Sign(state.Signer, format, framed, state.Context), default));
        return Protect(client, state, signed, ledger, out next);
    }

    private static int Padding(int block, AuthenticatedContent message)
    {
        if (block <= 0) return 0;
        var writer = new TlsWriter();
        message.Content.Content.Write(writer);
        message.Auth.Write(message.Content.Content.Type, writer);
        var size = writer.ToArrayAndClear().Length + Aead.TagSize;
        return (block - (size % block)) % block;
    }
}
