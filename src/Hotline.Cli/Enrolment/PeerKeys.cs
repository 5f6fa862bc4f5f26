using Hotline.Cryptography;
using Hotline.Transcript;

namespace Hotline.Cli.Enrolment;

/// <summary>The keys that hubs and nodes both have: for TLS, and for their transcript.</summary>
internal sealed class PeerKeys
{
    private PeerKeys(Digest tlsFingerprint, string log, string logMlDsa) =>
        (TlsFingerprint, Log, LogMlDsa) = (tlsFingerprint, log, logMlDsa);

    /// <summary>SHA-256 of the TLS key's SubjectPublicKeyInfo.</summary>
    public Digest TlsFingerprint { get; }

    /// <summary>Verifier key of the transcript (Ed25519, 0x01).</summary>
    public string Log { get; }

    /// <summary>Verifier key of the transcript (ML-DSA-44, 0x06).</summary>
    public string LogMlDsa { get; }

    public static PeerKeys Create(EnrolmentPlan plan, FreshDirectory directory, Certification certification)
    {
        using var tls = directory.NewP256("tls");
        using var log = directory.NewEd25519("log");
        using var logMlDsa = directory.NewMlDsa("log-mldsa", MlDsaParameterSet.MlDsa44);
        directory.WriteCertificates("tls", certification.IssueTls(plan.Name, plan.Listen.Address, tls), certification.Authority);
        directory.WriteCertificates("ca", certification.Authority);
        var signer = new CheckpointSigner(plan.LogOrigin, log, logMlDsa);
        return new PeerKeys(Digest.Of(tls.SubjectPublicKeyInfo.Span), signer.LogKey.ToString(), signer.MlDsaKey.ToString());
    }
}
