using Hotline.Cryptography.Hpke;
using Hotline.Cryptography;

namespace Hotline.Mls;

/// <summary>What a client publishes so that others can add it while it is offline (RFC 9420, section 10).</summary>
public sealed class KeyPackage : IWire<KeyPackage>
{
    /// <summary>mls10.</summary>
    internal const ushort Mls10 = 1;

    private byte[]? _encoded;

    internal ushort Version { get; init; } = Mls10;

    public required CipherSuiteId CipherSuite { get; init; }

    /// <summary>Public key that the Welcome is sealed to; used once.</summary>
    public required ReadOnlyMemory<byte> InitKey { get; init; }

    public required LeafNode Leaf { get; init; }

    public required IReadOnlyList<Extension> Extensions { get; init; }

    internal ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Whether its owner allows it to be used more than once (draft-ietf-mls-extensions, last_resort).</summary>
    public bool IsLastResort => Extensions.Find(ExtensionType.LastResort) is not null;

    internal ReadOnlySpan<byte> Encoded => _encoded ??= Wire.Encode(this);

    /// <summary>KeyPackageRef (section 5.2): names it in a Welcome.</summary>
    public byte[] Reference() => CipherSuites.Of(CipherSuite).Reference("MLS 1.0 KeyPackage Reference", Encoded);

    /// <summary>Reads a key package from an MLSMessage.</summary>
    /// <exception cref="MlsException">Malformed.</exception>
    public static KeyPackage Decode(ReadOnlySpan<byte> bytes) => MlsMessage.Decode(bytes).KeyPackage ?? throw MlsException.Malformed("The message is no key package.");

    /// <summary>As an MLSMessage.</summary>
    public byte[] Encode() => new MlsMessage { KeyPackage = this }.Encode();

    static KeyPackage IWire<KeyPackage>.Read(ref TlsReader reader) => new()
    {
        Version = reader.ReadUInt16(),
        CipherSuite = (CipherSuiteId)reader.ReadUInt16(),
        InitKey = reader.ReadOpaque(),
        Leaf = reader.Read<LeafNode>(),
        Extensions = reader.ReadList<Extension>(),
        Signature = reader.ReadOpaque(),
    };

    void IWire<KeyPackage>.Write(TlsWriter writer)
    {
        if (_encoded is not null)
        {
            writer.Raw(_encoded);
            return;
        }

        WriteUnsigned(writer);
        writer.Opaque(Signature);
    }

    internal KeyPackage SignedBy(SigningKey key) => new()
    {
        Version = Version,
        CipherSuite = CipherSuite,
        InitKey = InitKey,
        Leaf = Leaf,
        Extensions = Extensions,
        Signature = Labeled.Sign(key, "KeyPackageTBS", ToBeSigned()),
    };

    internal bool IsSigned(CipherSuite suite) => suite.Verify(Leaf.SignatureKey.Span, "KeyPackageTBS", ToBeSigned(), Signature.Span);

    private byte[] ToBeSigned()
    {
        var writer = new TlsWriter();
        WriteUnsigned(writer);
        return writer.ToArrayAndClear();
    }

    private void WriteUnsigned(TlsWriter writer) => writer.UInt16(Version).UInt16((ushort)CipherSuite).Opaque(InitKey).Value(Leaf).List(Extensions);
}
