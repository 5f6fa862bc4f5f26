using System.Collections.Immutable;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;
using Hotline.Envelopes;
using Hotline.Hosting;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Cli.Enrolment;

/// <summary>Makes the data directory of a member's new node, with the keys of its desk and of its automatic service.</summary>
internal static class NodeEnrolment
{
    /// <param name="member">Short name on the roster: alba.</param>
    /// <exception cref="StartupException">The directory is not empty.</exception>
    public static Enrolled Create(
        EnrolmentPlan plan, string member, TaxiiListener taxii, ReadOnlyMemory<byte> passphrase, TimeProvider clock)
    {
        var directory = FreshDirectory.Create(plan.Directory, passphrase);
        using var certification = Certification.By(plan.Issuer, directory, plan.Name.ToString(), plan.IsSample, clock.GetUtcNow());
        var peer = PeerKeys.Create(plan, directory, certification);

        var entry = new RosterEntry.OfMember(new RosterMember(
            member, plan.Name, NewNoteKey(directory, "root", $"{plan.Name}/root"), [peer.TlsFingerprint], peer.Log, peer.LogMlDsa,
            NewDesk(plan, directory, certification), NewService(plan, directory, certification), NewKemKeys(directory),
            SealSuite.HybridLetter, RevokedSince: null));
        // It wraps the archive's content keys and is no one else's business: not on the roster.
        directory.NewKem("archive", KemId.MlKem768X25519).Dispose();
        plan.SettingsOfNode(member, taxii).Save(DataDirectory.Open(directory.Path));
        directory.WriteEntry(entry.Write());
        return new Enrolled(directory.Path, entry, directory.Fingerprints);
    }

    private static RoleKeys NewDesk(EnrolmentPlan plan, FreshDirectory directory, Certification certification)
    {
        var evidence = NewNoteKey(directory, "desk", $"{plan.Name}/desk/watch");
        using var mlDsa = directory.NewMlDsa("desk-statement-mldsa", MlDsaParameterSet.MlDsa65);
        var postQuantum = certification.IssueStatement(plan.Name, "desk", mlDsa.SubjectPublicKeyInfo.Span);
        directory.WriteCertificates("desk-statement-mldsa", postQuantum, certification.Authority);
        return new RoleKeys(evidence, [NewStatementKey(plan, directory, certification, "desk"), postQuantum]);
    }

    private static RoleKeys NewService(EnrolmentPlan plan, FreshDirectory directory, Certification certification) =>
        new(NewNoteKey(directory, "service", $"{plan.Name}/service/taxii"), [NewStatementKey(plan, directory, certification, "service")]);

    private static ReadOnlyMemory<byte> NewStatementKey(
        EnrolmentPlan plan, FreshDirectory directory, Certification certification, string role)
    {
        using var key = directory.NewP256($"{role}-statement");
        var certificate = certification.IssueStatement(plan.Name, role, key.SubjectPublicKeyInfo.Span);
        directory.WriteCertificates($"{role}-statement", certificate, certification.Authority);
        return certificate;
    }

    private static ImmutableArray<KemKey> NewKemKeys(FreshDirectory directory)
    {
        using var hybrid = directory.NewKem("kem-mlkem768x25519", KemId.MlKem768X25519);
        using var classical = directory.NewKem("kem-x25519", KemId.DhKemX25519);
        return [new KemKey(SealSuite.HybridLetter, hybrid.PublicKey), new KemKey(SealSuite.ClassicalLetter, classical.PublicKey)];
    }

    private static string NewNoteKey(FreshDirectory directory, string file, string name)
    {
        using var key = directory.NewEd25519(file);
        return new NoteSigner(name, key).Key.ToString();
    }
}
