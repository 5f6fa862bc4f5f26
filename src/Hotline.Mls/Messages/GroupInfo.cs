using Hotline.Cryptography.Hpke;
using Hotline.Cryptography;

namespace Hotline.Mls;

/// <summary>An epoch as told to those who join, signed by a member (RFC 9420, section 12.4.3).</summary>
internal sealed record GroupInfo(
    GroupContext Context, IReadOnlyList<Extension> Extensions, ReadOnlyMemory<byte> ConfirmationTag, LeafIndex Signer, ReadOnlyMemory<byte> Signature) : IWire<GroupInfo>
{
    public static GroupInfo Read(ref TlsReader reader) => new(
        reader.Read<GroupContext>(), reader.ReadList<Extension>(), reader.ReadOpaque(), new LeafIndex(reader.ReadUInt32()), reader.ReadOpaque());

    public void Write(TlsWriter writer)
    {
        WriteUnsigned(writer);
        writer.Opaque(Signature);
    }

    public GroupInfo SignedBy(SigningKey key) => this with { Signature = Labeled.Sign(key, "GroupInfoTBS", ToBeSigned()) };

    public bool IsSigned(CipherSuite suite, ReadOnlySpan<byte> publicKey) => suite.Verify(publicKey, "GroupInfoTBS", ToBeSigned(), Signature.Span);

    private byte[] ToBeSigned()
    {
        var writer = new TlsWriter();
        WriteUnsigned(writer);
        return writer.ToArrayAndClear();
    }

    private void WriteUnsigned(TlsWriter writer) => writer.Value(Context).List(Extensions).Opaque(ConfirmationTag).UInt32(Signer.Value);
}
