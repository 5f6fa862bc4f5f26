using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;
using Hotline.Cryptography;

namespace Hotline.Mls;

/// <summary>Signing, and the tag of public messages (RFC 9420, sections 6.1 and 6.2).</summary>
internal static class Framing
{
    private const string Label = "FramedContentTBS";

    public static byte[] Sign(SigningKey key, WireFormat format, FramedContent content, GroupContext? context) =>
        Labeled.Sign(key, Label, ToBeSigned(format, content, context));

    /// <exception cref="MlsException">The signature does not hold.</exception>
    public static void RequireSignature(CipherSuite suite, ReadOnlySpan<byte> publicKey, AuthenticatedContent message, GroupContext context)
    {
        if (!suite.Verify(publicKey, Label, ToBeSigned(message.WireFormat, message.Content, context), message.Auth.Signature.Span))
            throw new MlsException(MlsFault.InvalidSignature, "The signature of a message does not hold.");
    }

    public static PublicMessage ToPublic(CipherSuite suite, AuthenticatedContent message, GroupContext context, ReadOnlySpan<byte> membershipKey) => new(
        message.Content,
        message.Auth,
        message.Content.Sender.Type == SenderType.Member ? MembershipTag(suite, message, context, membershipKey) : ReadOnlyMemory<byte>.Empty);

    /// <exception cref="MlsException">The membership tag does not hold.</exception>
    public static AuthenticatedContent Open(CipherSuite suite, PublicMessage message, GroupContext context, ReadOnlySpan<byte> membershipKey)
    {
        if (message.Content.Content.Type == ContentType.Application) throw new MlsException(MlsFault.UnencryptedApplicationData, "Application data is never sent in the clear.");
        var content = new AuthenticatedContent(WireFormat.PublicMessage, message.Content, message.Auth);
        if (message.Content.Sender.Type == SenderType.Member
            && !CryptographicOperations.FixedTimeEquals(MembershipTag(suite, content, context, membershipKey), message.MembershipTag.Span))
            throw new MlsException(MlsFault.InvalidMembershipTag, "The membership tag of a message does not hold.");
        return content;
    }

    private static byte[] MembershipTag(CipherSuite suite, AuthenticatedContent message, GroupContext context, ReadOnlySpan<byte> membershipKey)
    {
        var writer = new TlsWriter().Raw(ToBeSigned(message.WireFormat, message.Content, context));
        message.Auth.Write(message.Content.Content.Type, writer);
        return suite.Mac(membershipKey, writer.ToArrayAndClear());
    }

    private static byte[] ToBeSigned(WireFormat format, FramedContent content, GroupContext? context)
    {
        var writer = new TlsWriter().UInt16(KeyPackage.Mls10).UInt16((ushort)format).Value(content);
        // Those outside do not know the context.
        if (content.Sender.Type is SenderType.Member or SenderType.NewMemberCommit)
            writer.Value(context ?? throw new InvalidOperationException("A member signs with its group's context."));
        return writer.ToArrayAndClear();
    }
}
