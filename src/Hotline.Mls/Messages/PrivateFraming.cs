using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>Who sent a private message, and with which key (RFC 9420, section 6.3.2).</summary>
internal sealed record SenderData(LeafIndex Leaf, uint Generation, ReadOnlyMemory<byte> ReuseGuard) : IWire<SenderData>
{
    public const int GuardSize = 4;

    public static SenderData Read(ref TlsReader reader) => new(new LeafIndex(reader.ReadUInt32()), reader.ReadUInt32(), reader.ReadFixed(GuardSize).ToArray());

    public void Write(TlsWriter writer) => writer.UInt32(Leaf.Value).UInt32(Generation).Raw(ReuseGuard.Span);
}

/// <summary>Encryption of messages (RFC 9420, section 6.3).</summary>
internal static class PrivateFraming
{
    /// <param name="key">Of <paramref name="generation"/>; the caller zeroes it.</param>
    /// <param name="padding">Zero bytes behind the content.</param>
    public static PrivateMessage Seal(
        CipherSuite suite, AuthenticatedContent message, ReadOnlySpan<byte> senderDataSecret, uint generation, MessageKey key, int padding)
    {
        var content = message.Content;
        var type = content.Content.Type;
        var writer = new TlsWriter();
        content.Content.Write(writer);
        message.Auth.Write(type, writer);
        writer.Raw(new byte[padding]);
        var plaintext = writer.ToArrayAndClear();
        var senderData = new SenderData(content.Sender.Leaf, generation, RandomNumberGenerator.GetBytes(SenderData.GuardSize));
        var frame = new PrivateMessage(content.GroupId, content.Epoch, type, content.AuthenticatedData, default, default);
        var ciphertext = suite.Seal(key.Key, Guarded(key.Nonce, senderData), ContentAad(frame), plaintext);
        CryptographicOperations.ZeroMemory(plaintext);
        var (dataKey, dataNonce) = SenderDataKey(suite, senderDataSecret, ciphertext);
        return frame with { Ciphertext = ciphertext, EncryptedSenderData = suite.Seal(dataKey, dataNonce, SenderDataAad(frame), Wire.Encode(senderData)) };
    }

    /// <exception cref="MlsException">It does not open.</exception>
    public static SenderData OpenSenderData(CipherSuite suite, PrivateMessage message, ReadOnlySpan<byte> senderDataSecret)
    {
        var (key, nonce) = SenderDataKey(suite, senderDataSecret, message.Ciphertext.Span);
        return Wire.Decode<SenderData>(suite.Open(key, nonce, SenderDataAad(message), message.EncryptedSenderData.Span));
    }

    /// <exception cref="MlsException">It does not open, or what is in it is malformed.</exception>
    public static AuthenticatedContent Open(CipherSuite suite, PrivateMessage message, SenderData senderData, MessageKey key)
    {
        var plaintext = suite.Open(key.Key, Guarded(key.Nonce, senderData), ContentAad(message), message.Ciphertext.Span);
        try
        {
            var reader = new TlsReader(plaintext);
            var content = Content.Read(message.ContentType, ref reader);
            var auth = ContentAuth.Read(message.ContentType, ref reader);
            // Padding that says something would be a covert channel.
            if (reader.ReadFixed(reader.Remaining).IndexOfAnyExcept((byte)0) >= 0) throw new MlsException(MlsFault.InvalidPadding, "Padding is not zero.");
            var framed = new FramedContent(message.GroupId, message.Epoch, Sender.Member(senderData.Leaf), message.AuthenticatedData, content);
            return new AuthenticatedContent(WireFormat.PrivateMessage, framed, auth);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>Section 6.3.2: from the first KDF.Nh bytes of the ciphertext.</summary>
    public static (byte[] Key, byte[] Nonce) SenderDataKey(CipherSuite suite, ReadOnlySpan<byte> senderDataSecret, ReadOnlySpan<byte> ciphertext)
    {
        var sample = ciphertext[..Math.Min(ciphertext.Length, suite.HashSize())];
        return (suite.Expand(senderDataSecret, "key", sample, suite.KeySize()), suite.Expand(senderDataSecret, "nonce", sample, Aead.NonceSize));
    }

    /// <summary>A restored state may repeat a key; the guard makes a repeated nonce unlikely (section 6.3.1).</summary>
    private static byte[] Guarded(ReadOnlySpan<byte> nonce, SenderData senderData)
    {
        var guarded = nonce.ToArray();
        for (var at = 0; at < SenderData.GuardSize; at++) guarded[at] ^= senderData.ReuseGuard.Span[at];
        return guarded;
    }

    private static byte[] ContentAad(PrivateMessage message) =>
        new TlsWriter().Opaque(message.GroupId).UInt64(message.Epoch).Byte((byte)message.ContentType).Opaque(message.AuthenticatedData).ToArrayAndClear();

    private static byte[] SenderDataAad(PrivateMessage message) =>
        new TlsWriter().Opaque(message.GroupId).UInt64(message.Epoch).Byte((byte)message.ContentType).ToArrayAndClear();
}
