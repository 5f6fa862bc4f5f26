using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Hotline.Cryptography.Hpke;
using Hotline.Envelopes;
using Hotline.Member.Keys;
using Hotline.Rosters;
using Hotline.Stores;
using Hotline.Wire;

namespace Hotline.Member.Letters;

/// <summary>What a seal binds beside its plaintext.</summary>
/// <param name="Binding">SHA-256 of the NRO's lines before <c>cipher</c>.</param>
/// <param name="Statement">SHA-256 of the Statement's document.</param>
internal sealed record SealBinding(Digest Binding, Digest Statement)
{
    /// <summary>Associated data of every encryption: 64 bytes.</summary>
    public byte[] ToBytes() => [.. Statement.ToArray(), .. Binding.ToArray()];
}

/// <param name="Next">The state after it; nothing changes in place.</param>
internal sealed record SealedPayload(byte[] Payload, SealState Next);

/// <param name="Plaintext">Null when the payload only moved the state on, as a commit does.</param>
internal sealed record OpenedPayload(byte[]? Plaintext, SealState Next);

/// <summary>
/// Letters: a plaintext sealed to each reader's certified key, for first contact and courier files. The content is encrypted once under a
/// fresh key, and that key by HPKE (RFC 9180, base mode) to each reader. There is no forward secrecy against a stolen reader's key: letter
/// keys rotate monthly, and channels are for everything else.
/// </summary>
internal static class LetterSeal
{
    /// <summary>Most readers of one letter.</summary>
    public const int MaxReaders = 100;

    private const int ContentKeySize = 32;

    /// <param name="state">Empty: a letter has none.</param>
    /// <param name="readers">Keys of <paramref name="suite"/>.</param>
    /// <exception cref="HpkeException">A reader's key is malformed.</exception>
    public static SealedPayload Seal(SealState state, SealSuite suite, SealBinding binding, ImmutableArray<KemKey> readers, ReadOnlySpan<byte> plaintext)
    {
        var associatedData = binding.ToBytes();
        Span<byte> contentKey = stackalloc byte[ContentKeySize];
        RandomNumberGenerator.Fill(contentKey);
        try
        {
            var letter = new Letter { Content = UnsafeByteOperations.UnsafeWrap(ContentCipher.Seal(contentKey, associatedData, plaintext)) };
            foreach (var reader in readers)
            {
                var (encapsulated, wrapped) = HpkeSetup.Seal(HpkeOf(suite), reader.PublicKey.Span, Info(suite), associatedData, contentKey);
                letter.Readers.Add(new LetterReader
                {
                    Key = UnsafeByteOperations.UnsafeWrap(reader.Fingerprint.ToArray()),
                    Encapsulated = UnsafeByteOperations.UnsafeWrap(encapsulated),
                    ContentKey = UnsafeByteOperations.UnsafeWrap(wrapped),
                });
            }

            return new SealedPayload(letter.ToByteArray(), state);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    /// <exception cref="HpkeException">Malformed, not for this key, or it does not open under this binding.</exception>
    public static OpenedPayload Open(SealState state, SealSuite suite, SealBinding binding, KemPrivateKey key, ReadOnlySpan<byte> payload)
    {
        var letter = Read(payload);
        var associatedData = binding.ToBytes();
        var fingerprint = Digest.Of(key.PublicKey.Span).ToArray();
        var own = letter.Readers.FirstOrDefault(reader => reader.Key.Span.SequenceEqual(fingerprint)) ?? throw new HpkeException("The letter is not for this key.");
        var contentKey = HpkeSetup.Open(HpkeOf(suite), own.Encapsulated.Span, key, Info(suite), associatedData, own.ContentKey.Span);
        try
        {
            if (contentKey.Length != ContentKeySize) throw new HpkeException("The content key has another size.");
            return new OpenedPayload(ContentCipher.Open(contentKey, associatedData, letter.Content.Span), state);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    private static Letter Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var letter = Letter.Parser.ParseFrom(payload);
            return letter.Readers.Count is > 0 and <= MaxReaders ? letter : throw new HpkeException("A letter has 1 to 100 readers.");
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new HpkeException("The payload is no letter.", malformed);
        }
    }

    private static HpkeSuite HpkeOf(SealSuite suite) =>
        suite == SealSuite.HybridLetter ? HpkeSuite.MlKem768X25519Sha384Aes256Gcm
        : suite == SealSuite.ClassicalLetter ? HpkeSuite.X25519Sha256Aes256Gcm
        : throw new NotSupportedException($"{suite.Name} is no letter.");

    private static byte[] Info(SealSuite suite) => Encoding.ASCII.GetBytes($"hotline letter v1 {suite.Name}");
}
