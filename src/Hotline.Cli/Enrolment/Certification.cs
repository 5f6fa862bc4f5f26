using System.Net;
using Hotline.Cryptography;

namespace Hotline.Cli.Enrolment;

/// <summary>The certificates of a fresh hub, node or auditor, by an issuer of the state or by an authority of its own.</summary>
/// <remarks>Rosters pin keys, so a certificate's dates only inform; they are set so that other programs accept them for long.</remarks>
internal sealed class Certification : IDisposable
{
    /// <summary>The longest that today's TLS libraries take for a server.</summary>
    private static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(825);
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3653);
    private readonly CertificateAuthority _authority;
    private readonly CertificateAuthority? _own;
    private readonly DateTimeOffset _now;

    private Certification(CertificateAuthority authority, CertificateAuthority? own, DateTimeOffset now) =>
        (_authority, _own, _now) = (authority, own, now);

    /// <summary>The issuer's certificate in DER.</summary>
    public ReadOnlyMemory<byte> Authority => _authority.Certificate;

    /// <param name="name">Of whom the certificates are.</param>
    public static Certification By(CertificateAuthority? issuer, FreshDirectory directory, string name, bool isSample, DateTimeOffset now)
    {
        if (issuer is not null) return new Certification(issuer, null, now);
        var own = NewAuthority($"{CommonName(name)} CA", directory.NewP256("ca"), isSample, now);
        return new Certification(own, own, now);
    }

    /// <param name="key">Becomes the authority's to dispose.</param>
    public static CertificateAuthority NewAuthority(string name, EcdsaP256PrivateKey key, bool isSample, DateTimeOffset now) =>
        CertificateAuthority.Create(name, key, now, AuthorityLifetime, isSample);

    /// <returns>DER.</returns>
    public byte[] IssueTls(NodeName name, IPAddress listen, EcdsaP256PrivateKey key)
    {
        var isLoopback = IPAddress.IsLoopback(listen);
        string[] names = isLoopback ? [name.ToString(), "localhost"] : [name.ToString()];
        IPAddress[] addresses = listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any) ? [] : [listen];
        return _authority.IssueTls(CommonName(name.ToString()), key.SubjectPublicKeyInfo.Span, names, addresses, _now, LeafLifetime);
    }

    /// <returns>DER.</returns>
    public byte[] IssueStatement(NodeName name, string role, ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        _authority.IssueStatement($"{CommonName(name.ToString())} {role}", subjectPublicKeyInfo, _now, AuthorityLifetime);

    public void Dispose() => _own?.Dispose();

    // At most 64 characters with what is put behind it (RFC 5280, appendix A.1, ub-common-name); the whole name stands among the alternatives.
    private static string CommonName(string name) => name.Length <= 40 ? name : name[..40];
}
