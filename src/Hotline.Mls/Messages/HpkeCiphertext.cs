namespace Hotline.Mls;

/// <summary>HPKECiphertext (RFC 9420, section 7.6).</summary>
internal sealed record HpkeCiphertext(ReadOnlyMemory<byte> KemOutput, ReadOnlyMemory<byte> Ciphertext) : IWire<HpkeCiphertext>
{
    public static HpkeCiphertext Read(ref TlsReader reader) => new(reader.ReadOpaque(), reader.ReadOpaque());

    public void Write(TlsWriter writer) => writer.Opaque(KemOutput).Opaque(Ciphertext);
}
