namespace Hotline.Mls;

/// <summary>Credential types (RFC 9420, section 17.5).</summary>
public enum CredentialType : ushort
{
    None = 0,
    Basic = 0x0001,
    X509 = 0x0002,
}

/// <summary>Who a member says it is (RFC 9420, section 5.3). Whether that is so, the caller's authentication service judges.</summary>
/// <param name="Content">A basic credential's identity; an X.509 credential's certificates, each behind its length; of other types as it came.</param>
public sealed record Credential(CredentialType Type, ReadOnlyMemory<byte> Content) : IWire<Credential>
{
    /// <summary>A bare claim of an identity, which proves nothing by itself.</summary>
    public static Credential Basic(ReadOnlySpan<byte> identity) => new(CredentialType.Basic, identity.ToArray());

    /// <param name="chain">DER, end entity first; its public key must be the member's signature key.</param>
    public static Credential X509(params IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        var writer = new TlsWriter();
        foreach (var certificate in chain) writer.Opaque(certificate);
        return new Credential(CredentialType.X509, writer.ToArrayAndClear());
    }

    /// <summary>The chain of an X.509 credential, end entity first.</summary>
    /// <exception cref="MlsException">It is malformed, empty, or a credential of another type.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates()
    {
        if (Type != CredentialType.X509) throw new MlsException(MlsFault.Unsupported, "The credential holds no certificates.");
        var reader = new TlsReader(Content.Span);
        var chain = new List<ReadOnlyMemory<byte>>();
        while (!reader.IsEmpty) chain.Add(reader.ReadOpaque());
        return chain.Count > 0 ? chain : throw MlsException.Malformed("An X.509 credential has no certificate.");
    }

    public bool Equals(Credential? other) => other is not null && Type == other.Type && Content.Span.SequenceEqual(other.Content.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Type);
        hash.AddBytes(Content.Span);
        return hash.ToHashCode();
    }

    // Every credential that is registered is a type and one vector, so others are kept as such.
    static Credential IWire<Credential>.Read(ref TlsReader reader)
    {
        var credential = new Credential((CredentialType)reader.ReadUInt16(), reader.ReadOpaque());
        if (credential.Type == CredentialType.X509) credential.Certificates();
        return credential;
    }

    void IWire<Credential>.Write(TlsWriter writer) => writer.UInt16((ushort)Type).Opaque(Content);
}
