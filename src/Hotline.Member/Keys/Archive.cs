using System.Security.Cryptography;
using System.Text;
using Hotline.Channels;
using Hotline.Cryptography.Hpke;
using Hotline.Stores;

namespace Hotline.Member.Keys;

/// <summary>
/// What a node keeps of plaintext: each message under a content key of its own, which the archive key wraps. Erasing a message takes its
/// wrapped key; rotating the archive key rewraps content keys and leaves the content alone.
/// </summary>
internal sealed class Archive(KemPrivateKey key)
{
    private const int ContentKeySize = 32;
    private static readonly HpkeSuite Suite = HpkeSuite.MlKem768X25519Sha384Aes256Gcm;

    private static ReadOnlySpan<byte> Info => "hotline archive content key v1"u8;

    /// <param name="direction">Sent and received copies of one message differ.</param>
    public ArchivedContent Keep(Direction direction, MessageKey message, ReadOnlySpan<byte> plaintext)
    {
        var associatedData = AssociatedData(direction, message);
        Span<byte> contentKey = stackalloc byte[ContentKeySize];
        RandomNumberGenerator.Fill(contentKey);
        try
        {
            var sealedContent = ContentCipher.Seal(contentKey, associatedData, plaintext);
            var (encapsulated, wrapped) = HpkeSetup.Seal(Suite, key.PublicKey.Span, Info, associatedData, contentKey);
            return new ArchivedContent((byte[])[.. encapsulated, .. wrapped], sealedContent);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    /// <exception cref="HpkeException">It is not of this archive, or was tampered with.</exception>
    public byte[] Open(Direction direction, MessageKey message, ArchivedContent content)
    {
        var associatedData = AssociatedData(direction, message);
        var wrappedSize = ContentKeySize + HpkeSuite.TagSize;
        if (content.WrappedKey.Length <= wrappedSize) throw new HpkeException("The wrapped content key is cut.");
        var contentKey = HpkeSetup.Open(Suite, content.WrappedKey.Span[..^wrappedSize], key, Info, associatedData, content.WrappedKey.Span[^wrappedSize..]);
        try
        {
            return ContentCipher.Open(contentKey, associatedData, content.Sealed.Span);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    private static byte[] AssociatedData(Direction direction, MessageKey message) => Encoding.ASCII.GetBytes($"{direction} {message.From} {message.Id}");
}
