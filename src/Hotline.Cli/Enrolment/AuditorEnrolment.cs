using System.Net;
using Hotline.Cryptography;
using Hotline.Rosters;

namespace Hotline.Cli.Enrolment;

/// <summary>Makes the TLS key of an auditor, who may read whole transcripts once the key is on the roster.</summary>
internal static class AuditorEnrolment
{
    /// <param name="name">Short name on the roster.</param>
    /// <param name="issuer">Who certifies the key; null makes an authority of its own. Stays the caller's to dispose.</param>
    public static Enrolled Create(
        string path, NodeName name, CertificateAuthority? issuer, ReadOnlyMemory<byte> passphrase, TimeProvider clock, bool isSample = false)
    {
        var directory = FreshDirectory.Create(path, passphrase);
        using var certification = Certification.By(issuer, directory, name.ToString(), isSample, clock.GetUtcNow());
        using var tls = directory.NewP256("tls");
        directory.WriteCertificates("tls", certification.IssueTls(name, IPAddress.Any, tls), certification.Authority);
        directory.WriteCertificates("ca", certification.Authority);

        var entry = new RosterEntry.OfAuditor(new Auditor(name.ToString(), [Digest.Of(tls.SubjectPublicKeyInfo.Span)], RevokedSince: null));
        directory.WriteEntry(entry.Write());
        return new Enrolled(directory.Path, entry, directory.Fingerprints);
    }
}
