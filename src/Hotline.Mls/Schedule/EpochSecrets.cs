using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>What the key schedule gives for one epoch (RFC 9420, section 8).</summary>
internal sealed class EpochSecrets
{
    public required byte[] SenderData { get; init; }

    public required byte[] Exporter { get; init; }

    public required byte[] External { get; init; }

    public required byte[] Confirmation { get; init; }

    public required byte[] Membership { get; init; }

    public required byte[] Resumption { get; init; }

    public required byte[] Authenticator { get; init; }

    public required byte[] Init { get; init; }

    public IEnumerable<byte[]> All => [SenderData, Exporter, External, Confirmation, Membership, Resumption, Authenticator, Init];

    /// <summary>joiner_secret, from the secrets before it.</summary>
    public static byte[] Joiner(CipherSuite suite, ReadOnlySpan<byte> initSecret, ReadOnlySpan<byte> commitSecret, GroupContext context)
    {
        var extracted = suite.Extract(salt: initSecret, commitSecret);
        var joiner = suite.Expand(extracted, "joiner", Wire.Encode(context), suite.HashSize());
        CryptographicOperations.ZeroMemory(extracted);
        return joiner;
    }

    /// <summary>welcome_secret, which needs no group context.</summary>
    public static byte[] Welcome(CipherSuite suite, ReadOnlySpan<byte> joinerSecret, ReadOnlySpan<byte> pskSecret)
    {
        var member = suite.Extract(salt: joinerSecret, pskSecret);
        var welcome = suite.Derive(member, "welcome");
        CryptographicOperations.ZeroMemory(member);
        return welcome;
    }

    /// <summary>The epoch's secrets, and encryption_secret for its secret tree.</summary>
    public static (EpochSecrets Secrets, byte[] Encryption) FromJoiner(CipherSuite suite, ReadOnlySpan<byte> joinerSecret, ReadOnlySpan<byte> pskSecret, GroupContext context)
    {
        var member = suite.Extract(salt: joinerSecret, pskSecret);
        var epoch = suite.Expand(member, "epoch", Wire.Encode(context), suite.HashSize());
        CryptographicOperations.ZeroMemory(member);
        return FromEpochSecret(suite, epoch);
    }

    /// <param name="epochSecret">Zeroed.</param>
    public static (EpochSecrets Secrets, byte[] Encryption) FromEpochSecret(CipherSuite suite, byte[] epochSecret)
    {
        var secrets = new EpochSecrets
        {
            SenderData = suite.Derive(epochSecret, "sender data"),
            Exporter = suite.Derive(epochSecret, "exporter"),
            External = suite.Derive(epochSecret, "external"),
            Confirmation = suite.Derive(epochSecret, "confirm"),
            Membership = suite.Derive(epochSecret, "membership"),
            Resumption = suite.Derive(epochSecret, "resumption"),
            Authenticator = suite.Derive(epochSecret, "authentication"),
            Init = suite.Derive(epochSecret, "init"),
        };
        var encryption = suite.Derive(epochSecret, "encryption");
        CryptographicOperations.ZeroMemory(epochSecret);
        return (secrets, encryption);
    }

    /// <summary>MLS-Exporter (section 8.5).</summary>
    public byte[] Export(CipherSuite suite, string label, ReadOnlySpan<byte> context, int length)
    {
        // The caller's label stands behind the common prefix, as every label does.
        var derived = suite.Derive(Exporter, label);
        var exported = suite.Expand(derived, "exported", suite.HashOf(context), length);
        CryptographicOperations.ZeroMemory(derived);
        return exported;
    }

    public byte[] ConfirmationTag(CipherSuite suite, ReadOnlySpan<byte> confirmedTranscriptHash) => suite.Mac(Confirmation, confirmedTranscriptHash);

    /// <summary>The key pair that those outside seal to (section 8).</summary>
    public KemPrivateKey ExternalKey(CipherSuite suite) => suite.DeriveKeyPair(External);

    public void Zero()
    {
        foreach (var secret in All) CryptographicOperations.ZeroMemory(secret);
    }
}

/// <summary>The running hash over all commits (RFC 9420, section 8.2).</summary>
internal static class Transcript
{
    public static byte[] Confirmed(CipherSuite suite, ReadOnlySpan<byte> interim, WireFormat format, FramedContent commit, ReadOnlyMemory<byte> signature) =>
        suite.HashOf(new TlsWriter().Raw(interim).UInt16((ushort)format).Value(commit).Opaque(signature).ToArrayAndClear());

    public static byte[] Interim(CipherSuite suite, ReadOnlySpan<byte> confirmed, ReadOnlySpan<byte> confirmationTag) =>
        suite.HashOf(new TlsWriter().Raw(confirmed).Opaque(confirmationTag).ToArrayAndClear());
}

/// <summary>Pre-shared keys in the key schedule (RFC 9420, section 8.4).</summary>
internal static class PskSecret
{
    /// <summary>psk_secret of some keys in the order of their proposals; all zero for none.</summary>
    public static byte[] Of(CipherSuite suite, IReadOnlyList<(PskId Id, byte[] Key)> psks)
    {
        var zero = new byte[suite.HashSize()];
        var secret = new byte[suite.HashSize()];
        for (var at = 0; at < psks.Count; at++)
        {
            var label = new TlsWriter().Value(psks[at].Id).UInt16((ushort)at).UInt16((ushort)psks.Count).ToArrayAndClear();
            var extracted = suite.Extract(salt: zero, psks[at].Key);
            var input = suite.Expand(extracted, "derived psk", label, suite.HashSize());
            var next = suite.Extract(salt: input, secret);
            CryptographicOperations.ZeroMemory(extracted);
            CryptographicOperations.ZeroMemory(input);
            CryptographicOperations.ZeroMemory(secret);
            secret = next;
        }

        return secret;
    }
}
